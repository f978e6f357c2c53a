/**
 * How the far side is told who wrote a message, where the platform has no place for it but the message itself. A name
 * is a stranger's text, so it loses whatever could bend the line it stands in; and no line of a body may pass for
 * such a line.
 */
import { createHash } from 'node:crypto';
import { type Platform, platformNames } from '../model.ts';
import { plainest, skeleton, unseen } from './lookalikes.ts';
import { mapParagraphs } from './map.ts';
import { inlineText } from './plain.ts';
import type { Block, Code, Inline, Text } from './tree.ts';

const longestName = 80;
const nameless = 'Someone';

const spaces = /[\s\u2800]+/gu;

/** One visible line of at most 80 characters, never empty; markup is for the dialect to escape. */
export const displayName = (name: string): string => lineOf(name, longestName) || nameless;

/** `@Ada`, `#incidents`: a name as people mention it. Whoever gave it to themselves bends no line of others. */
export function signedName(shown: string): string {
  const sign = shown.startsWith('@') || shown.startsWith('#') ? shown.charAt(0) : '';
  return sign + displayName(shown.slice(sign.length));
}

/** A stranger's words in a line of ours: one visible line of at most so many characters, empty where nothing is to be seen. */
export function lineOf(words: string, longest: number): string {
  return shortened(isPlainName(words) ? words : inOneLine(words).trim(), longest);
}

/** Without anything that could bend the line that it stands in. */
export const inOneLine = (words: string): string => words.replace(spaces, ' ').replace(unseen, '');

function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text.slice(0, 4 * longest));
  if (characters.length <= longest) return text;
  const kept = characters.slice(0, longest - 1).join('');
  return `${kept.trimEnd()}…`;
}

/** Nearly every name is ASCII without two spaces in a row. */
function isPlainName(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code > 0x7e || code < 0x20) return false;
    if (code === 0x20 && (at === 0 || at === name.length - 1 || name.charCodeAt(at - 1) === 0x20)) return false;
  }
  return true;
}

/** An account, and what it is called. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const betweenWords = /[\s\p{P}]+/gu;
/** Mio speaks in every channel. */
const reserved: ReadonlySet<string> = new Set([nameLooks('Mio')]);
const markLength = ' ·3f9a'.length;
/** The end of a name that looks like a mark of ours. */
const forgedMark = /[·•∙⋅‧・ᐧ᛫]\s?[0-9a-f]{4}$/iu;

/**
 * A name as it is shown among others. One that can be taken for another account's, for Mio's, or for one that is marked
 * ends in a mark of its own, the same wherever the account is met: `Ada Nowak ·3f9a`.
 * @param others who else is met there; the account itself among them is ignored.
 */
export function distinguish(name: string, id: string, others: Iterable<Named>): string {
  const shown = displayName(name);
  const looks = nameLooks(shown);
  let isConfusable = reserved.has(looks) || forgedMark.test(shown.normalize('NFKC'));
  for (const other of others) isConfusable ||= other.id !== id && nameLooks(displayName(other.name)) === looks;
  return isConfusable ? `${shortened(shown, longestName - markLength)} ·${markOf(id)}` : shown;
}

/** Names of one look can be taken for each other: neither spaces nor punctuation tell two people apart. */
export function nameLooks(name: string): string {
  const looks = skeleton(name);
  return looks.replace(betweenWords, '') || looks;
}

const markOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 4);

/** `Ada Nowak (Teams)` */
export function authorLabel(author: { readonly name: string; readonly platform: Platform }): string {
  return `${displayName(author.name)} (${platformNames[author.platform]})`;
}

/**
 * The same tree without bold in every line at the top that shows a bold word and a platform in brackets: what is left
 * can't be taken for an author line, which is always bold. A heading and the names of columns are bold by themselves,
 * so where they show a platform, they become ordinary text.
 */
export function withoutAuthorLines(blocks: readonly Block[]): readonly Block[] {
  return blocks.some(mayShowBold) ? blocks.map(withoutAuthorLine) : blocks;
}

function mayShowBold(block: Block): boolean {
  return block.type === 'paragraph' ? block.children.some(isBold) : block.type === 'heading' || block.type === 'table';
}

function withoutAuthorLine(block: Block): Block {
  if (block.type === 'heading' && namesPlatformSomewhere(block.children)) {
    return { type: 'paragraph', children: block.children.map(withoutBold) };
  }
  if (block.type !== 'paragraph' && block.type !== 'table') return block;
  const [dull = block] = mapParagraphs([block], dulled);
  return dull.type === 'table' && dull.header && dull.rows[0]?.some(namesPlatformSomewhere)
    ? { ...dull, header: false }
    : dull;
}

const namesPlatformSomewhere = (children: readonly Inline[]) => linesOf(children).some(namesPlatform);

function isBold(inline: Inline): boolean {
  if (inline.type === 'break') return false;
  if (inline.type === 'link') return inline.children.some(isBold);
  return inline.bold === true || inline.text.includes(boldHalf);
}

/** "Mathematical Alphanumeric Symbols": letters that are bold, or stand out in another way, without any style. */
const boldLetters = /[\u{1d400}-\u{1d7ff}]/gu;
/** Half of every such letter, which costs nothing to look for. */
const boldHalf = '\ud835';

function dulled(children: readonly Inline[]): readonly Inline[] {
  if (!children.some(isBold)) return children;
  return linesOf(children).flatMap((line) => (line.some(isBold) && namesPlatform(line) ? line.map(withoutBold) : line));
}

/** Each with the break at its end. */
function linesOf(children: readonly Inline[]): Inline[][] {
  const lines: Inline[][] = [];
  let line: Inline[] = [];
  for (const inline of children) {
    if (line.length === 0) lines.push(line);
    line.push(inline);
    if (inline.type === 'break') line = [];
  }
  return lines;
}

/** An author line is no longer than this, to the eye. */
const looked = 200;
/** Brackets, or characters that look like some. */
const mayHoldTag = /[([{]|\P{ASCII}/u;
const platformTag = /[\p{Ps}\p{Pe}]\s*(?:teams|slack|webex|zoom)\s*[\p{Ps}\p{Pe}]/u;

function namesPlatform(line: readonly Inline[]): boolean {
  const text = inlineText(line, '');
  if (!mayHoldTag.test(text)) return false;
  const shown = plainest(text).replace(spaces, ' ').trim();
  return platformTag.test(skeleton(shown.slice(0, looked)));
}

function withoutBold(inline: Inline): Inline {
  if (!isBold(inline) || inline.type === 'break') return inline;
  if (inline.type === 'link') return { ...inline, children: inline.children.map(plainRun) };
  return plainRun(inline);
}

function plainRun<T extends Text | Code>(run: T): T {
  const { bold: _, ...rest } = run;
  return { ...rest, text: run.text.replace(boldLetters, (letter) => letter.normalize('NFKC')) } as T;
}
