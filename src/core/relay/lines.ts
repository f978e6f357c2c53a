/**
 * What of a leg crosses, and to whom: nothing that was written before the leg was there, nothing of a pause, and to a leg
 * that came later nothing from before it came.
 *
 * Each of these moments is a notice of Mio's that stands on every leg. On the leg where a message was written both have
 * their times from one clock; the clocks of two platforms are never compared.
 */
import type { LegId, MessageId } from '../model.ts';
import { activeLegs, type Leg, type UniversalChannel } from '../records.ts';

/** Times are of the leg's own platform. */
export interface Lines {
  /** What is written later crosses; infinite where nothing does. */
  readonly from: number;
  /** What was written in between stays where it is. */
  readonly pausedFrom: number;
  readonly pausedTo: number;
  /** The legs that came after this one, and from when on they are shown what is written here. */
  readonly later: ReadonlyMap<LegId, number>;
  /** From then on every other leg was there. */
  readonly shared: number;
  /** Notices that do not stand here yet: until then nothing can be said about what is written here. */
  readonly awaited: readonly MessageId[];
  /** Notices without which nothing crosses, and which the platform would not take. */
  readonly refused: readonly MessageId[];
}

/** When a notice was posted on the leg, by the clock of its platform. */
export type Standing = number | 'awaited' | 'refused';

const never: Lines = {
  from: Infinity,
  pausedFrom: Infinity,
  pausedTo: -Infinity,
  later: new Map(),
  shared: Infinity,
  awaited: [],
  refused: [],
};

export async function linesOf(
  leg: Leg,
  channel: UniversalChannel,
  stands: (notice: MessageId) => Promise<Standing>,
): Promise<Lines> {
  if (leg.line === undefined) return never;
  const awaited = new Set<MessageId>();
  const refused = new Set<MessageId>();
  const whenStood = async (notice: MessageId, otherwise: number, isNeeded = false): Promise<number> => {
    const standing = await stands(notice);
    if (standing === 'awaited') awaited.add(notice);
    if (standing === 'refused' && isNeeded) refused.add(notice);
    return typeof standing === 'number' ? standing : otherwise;
  };
  const from = await whenStood(leg.line, Infinity, true);
  const later = new Map<LegId, number>();
  for (const other of activeLegs(channel)) {
    // Where people were not told because their platform would not have it, our own clock has to do.
    if (isLater(other, leg)) later.set(other.id, await whenStood(other.line, other.lineSince));
  }
  let { pausedFrom, pausedTo } = never;
  const { pause } = channel;
  if (pause && (pause.endedAt === undefined || since(leg) < pause.endedAt)) {
    pausedFrom = since(leg) < pause.since ? await whenStood(pause.notice, -Infinity) : -Infinity;
    pausedTo = pause.ended === undefined ? Infinity : await whenStood(pause.ended, Infinity, true);
  } else if (channel.state === 'paused') {
    pausedFrom = -Infinity;
    pausedTo = Infinity;
  }
  const shared = Math.max(from, ...later.values());
  return { from, pausedFrom, pausedTo, later, shared, awaited: [...awaited], refused: [...refused] };
}

/** Whether what was written then crosses at all. */
export const crosses = ({ from, pausedFrom, pausedTo }: Lines, at: number): boolean =>
  at > from && (at <= pausedFrom || at > pausedTo);

/** Whether it is shown on another leg. */
export const reaches = ({ from, later }: Lines, at: number, leg: LegId): boolean => at > (later.get(leg) ?? from);

const since = ({ lineSince }: Leg): number => lineSince ?? 0;

const isLater = (other: Leg, leg: Leg): other is Leg & Required<Pick<Leg, 'line' | 'lineSince'>> =>
  other.line !== undefined && other.line !== leg.line && since(other) > since(leg);
