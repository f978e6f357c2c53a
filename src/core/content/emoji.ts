/**
 * Emoji that a workspace made itself: which there are in a tree, and what becomes of each on its way to another platform.
 * One that nothing stands for there leaves its name between colons, which everybody can read.
 */
import { mapParagraphs, someInline, someOf } from './map.ts';
import type { Block, CustomEmoji, Inline, Text } from './tree.ts';

export interface EmojiText extends Text {
  readonly emoji: CustomEmoji;
}

export const isCustomEmoji = (inline: Inline): inline is EmojiText =>
  inline.type === 'text' && inline.emoji !== undefined;

/** Longer names are text: every part of a message that is split must be able to hold one. */
const longestName = 100;
/** Words, between colons or not: nothing that would end a line, or look like more than one emoji. */
const naming = /^:?([^\s:\p{C}]+(?: [^\s:\p{C}]+)*):?$/u;

/** Of `party` or `:party:`; undefined where that is no name. */
export function emojiNamed(given: string): CustomEmoji | undefined {
  const name = given.length > longestName + 2 ? undefined : naming.exec(given)?.[1];
  return name === undefined || name.length > longestName ? undefined : { name };
}

export const emojiText = ({ name }: CustomEmoji): string => `:${name}:`;

/** An address of a picture that anybody may be sent to; undefined where it might hold somebody's secret. */
export function publicPicture(address: string): string | undefined {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') return undefined;
  const extras = url.username + url.password + url.search + url.hash;
  return extras === '' ? url.href : undefined;
}

/** Each once, by its name. */
export function emojiIn(blocks: readonly Block[]): readonly CustomEmoji[] {
  const found = new Map<string, CustomEmoji>();
  someInline(blocks, (inline) => {
    if (isCustomEmoji(inline) && !found.has(inline.emoji.name)) found.set(inline.emoji.name, inline.emoji);
    return false;
  });
  return [...found.values()];
}

/** The same tree with every emoji as `change` says; undefined: its text. One in a link is its text: links lead away. */
export function mapEmoji(
  blocks: readonly Block[],
  change: (emoji: CustomEmoji) => CustomEmoji | undefined,
): readonly Block[] {
  return mapParagraphs(blocks, (children) =>
    someOf(children, isCustomEmoji)
      ? children.map((inline) => {
          if (inline.type === 'link') return { ...inline, children: inline.children.map(plainChild) };
          return isCustomEmoji(inline) ? changed(inline, change(inline.emoji)) : inline;
        })
      : children,
  );
}

function changed(text: EmojiText, emoji: CustomEmoji | undefined): Text {
  const { emoji: _, ...rest } = text;
  return emoji ? { ...rest, emoji } : rest;
}

const plainChild = <T extends Inline>(child: T): T | Text => (isCustomEmoji(child) ? changed(child, undefined) : child);
