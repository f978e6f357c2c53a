/**
 * The Markdown of cards ("Format cards in Microsoft Teams": bold, italic, lists, links), built as elements: what the text
 * contains becomes text, whatever it looks like.
 */

const bullet = /^[-*] +/;
const numbered = /^(\d{1,9})\. +/;

/** HTML of nothing but `p br strong em ul ol li a`. */
export function cardHtml(markdown: string): string {
  const box = document.createElement('div');
  let list: HTMLElement | undefined;
  let paragraph: HTMLElement | undefined;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const number = numbered.exec(line)?.[1];
    const tag = bullet.test(line) ? 'ul' : number === undefined ? undefined : 'ol';
    if (tag !== undefined) {
      paragraph = undefined;
      if (list?.localName !== tag) list = append(box, tag);
      if (number !== undefined && list.childElementCount === 0) list.setAttribute('start', number);
      append(list, 'li').append(...inline(line.replace(bullet, '').replace(numbered, '')));
    } else if (line.trim() === '') {
      list = undefined;
      paragraph = undefined;
    } else {
      list = undefined;
      if (paragraph) paragraph.append(document.createElement('br'));
      else paragraph = append(box, 'p');
      paragraph.append(...inline(line));
    }
  }
  return box.innerHTML;
}

function append(parent: Element, tag: string): HTMLElement {
  const child = document.createElement(tag);
  parent.append(child);
  return child;
}

interface Mark {
  /** At the beginning of what is left. */
  readonly pattern: RegExp;
  readonly make: (groups: readonly string[]) => Node;
}

const wrapped = (tag: string, inner: string): Node => {
  const element = document.createElement(tag);
  element.append(...inline(inner));
  return element;
};

const marks: readonly Mark[] = [
  { pattern: /^\\([!-/:-@[-`{-~])/, make: ([character = '']) => document.createTextNode(character) },
  { pattern: /^\*\*(?=\S)((?:\\.|[^\\])+?)(?<=\S)\*\*/, make: ([inner = '']) => wrapped('strong', inner) },
  { pattern: /^__(?=\S)((?:\\.|[^\\])+?)(?<=\S)__/, make: ([inner = '']) => wrapped('strong', inner) },
  { pattern: /^\*(?=[^\s*])((?:\\.|[^\\*])+?)(?<=\S)\*/, make: ([inner = '']) => wrapped('em', inner) },
  { pattern: /^_(?=[^\s_])((?:\\.|[^\\_])+?)(?<=\S)_(?![\p{L}\p{N}])/u, make: ([inner = '']) => wrapped('em', inner) },
  { pattern: /^\[((?:\\.|[^\\\]])+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/, make: link },
];

/** Only to web pages and mail addresses; any other stays its text. */
function link([name = '', address = '']: readonly string[]): Node {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return wrapped('span', name);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.rel = 'noreferrer noopener';
  anchor.append(...inline(name));
  return anchor;
}

function inline(text: string): Node[] {
  const out: Node[] = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain !== '') out.push(document.createTextNode(plain));
    plain = '';
  };
  while (at < text.length) {
    const rest = text.slice(at);
    // An underscore inside a word is no mark.
    const isInside = rest.startsWith('_') && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
    const found = isInside ? undefined : firstMark(rest);
    if (found) {
      flush();
      out.push(found.node);
      at += found.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
}

function firstMark(text: string): { readonly node: Node; readonly length: number } | undefined {
  for (const { pattern, make } of marks) {
    const match = pattern.exec(text);
    if (match) return { node: make(match.slice(1)), length: match[0].length };
  }
  return undefined;
}
