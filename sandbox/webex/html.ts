/** Webex's HTML: cleaned to what its clients show, read as text, and made ready for the sandbox's page. */
import { parseDocument } from 'htmlparser2';
import { escapeHtml } from './inline.ts';

type Nodes = ReturnType<typeof parseDocument>['children'];

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}
type Node = string | Element;

const shown = new Set([
  'p',
  'br',
  'strong',
  'b',
  'em',
  'i',
  'code',
  'pre',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'spark-mention',
]);
const silent = new Set(['script', 'style', 'template', 'iframe', 'object']);
const empty = new Set(['br', 'hr']);
const kept: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  ol: ['start'],
  code: ['class'],
  'spark-mention': ['data-object-type', 'data-object-id', 'data-group-type'],
};

/** A tree of allowed elements alone: others leave their content behind, or nothing. */
function readTree(nodes: Nodes): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.type === 'text') return [node.data];
    if (!('name' in node) || !('attribs' in node) || silent.has(node.name)) return [];
    const children = readTree(node.children);
    if (!shown.has(node.name)) return children;
    const attributes: Record<string, string> = {};
    for (const name of kept[node.name] ?? []) {
      const value = node.attribs[name];
      if (value !== undefined && (name !== 'href' || /^(https?:\/\/|mailto:)/i.test(value))) attributes[name] = value;
    }
    return [{ tag: node.name, attributes, children }];
  });
}

const parse = (html: string): Node[] => readTree(parseDocument(html).children);

function write(nodes: readonly Node[], element: (one: Element, inner: string) => string): string {
  return nodes
    .map((node) => (typeof node === 'string' ? escapeHtml(node) : element(node, write(node.children, element))))
    .join('');
}

const attributesOf = (attributes: Element['attributes']): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');

/** Only what Webex's clients let people send. */
export const cleanHtml = (html: string): string =>
  write(parse(html), ({ tag, attributes }, inner) =>
    empty.has(tag) ? `<${tag}${attributesOf(attributes)}/>` : `<${tag}${attributesOf(attributes)}>${inner}</${tag}>`,
  );

/** For the page: mentions stand out, links open elsewhere. */
export const pageHtml = (html: string): string =>
  write(parse(html), ({ tag, attributes }, inner) => {
    if (empty.has(tag)) return `<${tag}>`;
    if (tag === 'spark-mention') return `<span class="mention">${inner}</span>`;
    if (tag === 'a') return `<a${attributesOf(attributes)} target="_blank" rel="noopener noreferrer">${inner}</a>`;
    return `<${tag}${attributesOf(attributes)}>${inner}</${tag}>`;
  });

const innerText = (nodes: readonly Node[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : node.tag === 'br' ? '\n' : innerText(node.children))).join('');

const blockTags = new Set(['p', 'pre', 'ul', 'ol', 'li', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr']);
const isBlock = (node: Node | undefined): node is Element => typeof node === 'object' && blockTags.has(node.tag);

/** Not the no-break space: that one is meant. */
const whiteSpace = /[ \t\r\n]+/g;

/** Runs of inline nodes become lines; blocks bring their own. */
function linesOf(nodes: readonly Node[]): string[] {
  const lines: string[] = [];
  let run: Node[] = [];
  const endRun = () => {
    const text = innerText(
      run.map((node) => (typeof node === 'string' ? node.replace(whiteSpace, ' ') : spaced(node))),
    ).replace(/\n *$/, '');
    if (run.length > 0 && (text.trim() !== '' || run.some((node) => typeof node === 'object'))) {
      lines.push(...text.split('\n').map((line) => line.trim()));
    }
    run = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      run.push(node);
      continue;
    }
    endRun();
    lines.push(...blockLines(node));
  }
  endRun();
  return lines;
}

/** White space as a browser shows it. */
const spaced = (element: Element): Element => ({
  ...element,
  children: element.children.map((child) =>
    typeof child === 'string' ? child.replace(whiteSpace, ' ') : spaced(child),
  ),
});

function blockLines({ tag, attributes, children }: Element): string[] {
  if (tag === 'hr') return ['———'];
  if (tag === 'pre') return innerText(children).replace(/\n$/, '').split('\n');
  if (tag !== 'ul' && tag !== 'ol') return linesOf(children);
  let number = Number(attributes['start'] ?? 1);
  return children.flatMap((item) => {
    if (typeof item === 'string') return [];
    const marker = tag === 'ol' ? `${number++}. ` : '• ';
    const [first = '', ...others] = linesOf(item.children);
    return [marker + first, ...others.map((line) => `  ${line}`)];
  });
}

/** What the eye sees: lines parted by \n, items as `• x` or `1. x`, what is inside them indented by two spaces. */
export const eyeText = (html: string): string => linesOf(parse(html)).join('\n').replaceAll('\u00a0', ' ');

export interface Mentions {
  /** Ids as the API has them. */
  readonly people: readonly string[];
  readonly all: boolean;
}

/** Whom a message calls. */
export function mentionsIn(html: string): Mentions {
  const found: Element[] = [];
  const walk = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (typeof node === 'string') continue;
      if (node.tag === 'spark-mention') found.push(node);
      walk(node.children);
    }
  };
  walk(parse(html));
  const people = found.map(({ attributes }) => attributes['data-object-id']).filter((id) => id !== undefined);
  return {
    people: [...new Set(people)],
    all: found.some(({ attributes }) => attributes['data-object-type'] === 'groupMention'),
  };
}
