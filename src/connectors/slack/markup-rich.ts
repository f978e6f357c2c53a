/**
 * Reads a rich_text block ("Block Kit: rich text"), as people write it. Everything is `unknown` until it is looked at,
 * since blocks are written by whoever wrote the message.
 */
import { Lines } from '../../core/content/lines.ts';
import { Nest } from '../../core/content/nest.ts';
import { codeBlock } from '../../core/content/text.ts';
import type { Block } from '../../core/content/tree.ts';
import { type Json, objects, text } from '../support/json.ts';
import { leafText, writeLeaves } from './markup-leaves.ts';
import type { Names } from './markup-names.ts';

export function parseRichText(elements: unknown, names: Names): Block[] {
  const reader = new RichText(names);
  for (const element of objects(elements)) reader.read(element);
  return reader.nest.finish();
}

interface OpenList {
  readonly indent: number;
  readonly ordered: boolean;
  /** Number of the item that would come next. */
  next: number;
}

/** Slack writes siblings where the tree nests: lists say their indent, and what stands in a quote has a border. */
class RichText {
  readonly nest = new Nest();
  readonly #names: Names;
  readonly #lines = new Lines();
  readonly #lists: OpenList[] = [];
  /** What was read last inside the quote that is open; undefined where none is. */
  #quoted: unknown;

  constructor(names: Names) {
    this.#names = names;
  }

  read(element: Json): void {
    const type = element['type'];
    const isQuote = type === 'rich_text_quote';
    const isQuoted = isQuote || element['border'] === 1;
    if (type !== 'rich_text_list') this.#closeLists(-1);
    if (this.#quoted !== undefined && (!isQuoted || (isQuote && this.#quoted === type))) this.#closeQuote();
    if (isQuoted && this.#quoted === undefined) {
      this.#closeLists(-1);
      this.nest.openQuote();
    }
    this.#quoted = isQuoted ? type : undefined;
    if (type === 'rich_text_list') this.#readList(element);
    else if (type === 'rich_text_preformatted') this.#readCode(element);
    else this.#readLines(element['elements']);
  }

  #readLines(leaves: unknown): void {
    writeLeaves(this.#lines, leaves, this.#names);
    this.nest.add(this.#lines.take());
  }

  #readCode(element: Json): void {
    let code = '';
    for (const leaf of objects(element['elements'])) code += leafText(leaf, this.#names);
    const block = codeBlock(code, text(element['language']));
    if (block) this.nest.add([block]);
  }

  #readList(element: Json): void {
    const list = this.#openList(element);
    for (const item of objects(element['elements'])) {
      this.nest.openItem();
      this.#readLines(item['elements']);
      list.next++;
    }
  }

  /** A list goes on after a deeper one, or where its numbers go on; otherwise it is another list. */
  #openList(element: Json): OpenList {
    const indent = natural(element['indent']);
    const ordered = element['style'] === 'ordered';
    const start = natural(element['offset']) + 1;
    const isAfterDeeper = this.#closeLists(indent);
    const same = this.#lists.at(-1);
    if (same?.indent === indent) {
      const goesOn = ordered && element['offset'] !== undefined ? start === same.next : isAfterDeeper;
      if (same.ordered === ordered && goesOn) return same;
      this.#closeLists(indent - 1);
    }
    this.nest.openList(ordered, start);
    const list: OpenList = { indent, ordered, next: start };
    this.#lists.push(list);
    return list;
  }

  /** Closes the lists with a larger indent; tells whether there were any. */
  #closeLists(indent: number): boolean {
    let closed = false;
    for (let last = this.#lists.at(-1); last && last.indent > indent; last = this.#lists.at(-1)) {
      this.#lists.pop();
      this.nest.close('list');
      closed = true;
    }
    return closed;
  }

  #closeQuote(): void {
    this.#closeLists(-1);
    this.nest.close('quote');
    this.#quoted = undefined;
  }
}

const natural = (value: unknown) => (Number.isInteger(value) && Number(value) > 0 ? Number(value) : 0);
