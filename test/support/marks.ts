/** How a word looks to the eye: the elements around it in what a client shows, under one name each. */
import { parseDocument } from 'htmlparser2';

const names: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strike',
  strike: 'strike',
  del: 'strike',
  code: 'code',
  pre: 'block',
  ul: 'bullets',
  ol: 'numbers',
  blockquote: 'quote',
};

interface Node {
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

/** Outermost first; a link tells where it leads; undefined where the word is not there. */
export function marksOf(html: string, word: string): readonly string[] | undefined {
  return search(parseDocument(html) as unknown as Node, word);
}

function search({ name, data, attribs, children = [] }: Node, word: string): readonly string[] | undefined {
  if (data?.includes(word)) return [];
  for (const child of children) {
    const inside = search(child, word);
    if (!inside) continue;
    const own = name === 'a' ? `link ${attribs?.['href']}` : names[name ?? ''];
    // A block of code is one thing, whether or not it is told twice.
    return own && !(own === 'block' && inside[0] === 'code')
      ? [own, ...inside]
      : own
        ? [own, ...inside.slice(1)]
        : inside;
  }
  return undefined;
}
