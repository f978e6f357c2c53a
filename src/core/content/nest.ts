/**
 * The open quotes, lists and items while a tree is being built. Closing something closes whatever is open inside it;
 * nesting beyond `deepest` is flattened into the last level; what stays empty vanishes.
 */
import type { Block } from './tree.ts';

/** Nesting beyond this is flattened: nobody reads it, and it must not cost more than its characters. */
const deepest = 64;

type Kind = 'quote' | 'list' | 'item';

type Frame =
  | { readonly kind: 'root' | 'quote' | 'item'; readonly blocks: Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: Block[][] };

/** The largest number that CommonMark takes for a list. */
const highestStart = 999_999_999;

export class Nest {
  readonly #root: Block[] = [];
  readonly #frames: Frame[] = [{ kind: 'root', blocks: this.#root }];
  /** Quotes and lists open. */
  #depth = 0;
  /** Opened beyond the depth that is kept, and not closed yet. */
  readonly #flattened = { quote: 0, list: 0 };

  add(blocks: readonly Block[]): void {
    if (blocks.length === 0) return;
    const into = this.#blocks();
    for (const block of blocks) into.push(block);
  }

  openQuote(): void {
    if (this.#depth >= deepest) {
      this.#flattened.quote++;
      return;
    }
    this.#blocks();
    this.#depth++;
    this.#frames.push({ kind: 'quote', blocks: [] });
  }

  /** `start` may be anything that a stranger wrote. */
  openList(ordered: boolean, start = 1): void {
    if (this.#depth >= deepest) {
      this.#flattened.list++;
      return;
    }
    this.#reopenItem();
    this.#depth++;
    const isUsable = ordered && Number.isInteger(start) && start >= 0 && start <= highestStart;
    this.#frames.push({ kind: 'list', ordered, start: isUsable ? start : 1, items: [] });
  }

  openItem(): void {
    if (this.#flattened.list > 0) return;
    let at = this.#frames.length - 1;
    while (this.#frames[at]?.kind === 'item') at--;
    if (this.#frames[at]?.kind === 'list') this.#closeTo(at + 1);
    else this.openList(false);
    if (this.#frames.at(-1)?.kind === 'list') this.#frames.push({ kind: 'item', blocks: [] });
  }

  close(kind: Kind): void {
    if (kind === 'item' ? this.#flattened.list > 0 : this.#flattened[kind] > 0) {
      if (kind !== 'item') this.#flattened[kind]--;
      return;
    }
    const at = this.#frames.findLastIndex((frame) => frame.kind === kind);
    if (at !== -1) this.#closeTo(at);
  }

  finish(): Block[] {
    this.#closeTo(1);
    return this.#root;
  }

  #closeTo(length: number): void {
    while (this.#frames.length > length) this.#pop();
  }

  #pop(): void {
    const frame = this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (!frame || !parent) return;
    if (frame.kind === 'quote' || frame.kind === 'list') this.#depth--;
    if (frame.kind === 'item') {
      if (parent.kind === 'list' && frame.blocks.length > 0) parent.items.push(frame.blocks);
    } else if (frame.kind === 'list') {
      if (frame.items.length > 0) this.#blocks().push(listBlock(frame));
    } else if (frame.blocks.length > 0) {
      this.#blocks().push({ type: 'quote', children: frame.blocks });
    }
  }

  /** Where a block goes now. Straight inside a list an item is opened for it. */
  #blocks(): Block[] {
    const top = this.#frames.at(-1);
    if (top && top.kind !== 'list') return top.blocks;
    const blocks: Block[] = [];
    this.#frames.push({ kind: 'item', blocks });
    return blocks;
  }

  /** A list straight inside a list is meant to hang on the item before it. */
  #reopenItem(): void {
    const top = this.#frames.at(-1);
    if (top?.kind === 'list') this.#frames.push({ kind: 'item', blocks: top.items.pop() ?? [] });
  }
}

function listBlock({ ordered, start, items }: Extract<Frame, { kind: 'list' }>): Block {
  return ordered && start !== 1 ? { type: 'list', ordered, start, items } : { type: 'list', ordered, items };
}
