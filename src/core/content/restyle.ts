import type { Inline, Style } from './tree.ts';

/** The same piece of a line in a further style, which the label of a link takes as well. */
export function inStyle(inline: Inline, style: Style): Inline {
  if (inline.type === 'break') return inline;
  if (inline.type !== 'link') return { ...inline, ...style };
  return { ...inline, children: inline.children.map((child) => ({ ...child, ...style })) };
}
