/**
 * Builds the message tree from HTML tags as they come. Inline styles are counters rather than a stack, since authors'
 * tags may cross; quotes, lists and items are a stack of bounded depth. So every tag costs the same, however it nests.
 */

import { inOneLine } from './author.ts';
import { emojiText } from './emoji.ts';
import { HtmlTable } from './html-table.ts';
import { type Attributes, type MentionReader, tags, unseen } from './html-tags.ts';
import { bold, italic, Lines, strike, underline } from './lines.ts';
import { Nest } from './nest.ts';
import { codeBlock } from './text.ts';
import type { Block, CustomEmoji, Heading, Mention } from './tree.ts';

export class HtmlTree {
  readonly lines = new Lines();
  readonly nest = new Nest();
  /** How many open tags ask for each style. */
  readonly styled = { [bold]: 0, [italic]: 0, [strike]: 0, [underline]: 0 };
  /** What each open `span` asked for. */
  readonly spans: number[] = [];
  codeTags = 0;
  url: string | undefined;
  /** Inside `pre`: its text so far. */
  code: string | undefined;
  codeLanguage: string | undefined;
  preTags = 0;
  /** Inside a heading. */
  heading: Heading['level'] | undefined;
  /** Tables open, one in the other. */
  #tables = 0;
  /** The outermost of them. */
  #table = new HtmlTable();
  /** Cells so far in a row of an inner table. */
  #innerCells = 0;
  /** Inside a tag whose text nobody sees. */
  hidden = false;
  /** Inside a mention of nobody: whether its name is still to come, or has begun. */
  #naming: 'soon' | 'now' | undefined;
  /** The mention that is open, with its name so far. */
  #mention: { name: string; readonly of: Mention } | undefined;
  readonly #mentions: MentionReader | undefined;

  constructor(mentions?: MentionReader) {
    this.#mentions = mentions;
  }

  text(text: string): void {
    if (this.hidden) return;
    if (this.code !== undefined) {
      // A line break right after the tag is for the eye of whoever reads the source.
      this.code += this.code === '' && this.codeTags === 0 && text.startsWith('\n') ? text.slice(1) : text;
      return;
    }
    if (this.#mention) {
      this.#mention.name += text;
      return;
    }
    if (this.#naming === 'soon' && !text.startsWith('@')) this.run('@');
    if (this.#naming !== undefined) this.#naming = 'now';
    this.run(this.#naming === undefined ? text : inOneLine(text));
  }

  run(text: string): void {
    if (this.codeTags > 0) this.lines.code(text, this.#styles(), this.url);
    else this.lines.collapsed(text, this.#styles(), this.url);
  }

  /** Text in which the tag itself consists. */
  instead(text: string): void {
    if (this.code !== undefined) this.code += text;
    else if (this.#mention) this.#mention.name += text;
    else this.lines.text(text.replaceAll('\n', ' '), this.#styles(), this.url);
  }

  /** In code, in links and in names it is text. */
  emoji(emoji: CustomEmoji): void {
    const isLive = this.code === undefined && this.codeTags === 0 && this.url === undefined && !this.#mention;
    if (isLive) this.lines.emoji(emoji, this.#styles());
    else this.instead(emojiText(emoji));
  }

  open(name: string, attributes: Attributes): void {
    const tag = tags.get(name);
    if (tag && !this.hidden) tag.open(this, attributes);
  }

  close(name: string): void {
    const tag = tags.get(name);
    if (tag?.close && (!this.hidden || tag === unseen)) tag.close(this);
  }

  /** In code and in links a name is a name. */
  openMention(attributes: Attributes): void {
    this.closeMention();
    const isLive = this.code === undefined && this.codeTags === 0 && this.url === undefined;
    const of = isLive ? this.#mentions?.(attributes) : undefined;
    if (of) this.#mention = { name: '', of };
    else this.#naming = 'soon';
  }

  closeMention(): void {
    this.#naming = undefined;
    const mention = this.#mention;
    if (!mention) return;
    this.#mention = undefined;
    const { name, of } = mention;
    const shown = name.trim();
    const sign = of.of === 'conversation' ? '#' : '@';
    if (name.trimStart() !== name) this.run(' ');
    if (shown !== '') this.lines.mention(shown.startsWith(sign) ? shown : sign + shown, of, this.#styles());
    if (name.trimEnd() !== name) this.run(' ');
  }

  lineBreak(): void {
    if (this.code !== undefined) {
      this.code += '\n';
      return;
    }
    this.closeMention();
    this.lines.lineBreak();
  }

  /** Ends the paragraph at hand. Inside a table cell or a code block there are none, only lines. */
  flush(): void {
    this.closeMention();
    if (this.code !== undefined) {
      if (this.code !== '' && !this.code.endsWith('\n')) this.code += '\n';
    } else if (this.#tables > 0) this.lines.lineBreak();
    else {
      const level = this.heading;
      const paragraphs = this.lines.take();
      if (level === undefined) this.nest.add(paragraphs);
      else this.nest.add(paragraphs.map(({ children }): Heading => ({ type: 'heading', level, children })));
    }
  }

  openTable(): void {
    this.flush();
    this.#innerCells = 0;
    if (this.code === undefined && this.#tables++ === 0) this.#table = new HtmlTable();
  }

  openRow(): void {
    this.#innerCells = 0;
    this.closeRow();
  }

  openCell(names: boolean, span: number): void {
    if (this.#tables > 1) {
      if (this.#innerCells++ > 0) this.instead(' | ');
      return;
    }
    this.closeCell();
    if (this.#tables === 1) this.#table.openCell(names, span);
  }

  closeCell(): void {
    this.closeMention();
    if (this.#tables === 0) this.flush();
    if (this.#tables !== 1) return;
    const content = this.lines.take();
    if (this.#table.inCell) this.#table.endCell(content);
    // As browsers do with what stands between cells: before the table.
    else this.nest.add(content);
  }

  closeRow(): void {
    if (this.#tables > 1) this.flush();
    this.closeCell();
    if (this.#tables === 1) this.#table.endRow();
  }

  closeTable(): void {
    if (this.#tables === 0) return;
    this.closeRow();
    if (--this.#tables > 0) return;
    const table = this.#table.finish();
    if (table) this.nest.add([table]);
  }

  endCode(): void {
    if (this.code === undefined) return;
    const block = codeBlock(this.code, this.codeLanguage);
    this.code = undefined;
    this.codeTags = 0;
    if (block) this.nest.add([block]);
  }

  /** Whether blocks may be opened or closed here. */
  get takesBlocks(): boolean {
    return this.code === undefined && this.#tables === 0;
  }

  finish(): Block[] {
    this.preTags = 0;
    this.endCode();
    this.#tables = Math.min(this.#tables, 1);
    this.closeTable();
    this.flush();
    return this.nest.finish();
  }

  #styles(): number {
    const { styled } = this;
    return (
      (styled[bold] > 0 ? bold : 0) |
      (styled[italic] > 0 ? italic : 0) |
      (styled[strike] > 0 ? strike : 0) |
      (styled[underline] > 0 ? underline : 0)
    );
  }
}
