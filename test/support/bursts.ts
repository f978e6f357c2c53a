/** Many messages from every side at once, and what must have become of them: all there, once, in order per source. */
import type { LedgerEntry } from '../../sandbox/kit/ledger.ts';
import type { World as PlatformName } from '../../sandbox/kit/platform.ts';

const platforms = ['teams', 'slack', 'webex'] as const;

export interface Burst {
  readonly name: string;
  /** Messages per side. */
  readonly count: number;
}

const burstText = ({ name }: Burst, from: PlatformName, number: number): string => `${name} ${from} ${number}.`;

/** Writes them: each side one after the other, all sides at once. */
export async function writeBurst(
  burst: Burst,
  write: (from: PlatformName, text: string) => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    platforms.map(async (from) => {
      for (let number = 0; number < burst.count; number += 1) await write(from, burstText(burst, from, number));
    }),
  );
}

type Seen = Pick<LedgerEntry, 'platform' | 'kind' | 'text'>;

/** Whether everything has arrived everywhere. Counts alone: cheap enough to ask at every change. */
export function hasArrived(burst: Burst, seen: readonly Seen[]): boolean {
  let count = 0;
  for (const { kind, text } of seen) if (kind === 'posted' && text?.includes(`${burst.name} `)) count += 1;
  return count >= burst.count * platforms.length * platforms.length;
}

/**
 * What is wrong, a line each; empty where everything was posted once, in the order of its source. Where platforms told of
 * messages late or not at all, `ordered: false`: those are posted late, and only have to be there once.
 */
export function faultsOf(
  burst: Burst,
  seen: readonly Seen[],
  { ordered = true }: { readonly ordered?: boolean } = {},
): string[] {
  const faults: string[] = [];
  for (const to of platforms) {
    const texts = seen
      .filter(({ platform, kind }) => platform === to && kind === 'posted')
      .map(({ text }) => text ?? '');
    for (const from of platforms) {
      const numbers = texts.flatMap((text) => numberIn(text, `${burst.name} ${from} `) ?? []);
      const unique = new Set(numbers);
      const inverted = !ordered
        ? 0
        : numbers.filter((number, index) => index > 0 && number < numbers[index - 1]!).length;
      const missing = burst.count - unique.size;
      const twice = numbers.length - unique.size;
      if (missing || twice || inverted)
        faults.push(`${from} to ${to}: ${missing} missing, ${twice} twice, ${inverted} out of order`);
    }
  }
  return faults;
}

function numberIn(text: string, before: string): number | undefined {
  const start = text.indexOf(before);
  return start < 0 ? undefined : Number.parseInt(text.slice(start + before.length), 10);
}
