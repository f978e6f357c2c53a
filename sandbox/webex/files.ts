/** Files as the organization keeps them, and what the scan for malware says of them: their names decide. */
import type { StoredFile } from './model.ts';

/** Larger ones would fill the sandbox: of those the beginning is kept, and given out over and over, up to their size. */
const keptWhole = 8 * 1024 * 1024;
const keptOfLarger = 64 * 1024;

export function keep(bytes: Buffer): Pick<StoredFile, 'base64' | 'size'> {
  const kept = bytes.length <= keptWhole ? bytes : bytes.subarray(0, keptOfLarger);
  return { base64: kept.toString('base64'), size: bytes.length };
}

export function bytesOf({ base64, size }: StoredFile): Buffer {
  const kept = Buffer.from(base64, 'base64');
  return kept.length === size ? kept : Buffer.alloc(size, kept);
}

export type Verdict = 'clean' | 'infected' | 'unscannable';

/** How long the scan of a new file takes, UTC milliseconds. */
const scanMs = 500;
const slowScanMs = 10_000;

/** What the scan finds, by how the name begins. */
const verdicts: readonly (readonly [beginning: string, verdict: Verdict])[] = [
  ['infected', 'infected'],
  ['unscannable', 'unscannable'],
];

/** Undefined while it goes on: of `slow-scan.pdf`, for ten seconds. */
export function verdictOn({ name, created }: StoredFile, now: number): Verdict | undefined {
  const takes = name.startsWith('slow-scan') ? slowScanMs : scanMs;
  if (now < created + takes) return undefined;
  return verdicts.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'clean';
}
