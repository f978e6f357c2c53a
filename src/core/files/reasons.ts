/**
 * Why a line stands where a file was to be. A closed list: it is kept with the line and told in it, and decides whether
 * the file can still come.
 */
import { type Platform, platformNames } from '../model.ts';

const texts = {
  too_large: (to) => `too large for ${to}`,
  empty: (to) => `${to} takes no empty files`,
  not_shown: (to) => `${to} can’t show it`,
  /** Its platform gives it to nobody, or not to Mio. */
  closed: () => 'its platform does not let Mio open it',
  /** It lies where not everybody who reads the message need be let in, and Mio may be. */
  elsewhere: () => 'not one of its channel’s own files; ask its author to upload it there',
  gone: () => 'removed where it came from',
  blocked: () => 'blocked by the virus scan of its own platform',
  infected: () => 'held: the virus scanner found something in it; ask its author',
  unscanned: () => 'held until the virus scanner answers again',
  unscannable: () => 'held: too large for the virus scanner; ask its author, or an administrator',
  source_unauthorized: () => 'its platform does not let Mio in; it comes once that is connected again',
  source_busy: () => 'its platform does not hand it out now; it comes later',
  /** Tried as often as makes sense, or refused without a reason that people could act on. */
  not_brought: (to) => `could not be brought to ${to}`,
} as const satisfies Record<string, (to: string) => string>;

export type FileReason = keyof typeof texts;

export const reasonText = (why: FileReason, to: Platform): string => texts[why](platformNames[to]);

export const isFileReason = (reason: string | null): reason is FileReason => reason !== null && reason in texts;

/** Of these the cause may end; then the file comes in the place of its line. */
const passing: ReadonlySet<FileReason> = new Set(['unscanned', 'unscannable', 'source_unauthorized', 'source_busy']);

export const mayStillCome = (why: FileReason): boolean => passing.has(why);
