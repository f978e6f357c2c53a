/** The block half of Webex's markdown: paragraphs, headings, lists, quotes, fences, rules. Answers HTML. */
import { cleanHtml } from './html.ts';
import { escapeHtml, type MentionResolver, renderInline } from './inline.ts';

interface Marker {
  readonly ordered: boolean;
  readonly number: number;
  /** `-`, `*`, `+`, `.` or `)`: another one begins another list. */
  readonly sign: string;
  readonly indent: number;
  /** Where its content begins. */
  readonly width: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;
const heading = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const quote = /^ {0,3}> ?/;
const underline = /^ {0,3}(=+|-+)\s*$/;
const isBlank = (line: string): boolean => /^\s*$/.test(line);
const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

function markerOf(line: string): Marker | undefined {
  const found = /^( *)(?:([-*+])|(\d{1,9})([.)]))( +|$)/.exec(line);
  if (!found || rule.test(line)) return undefined;
  const [whole, indent = '', bullet, digits, delimiter, gap = ''] = found;
  const width = gap.length > 4 ? whole.length - gap.length + 1 : whole.length;
  return {
    ordered: bullet === undefined,
    number: Number(digits ?? 0),
    sign: bullet ?? delimiter ?? '',
    indent: indent.length,
    width,
  };
}

/** What ends a paragraph without a blank line. Only a list that begins with 1 does. */
function interrupts(line: string): boolean {
  const marker = markerOf(line);
  const list = marker !== undefined && line.length > marker.width && (!marker.ordered || marker.number === 1);
  return isBlank(line) || fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || list;
}

/** @param markdown as a client of the API sent it; raw HTML in it is sanitised. */
export function renderMarkdown(markdown: string, mentions: MentionResolver): string {
  const lines = markdown.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n');
  return cleanHtml(renderBlocks(lines, mentions, false));
}

/** @param tight paragraphs stand without `<p>`, as in a list without blank lines. */
function renderBlocks(lines: readonly string[], mentions: MentionResolver, tight: boolean): string {
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const block = readBlock(lines, at, mentions, tight);
    if (block.html !== '') blocks.push(block.html);
    at = block.next;
  }
  return blocks.join('');
}

interface Block {
  readonly html: string;
  readonly next: number;
}

function readBlock(lines: readonly string[], at: number, mentions: MentionResolver, tight: boolean): Block {
  const line = lines[at] ?? '';
  if (isBlank(line)) return { html: '', next: at + 1 };
  const fenced = fence.exec(line);
  if (fenced) return readFence(lines, at, fenced[1] ?? '', fenced[2] ?? '');
  const title = heading.exec(line);
  if (title) {
    const tag = `h${title[1]?.length ?? 1}`;
    return { html: `<${tag}>${renderInline(title[2] ?? '', mentions)}</${tag}>`, next: at + 1 };
  }
  if (rule.test(line)) return { html: '<hr/>', next: at + 1 };
  if (quote.test(line)) return readQuote(lines, at, mentions);
  const marker = markerOf(line);
  return marker ? readList(lines, at, marker, mentions) : readParagraph(lines, at, mentions, tight);
}

function readFence(lines: readonly string[], at: number, mark: string, language: string): Block {
  const closing = new RegExp(`^ {0,3}\\${mark[0]}{${mark.length},}\\s*$`);
  const end = lines.findIndex((line, index) => index > at && closing.test(line));
  const indent = indentOf(lines[at] ?? '');
  const code = lines
    .slice(at + 1, end < 0 ? lines.length : end)
    .map((line) => line.slice(Math.min(indent, indentOf(line))));
  const name = language === '' ? '' : ` class="language-${escapeHtml(language)}"`;
  const text = code.map((line) => `${escapeHtml(line)}\n`).join('');
  return { html: `<pre><code${name}>${text}</code></pre>`, next: end < 0 ? lines.length : end + 1 };
}

function readQuote(lines: readonly string[], at: number, mentions: MentionResolver): Block {
  const inner: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? '';
    // A line without its own mark goes on with the quoted paragraph.
    if (!quote.test(line) && (interrupts(line) || isBlank(inner.at(-1) ?? ''))) break;
    inner.push(line.replace(quote, ''));
  }
  return { html: `<blockquote>${renderBlocks(inner, mentions, false)}</blockquote>`, next };
}

function readParagraph(lines: readonly string[], at: number, mentions: MentionResolver, tight: boolean): Block {
  let next = at + 1;
  while (next < lines.length && !interrupts(lines[next] ?? '') && !underline.test(lines[next] ?? '')) next += 1;
  const source = lines
    .slice(at, next)
    .map((line) => line.replace(/^ +/, ''))
    .join('\n')
    .trimEnd();
  const html = renderInline(source, mentions);
  const level = underline.exec(lines[next] ?? '')?.[1];
  if (level) return { html: level[0] === '=' ? `<h1>${html}</h1>` : `<h2>${html}</h2>`, next: next + 1 };
  return { html: tight ? html : `<p>${html}</p>`, next };
}

/** Items hold whatever is indented by two or more: that is what clients of Webex are told to write. */
function readList(lines: readonly string[], at: number, first: Marker, mentions: MentionResolver): Block {
  const items: string[][] = [];
  let next = at;
  let loose = false;
  while (next < lines.length) {
    const line = lines[next] ?? '';
    const marker = markerOf(line);
    const isItem = marker !== undefined && marker.indent < first.indent + 2;
    const item = items.at(-1);
    if (isItem) {
      if (marker.sign !== first.sign) break;
      items.push([line.slice(Math.min(marker.width, line.length))]);
    } else if (isBlank(line)) {
      const after = lines.slice(next + 1).find((one) => !isBlank(one));
      const goesOn =
        after !== undefined && (indentOf(after) >= first.indent + 2 || markerOf(after)?.sign === first.sign);
      if (!goesOn) break;
      loose ||= true;
      item?.push(line.slice(first.width));
    } else if (indentOf(line) >= first.indent + 2) {
      item?.push(line.slice(Math.min(indentOf(line), first.width)));
    } else if (item && !isBlank(item.at(-1) ?? '') && !interrupts(line)) {
      item.push(line);
    } else break;
    next += 1;
  }
  const tag = first.ordered ? 'ol' : 'ul';
  const start = first.ordered && first.number !== 1 ? ` start="${first.number}"` : '';
  const html = items.map((item) => `<li>${renderBlocks(item, mentions, !loose)}</li>`).join('');
  return { html: `<${tag}${start}>${html}</${tag}>`, next };
}
