/**
 * Marks within a line, in the three ways that text reaches Slack: typed into the composer, given by an app as mrkdwn,
 * or written as Markdown. "Formatting message text": a mark opens before a non-space at a word's edge, closes after one,
 * and never crosses a line. Code and tags are found first, so that nothing inside them is a mark.
 */
import type { Leaf, Style } from './blocks.ts';
import { emojiAt, emojiByName } from './emoji.ts';

type StyleName = 'bold' | 'italic' | 'strike';

export interface Dialect {
  /** Longest first. */
  readonly marks: readonly { readonly mark: string; readonly styles: readonly StyleName[] }[];
  /** `<…>`: every kind of tag, or links alone (a person can't type a mention as a tag). */
  readonly tags: 'all' | 'links' | 'none';
  /** `[label](address)`. */
  readonly labels: boolean;
  /** `&amp; &lt; &gt;` stand for `& < >`. */
  readonly entities: boolean;
  /** A backslash takes the meaning from the next mark. */
  readonly escapes: boolean;
  /** Emoji characters become emoji elements, as clients make them. */
  readonly characters: boolean;
  readonly lists: RegExp | null;
  readonly headings: boolean;
  /** ```` ```js ```` names a language. */
  readonly languages: boolean;
}

const slackMarks: Dialect['marks'] = [
  { mark: '*', styles: ['bold'] },
  { mark: '_', styles: ['italic'] },
  { mark: '~', styles: ['strike'] },
];

/** What a person types into the message field. */
export const composer: Dialect = {
  marks: slackMarks,
  tags: 'links',
  labels: true,
  entities: false,
  escapes: false,
  characters: true,
  lists: /^( *)([-*•]|\d{1,4}\.) +(\S.*)$/,
  headings: false,
  languages: false,
};

/** `text` of a message: mrkdwn, with `& < >` escaped. It has no lists: a bullet is a character. */
export const mrkdwn: Dialect = {
  marks: slackMarks,
  tags: 'all',
  labels: false,
  entities: true,
  escapes: false,
  characters: false,
  lists: null,
  headings: false,
  languages: false,
};

/** `markdown_text` and markdown blocks. */
export const markdown: Dialect = {
  marks: [
    { mark: '***', styles: ['bold', 'italic'] },
    { mark: '**', styles: ['bold'] },
    { mark: '__', styles: ['bold'] },
    { mark: '~~', styles: ['strike'] },
    { mark: '*', styles: ['italic'] },
    { mark: '_', styles: ['italic'] },
  ],
  tags: 'links',
  labels: true,
  entities: false,
  escapes: true,
  characters: true,
  lists: /^( *)([-*+•]|\d{1,4}\.) +(\S.*)$/,
  headings: true,
  languages: true,
};

/** `@Ada Nowak` and `@channel`, as the composer offers them while one types: the leaf, and how long the words are. */
export type Mention = (text: string, from: number) => { readonly leaf: Leaf; readonly length: number } | undefined;

/** Whether letters or digits touch this place from before, from after: whole characters, which may take two units. */
const wordBefore = (text: string, at: number): boolean => /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at));
const wordAfter = (text: string, at: number): boolean => /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2));

const address = /^(?:https?:\/\/|mailto:)[^\s<>|"]+/;
const label = /^\[([^[\]\n]+)\]\(((?:https?:\/\/|mailto:)[^\s()<>]+)\)/;
const shortName = /^:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/;
export const readEntities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Leaves of one run of text; neighbours of one style are merged. */
export function parseInline(
  text: string,
  dialect: Dialect,
  mention: Mention = () => undefined,
  style: Style = {},
): Leaf[] {
  const leaves: Leaf[] = [];
  const styled = Object.keys(style).length > 0 ? { style } : {};
  const unclosed: Unclosed = new Map();
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') leaves.push({ type: 'text', text: dialect.entities ? readEntities(plain) : plain, ...styled });
    plain = '';
  };
  const take = (length: number, ...found: Leaf[]): void => {
    flush();
    leaves.push(...found);
    at += length;
  };
  while (at < text.length) {
    const rest = text.slice(at);
    if (dialect.escapes && /^\\[\\`*_~[\]()#+\-.!>|]/.test(rest)) {
      plain += rest[1]!;
      at += 2;
      continue;
    }
    const code = /^`([^`\n]+)`/.exec(rest);
    if (code) {
      take(code[0].length, {
        type: 'text',
        text: dialect.entities ? readEntities(code[1]!) : code[1]!,
        style: { ...style, code: true },
      });
      continue;
    }
    const found =
      tagAt(rest, dialect, styled) ??
      linkAt(text, at, dialect, styled) ??
      emojiLeafAt(text, at, dialect, styled) ??
      mention(text, at);
    if (found) {
      take(found.length, found.leaf);
      continue;
    }
    const marked = markAt(text, at, dialect, style, unclosed);
    if (marked) {
      take(marked.length, ...parseInline(marked.inner, dialect, mention, marked.style));
      continue;
    }
    plain += rest[0]!;
    at += 1;
  }
  flush();
  return leaves;
}

interface Found {
  readonly leaf: Leaf;
  readonly length: number;
}
type Styled = { readonly style?: Style };

/** "Formatting message text", retrieving formatted messages: `<@U…>`, `<#C…|name>`, `<!here>`, `<https://x|label>`. */
function tagAt(rest: string, dialect: Dialect, styled: Styled): Found | undefined {
  if (dialect.tags === 'none') return undefined;
  const tag = /^<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>/.exec(rest);
  if (!tag) return undefined;
  const [{ length }, sigil, target, shown] = [tag[0], tag[1]!, tag[2]!, tag[3]];
  if (sigil === '') {
    if (!/^(https?:\/\/|mailto:)/.test(target)) return undefined;
    const words = shown === undefined ? {} : { text: readEntities(shown) };
    return { leaf: { type: 'link', url: readEntities(target), ...words, ...styled }, length };
  }
  if (dialect.tags === 'links') return undefined;
  if (sigil === '@') return { leaf: { type: 'user', user_id: target, ...styled }, length };
  if (sigil === '#') return { leaf: { type: 'channel', channel_id: target, ...styled }, length };
  if (target === 'here' || target === 'channel' || target === 'everyone') {
    return { leaf: { type: 'broadcast', range: target, ...styled }, length };
  }
  const [kind, id] = target.split('^');
  if (kind === 'subteam' && id !== undefined)
    return { leaf: { type: 'usergroup', usergroup_id: id, ...styled }, length };
  return { leaf: { type: 'text', text: readEntities(shown ?? target), ...styled }, length };
}

function linkAt(text: string, at: number, dialect: Dialect, styled: Styled): Found | undefined {
  const rest = text.slice(at);
  const labelled = dialect.labels ? label.exec(rest) : null;
  if (labelled) {
    return { leaf: { type: 'link', url: labelled[2]!, text: labelled[1]!, ...styled }, length: labelled[0].length };
  }
  if (wordBefore(text, at)) return undefined;
  const bare = address.exec(rest);
  if (!bare || bare[0].startsWith('mailto:')) return undefined;
  const url = bare[0].replace(/[.,;:!?'*_~`)\]]+$/, '');
  if (/^https?:\/\/$/.test(url)) return undefined;
  return { leaf: { type: 'link', url: dialect.entities ? readEntities(url) : url, ...styled }, length: url.length };
}

function emojiLeafAt(text: string, at: number, dialect: Dialect, styled: Styled): Found | undefined {
  const short = shortName.exec(text.slice(at));
  const named = short && emojiByName(short[1]!);
  if (short && named) {
    const skin = short[2] === undefined ? {} : { skin_tone: Number(short[2]) };
    return { leaf: { type: 'emoji', ...named, ...skin, ...styled }, length: short[0].length };
  }
  const drawn = dialect.characters ? emojiAt(text, at) : undefined;
  if (!drawn) return undefined;
  const { name, unicode, skinTone, length } = drawn;
  const skin = skinTone === undefined ? {} : { skin_tone: skinTone };
  return { leaf: { type: 'emoji', name, unicode, ...skin, ...styled }, length };
}

function markAt(text: string, at: number, dialect: Dialect, style: Style, unclosed: Unclosed) {
  if (wordBefore(text, at)) return undefined;
  for (const { mark, styles } of dialect.marks) {
    if (!text.startsWith(mark, at) || text[at - 1] === mark[0] || styles.some((name) => style[name])) continue;
    const first = at + mark.length;
    if (/^(\s|$)/.test(text.slice(first, first + 1)) || text.startsWith(mark[0]!, first)) continue;
    const end = closing(text, first, mark, unclosed);
    if (end === -1) continue;
    const added: Style = { ...style };
    for (const name of styles) added[name] = true;
    return { inner: text.slice(first, end), style: added, length: end + mark.length - at };
  }
  return undefined;
}

/** By mark: up to where it is known that nothing closes it, so that a line of openers is read once. */
type Unclosed = Map<string, number>;

/** Where the mark opened before `from` closes; -1 where it does not. Code and tags are stepped over. */
function closing(text: string, from: number, mark: string, unclosed: Unclosed): number {
  if (from < (unclosed.get(mark) ?? 0)) return -1;
  let at = from;
  for (; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '`' || text[at] === '<') {
      const skipped = /^(`[^`\n]+`|<[^<>\n]+>)/.exec(text.slice(at));
      if (skipped) at += skipped[0].length - 1;
    }
    if (at === from || !text.startsWith(mark, at) || /\s/.test(text[at - 1]!) || text[at - 1] === mark[0]) continue;
    const after = at + mark.length;
    if (!wordAfter(text, after) && text[after] !== mark[0]) return at;
  }
  unclosed.set(mark, at);
  return -1;
}
