/** Reads and writes tables ("Block Kit: table block"). Slack shows the first row as the names of the columns. */
import { HtmlTable } from '../../core/content/html-table.ts';
import { Lines } from '../../core/content/lines.ts';
import type { Block, Cell, Table } from '../../core/content/tree.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { writeLeaves } from './markup-leaves.ts';
import type { Names } from './markup-names.ts';
import { type Leaf, writeInlines } from './markup-out.ts';

const mostRows = 100;
const mostColumns = 20;

export function parseTable(block: Json, names: Names): Block[] {
  const table = new HtmlTable();
  const rows: readonly unknown[] = Array.isArray(block['rows']) ? block['rows'] : [];
  for (const [at, row] of rows.entries()) {
    const cells: readonly unknown[] = Array.isArray(row) ? row : [];
    for (const cell of cells) {
      table.openCell(at === 0, 1);
      table.endCell(cellLines(object(cell), names));
    }
    table.endRow();
  }
  const read = table.finish();
  return read ? [read] : [];
}

/** An empty cell is null. */
function cellLines(cell: Json | undefined, names: Names) {
  const lines = new Lines();
  if (cell?.['type'] === 'rich_text') {
    for (const element of objects(cell['elements'])) writeElement(lines, element, names);
  } else lines.text(text(cell?.['text']) ?? numberText(cell?.['value']));
  return lines.take();
}

const numberText = (value: unknown) => (typeof value === 'number' ? String(value) : '');

function writeElement(lines: Lines, element: Json, names: Names): void {
  if (element['type'] === 'rich_text_list') {
    for (const item of objects(element['elements'])) {
      lines.lineBreak();
      lines.text('• ');
      writeLeaves(lines, item['elements'], names);
    }
  } else writeLeaves(lines, element['elements'], names);
  lines.lineBreak();
}

type CellOut =
  | { type: 'raw_text'; text: string }
  | { type: 'rich_text'; elements: [{ type: 'rich_text_section'; elements: Leaf[] }] };

export interface TableOut {
  type: 'table';
  rows: CellOut[][];
}

export const fitsTable = ({ rows }: Table) => rows.length <= mostRows && rows.every((row) => row.length <= mostColumns);

/** All rows have the same length, as Slack wants them. */
export function tableBlock({ rows }: Table): TableOut {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 1);
  return {
    type: 'table',
    rows: rows.map((row) => Array.from({ length: columns }, (_, column) => cellOut(row[column] ?? []))),
  };
}

/** Slack refuses a cell whose text is empty. */
const emptyCell: CellOut = { type: 'raw_text', text: ' ' };

function cellOut(cell: Cell): CellOut {
  const [first] = cell;
  if (!first) return emptyCell;
  if (cell.length === 1 && first.type === 'text' && Object.keys(first).length === 2) {
    return { type: 'raw_text', text: first.text };
  }
  const elements: Leaf[] = [];
  writeInlines(cell, elements, '');
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}
