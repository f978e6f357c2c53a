/**
 * Splits what is too long for one message of the target. The renderer itself is the measure, so a part is known to fit
 * because its rendering does; how far it may reach is found by trying, from a guess that is seldom far off.
 */
import { bestCut } from './borders.ts';
import { cut, inlineSize, sizeOf } from './cut.ts';
import { mapParagraphs } from './map.ts';
import { plainText } from './plain.ts';
import type { Block, Inline, Paragraph, Text } from './tree.ts';
import { asText, isWhole } from './wholes.ts';

/** More parts than this would bury the conversation. */
export const mostParts = 20;

function notice(original: string | undefined): Paragraph {
  const words = '… the rest is only in ';
  const name: Text = { type: 'text', text: 'the original', italic: true };
  return {
    type: 'paragraph',
    children: [
      { type: 'text', text: words, italic: true },
      original === undefined ? name : { type: 'link', url: original, children: [name] },
    ],
  };
}

const nothing: Paragraph = { type: 'paragraph', children: [{ type: 'text', text: '(empty message)', italic: true }] };

export interface Dialect<T> {
  render(blocks: readonly Block[]): T;
  /** In the unit in which the platform counts. */
  size(rendered: T): number;
  readonly longest: number;
  /** Where all of it can be read, if anywhere: asked where it takes too many parts. */
  readonly original?: (() => string | undefined) | undefined;
}

export interface Part<T> {
  readonly rendered: T;
  /** What the eye sees, without an author line. */
  readonly text: string;
}

/** One part per message, marked ` (2/3)` where there are several; never empty. */
export function inParts<T>(content: readonly Block[], dialect: Dialect<T>): Part<T>[] {
  const blocks = content.length > 0 ? content : [nothing];
  const rendered = dialect.render(blocks);
  const size = dialect.size(rendered);
  if (size <= dialect.longest) return [{ rendered, text: plainText(blocks) }];
  const length = sizeOf(blocks);
  const parts = split(blocks, length, length / size, dialect);
  return parts.map((part, at) => {
    // Showing huge links as text may have made it short enough.
    const marked = parts.length === 1 ? part : withMark(part, ` (${at + 1}/${parts.length})`);
    return { rendered: dialect.render(marked), text: plainText(marked) };
  });
}

/**
 * @param length positions in the whole message, and
 * @param density how many of them go into one unit of the platform
 */
function split<T>(blocks: readonly Block[], length: number, density: number, dialect: Dialect<T>): Block[][] {
  const { render, size, longest } = dialect;
  const atomic = Math.floor(longest / 8);
  const parts: Block[][] = [];
  let remaining = length;
  let rest: readonly Block[] = mapParagraphs(blocks, (children) => withoutHugeWholes(children, atomic));
  for (;;) {
    const tail = parts.length === mostParts - 1 ? [notice(dialect.original?.())] : [];
    const room: Room = { longest, atomic, size: (part) => size(render(withMark([...part, ...tail], widestMark))) };
    const isNearEnd = remaining <= 2 * longest * density;
    if (isNearEnd && size(render(withMark(rest, widestMark))) <= longest) return [...parts, [...rest]];
    const [head, left] = cutToFit(rest, Math.ceil(longest * density), room);
    if (head.length > 0) parts.push([...head, ...tail]);
    remaining -= sizeOf(head);
    if (left.length === 0 || parts.length === mostParts) return parts;
    rest = left;
  }
}

/** What one part can hold. */
interface Room {
  readonly longest: number;
  readonly atomic: number;
  size(part: readonly Block[]): number;
}

const widestMark = ` (${mostParts}/${mostParts})`;

/** A part that is this full is full enough. */
const fullEnough = 0.94;
/** How full the next part tried should be. */
const aimed = 0.97;

function cutToFit(blocks: readonly Block[], guess: number, room: Room): readonly [Block[], Block[]] {
  const furthest = Math.max(1, reach(blocks, guess, room));
  const best = cut(blocks, bestCut(blocks, furthest, room.atomic));
  return room.size(best[0]) <= room.longest ? best : cut(blocks, furthest);
}

/** A position up to which the blocks fit, and nearly the furthest: the secant method, halving where it creeps. */
function reach(blocks: readonly Block[], guess: number, room: Room): number {
  const { longest } = room;
  // What lies far ahead need not be touched at every try.
  const [near, far] = cut(blocks, 2 * guess);
  const end = sizeOf(near);
  let fits = 0;
  let tooFar = end + 1;
  let at = Math.floor(guess * aimed);
  for (let tries = 0; tooFar - fits > 1; tries++) {
    at = Math.min(Math.max(at, fits + 1), tooFar - 1);
    const taken = room.size(cut(near, at)[0]);
    if (taken <= longest) fits = at;
    else tooFar = at;
    if (taken <= longest && taken >= longest * fullEnough) break;
    at = tries < 4 ? Math.floor(((at * longest) / taken) * aimed) : (fits + tooFar) >> 1;
  }
  return fits === end && far.length > 0 ? reach(blocks, 2 * guess, room) : fits;
}

/** What can't be cut and takes too much of a part is shown as text: a link with its address, a mention as a name. */
function withoutHugeWholes(children: readonly Inline[], atomic: number): readonly Inline[] {
  if (!children.some((inline) => isHuge(inline, atomic))) return children;
  return children.flatMap((inline): readonly Inline[] => {
    if (!isHuge(inline, atomic)) return [inline];
    if (inline.type !== 'link') return [inline.type === 'text' ? asText(inline) : inline];
    const isBare = inline.children.length === 1 && inline.children[0]?.text === inline.url;
    return isBare ? inline.children : [...inline.children, { type: 'text', text: ` (${inline.url})` }];
  });
}

function isHuge(inline: Inline, atomic: number): boolean {
  if (inline.type !== 'link') return isWhole(inline) && inlineSize(inline) > atomic;
  return inline.children.reduce((size, child) => size + child.text.length, inline.url.length) > atomic;
}

function withMark(blocks: readonly Block[], mark: string): Block[] {
  const last = blocks.at(-1);
  if (last?.type !== 'paragraph') {
    return [...blocks, { type: 'paragraph', children: [{ type: 'text', text: mark.trim() }] }];
  }
  return [...blocks.slice(0, -1), { type: 'paragraph', children: [...last.children, { type: 'text', text: mark }] }];
}
