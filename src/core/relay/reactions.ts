/**
 * Reactions, gathered over all legs of a message and shown on each as what came from the others: people see their own
 * platform's reactions already. Kept with the message as ids; names are looked up when they are shown.
 */

import type { Connector } from '../connector.ts';
import { displayName } from '../content/author.ts';
import type { Block } from '../content/tree.ts';
import type { LegId, PersonId, Platform, Reaction, SourceState } from '../model.ts';
import type { Leg } from '../records.ts';

/** What one leg's people put to a message, as of a version of it there. */
interface OnLeg {
  readonly version: number;
  readonly reactions: readonly Reaction[];
}

type Gathered = Readonly<Record<string, OnLeg>>;

/** Nobody reads more than these. */
const mostEmoji = 12;
const mostNames = 3;

const parsed = (stored: string | null): Gathered => (stored === null ? {} : (JSON.parse(stored) as Gathered));

/**
 * What is kept after a leg has told of its reactions: the same string where it says nothing new, null where nobody ever
 * reacted. What is older than what is known changes nothing.
 */
export function gather(stored: string | null, leg: LegId, told: OnLeg): string | null {
  if (stored === null && told.reactions.length === 0) return null;
  const { [leg]: known, ...others } = parsed(stored);
  if (known && told.version < known.version) return stored;
  const reactions = told.reactions.slice(0, mostEmoji).map(short);
  if (JSON.stringify(known?.reactions ?? []) === JSON.stringify(reactions)) return stored;
  // An empty list stays: what is older than it is over.
  return JSON.stringify({ ...others, [leg]: { version: told.version, reactions } } satisfies Gathered);
}

/** What is kept after a leg's message was looked at. */
export function told(stored: string | null, leg: LegId, state: SourceState | undefined): string | null {
  if (state?.is !== 'present' || !state.reactions) return stored;
  return gather(stored, leg, { version: state.version, reactions: state.reactions });
}

const short = ({ emoji, people, count }: Reaction): Reaction => ({
  emoji,
  people: people.slice(0, mostNames),
  count: Math.max(count, people.length),
});

/** Whether any leg but this one has something to show on it. */
export const isShownOn = (stored: string | null, leg: LegId): boolean =>
  stored !== null &&
  Object.entries(parsed(stored)).some(([from, { reactions }]) => from !== leg && reactions.length > 0);

/** Answers a person's name on the leg where they reacted; undefined where it can't be learned. */
export type NameOf = (leg: LegId, person: PersonId) => Promise<string | undefined>;

interface Gathering {
  readonly emoji: string;
  readonly names: readonly string[];
  count: number;
}

/** `👍 Ada, Ben  ❤️ Cleo +4`, of all legs but one; empty where there is nothing. */
export async function reactionLine(stored: string | null, without: LegId, nameOf: NameOf): Promise<readonly Block[]> {
  if (stored === null) return [];
  const byEmoji = new Map<string, Gathering>();
  for (const [leg, { reactions }] of Object.entries(parsed(stored))) {
    if (leg === without) continue;
    for (const { emoji, people, count } of reactions) {
      const names = await Promise.all(people.map((person) => nameOf(leg as LegId, person)));
      const known = byEmoji.get(emoji) ?? { emoji, names: [], count: 0 };
      const all = [...known.names, ...names.filter((name) => name !== undefined)];
      byEmoji.set(emoji, { emoji, names: [...new Set(all)].slice(0, mostNames), count: known.count + count });
    }
  }
  const text = [...byEmoji.values()].map(inWords).join('  ');
  return text === '' ? [] : [{ type: 'paragraph', children: [{ type: 'text', text }] }];
}

function inWords({ emoji, names, count }: Gathering): string {
  if (names.length === 0) return `${emoji} ${count}`;
  const more = count - names.length;
  return `${emoji} ${names.join(', ')}${more > 0 ? ` +${more}` : ''}`;
}

/** What each leg is shown. A name that can't be learned is left out: how many they are is told. */
export async function reactionLines(
  stored: string,
  legs: readonly Leg[],
  connectors: Readonly<Record<Platform, Pick<Connector, 'person'>>>,
): Promise<ReadonlyMap<LegId, readonly Block[]>> {
  const nameOf: NameOf = async (id, person) => {
    const leg = legs.find((candidate) => candidate.id === id);
    const author = leg && (await connectors[leg.platform].person(leg.connection, person).catch(() => undefined));
    return author?.name && displayName(author.name);
  };
  return new Map(await Promise.all(legs.map(async ({ id }) => [id, await reactionLine(stored, id, nameOf)] as const)));
}
