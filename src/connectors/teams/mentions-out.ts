/**
 * Mentions that notify, in what a bot posts: `<at>Ada</at>` in the text, and an entity that repeats it to the letter and
 * says who it is. "Mentions in bot messages". A bot has no documented way to mention a channel, a team or everyone.
 */
import { mapParagraphs } from '../../core/content/map.ts';
import { isMention, type MentionText, unmentioned } from '../../core/content/mentions.ts';
import type { Block, Text } from '../../core/content/tree.ts';
import type { PersonId } from '../../core/model.ts';
import { escapeHtml, mentionHtml, mentionName } from './markup-out.ts';

export interface PersonMention {
  /** As it stands in the HTML. */
  readonly text: string;
  readonly id: PersonId;
  readonly name: string;
}

/**
 * The same tree with only such mentions as can be told apart by their text: of two people under one name, the second is
 * named and not mentioned. Everyone is named in bold.
 */
export function settleMentions(blocks: readonly Block[]): readonly Block[] {
  const people = new Map<string, PersonId>();
  return mapParagraphs(blocks, (children) =>
    children.some(isMention)
      ? children.map((inline) => (isMention(inline) ? settled(inline, people) : inline))
      : children,
  );
}

function settled(run: MentionText, people: Map<string, PersonId>): Text {
  const { mention } = run;
  if (mention.of === 'everyone') return { ...unmentioned(run), bold: true };
  if (mention.of === 'conversation') return unmentioned(run);
  const name = mentionName(run.text);
  const known = people.get(name) ?? mention.id;
  people.set(name, known);
  return known === mention.id ? run : unmentioned(run);
}

/** Of settled blocks: each once. */
export function peopleMentioned(blocks: readonly Block[]): readonly PersonMention[] {
  const found = new Map<string, PersonMention>();
  mapParagraphs(blocks, (children) => {
    for (const inline of children) {
      if (!isMention(inline) || inline.mention.of !== 'person') continue;
      const name = mentionName(inline.text);
      found.set(name, { text: mentionHtml(inline.text), id: inline.mention.id, name });
    }
    return children;
  });
  return [...found.values()];
}

interface MentionEntity {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** Text and entities as a bot sends them. Who has no account in the conversation is named and not mentioned. */
export function withEntities(
  html: string,
  mentions: readonly PersonMention[],
  accountOf: (person: PersonId) => string | undefined,
): { readonly text: string; readonly entities: readonly MentionEntity[] } {
  let text = html;
  const entities: MentionEntity[] = [];
  for (const { text: marked, id, name } of mentions) {
    const account = accountOf(id);
    if (account === undefined) text = text.replaceAll(marked, () => escapeHtml(`@${name}`));
    else entities.push({ type: 'mention', text: marked, mentioned: { id: account, name } });
  }
  return { text, entities };
}
