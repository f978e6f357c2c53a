/** Text, styles, code spans and links of the message tree as Webex Markdown. */

import { isMention, type MentionText } from '../../core/content/mentions.ts';
import type { Code, Inline, Link, Style, Text } from '../../core/content/tree.ts';
import { codeSpan, escapeMarkdown, urlDestination, wordJoiner } from './markup-escape.ts';
import { mentionTag } from './markup-mention.ts';

/** @param prefix what every line but the first begins with. */
export function inlinesMarkdown(children: readonly Inline[], prefix: string): string {
  const shown = children.some(isUnderlined) ? merged(children.map(withoutUnderline)) : children;
  const line = new Line(prefix);
  shown.forEach((inline, at) => {
    line.write(inline, shown[at + 1]);
  });
  return line.markdown;
}

function isUnderlined(inline: Inline): boolean {
  if (inline.type === 'break') return false;
  return inline.type === 'link' ? inline.children.some(isUnderlined) : inline.underline === true;
}

/** Webex has none. */
function withoutUnderline(inline: Inline): Inline {
  if (inline.type === 'break') return inline;
  if (inline.type === 'link') return { ...inline, children: merged(inline.children.map(plainRun)) };
  return plainRun(inline);
}

function plainRun<T extends Text | Code>(run: T): T {
  const { underline: _, ...rest } = run;
  return rest as T;
}

/** What is escaped depends on a run's beginning and end, so neighbours of one style must be one. */
function merged<T extends Inline>(children: readonly T[]): T[] {
  const all: T[] = [];
  for (const inline of children) {
    const last = all.at(-1);
    if (last?.type === 'text' && inline.type === 'text' && isOneRun(last, inline)) {
      all[all.length - 1] = { ...last, text: last.text + inline.text };
    } else all.push(inline);
  }
  return all;
}

const isOneRun = (one: Text, other: Text) =>
  !one.mention &&
  !other.mention &&
  one.bold === other.bold &&
  one.italic === other.italic &&
  one.strike === other.strike;

/** Writes delimiters such that each is one: CommonMark looks at the characters on both sides of it. */
class Line {
  markdown = '';
  readonly #prefix: string;
  /** What the line ends in so far; '' at its start. */
  #last = '';

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  write(inline: Inline, next: Inline | undefined): void {
    if (inline.type === 'break') {
      this.markdown += `  \n${this.#prefix}`;
      this.#last = '';
    } else if (inline.type === 'link') this.#writeLink(inline);
    else if (isMention(inline)) this.#writeMention(inline, next);
    else this.#writeRun(inline, firstCharacter(next));
  }

  #add(markdown: string): void {
    if (markdown === '') return;
    this.markdown += markdown;
    this.#last = lastCharacter(markdown);
  }

  #writeLink(link: Link): void {
    this.#add('[');
    for (const [at, child] of link.children.entries()) {
      this.#writeRun(child, firstCharacter(link.children[at + 1]) || ']');
    }
    this.#add(`](${urlDestination(link.url)})`);
  }

  /** Styles around it would keep Webex from seeing it. */
  #writeMention(mention: MentionText, next: Inline | undefined): void {
    const tag = mentionTag(mention);
    if (tag === undefined) this.#writeRun(mention, firstCharacter(next));
    else this.#add(tag);
  }

  /** Spaces at the ends of a run stay outside of its delimiters. */
  #writeRun(run: Text | Code, next: string): void {
    const delimiters = delimitersOf(run);
    const inner = run.text.trim();
    if (delimiters.length === 0 || inner === '') {
      if (run.type === 'text') this.#writeText(run.text, next);
      else this.#add(this.#last === '`' ? wordJoiner + codeSpan(run.text) : codeSpan(run.text));
      return;
    }
    if (run.type === 'codeSpan') {
      this.#delimited(delimiters, codeSpan(run.text), next);
      return;
    }
    const from = run.text.indexOf(inner);
    const after = run.text.slice(from + inner.length);
    this.#writeText(run.text.slice(0, from), '');
    this.#delimited(delimiters, escapeMarkdown(inner, false), after.charAt(0) || next);
    this.#writeText(after, next);
  }

  /** An exclamation mark would make an image of the link after it. */
  #writeText(text: string, next: string): void {
    const escaped = escapeMarkdown(text, this.#last === '');
    this.#add(next === '[' && escaped.endsWith('!') ? `${escaped.slice(0, -1)}\\!` : escaped);
  }

  /** @param delimiters outermost first */
  #delimited(delimiters: readonly string[], inner: string, next: string): void {
    // Two runs of delimiters side by side would be read as one.
    if (this.#last === '*' || this.#last === '~') this.#add(wordJoiner);
    let outside = this.#last;
    let closing = '';
    let beyond = next;
    for (const [depth, delimiter] of delimiters.entries()) {
      const nested = delimiters[depth + 1];
      const opens = !isPunctuation(nested ?? inner.charAt(0)) || isEdge(outside);
      this.#add(opens ? delimiter : delimiter + wordJoiner);
      outside = opens ? delimiter.charAt(0) : wordJoiner;
      const closes = !isPunctuation(nested ?? lastCharacter(inner)) || isEdge(beyond);
      closing = (closes ? delimiter : wordJoiner + delimiter) + closing;
      beyond = closes ? delimiter.charAt(0) : wordJoiner;
    }
    this.#add(inner + closing);
  }
}

/** Webex documents no strike; `~~` is what Markdown readers with strike take, and reads well where it stays. */
function delimitersOf({ strike, bold, italic }: Style): readonly string[] {
  if (!strike && !bold && !italic) return none;
  const emphasis = (bold ? '**' : '') + (italic ? '*' : '');
  if (!strike) return [emphasis];
  return emphasis === '' ? ['~~'] : ['~~', emphasis];
}

const none: readonly string[] = [];

/** What the next piece of the line will begin with, as far as flanking is concerned; '' at the end of the line. */
function firstCharacter(next: Inline | undefined): string {
  if (!next || next.type === 'break') return '';
  if (next.type === 'link') return '[';
  if (isMention(next) && mentionTag(next) !== undefined) return '<';
  // Delimiters that follow are kept apart by a word joiner, which is neither space nor punctuation.
  if (delimitersOf(next).length > 0 && next.text.trimStart() === next.text) return wordJoiner;
  return next.type === 'codeSpan' ? '`' : next.text.charAt(0);
}

const lastCharacter = (text: string) => text.charAt(text.length - 1);
/** Readers differ on emoji and other symbols, so inside they count as punctuation and outside they don't. */
const perhapsPunctuation = /[\p{P}\p{S}\p{Cs}]/u;
const surelyPunctuation = /[\p{P}$+<=>^`|~]/u;
const isPunctuation = (character: string) => perhapsPunctuation.test(character);
const isEdge = (character: string) => character.trim() === '' || surelyPunctuation.test(character);
