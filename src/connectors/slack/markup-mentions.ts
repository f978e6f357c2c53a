/**
 * Mentions by Slack's ids ("Formatting message text", "Block Kit: rich text"). What an id is not of Slack's form is
 * nobody: its text is shown, and notifies nobody.
 */
import { mapMentions } from '../../core/content/mentions.ts';
import { plainText } from '../../core/content/plain.ts';
import type { Block, Mention } from '../../core/content/tree.ts';
import { conversationId, personId } from './ids.ts';

export type MentionLeaf =
  | { type: 'user'; user_id: string }
  | { type: 'channel'; channel_id: string }
  | { type: 'broadcast'; range: 'channel' };

export function userMention(value: unknown): Mention | undefined {
  const id = personId(value);
  return id && { of: 'person', id };
}

export function channelMention(value: unknown): Mention | undefined {
  const id = conversationId(value);
  return id && { of: 'conversation', id };
}

/** `@here`, `@channel` and `@everyone` differ in whom they wake, and all of them wake many. */
export const everyone: Mention = { of: 'everyone' };

export function mentionLeaf(mention: Mention): MentionLeaf | undefined {
  switch (mention.of) {
    case 'person':
      return personId(mention.id) && { type: 'user', user_id: mention.id };
    case 'conversation':
      return conversationId(mention.id) && { type: 'channel', channel_id: mention.id };
    case 'everyone':
      return { type: 'broadcast', range: 'channel' };
  }
}

function tagOf(leaf: MentionLeaf): string {
  switch (leaf.type) {
    case 'user':
      return `<@${leaf.user_id}>`;
    case 'channel':
      return `<#${leaf.channel_id}>`;
    case 'broadcast':
      return '<!channel>';
  }
}

/** Stands for a mention while the text around it is escaped: no text of the tree has control characters. */
const place = '\u0001';
const places = new RegExp(`${place}(\\d+)${place}`, 'g');

/** The text of a message with its mentions as tags, and nothing else as one. @param escaped escapes all the rest */
export function taggedText(content: readonly Block[], escaped: (text: string) => string): string {
  const tags: string[] = [];
  const marked = mapMentions(content, (name) => {
    const leaf = mentionLeaf(name.mention);
    return leaf && { ...name, text: `${place}${tags.push(tagOf(leaf)) - 1}${place}` };
  });
  return escaped(plainText(marked)).replace(places, (_, at: string) => tags[Number(at)] ?? '');
}
