/**
 * Gathers what a parser reads, piece by piece, into paragraphs in one canonical form: runs of one style merged, no
 * spaces at the end of a line, a blank line parting two paragraphs. So trees read from different dialects are equal
 * where the messages look equal.
 */
import { signedName } from './author.ts';
import { emojiText } from './emoji.ts';
import type { Code, CustomEmoji, Inline, Link, Mention, Paragraph, Text } from './tree.ts';

/** Styles of a run of text as flags, added together. */
export const plain = 0;
export const bold = 1;
export const italic = 2;
export const strike = 4;
export const underline = 8;

interface Piece {
  text: string;
  readonly styles: number;
  readonly code: boolean;
  readonly url: string | undefined;
  /** What it stands for: a run of its own. */
  readonly whole: Pick<Text, 'mention' | 'emoji'> | undefined;
}

const noBreakSpace = 0xa0;
/** What is longer names nobody: every part of a message that is split must be able to hold it. */
const longestMention = 200;

export class Lines {
  #paragraphs: Paragraph[] = [];
  /** The finished lines of the paragraph at hand. */
  #children: Inline[] = [];
  #line: Piece[] = [];
  /** Whether white space that collapses would vanish here: at the start of a line, and after such white space. */
  #swallows = true;

  /** Text as it stands: spaces count, `\n` breaks the line. `url` must have passed `safeUrl`. */
  text(raw: string, styles = plain, url?: string): void {
    const text = clean(raw);
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#append(text.slice(from, end), styles, false, url);
      this.lineBreak();
      from = end + 1;
    }
    this.#append(from === 0 ? text : text.slice(from), styles, false, url);
    if (from < text.length) this.#swallows = text.endsWith(' ');
  }

  /** Text by the white-space rules of HTML: runs of it are one space, none at the start of a line; &nbsp; stays. */
  collapsed(raw: string, styles = plain, url?: string): void {
    this.#append(oneLine(clean(this.#collapse(raw))), styles, false, url);
  }

  code(raw: string, styles = plain, url?: string): void {
    this.#append(oneLine(clean(raw)), styles, true, url);
    this.#swallows = false;
  }

  /** A name that notifies, as it is shown, with its sign: `@Ada`. It stays a run of its own. */
  mention(shown: string, mention: Mention, styles = plain): void {
    const text = clean(shown, ' ').replaceAll(spaces, ' ').trim();
    if (text === '') return;
    if (text.length > longestMention) this.#append(text, styles, false, undefined);
    else this.#line.push({ text: signedName(text), styles, code: false, url: undefined, whole: { mention } });
    this.#swallows = false;
  }

  /** A picture by its name, which stays a run of its own. */
  emoji(emoji: CustomEmoji, styles = plain): void {
    this.#line.push({ text: emojiText(emoji), styles, code: false, url: undefined, whole: { emoji } });
    this.#swallows = false;
  }

  lineBreak(): void {
    this.#endLine();
    this.#swallows = true;
  }

  /** Hands over the paragraphs gathered so far and begins anew. */
  take(): Paragraph[] {
    this.lineBreak();
    this.#endParagraph();
    const paragraphs = this.#paragraphs;
    this.#paragraphs = [];
    return paragraphs;
  }

  #append(text: string, styles: number, code: boolean, url: string | undefined): void {
    if (text === '') return;
    const last = this.#line.at(-1);
    const joins = last && last.styles === styles && last.code === code && last.url === url && !last.whole;
    if (joins) last.text += text;
    else this.#line.push({ text, styles, code, url, whole: undefined });
  }

  #collapse(raw: string): string {
    let collapsed = '';
    let from = 0;
    for (let at = 0; at < raw.length; at++) {
      if (!isSpace(raw.charCodeAt(at))) {
        this.#swallows = false;
        continue;
      }
      if (this.#swallows || raw.charCodeAt(at) !== 0x20) {
        collapsed += raw.slice(from, at);
        if (!this.#swallows) collapsed += ' ';
        from = at + 1;
      }
      this.#swallows = true;
    }
    return from === 0 ? raw : collapsed + raw.slice(from);
  }

  #endLine(): void {
    const line = this.#line;
    for (let last = line.at(-1); last && !last.code; last = line.at(-1)) {
      last.text = last.text.trimEnd();
      if (last.text !== '') break;
      line.pop();
    }
    if (line.length === 0) {
      this.#endParagraph();
      return;
    }
    if (this.#children.length > 0) this.#children.push({ type: 'break' });
    appendInlines(this.#children, line);
    this.#line = [];
  }

  #endParagraph(): void {
    if (this.#children.length === 0) return;
    this.#paragraphs.push({ type: 'paragraph', children: this.#children });
    this.#children = [];
  }
}

function appendInlines(children: Inline[], line: readonly Piece[]): void {
  let link: { url: string; label: (Text | Code)[] } | undefined;
  for (const piece of line) {
    const node = piece.code ? codeSpan(piece.text, piece.styles) : textOf(piece);
    if (piece.url === undefined || (piece.text.trim() === '' && link?.url !== piece.url)) {
      link = undefined;
      children.push(node);
    } else if (link?.url === piece.url) {
      link.label.push(node);
    } else {
      link = { url: piece.url, label: [node] };
      children.push({ type: 'link', url: link.url, children: link.label } satisfies Link);
    }
  }
}

type Styled = { bold?: true; italic?: true; strike?: true; underline?: true };

function textOf({ text, styles, whole }: Piece): Text {
  const node: Text & Styled = whole ? { type: 'text', text, ...whole } : { type: 'text', text };
  if (styles !== plain) addStyles(node, styles);
  return node;
}

function codeSpan(text: string, styles: number): Code {
  const node: Code & Styled = { type: 'codeSpan', text };
  if (styles !== plain) addStyles(node, styles);
  return node;
}

function addStyles(node: Styled, styles: number): void {
  if (styles & bold) node.bold = true;
  if (styles & italic) node.italic = true;
  if (styles & strike) node.strike = true;
  if (styles & underline) node.underline = true;
}

const spaces = /\s+/g;

const oneLine = (text: string) => (text.includes('\n') ? text.replaceAll('\n', ' ') : text);

/** What HTML takes for white space; a no-break space is not. */
const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** No control characters but `\n`, no half characters; every kind of line end is `\n`, a no-break space is a space. */
export function clean(raw: string, tab = '    '): string {
  let dirty = false;
  for (let at = 0; at < raw.length && !dirty; at++) {
    const code = raw.charCodeAt(at);
    dirty =
      (code < 0x20 && code !== 0x0a) ||
      (code >= 0x7f && code <= noBreakSpace) ||
      (code >= 0xd800 && code <= 0xdfff) ||
      code === 0x2028 ||
      code === 0x2029;
  }
  return dirty ? cleaned(raw.toWellFormed(), tab) : raw;
}

function cleaned(raw: string, tab: string): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    let instead: string | undefined;
    if (code === 0x09) instead = tab;
    else if (code === 0x0d) instead = raw.charCodeAt(at + 1) === 0x0a ? '' : '\n';
    else if (code === 0x85 || code === 0x2028 || code === 0x2029) instead = '\n';
    else if (code === noBreakSpace) instead = ' ';
    else if ((code < 0x20 && code !== 0x0a) || (code >= 0x7f && code < noBreakSpace)) instead = '';
    if (instead === undefined) continue;
    text += raw.slice(from, at) + instead;
    from = at + 1;
  }
  return text + raw.slice(from);
}
