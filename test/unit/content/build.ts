/** Short words for writing message trees in tables. */
import type { Block, Inline, Style } from '../../../src/core/content/tree.ts';

type Styles = '' | 'b' | 'i' | 's' | 'bi' | 'bs' | 'is' | 'bis';

const styleOf = (styles: Styles): Style => ({
  ...(styles.includes('b') && { bold: true }),
  ...(styles.includes('i') && { italic: true }),
  ...(styles.includes('s') && { strike: true }),
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
