/**
 * Mentions that notify, in what a bot posts: `<at>Ada</at>` in the text, and an entity that repeats it to the letter and
 * says who it is. "Mentions in bot messages". A bot has no documented way to mention a channel, a team or everyone.
 */
import { distinguish, type Named } from '../../core/content/author.ts';
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
 * The same tree with mentions that can be told apart by their text, which is all that ties them to an account: of people
 * under one name, each gets the mark that tells them apart elsewhere too. Everyone is named in bold.
 */
export function settleMentions(blocks: readonly Block[]): readonly Block[] {
  const namesakes = namesakesIn(blocks);
  return mapParagraphs(blocks, (children) =>
    children.some(isMention)
      ? children.map((inline) => (isMention(inline) ? settled(inline, namesakes) : inline))
      : children,
  );
}

/** By name, all who are mentioned under it. */
type Namesakes = ReadonlyMap<string, readonly Named[]>;

function namesakesIn(blocks: readonly Block[]): Namesakes {
  const found = new Map<string, Named[]>();
  mapParagraphs(blocks, (children) => {
    for (const inline of children) {
      if (!isMention(inline) || inline.mention.of !== 'person') continue;
      const { id } = inline.mention;
      const name = mentionName(inline.text);
      const people = found.get(name) ?? [];
      found.set(name, people);
      if (!people.some((known) => known.id === id)) people.push({ id, name });
    }
    return children;
  });
  return found;
}

function settled(run: MentionText, namesakes: Namesakes): Text {
  const { mention } = run;
  if (mention.of === 'everyone') return { ...unmentioned(run), bold: true };
  if (mention.of === 'conversation') return unmentioned(run);
  const name = mentionName(run.text);
  const people = namesakes.get(name) ?? [];
  return people.length > 1 ? { ...run, text: distinguish(name, mention.id, people) } : run;
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
