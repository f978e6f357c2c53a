/**
 * Teams HTML as a small tree, and the allow-list that the service itself applies to what clients send. Everything that
 * is stored or shown goes through here, so neither Graph nor the sandbox's page ever serves a script.
 */
import { Parser } from 'htmlparser2';

export interface HtmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: HtmlNode[];
}
export type HtmlNode = string | HtmlElement;

export function parseHtml(html: string): readonly HtmlNode[] {
  const root: HtmlElement = { tag: '', attributes: {}, children: [] };
  const open: HtmlElement[] = [root];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const element: HtmlElement = { tag, attributes, children: [] };
      open.at(-1)!.children.push(element);
      open.push(element);
    },
    onclosetag() {
      if (open.length > 1) open.pop();
    },
    ontext(text) {
      const siblings = open.at(-1)!.children;
      const last = siblings.at(-1);
      if (typeof last === 'string') siblings[siblings.length - 1] = last + text;
      else siblings.push(text);
    },
  });
  parser.end(html);
  return root.children;
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Tags that Teams keeps, with the attributes that it keeps on them ("chatMessage resource type" samples). */
const kept: Readonly<Record<string, readonly string[]>> = {
  p: [],
  div: [],
  span: [],
  br: [],
  b: [],
  strong: [],
  i: [],
  em: [],
  u: [],
  s: [],
  strike: [],
  del: [],
  sub: [],
  sup: [],
  ul: [],
  ol: ['start'],
  li: [],
  blockquote: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  pre: [],
  code: [],
  codeblock: ['class'],
  hr: [],
  table: [],
  thead: [],
  tbody: [],
  tr: [],
  td: [],
  th: [],
  a: ['href', 'title'],
  img: ['src', 'alt', 'width', 'height'],
  at: ['id'],
  attachment: ['id'],
  emoji: ['id', 'alt', 'title'],
  customemoji: ['id', 'alt', 'source'],
};
const dropped = new Set(['script', 'style', 'title', 'template', 'iframe', 'object', 'noscript', 'textarea']);
const hollow = new Set(['br', 'hr', 'img']);

const safeUrl: Readonly<Record<string, RegExp>> = {
  href: /^(https?:\/\/|mailto:)/i,
  src: /^(https:\/\/|\.\.\/hostedContents\/)/i,
  source: /^https:\/\//i,
};

/** How one element is written; undefined leaves the element to the allow-list. */
export type Rewrite = (element: HtmlElement, inner: () => string) => string | undefined;

/** Writes the tree back as HTML: allow-listed tags and attributes; other tags vanish around their content. */
export function writeHtml(nodes: readonly HtmlNode[], rewrite?: Rewrite): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return escapeHtml(node).replaceAll('\u00a0', '&nbsp;');
      if (dropped.has(node.tag)) return '';
      const inner = (): string => writeHtml(node.children, rewrite);
      const replaced = rewrite?.(node, inner);
      if (replaced !== undefined) return replaced;
      const allowed = Object.hasOwn(kept, node.tag) ? kept[node.tag] : undefined;
      if (allowed === undefined) return inner();
      const attributes = allowed
        .filter((name) => node.attributes[name] !== undefined && (safeUrl[name]?.test(node.attributes[name]) ?? true))
        .map((name) => ` ${name}="${escapeHtml(node.attributes[name]!)}"`)
        .join('');
      return hollow.has(node.tag) ? `<${node.tag}${attributes}>` : `<${node.tag}${attributes}>${inner()}</${node.tag}>`;
    })
    .join('');
}

/** What the service keeps of HTML that a client sent. */
export const allowListed = (html: string): string => writeHtml(parseHtml(html));

/** Pixels: what is no larger is shown in the line, and read by its description. */
const letterHeight = 32;

/** Whether a picture stands among the letters: an emoji of some workspace. */
export const isInLine = ({ tag, attributes: { width, height } }: HtmlElement): boolean =>
  tag === 'img' && Number(width ?? Number.NaN) <= letterHeight && Number(height ?? Number.NaN) <= letterHeight;

/** Every element with that tag, in document order. */
export function elements(nodes: readonly HtmlNode[], tag: string): HtmlElement[] {
  return nodes.flatMap((node) =>
    typeof node === 'string' ? [] : [...(node.tag === tag ? [node] : []), ...elements(node.children, tag)],
  );
}

/** The text of a subtree, as it stands. */
export const innerText = (nodes: readonly HtmlNode[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : innerText(node.children))).join('');
