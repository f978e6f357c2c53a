/**
 * A Teams body refers to what stands beside it: `<attachment id>` marks the place of an attachment, `<at id>` that of a
 * mention, one tag per word of a name at times, `<img>` that of a picture. They are settled in the HTML itself, at the
 * level of tags, so that the parser meets everything in its place and in its order. "chatMessage resource type"
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

export interface References {
  /** HTML with all its tags closed, by the id of the attachment that it stands for. */
  readonly attachments: ReadonlyMap<string, string>;
  /** Whom each mention names, by the mention's id. */
  readonly mentions: ReadonlyMap<string, { readonly who: string; readonly text: string }>;
  /** What stands for a picture; undefined leaves it to the parser. */
  readonly picture: (address: string, description: string) => string | undefined;
}

export interface Settled {
  readonly html: string;
  /** Ids of the attachments that have a place in the body. */
  readonly placed: ReadonlySet<string>;
}

/** Never throws, whatever the input. */
export function settlePlaceholders(html: string, references: References): Settled {
  const reader = new Reader(html, references);
  const tokenizer = new Tokenizer({}, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader.settled();
}

class Reader implements TokenizerCallbacks {
  readonly #html: string;
  readonly #references: References;
  readonly #placed = new Set<string>();
  #done = '';
  /** Everything before this has been taken over. */
  #from = 0;
  #tag = '';
  #tagStart = 0;
  #attribute = '';
  #attributes = new Map<string, string>();
  /** The mention at hand, or the one that has just been closed. */
  #mention: { readonly id: string; closedAt?: number } | undefined;

  constructor(html: string, references: References) {
    this.#html = html;
    this.#references = references;
  }

  settled(): Settled {
    return { html: this.#done + this.#html.slice(this.#from), placed: this.#placed };
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#tagStart = start - 1;
    if (this.#attributes.size > 0) this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    this.#attribute = known.has(name) && !this.#attributes.has(name) ? name : '';
  }

  onattribdata(start: number, end: number): void {
    this.#addToAttribute(this.#html.slice(start, end));
  }

  onattribentity(codePoint: number): void {
    this.#addToAttribute(String.fromCodePoint(codePoint));
  }

  onattribend(): void {
    this.#attribute = '';
  }

  #addToAttribute(text: string): void {
    if (this.#attribute === '') return;
    this.#attributes.set(this.#attribute, (this.#attributes.get(this.#attribute) ?? '') + text);
  }

  onopentagend(end: number): void {
    if (this.#tag === 'attachment') this.#place(end + 1);
    if (this.#tag === 'img') this.#picture(end + 1);
    if (this.#tag === 'at') this.#openMention(end + 1);
    else this.#mention = undefined;
  }

  onselfclosingtag(end: number): void {
    this.onopentagend(end);
  }

  onclosetag(start: number, end: number): void {
    const isMention = this.#html.slice(start, end).toLowerCase() === 'at';
    if (isMention && this.#mention) this.#mention.closedAt = start - '</'.length;
    else this.#mention = undefined;
  }

  ontext(start: number, end: number): void {
    if (this.#mention?.closedAt !== undefined && this.#html.slice(start, end).trim() !== '') this.#mention = undefined;
  }

  ontextentity(codePoint: number): void {
    if (this.#mention?.closedAt !== undefined && codePoint !== noBreakSpace) this.#mention = undefined;
  }

  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #place(end: number): void {
    const id = this.#attributes.get('id') ?? '';
    const html = this.#references.attachments.get(id);
    if (html === undefined || this.#placed.has(id)) return;
    this.#placed.add(id);
    this.#replace(this.#tagStart, end, html);
  }

  #picture(end: number): void {
    const html = this.#references.picture(this.#attributes.get('src') ?? '', this.#attributes.get('alt') ?? '');
    if (html !== undefined) this.#replace(this.#tagStart, end, html);
  }

  /** A further word of the name of the person who has just been mentioned is no mention of its own. */
  #openMention(end: number): void {
    const before = this.#mention;
    const id = this.#attributes.get('id') ?? '';
    this.#mention = { id };
    if (before?.closedAt === undefined) return;
    const { mentions } = this.#references;
    const [first, second] = [mentions.get(before.id), mentions.get(id)];
    if (first && second && first.who === second.who && first.text !== second.text) {
      this.#replace(before.closedAt, end, ' ');
    }
  }

  #replace(start: number, end: number, html: string): void {
    this.#done += this.#html.slice(this.#from, start) + html;
    this.#from = end;
  }
}

const noBreakSpace = 0xa0;
const known = new Set(['alt', 'id', 'src']);
