/**
 * Mentions in a tree: whether there are any, and what becomes of each on its way to another platform. A mention that is
 * taken away leaves its text, which names somebody to the eye and notifies nobody.
 */
import { mapParagraphs, someInline, someOf } from './map.ts';
import type { Block, Inline, Link, Mention, Text } from './tree.ts';

/** A text that names somebody is whole, or it is not that name. */
export const isMention = (inline: Inline): inline is MentionText =>
  inline.type === 'text' && inline.mention !== undefined;

export interface MentionText extends Text {
  readonly mention: Mention;
}

export const hasMentions = (blocks: readonly Block[]): boolean => someInline(blocks, isMention);

/** Every mention there is, in the order of the text; one inside a link is none: a link leads where it leads. */
export function mentionsIn(blocks: readonly Block[]): readonly Mention[] {
  const found: Mention[] = [];
  mapParagraphs(blocks, (children) => {
    for (const inline of children) if (isMention(inline)) found.push(inline.mention);
    return children;
  });
  return found;
}

/** What stands in place of a mention; undefined: its text, which names nobody any more. */
export type Renaming = (mention: MentionText) => MentionText | undefined;

/** The same tree with every mention as `rename` says. */
export function mapMentions(blocks: readonly Block[], rename: Renaming): readonly Block[] {
  return mapParagraphs(blocks, (children) =>
    someOf(children, isMention) ? children.map((inline) => renamed(inline, rename)) : children,
  );
}

function renamed(inline: Inline, rename: Renaming): Inline {
  if (inline.type === 'link') return linkWithout(inline);
  return isMention(inline) ? (rename(inline) ?? unmentioned(inline)) : inline;
}

const linkWithout = (link: Link): Link =>
  link.children.some(isMention)
    ? { ...link, children: link.children.map((child) => (child.type === 'text' ? unmentioned(child) : child)) }
    : link;

/** The text without whom it names. */
export function unmentioned(text: Text): Text {
  const { mention: _, ...rest } = text;
  return rest;
}
