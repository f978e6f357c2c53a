/** A table as lines of one width for platforms that have none, to be shown in a block of code. */
import { inlineText } from '../../core/content/plain.ts';
import type { Cell, Inline, Table } from '../../core/content/tree.ts';

/** Columns are padded up to this width; a longer cell spills, so that one of them can't blow up every row. */
const widestColumn = 40;

/** One line per row, columns parted by ` | `, a line below the row that names them. */
export function tableText({ rows, header }: Table): string {
  const cells = rows.map((row) => row.map(cellText));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, text] of row.entries()) {
      widths[column] = Math.min(widestColumn, Math.max(widths[column] ?? 0, widthOf(text)));
    }
  }
  const lines = cells.map((row) =>
    row
      .map((text, column) => padded(text, widths[column] ?? 0))
      .join(' | ')
      .trimEnd(),
  );
  if (header && lines.length > 0) lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('-|-'));
  return lines.join('\n');
}

/** A block of code shows no links, so their addresses stand behind them. */
function cellText(cell: Cell): string {
  return inlineText(cell.some(({ type }) => type === 'link') ? cell.flatMap(withAddress) : cell, ' ');
}

function withAddress(inline: Inline): readonly Inline[] {
  if (inline.type !== 'link') return [inline];
  const isBare = inline.children.length === 1 && inline.children[0]?.text === inline.url;
  return isBare ? inline.children : [...inline.children, { type: 'text', text: ` (${inline.url})` }];
}

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));

const plainAscii = /^[ -~]*$/;
const unseen = /[\p{M}\p{Cf}\u200b]/u;
/** Characters that take two columns where all have one width: East Asian ones and emoji. */
const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

function widthOf(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += unseen.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}
