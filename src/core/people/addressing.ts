/**
 * Whom the mentions of a message name on another leg: people whom Mio finds there, everyone where an administrator of
 * that side allowed it, and conversations that are known there as a leg of the same universal channel. All others stay
 * names to read. And what stands there for emoji that a workspace made itself.
 */
import { displayName } from '../content/author.ts';
import { mapMentions, mentionsIn } from '../content/mentions.ts';
import type { Block } from '../content/tree.ts';
import { hasWholes } from '../content/wholes.ts';
import { type EmojiConnectors, emojiOn } from '../emoji.ts';
import type { ConversationId, PersonId, Place } from '../model.ts';
import type { Leg } from '../records.ts';
import type { PeopleMap, Side } from './people.ts';

/** More than these in one message are shown without a look-up. */
const mostLookedUp = 20;

/** The active leg on `to`'s connection of the universal channel that a conversation is an active leg of. */
type LegOf = (place: Place, to: Side) => Pick<Leg, 'conversation' | 'title'> | undefined;

interface AddressingParts {
  readonly people: PeopleMap;
  readonly legOf: LegOf;
  readonly connectors: EmojiConnectors;
}

export interface Addressing {
  /**
   * The content as that leg is to show it; undefined, at once, where it names nobody, holds no custom emoji and is the
   * same for every leg.
   */
  addressed(
    content: readonly Block[],
    from: Side,
    to: Side & Pick<Leg, 'everyone'>,
  ): Promise<readonly Block[]> | undefined;
}

export function createAddressing({ people, legOf, connectors }: AddressingParts): Addressing {
  return {
    addressed(content, from, to) {
      return hasWholes(content) ? readdressed(content, from, to) : undefined;
    },
  };

  async function readdressed(
    content: readonly Block[],
    from: Side,
    to: Side & Pick<Leg, 'everyone'>,
  ): Promise<readonly Block[]> {
    const found = await matches(content, from, to);
    const named = mapMentions(content, (name) => {
      const { mention } = name;
      switch (mention.of) {
        case 'person': {
          const id = found.get(mention.id);
          return id === undefined ? undefined : { ...name, mention: { of: 'person', id } };
        }
        case 'everyone':
          return to.everyone ? name : undefined;
        case 'conversation': {
          // Within one connection an id means the same; who may see what is behind it is its platform's business.
          if (from.connection === to.connection) return name;
          const leg = legOf({ connection: from.connection, conversation: mention.id as ConversationId }, to);
          return leg && { ...name, text: titleOf(leg), mention: { of: 'conversation', id: leg.conversation } };
        }
      }
    });
    return await emojiOn(named, to, connectors);
  }

  async function matches(
    content: readonly Block[],
    from: Side,
    to: Side,
  ): Promise<ReadonlyMap<PersonId, PersonId | undefined>> {
    const named = mentionsIn(content).flatMap((mention) => (mention.of === 'person' ? mention.id : []));
    const persons = [...new Set(named)].slice(0, mostLookedUp);
    return new Map(
      await Promise.all(persons.map(async (person) => [person, await people.match(from, person, to)] as const)),
    );
  }
}

function titleOf({ title }: Pick<Leg, 'title'>): string {
  const shown = displayName(title);
  return shown.startsWith('#') ? shown : `#${shown}`;
}
