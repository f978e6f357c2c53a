/**
 * Gathers the table at hand while HTML goes by. A cell holds lines only: paragraphs in it are parted by breaks, and a
 * table inside a cell is text of that cell.
 */
import type { Cell, Inline, Paragraph, Table } from './tree.ts';

/** A cell that spans several columns is followed by empty ones up to here: the source may claim any number. */
const mostSpanned = 50;

export class HtmlTable {
  readonly #rows: Cell[][] = [];
  #row: Cell[] = [];
  /** Columns that the cell at hand spans; 0 outside a cell. */
  #span = 0;
  /** Whether all cells of the row at hand name their columns. */
  #isNaming = true;
  #header = false;

  get inCell(): boolean {
    return this.#span > 0;
  }

  openCell(names: boolean, span: number): void {
    this.#span = Number.isInteger(span) && span > 0 ? span : 1;
    this.#isNaming &&= names;
  }

  /** @param content what stands in the cell at hand */
  endCell(content: readonly Paragraph[]): void {
    this.#row.push(asCell(content));
    for (let spanned = 1; spanned < this.#span && this.#row.length < mostSpanned; spanned++) this.#row.push([]);
    this.#span = 0;
  }

  /** Rows without anything in them, and empty cells at the end of one, are left out. */
  endRow(): void {
    while (this.#row.at(-1)?.length === 0) this.#row.pop();
    if (this.#row.length > 0) {
      if (this.#rows.length === 0) this.#header = this.#isNaming;
      this.#rows.push(this.#row);
    }
    this.#row = [];
    this.#isNaming = true;
  }

  /** Undefined where there is nothing in it. */
  finish(): Table | undefined {
    this.endRow();
    return this.#rows.length > 0 ? { type: 'table', header: this.#header, rows: this.#rows } : undefined;
  }
}

export function asCell(content: readonly Paragraph[]): Cell {
  const [first, ...rest] = content;
  if (!first) return [];
  return rest.length === 0
    ? first.children
    : content.flatMap(({ children }, at): readonly Inline[] =>
        at === 0 ? children : [{ type: 'break' }, ...children],
      );
}
