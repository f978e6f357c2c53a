/**
 * Who reacts as themself on a leg, by an account of their own there that they linked: the emoji is theirs, and the
 * gathered line does without it. Pure; what is done about it is `voting.ts`.
 */
import type { LegId, PersonId } from '../model.ts';
import { byHand, type Gathered, type Given, isSame, type Mark, type OnLeg, parsed, votesOn } from './gathered.ts';

/** The account on a leg of whoever has this one on another; undefined where they can't react there as themself. */
export type OwnOn = (from: LegId, person: PersonId, to: LegId) => PersonId | undefined;

/** What is to be asked of a leg's platform. */
export interface Act extends Mark {
  readonly leg: LegId;
  readonly on: boolean;
  /** Where the emoji is there already, or its account can no longer be used: nothing is asked, and it is written down. */
  readonly isKnown?: true;
}

const nowhere: OnLeg = { version: 0, reactions: [] };

interface Want extends Mark {
  /** Whose emoji it is, where they put it by hand. */
  readonly origin: Mark & { readonly leg: LegId };
}

/** What is to be there on a leg because of others, as whom. */
const wanted = (gathered: Gathered, leg: LegId, ownOn: OwnOn): readonly Want[] =>
  Object.entries(gathered).flatMap(([from, there]) =>
    from === leg
      ? []
      : votesOn({ reactions: byHand(there) }).flatMap(({ emoji, person }) => {
          const own = ownOn(from as LegId, person, leg);
          return own === undefined ? [] : [{ emoji, person: own, origin: { leg: from as LegId, emoji, person } }];
        }),
  );

/** What is still to be done on one leg so that everybody's reactions stand there once, as their own. */
export function actsOn(stored: string | null, leg: LegId, ownOn: OwnOn): readonly Act[] {
  if (stored === null) return [];
  const gathered = parsed(stored);
  const { given = [], ...there } = gathered[leg] ?? nowhere;
  const want = wanted(gathered, leg, ownOn);
  return [...puts(want, given, there, leg), ...takes(want, given, leg), ...withdrawals(gathered, leg, ownOn)];
}

function puts(want: readonly Mark[], given: readonly Given[], there: OnLeg, leg: LegId): readonly Act[] {
  return want.flatMap(({ emoji, person }) => {
    const act: Act = { leg, emoji, person, on: true };
    const known = given.find((other) => isSame(other, act));
    if (!known) return votesOn(there).some((other) => isSame(other, act)) ? { ...act, isKnown: true } : act;
    return isOpen[known.is] ? act : [];
  });
}

/** States in which the emoji still has to be added. */
const isOpen: Readonly<Record<Given['is'], boolean>> = {
  giving: true,
  given: false,
  seen: false,
  withdrawn: false,
  taking: true,
  taken: true,
  refused: false,
};

function takes(want: readonly Mark[], given: readonly Given[], leg: LegId): readonly Act[] {
  return given.flatMap(({ emoji, person, is }) => {
    const act: Act = { leg, emoji, person, on: false };
    if (is === 'taken' || want.some((other) => isSame(other, act))) return [];
    return is === 'refused' || is === 'withdrawn' ? { ...act, isKnown: true } : act;
  });
}

/** Whoever took their emoji away on another leg meant this one as well. */
const withdrawals = (gathered: Gathered, leg: LegId, ownOn: OwnOn): readonly Act[] =>
  Object.entries(gathered).flatMap(([other, { given = [] }]) => {
    const gone = given.filter(({ is }) => is === 'withdrawn');
    if (other === leg || gone.length === 0) return [];
    return wanted(gathered, other as LegId, ownOn)
      .filter((vote) => vote.origin.leg === leg && gone.some((known) => isSame(known, vote)))
      .map(({ origin }) => ({ ...origin, on: false }));
  });

/** What is kept while an act is being done, or at once where nothing is to be asked. */
export function begun(stored: string | null, act: Act): string {
  if (act.isKnown) return put(stored, act, act.on ? 'seen' : null);
  return put(stored, act, act.on ? 'giving' : 'taking');
}

/** What is kept once it was done, or refused for good. The leg may have told of it before the answer came. */
export function ended(stored: string | null, act: Act, isDone: boolean): string {
  const now = parsed(stored)[act.leg]?.given?.find((known) => isSame(known, act))?.is;
  if (!isDone) return put(stored, act, act.on ? 'refused' : null);
  if (act.on) return put(stored, act, now === 'seen' || now === 'withdrawn' ? now : 'given');
  return put(stored, act, now === undefined ? null : 'taken');
}

function put(stored: string | null, { leg, emoji, person }: Act, is: Given['is'] | null): string {
  const gathered = parsed(stored);
  const { given = [], ...there } = gathered[leg] ?? nowhere;
  const others = given.filter((known) => !isSame(known, { emoji, person }));
  return JSON.stringify({ ...gathered, [leg]: { ...there, given: is ? [...others, { emoji, person, is }] : others } });
}

/** Whether somebody's emoji is shown on a leg as their own, so that no line needs to say it there. */
export function standsFor(stored: string, ownOn: OwnOn): (from: LegId, vote: Mark, on: LegId) => boolean {
  const gathered = parsed(stored);
  return (from, { emoji, person }, on) => {
    const own = ownOn(from, person, on);
    if (own === undefined) return false;
    const given = gathered[on]?.given ?? [];
    return !given.some((known) => isSame(known, { emoji, person: own }) && known.is === 'refused');
  };
}
