/**
 * Reactions as they are kept with a message: those of each leg's people, by id, and those that Mio gave there for
 * people of other legs, with accounts of their own that they linked.
 */
import type { LegId, PersonId, Reaction, SourceState } from '../model.ts';

/** One emoji of one person. */
export interface Mark {
  readonly emoji: string;
  readonly person: PersonId;
}

/**
 * What Mio does as somebody. `giving`: it is about to put the emoji there, or was when it stopped; `given`: it did;
 * `seen`: the leg has told of it, so that its absence means something from then on; `withdrawn`: its owner took it away
 * by hand, and means it everywhere; `taking`, `taken`: Mio takes it away, and the leg has not told of that yet;
 * `refused`: Mio was not let, and it is shown among the gathered ones.
 */
export interface Given extends Mark {
  readonly is: 'giving' | 'given' | 'seen' | 'withdrawn' | 'taking' | 'taken' | 'refused';
}

/** As of a version of the message there. */
export interface OnLeg {
  readonly version: number;
  readonly reactions: readonly Reaction[];
  readonly given?: readonly Given[];
}

export type Gathered = Readonly<Record<string, OnLeg>>;

/** Nobody reads more than these. */
const mostEmoji = 12;
/** Whose names may be shown, and who may react as themselves elsewhere. */
const mostPeople = 50;

export const parsed = (stored: string | null): Gathered => (stored === null ? {} : (JSON.parse(stored) as Gathered));

export const isSame = (one: Mark, other: Mark): boolean => one.emoji === other.emoji && one.person === other.person;

/** What people of a leg put there, each by themself. */
export const votesOn = ({ reactions }: Pick<OnLeg, 'reactions'>): readonly Mark[] =>
  reactions.flatMap(({ emoji, people }) => people.map((person) => ({ emoji, person })));

/**
 * What is kept after a leg has told of its reactions: the same string where it says nothing new, null where nobody ever
 * reacted. What is older than what is known changes nothing.
 */
export function gather(stored: string | null, leg: LegId, told: Pick<OnLeg, 'version' | 'reactions'>): string | null {
  if (stored === null && told.reactions.length === 0) return null;
  const { [leg]: known, ...others } = parsed(stored);
  if (known && told.version < known.version) return stored;
  const reactions = told.reactions.slice(0, mostEmoji).map(short);
  const given = known?.given && noticed(known.given, votesOn({ reactions }));
  const isKnown = JSON.stringify(known?.reactions ?? []) === JSON.stringify(reactions);
  if (isKnown && JSON.stringify(known?.given) === JSON.stringify(given)) return stored;
  // An empty list stays: what is older than it is over.
  return JSON.stringify({
    ...others,
    [leg]: { version: told.version, reactions, ...(given && { given }) },
  } satisfies Gathered);
}

/** What is kept after a leg's message was looked at. */
export function told(stored: string | null, leg: LegId, state: SourceState | undefined): string | null {
  if (state?.is !== 'present' || !state.reactions) return stored;
  return gather(stored, leg, { version: state.version, reactions: state.reactions });
}

const short = ({ emoji, people, count }: Reaction): Reaction => ({
  emoji,
  people: people.slice(0, mostPeople),
  count: Math.max(count, people.length),
});

/** Only what was seen can have been taken away: platforms show what they did some time after they did it. */
const noticed = (given: readonly Given[], there: readonly Mark[]): readonly Given[] =>
  given.flatMap((vote) => {
    const after = (there.some((seen) => isSame(seen, vote)) ? whenThere : whenGone)[vote.is];
    return after === null ? [] : [after === vote.is ? vote : { ...vote, is: after }];
  });

const whenThere: Readonly<Record<Given['is'], Given['is']>> = {
  giving: 'seen',
  given: 'seen',
  seen: 'seen',
  withdrawn: 'seen',
  taking: 'taking',
  taken: 'taken',
  refused: 'refused',
};
const whenGone: Readonly<Record<Given['is'], Given['is'] | null>> = {
  giving: 'giving',
  given: 'given',
  seen: 'withdrawn',
  withdrawn: 'withdrawn',
  taking: null,
  taken: null,
  refused: 'refused',
};

/** What the leg's own people put there by hand, at that place. */
export function byHand({ reactions, given = [] }: OnLeg): readonly Reaction[] {
  if (given.length === 0) return reactions;
  const isOurs = (vote: Mark) => given.some((ours) => isSame(ours, vote) && ours.is !== 'refused');
  return reactions.flatMap(({ emoji, people, count }) => {
    const own = people.filter((person) => !isOurs({ emoji, person }));
    const left = count - (people.length - own.length);
    return left > 0 ? [{ emoji, people: own, count: left }] : [];
  });
}

/** Whether any leg but this one has something to show on it. */
export const isShownOn = (stored: string | null, leg: LegId): boolean =>
  stored !== null &&
  Object.entries(parsed(stored)).some(([from, { reactions }]) => from !== leg && reactions.length > 0);
