/**
 * Where a message may be cut: after a block, else after a line, else after a word, else between two characters as a
 * reader counts them; never inside a link, a mention, a custom emoji or a short code span.
 */
import { inlineSize } from './cut.ts';
import type { Block, Inline, Table } from './tree.ts';
import { isWhole } from './wholes.ts';

/** The last position of each kind so far; 0 where there is none. */
interface Borders {
  block: number;
  line: number;
  word: number;
  /** Any character. */
  character: number;
}

/** How many code units around a position are looked at for what a reader counts as one character. */
const graphemeWindow = 64;

/**
 * The best position at or before `furthest`: of the coarsest kind that still fills half of the part.
 * @param atomic links and code spans up to this size stay whole.
 */
export function bestCut(blocks: readonly Block[], furthest: number, atomic: number): number {
  const borders: Borders = { block: 0, line: 0, word: 0, character: 0 };
  inBlocks(blocks, 0, furthest, atomic, borders);
  const enough = furthest / 2;
  for (const position of [borders.block, borders.line, borders.word]) if (position >= enough) return position;
  return borders.character || furthest;
}

/** @returns the position after the blocks */
function inBlocks(blocks: readonly Block[], from: number, furthest: number, atomic: number, found: Borders): number {
  let at = from;
  for (const block of blocks) {
    if (at > furthest) break;
    if (block.type === 'quote') at = inBlocks(block.children, at, furthest, atomic, found);
    else if (block.type === 'list') for (const item of block.items) at = inBlocks(item, at, furthest, atomic, found);
    else if (block.type === 'table') at = inTable(block, at, furthest, atomic, found);
    else if (block.type === 'rule') at++;
    else if (block.type === 'code') {
      inText(block.text, at, furthest, found, '\n');
      at += block.text.length + 1;
    } else at = inInlines(block.children, at, furthest, atomic, found) + 1;
    if (at > furthest) continue;
    found.character = at;
    // A heading stays with what it heads.
    if (block.type !== 'heading') found.block = at;
  }
  return at;
}

/** A table may be cut after every row but the one that names its columns. */
function inTable(table: Table, from: number, furthest: number, atomic: number, found: Borders): number {
  let at = from;
  for (const [index, row] of table.rows.entries()) {
    if (at > furthest) break;
    for (const cell of row) at = inInlines(cell, at, furthest, atomic, found);
    at++;
    if (at > furthest) continue;
    found.character = at;
    if (index > 0 || !table.header) found.line = at;
  }
  return at;
}

function inInlines(
  children: readonly Inline[],
  from: number,
  furthest: number,
  atomic: number,
  found: Borders,
): number {
  let at = from;
  for (const inline of children) {
    if (at > furthest) break;
    const size = inlineSize(inline);
    const isOne = inline.type === 'link' || isWhole(inline) || (inline.type === 'codeSpan' && size <= atomic);
    if (!isOne && 'text' in inline) inText(inline.text, at, furthest, found);
    at += size;
    if (at > furthest) continue;
    found.character = at;
    if (inline.type === 'break') found.line = at;
  }
  return at;
}

function inText(text: string, at: number, furthest: number, found: Borders, lineEnd?: string): void {
  const room = furthest - at;
  if (room <= 0) return;
  const line = lineEnd === undefined ? -1 : text.lastIndexOf(lineEnd, room - 1);
  if (line > 0) found.line = at + line + 1;
  const word = lastWordEnd(text, room);
  if (word > 0) found.word = at + word;
  if (text.length <= room) {
    found.character = at + text.length;
    return;
  }
  const character = characterBorder(text, room);
  if (character > 0) found.character = at + character;
}

const joinsOn = /\p{M}|\u200d/u;

/** The position after the last space that fits; a space that carries a combining mark is none. */
function lastWordEnd(text: string, room: number): number {
  let space = text.lastIndexOf(' ', room - 1);
  while (space > 0 && joinsOn.test(text.charAt(space + 1))) space = text.lastIndexOf(' ', space - 1);
  return space + 1;
}

let graphemes: Intl.Segmenter | undefined;

/** The last border between two characters at or before `room`, which lies inside the text. */
function characterBorder(text: string, room: number): number {
  const from = whole(text, Math.max(0, room - graphemeWindow));
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const segment = graphemes.segment(text.slice(from, room + graphemeWindow)).containing(room - from);
  const border = from + (segment?.index ?? room - from);
  // What is longer than the window is no character that anybody typed.
  return border > from ? border : whole(text, room);
}

/** Not between the halves of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at;
}
