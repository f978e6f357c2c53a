/** A shown message as the markdown that makes it again: what somebody edits. */

/** Outermost first. */
const markOrder = ['**', '_', '~~'];
const marksOf: Readonly<Record<string, string>> = { strong: '**', b: '**', em: '_', i: '_', s: '~~', del: '~~' };
const blockTags = new Set('p div pre ul ol blockquote h1 h2 h3 h4 h5 h6 hr table'.split(' '));

export const toMarkdown = (html: string): string =>
  blocks([...new DOMParser().parseFromString(html, 'text/html').body.childNodes]).replace(/^\n+|\n+$/g, '');

/** Paragraphs are parted by an empty line, other blocks by the end of a line. */
function blocks(all: readonly Node[]): string {
  const nodes = all.filter(isOwn);
  let out = '';
  let previous: 'none' | 'text' | 'blank' | 'block' = 'none';
  for (let at = 0; at < nodes.length; ) {
    const end = nodes.findIndex((node, index) => index > at && (isBlock(node) || isBlock(nodes[at])));
    const group = nodes.slice(at, end === -1 ? undefined : end);
    const [first] = group;
    const written = isBlock(first) ? block(first) : inline(group);
    const isText = !isBlock(first) || first.localName === 'p';
    const kind = !isText ? 'block' : written.trim() === '' ? 'blank' : 'text';
    if (previous !== 'none') out += previous === 'text' && kind === 'text' ? '\n\n' : '\n';
    out += kind === 'blank' ? '' : written;
    previous = kind;
    at += group.length;
  }
  return out;
}

/** What a client shows beside the text, such as a quoted message, is not there to be edited. */
const isOwn = (node: Node): boolean => node.nodeName !== 'ASIDE';

const isBlock = (node: Node | undefined): node is Element => node instanceof Element && blockTags.has(node.localName);

function block(element: Element): string {
  const tag = element.localName;
  if (tag === 'hr') return '---';
  if (tag === 'pre') return `\`\`\`\n${(element.textContent ?? '').replace(/\n$/, '')}\n\`\`\``;
  if (tag === 'ul' || tag === 'ol') return items(element, tag).join('\n');
  if (tag === 'table') return rows(element);
  const inner = blocks([...element.childNodes]);
  if (tag === 'blockquote') return inner.replace(/^/gm, '> ');
  return /^h\d$/.test(tag) ? `${'#'.repeat(Number(tag.charAt(1)))} ${inner}` : inner;
}

/** What is inside an item, lists among it, is indented below its mark. */
function items(list: Element, tag: string): string[] {
  let number = Number(list.getAttribute('start') ?? 1);
  return [...list.children].map((item) => {
    const mark = tag === 'ul' ? '- ' : `${number++}. `;
    return mark + blocks([...item.childNodes]).replaceAll('\n', `\n${' '.repeat(mark.length)}`);
  });
}

/** `| a | b |`; below the first row, where it names the columns, a row of dashes. */
function rows(table: Element): string {
  const written = [...table.querySelectorAll('tr')].flatMap((row) => {
    const cells = [...row.children].map((cell) =>
      inline([...cell.childNodes])
        .replaceAll(/\s*\n\s*/g, ' ')
        .trim(),
    );
    const line = `| ${cells.join(' | ')} |`;
    return row.querySelector('th') ? [line, `|${' --- |'.repeat(cells.length)}`] : [line];
  });
  return written.join('\n');
}

interface Run {
  readonly text: string;
  readonly marks: readonly string[];
}

/** Marks open and close where they change, and never beside white space. */
function inline(nodes: readonly Node[]): string {
  let out = '';
  let open: readonly string[] = [];
  let gap = '';
  const close = (kept: number): string => open.slice(kept).reverse().join('');
  for (const { text, marks } of nodes.flatMap((node) => runs(node, []))) {
    const body = text.trim();
    if (body === '') {
      gap += text;
      continue;
    }
    const different = marks.findIndex((mark, index) => mark !== open[index]);
    const kept = different === -1 ? marks.length : different;
    const lead = text.slice(0, text.indexOf(body));
    out += close(kept) + gap + lead + marks.slice(kept).join('') + body;
    gap = text.slice(lead.length + body.length);
    open = marks;
  }
  return out + close(0) + gap;
}

function runs(node: Node, marks: readonly string[]): Run[] {
  if (!(node instanceof Element)) return [{ text: (node.textContent ?? '').replace(/\s*\n\s*/g, ' '), marks }];
  const tag = node.localName;
  if (tag === 'br') return [{ text: '\n', marks }];
  if (tag === 'code') return [{ text: `\`${node.textContent}\``, marks }];
  const href = node.getAttribute('href');
  if (tag === 'a' && href) {
    const name = inline([...node.childNodes]);
    return [{ text: name === href ? href : `[${name}](${href})`, marks }];
  }
  const mark = marksOf[tag];
  const inner = markOrder.filter((one) => one === mark || marks.includes(one));
  return [...node.childNodes].flatMap((child) => runs(child, inner));
}
