/** Short words for writing message trees in tables. */
import type { Block, Cell, Heading, Inline, Style } from '../../../src/core/content/tree.ts';

type Styles = '' | 'b' | 'i' | 's' | 'u' | 'bi' | 'bs' | 'bu' | 'is' | 'bis' | 'bisu';

const styleOf = (styles: Styles): Style => ({
  ...(styles.includes('b') && { bold: true }),
  ...(styles.includes('i') && { italic: true }),
  ...(styles.includes('s') && { strike: true }),
  ...(styles.includes('u') && { underline: true }),
});

const inline = (part: Inline | string): Inline => (typeof part === 'string' ? t(part) : part);

export const t = (text: string, styles: Styles = '') => ({ type: 'text', text, ...styleOf(styles) }) as const;
export const c = (text: string, styles: Styles = '') => ({ type: 'codeSpan', text, ...styleOf(styles) }) as const;
export const br = { type: 'break' } as const;
export const a = (url: string, ...label: (string | ReturnType<typeof t> | ReturnType<typeof c>)[]) =>
  ({
    type: 'link',
    url,
    children: (label.length > 0 ? label : [url]).map((part) => (typeof part === 'string' ? t(part) : part)),
  }) as const;
export const p = (...parts: (Inline | string)[]): Block => ({ type: 'paragraph', children: parts.map(inline) });
export const h = (level: Heading['level'], ...parts: (Inline | string)[]): Block => ({
  type: 'heading',
  level,
  children: parts.map(inline),
});
export const hr: Block = { type: 'rule' };

/** A cell is its text or its inlines. */
type CellContent = string | readonly (Inline | string)[];
const cell = (content: CellContent): Cell =>
  [content]
    .flat()
    .filter((part) => part !== '')
    .map(inline);
const rows = (lines: readonly (readonly CellContent[])[]) => lines.map((row) => row.map(cell));
/** `th` has names of columns in its first row, `td` has none. */
export const td = (...lines: (readonly CellContent[])[]): Block => ({
  type: 'table',
  header: false,
  rows: rows(lines),
});
export const th = (...lines: (readonly CellContent[])[]): Block => ({ type: 'table', header: true, rows: rows(lines) });
export const pre = (text: string, language?: string): Block =>
  language === undefined ? { type: 'code', text } : { type: 'code', text, language };
export const quote = (...children: Block[]): Block => ({ type: 'quote', children });

/** An item is one block, several, or the text of its only paragraph. */
type Item = Block | Block[] | string;
const item = (content: Item) => (typeof content === 'string' ? [p(content)] : [content].flat());
export const ul = (...items: Item[]): Block => ({ type: 'list', ordered: false, items: items.map(item) });
export const ol = (start: number, ...items: Item[]): Block =>
  start === 1
    ? { type: 'list', ordered: true, items: items.map(item) }
    : { type: 'list', ordered: true, start, items: items.map(item) };
