/**
 * What others wrote (names of channels, people, companies) inside what Mio says. A card's text is Markdown to most
 * clients, and Teams reads `<at>` and bare addresses besides: none of that may come from a name.
 */

/** What others wrote, made fit to stand inside a sentence. Only `label` makes one, so that none is forgotten. */
export type Label = string & { readonly kind: 'label' };

const longestLabel = 100;

/** One line of bounded length, without characters that change how what follows them is read. */
export function label(text: string, most = longestLabel): Label {
  const line = text
    .slice(0, most * 4)
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(unseen, '')
    .toWellFormed()
    .trim();
  return (line.length <= most ? line : `${cut(line, most - 1)}…`) as Label;
}

/** Characters that are not seen, and turn or hide others; the joiners are left, which emoji and some scripts need. */
const unseen = /(?![\u200c\u200d])\p{Cf}/gu;

/** Not inside a character of two units. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** Parts what clients would read as one, and is not seen. */
const gap = '\u200b';

/**
 * Text that shows as it is, whatever it contains. What has an escape in Markdown gets it; tags, addresses and Adaptive
 * Cards' `{{DATE()}}` ("Text features in Adaptive Cards") have none, so that something unseen parts them.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_~[\]|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(\s*)([#>+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/<(?=[/!?\p{L}])/gu, `<${gap}`)
    .replace(/:(?=\/\/)/g, `:${gap}`)
    .replace(/\bwww(?=\.)/gi, `$&${gap}`)
    .replace(/\{(?=\{)/g, `{${gap}`);
