/**
 * Reactions in words: what came from the other legs is shown on each in one line. People see their own platform's
 * reactions already, and those of whoever reacts there as themself.
 */

import type { Connector } from '../connector.ts';
import { displayName } from '../content/author.ts';
import { Lines } from '../content/lines.ts';
import type { Block, CustomEmoji } from '../content/tree.ts';
import { emojiOn, reactionEmoji } from '../emoji.ts';
import type { LegId, PersonId, Platform, Reaction } from '../model.ts';
import type { Leg } from '../records.ts';
import { byHand, type Gathered, type Mark, parsed } from './gathered.ts';
import { type OwnOn, standsFor } from './votes.ts';

const mostNames = 3;

/** Answers a person's name on the leg where they reacted; undefined where it can't be learned. */
export type NameOf = (leg: LegId, person: PersonId) => Promise<string | undefined>;

interface Gathering {
  readonly emoji: string;
  /** Where a workspace made it itself. */
  readonly custom: CustomEmoji | undefined;
  readonly names: readonly string[];
  count: number;
}

/** What the legs that told of reactions know of them. */
interface Told {
  readonly nameOf: NameOf;
  /** Undefined for a character. */
  readonly emojiOf: (leg: LegId, emoji: string) => Promise<CustomEmoji | undefined>;
}

/** Whether somebody's emoji stands on a leg as their own. */
type IsOwn = (from: LegId, vote: Mark, on: LegId) => boolean;

/** `👍 Ada, Ben  ❤️ Cleo +4`, of all legs but one; empty where there is nothing. */
async function reactionLine(
  gathered: Gathered,
  without: LegId,
  isOwn: IsOwn,
  { nameOf, emojiOf }: Told,
): Promise<readonly Block[]> {
  const byEmoji = new Map<string, Gathering>();
  for (const [from, there] of Object.entries(gathered)) {
    if (from === without) continue;
    const leg = from as LegId;
    for (const { emoji, people, count } of elsewhere(byHand(there), (vote) => isOwn(leg, vote, without))) {
      const names = await Promise.all(people.slice(0, mostNames).map((person) => nameOf(leg, person)));
      const known = byEmoji.get(emoji) ?? { emoji, custom: await emojiOf(leg, emoji), names: [], count: 0 };
      const all = [...known.names, ...names.filter((name) => name !== undefined)];
      byEmoji.set(emoji, { ...known, names: [...new Set(all)].slice(0, mostNames), count: known.count + count });
    }
  }
  const lines = new Lines();
  for (const [at, gathering] of [...byEmoji.values()].entries()) {
    if (at > 0) lines.text('  ');
    if (gathering.custom) lines.emoji(gathering.custom);
    else lines.text(gathering.emoji);
    lines.text(inWords(gathering));
  }
  return lines.take();
}

/** Without those whose emoji stands there as their own. */
const elsewhere = (reactions: readonly Reaction[], isOwn: (vote: Mark) => boolean): readonly Reaction[] =>
  reactions.flatMap(({ emoji, people, count }) => {
    const left = people.filter((person) => !isOwn({ emoji, person }));
    const number = count - (people.length - left.length);
    return number > 0 ? [{ emoji, people: left, count: number }] : [];
  });

function inWords({ names, count }: Omit<Gathering, 'emoji'>): string {
  if (names.length === 0) return ` ${count}`;
  const more = count - names.length;
  return ` ${names.join(', ')}${more > 0 ? ` +${more}` : ''}`;
}

/** What each leg is shown. A name that can't be learned is left out: how many they are is told. */
export async function reactionLines(
  stored: string,
  legs: readonly Leg[],
  connectors: Readonly<Record<Platform, Pick<Connector, 'person' | 'emoji'>>>,
  ownOn: OwnOn,
): Promise<ReadonlyMap<LegId, readonly Block[]>> {
  const legOf = (id: LegId) => legs.find((candidate) => candidate.id === id);
  const nameOf: NameOf = async (id, person) => {
    const leg = legOf(id);
    const author = leg && (await connectors[leg.platform].person(leg.connection, person).catch(() => undefined));
    return author?.name && displayName(author.name);
  };
  const emojiOf: Told['emojiOf'] = async (id, emoji) => {
    const leg = legOf(id);
    return leg && (await reactionEmoji(emoji, leg, connectors));
  };
  const [gathered, isOwn] = [parsed(stored), standsFor(stored, ownOn)];
  return new Map(
    await Promise.all(
      legs.map(async (leg) => {
        const line = await reactionLine(gathered, leg.id, isOwn, { nameOf, emojiOf });
        return [leg.id, await emojiOn(line, leg, connectors)] as const;
      }),
    ),
  );
}
