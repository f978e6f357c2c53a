/**
 * Mentions in Webex's two dialects: a tag of its own in the HTML that it tells, and one of another kind in the Markdown
 * that it takes ("Messages: formatting").
 */
import { signedName } from '../../core/content/author.ts';
import type { Attributes } from '../../core/content/html-tags.ts';
import type { MentionText } from '../../core/content/mentions.ts';
import type { Mention } from '../../core/content/tree.ts';
import type { TagReader } from '../support/markdown-line.ts';
import { personId } from './ids.ts';

/** Whom a `spark-mention` names. */
export function mentionIn(attributes: Attributes): Mention | undefined {
  switch (attributes.get('data-object-type')) {
    case 'person': {
      const id = personId(attributes.get('data-object-id'));
      return id && { of: 'person', id };
    }
    case 'groupMention':
      return attributes.get('data-group-type') === 'all' ? { of: 'everyone' } : undefined;
    default:
      return undefined;
  }
}

/** Whom a tag of Markdown names, by what is in it: `all`, `personId:…|Ada`; one who is named by mail address is a name. */
export const mentionNamed: TagReader = (inner) => {
  const [whom = '', label] = inner.split('|', 2);
  if (whom === 'all') return { text: signedName(`@${label || 'All'}`), mention: { of: 'everyone' } };
  const [, by, value = ''] = /^(personId|personEmail):(\S+)$/.exec(whom) ?? [];
  if (by === undefined) return undefined;
  const id = by === 'personId' ? personId(value) : undefined;
  return { text: signedName(`@${label || value}`), ...(id && { mention: { of: 'person', id } }) };
};

/** Whether Webex reads such a label as markup is written nowhere; without a label it shows the name that it knows. */
const plainLabel = /^[^\\`*_[\]~|<>&\p{C}]+$/u;

/** Undefined where Webex has nothing of the kind. */
export function mentionTag({ text, mention }: MentionText): string | undefined {
  switch (mention.of) {
    case 'everyone':
      return '<@all>';
    case 'person': {
      const id = personId(mention.id);
      if (!id) return undefined;
      const name = text.startsWith('@') ? text.slice(1) : text;
      return plainLabel.test(name) ? `<@personId:${id}|${name}>` : `<@personId:${id}>`;
    }
    case 'conversation':
      return undefined;
  }
}
