/**
 * Reads the HTML that chat platforms send. The tokens are htmlparser2's; the tree is built here, because a general
 * document builder spends time in the square of the nesting depth, and a stranger chooses that depth. Whatever is not
 * on the list of known tags counts for its text alone.
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { MentionReader } from './html-tags.ts';
import { HtmlTree } from './html-tree.ts';
import { Lines } from './lines.ts';
import type { Block } from './tree.ts';

/**
 * Never throws, whatever the input.
 * @param mentions says whom a mention tag names; where it does not, the name in it is text.
 */
export function parseHtml(html: string, mentions?: MentionReader): Block[] {
  const bare = soleParagraph(html);
  if (bare !== undefined) {
    const lines = new Lines();
    lines.collapsed(bare);
    return lines.take();
  }
  const reader = new Reader(html, mentions);
  const tokenizer = new Tokenizer({}, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader.tree.finish();
}

/** Most messages are one paragraph without any markup inside. */
function soleParagraph(html: string): string | undefined {
  if (html.includes('&')) return undefined;
  const tag = html.indexOf('<');
  if (tag === -1) return html;
  const end = html.length - '</p>'.length;
  return html.startsWith('<p>') && html.indexOf('<', 3) === end && html.endsWith('</p>')
    ? html.slice(3, end)
    : undefined;
}

/** Attributes that mean something to the tree; the rest is not even read. */
const known = new Set([
  'alt',
  'class',
  'colspan',
  'data-group-type',
  'data-object-id',
  'data-object-type',
  'href',
  'id',
  'itemtype',
  'start',
  'style',
]);

class Reader implements TokenizerCallbacks {
  readonly tree: HtmlTree;
  readonly #html: string;
  #tag = '';
  #attributes = new Map<string, string>();
  #attribute: string | undefined;
  #value = '';

  constructor(html: string, mentions: MentionReader | undefined) {
    this.tree = new HtmlTree(mentions);
    this.#html = html;
  }

  ontext(start: number, end: number): void {
    this.tree.text(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.tree.text(String.fromCodePoint(codePoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    if (this.#attributes.size > 0) this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    this.#attribute = known.has(name) && !this.#attributes.has(name) ? name : undefined;
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute !== undefined) this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    if (this.#attribute !== undefined) this.#attributes.set(this.#attribute, this.#value);
  }

  onopentagend(): void {
    this.tree.open(this.#tag, this.#attributes);
  }

  onselfclosingtag(): void {
    this.tree.open(this.#tag, this.#attributes);
  }

  onclosetag(start: number, end: number): void {
    this.tree.close(this.#html.slice(start, end).toLowerCase());
  }

  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
