/** Lines: code fences, quotes, lists and sections of a text in one of the dialects, as a rich text block's elements. */
import type { Leaf, ListBlock, RichChild } from './blocks.ts';
import { type Dialect, type Mention, parseInline, readEntities } from './inline.ts';

type Section = Extract<RichChild, { type: 'rich_text_section' }>;

/** An empty text has no elements. */
export function parseMarkup(text: string, dialect: Dialect, mention?: Mention): RichChild[] {
  const normal = text.replaceAll('\r\n', '\n');
  const pieces = normal.split('```');
  // A fence that is never closed is three back-ticks and no more.
  if (pieces.length % 2 === 0) pieces.splice(-2, 2, `${pieces.at(-2)}\`\`\`${pieces.at(-1)}`);
  return pieces.flatMap((piece, index): RichChild[] => {
    if (index % 2 === 1) return fenced(piece, dialect);
    const opened = index > 0 ? piece.replace(/^\n/, '') : piece;
    const outside = index < pieces.length - 1 ? opened.replace(/\n$/, '') : opened;
    return outside === '' ? [] : lines(outside, dialect, mention);
  });
}

function fenced(piece: string, dialect: Dialect): RichChild[] {
  const language = dialect.languages ? /^([\w+#-]+)\n/.exec(piece)?.[1] : undefined;
  const body = piece
    .slice(language?.length ?? 0)
    .replace(/^\n/, '')
    .replace(/\n$/, '');
  const text = dialect.entities ? readEntities(body) : body;
  if (text === '') return [];
  const named = language === undefined ? {} : { language };
  return [{ type: 'rich_text_preformatted', ...named, elements: [{ type: 'text', text }] }];
}

interface Line {
  readonly kind: 'text' | 'quote' | 'item' | 'heading';
  readonly text: string;
  readonly indent: number;
  /** Null for bullets. */
  readonly number: number | null;
}

function lines(text: string, dialect: Dialect, mention?: Mention): RichChild[] {
  const quoted = dialect.entities ? /^(?:&gt;|>) ?/ : /^> ?/;
  const widths: number[] = [];
  const read = text.split('\n').map((line): Line => {
    const item = dialect.lists?.exec(line);
    if (!item) widths.length = 0;
    if (item) {
      const number = /^\d/.test(item[2]!) ? Number.parseInt(item[2]!, 10) : null;
      return { kind: 'item', text: item[3]!, indent: depthOf(item[1]!.length, widths), number };
    }
    if (quoted.test(line)) return { kind: 'quote', text: line.replace(quoted, ''), indent: 0, number: null };
    const heading = dialect.headings ? /^#{1,6} +(\S.*)$/.exec(line) : null;
    if (heading) return { kind: 'heading', text: heading[1]!, indent: 0, number: null };
    return { kind: 'text', text: line, indent: 0, number: null };
  });
  const inline = (run: string): Leaf[] => parseInline(run, dialect, mention);
  return groups(read).flatMap((group, index, all): RichChild[] => {
    const first = group[0]!;
    const run = group.map((line) => line.text).join('\n');
    if (first.kind === 'item') return [listOf(group, inline)];
    if (first.kind === 'quote') return run.trim() === '' ? [] : [{ type: 'rich_text_quote', elements: inline(run) }];
    // Clients end a section with the line break that parts it from what follows.
    const end = index < all.length - 1 ? '\n' : '';
    const elements = first.kind === 'heading' ? [...emboldened(inline(run)), ...lineEnd(end)] : inline(run + end);
    return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements } satisfies Section];
  });
}

/** How deep an item is, from the widths of the indentations above it. */
function depthOf(width: number, widths: number[]): number {
  while (widths.length > 0 && widths.at(-1)! > width) widths.pop();
  if (widths.at(-1) !== width) widths.push(width);
  return Math.min(widths.length - 1, 8);
}

/** Lines that make one element: items of one list, quotes, plain lines; each heading alone. */
function groups(read: readonly Line[]): Line[][] {
  const made: Line[][] = [];
  for (const line of read) {
    const last = made.at(-1)?.at(-1);
    const joins =
      last !== undefined &&
      last.kind === line.kind &&
      line.kind !== 'heading' &&
      last.indent === line.indent &&
      (last.number === null) === (line.number === null);
    if (joins) made.at(-1)!.push(line);
    else made.push([line]);
  }
  return made;
}

function listOf(group: readonly Line[], inline: (run: string) => Leaf[]): ListBlock {
  const { number, indent } = group[0]!;
  const offset = number !== null && number > 1 ? { offset: number - 1 } : {};
  return {
    type: 'rich_text_list',
    style: number === null ? 'bullet' : 'ordered',
    indent,
    ...offset,
    border: 0,
    elements: group.map((line) => ({ type: 'rich_text_section', elements: inline(line.text) })),
  };
}

const lineEnd = (end: string): Leaf[] => (end === '' ? [] : [{ type: 'text', text: end }]);

const emboldened = (leaves: readonly Leaf[]): Leaf[] =>
  leaves.map((leaf) => ({ ...leaf, style: { ...leaf.style, bold: true } }));
