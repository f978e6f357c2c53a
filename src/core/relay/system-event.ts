/**
 * A platform's own line about a conversation (somebody joined, it was renamed) as the other legs are told it: one slanted
 * line with the platform behind it, as `Ada Nowak joined (Teams)`.
 *
 * It is told from the event that brought it, and never looked at again: no record of it is kept, and no list of a source
 * holds any. So a rule that is switched on tells nothing old, reactions and edits find nothing to change, and an event
 * that was lost stays lost: nobody misses it.
 */
import type { Connector } from '../connector.ts';
import { mapParagraphs } from '../content/map.ts';
import { mentionsIn } from '../content/mentions.ts';
import type { Block, Inline, Text } from '../content/tree.ts';
import { type MessageRef, type PersonId, type Platform, type PresentMessage, platformNames } from '../model.ts';

export interface TellingParts {
  readonly connector: Pick<Connector, 'person'>;
  readonly platform: Platform;
  /** The name to be shown of somebody: safe, and told apart from others of its look. */
  readonly nameOf: (person: PersonId, name: string) => string;
}

/** The same message in words alone: whom it names is looked up where they are, and nobody is notified. */
export async function inWords(
  { connection }: Pick<MessageRef, 'connection'>,
  { reactions: _, ...state }: PresentMessage,
  parts: TellingParts,
): Promise<PresentMessage> {
  const people = new Set(mentionsIn(state.content).flatMap((mention) => (mention.of === 'person' ? mention.id : [])));
  const names = new Map<PersonId, string>();
  await Promise.all(
    [...people].map(async (person) => {
      const known = await parts.connector.person(connection, person).catch(() => undefined);
      if (known?.name) names.set(person, known.name);
    }),
  );
  const named = (run: Text): string =>
    run.mention?.of === 'person' ? parts.nameOf(run.mention.id, names.get(run.mention.id) ?? run.text) : run.text;
  const slanted = (inline: Inline): Inline =>
    inline.type === 'text' ? { type: 'text', text: named(inline), italic: true } : inline;
  const content = mapParagraphs(state.content, (children) => children.map(slanted));
  return { ...state, content: tagged(content, parts.platform) };
}

/** The platform stands behind the last words, as it does behind a name. */
function tagged(content: readonly Block[], platform: Platform): readonly Block[] {
  const last = content.at(-1);
  if (last?.type !== 'paragraph') return content;
  const tag: Text = { type: 'text', text: ` (${platformNames[platform]})`, italic: true };
  return [...content.slice(0, -1), { ...last, children: [...last.children, tag] }];
}
