/** What the eye sees of a Teams message: the text that views, the ledger and checkers compare. */
import { type HtmlElement, type HtmlNode, isInLine, parseHtml } from './html.ts';

const blocks = new Set([
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'ul',
  'ol',
  'li',
  'pre',
  'codeblock',
  'table',
  'tr',
  'hr',
]);
const indentation = '  ';

/** Rows of text under construction. A list item's first row carries its marker, the following ones its indentation. */
class Rows {
  readonly done: string[] = [];
  depth = 0;
  marker = '';
  private row = '';

  add(text: string): void {
    this.row += text;
  }

  /** Ends the row, where it holds anything or `always`. */
  end(always = false): void {
    const text = this.row.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').replaceAll('\u00a0', ' ');
    if (always || text !== '') this.push(text.trimEnd());
    this.row = '';
  }

  /** A finished row, spaces kept. */
  push(text: string): void {
    const lead = this.marker || indentation.repeat(this.depth);
    this.marker = '';
    this.done.push(text === '' && lead.trim() === '' ? '' : lead + text);
  }
}

/** Lines parted by \n; list items `• x` or `1. x`, nested ones indented by two spaces; code as it is. */
export function visibleText(content: string, contentType: 'html' | 'text'): string {
  if (contentType === 'text') return content;
  const rows = new Rows();
  write(parseHtml(content), rows);
  rows.end();
  return rows.done.join('\n');
}

function write(nodes: readonly HtmlNode[], rows: Rows): void {
  for (const node of nodes) {
    if (typeof node === 'string') rows.add(node.replace(/[ \t\r\n]+/g, ' '));
    else if (node.tag === 'br') rows.end(true);
    else if (node.tag === 'emoji') rows.add(node.attributes['alt'] ?? '');
    else if (isInLine(node)) rows.add(node.attributes['alt'] ?? '');
    else if (node.tag === 'customemoji') rows.add(`:${node.attributes['alt'] ?? ''}:`);
    else if (blocks.has(node.tag)) writeBlock(node, rows);
    else if (node.tag !== 'script' && node.tag !== 'style' && node.tag !== 'attachment') write(node.children, rows);
  }
}

function writeBlock(element: HtmlElement, rows: Rows): void {
  rows.end();
  if (element.tag === 'pre' || element.tag === 'codeblock') {
    for (const line of codeText(element.children).replace(/\n$/, '').split('\n')) rows.push(line);
  } else if (element.tag === 'ul' || element.tag === 'ol') {
    writeList(element, rows);
  } else if (element.tag === 'tr') {
    const cells = element.children.filter((cell) => typeof cell !== 'string');
    rows.push(cells.map(cellText).join(' | ').trimEnd());
  } else if (element.tag === 'hr') {
    rows.push('———');
  } else {
    write(element.children, rows);
    rows.end(isBlankLine(element));
  }
}

function writeList(list: HtmlElement, rows: Rows): void {
  let number = Number(list.attributes['start'] ?? 1);
  const outer = rows.depth;
  for (const item of list.children) {
    if (typeof item === 'string') continue;
    rows.depth = outer + 1;
    rows.marker = indentation.repeat(outer) + (list.tag === 'ol' ? `${number++}. ` : '• ');
    write([item], rows);
    rows.end(rows.marker !== '');
  }
  rows.depth = outer;
}

/** A cell is read on one line. */
function cellText(cell: HtmlElement): string {
  const rows = new Rows();
  write(cell.children, rows);
  rows.end();
  return rows.done.join(' ');
}

/** Teams writes an empty line as `<p>&nbsp;</p>`. */
const isBlankLine = (element: HtmlElement): boolean =>
  element.tag === 'p' && element.children.length === 1 && /^\u00a0+$/.test(String(element.children[0]));

const codeText = (nodes: readonly HtmlNode[]): string =>
  nodes
    .map((node) => (typeof node === 'string' ? node : node.tag === 'br' ? '\n' : codeText(node.children)))
    .join('')
    .replaceAll('\u00a0', ' ');
