/**
 * Runs of text that stand for something at their platform, for somebody or for a picture: they are whole, or nothing but
 * their text, and what they stand for has to be looked up on its way to another platform.
 */
import { someInline } from './map.ts';
import type { Block, Inline, Text } from './tree.ts';

export const isWhole = (inline: Inline): boolean =>
  inline.type === 'text' && (inline.mention !== undefined || inline.emoji !== undefined);

export const hasWholes = (blocks: readonly Block[]): boolean => someInline(blocks, isWhole);

/** The text alone. */
export function asText(text: Text): Text {
  const { mention: _, emoji: __, ...rest } = text;
  return rest;
}
