/**
 * What Teams' composer makes of what a person types: plain text, the marks it understands (bold, italic, strike, code,
 * fences, quotes, lists, links, headings, rules, tables), or HTML as a client would send it, with mentions by name.
 */
import { allowListed, escapeHtml, innerText, parseHtml, writeHtml } from './html.ts';
import type { TeamsUser } from './world.ts';

export interface Composed {
  readonly content: string;
  readonly mentions: readonly Readonly<Record<string, unknown>>[];
}

const blankLine = '<p>&nbsp;</p>';

/** Runs of spaces survive as Teams keeps them: with non-breaking ones. */
const typed = (text: string): string =>
  escapeHtml(text.replace(/ {2,}/g, (spaces) => `${'\u00a0'.repeat(spaces.length - 1)} `)).replaceAll(
    '\u00a0',
    '&nbsp;',
  );

/** Paragraphs of lines; every empty line is one paragraph of its own. */
function paragraphs(lines: readonly string[], inline: (line: string) => string): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  const close = (): void => {
    if (paragraph.length > 0) out.push(`<p>${paragraph.map(inline).join('<br>')}</p>`);
    paragraph = [];
  };
  for (const line of lines) {
    if (line.trim() !== '') paragraph.push(line.replace(/^ /, '\u00a0'));
    else {
      close();
      out.push(blankLine);
    }
  }
  close();
  return out.join('');
}

export const fromText = (text: string): string => paragraphs(text.replaceAll('\r\n', '\n').split('\n'), typed);

/** A channel or team that can be mentioned as a whole. */
export interface MentionedPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'team';
}

/**
 * `<at>Name</at>` becomes a mention of the person of that name, or with a word of that name, since people shorten
 * mentions word by word; else of the channel or team; an unknown name stays text.
 */
export function fromHtml(html: string, people: readonly TeamsUser[], places: readonly MentionedPlace[] = []): Composed {
  const mentions: Record<string, unknown>[] = [];
  const content = writeHtml(parseHtml(html), (element) => {
    if (element.tag !== 'at') return undefined;
    const name = innerText(element.children).replace(/^@/, '');
    const user =
      people.find(({ displayName }) => displayName === name) ??
      people.find(({ displayName }) => displayName.split(' ').includes(name));
    const place = places.find((one) => one.name === name);
    if (user === undefined && place === undefined) return escapeHtml(innerText(element.children));
    const mentioned =
      user === undefined
        ? { conversation: { id: place!.id, displayName: place!.name, conversationIdentityType: place!.kind } }
        : { user: { id: user.id, displayName: user.displayName, userIdentityType: 'aadUser' } };
    const id = mentions.length;
    mentions.push({ id, mentionText: name, mentioned });
    return `<at id="${id}">${escapeHtml(name)}</at>`;
  });
  return { content, mentions };
}

// ---- marks ------------------------------------------------------------------------------------------------------------

/** Inline marks. Each gives the tag around its first group; code keeps what is inside, a backslash what follows. */
const inlineMarks: readonly { readonly pattern: RegExp; readonly write: (match: RegExpExecArray) => string }[] = [
  { pattern: /\\([\\`*_~[\]()#+\-.!>])/, write: (m) => escapeHtml(m[1]!) },
  { pattern: /`([^`]+)`/, write: (m) => `<code>${escapeHtml(m[1]!)}</code>` },
  {
    pattern: /\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/,
    write: (m) => `<a href="${escapeHtml(m[2]!)}">${inline(m[1]!)}</a>`,
  },
  { pattern: /\*\*(?=\S)(.+?)(?<=\S)\*\*/, write: (m) => `<strong>${inline(m[1]!)}</strong>` },
  { pattern: /~~(?=\S)(.+?)(?<=\S)~~/, write: (m) => `<s>${inline(m[1]!)}</s>` },
  { pattern: /(?<![\p{L}\p{N}_])_(?=\S)(.+?)(?<=\S)_(?![\p{L}\p{N}_])/u, write: (m) => `<em>${inline(m[1]!)}</em>` },
];

function inline(text: string): string {
  const found = inlineMarks
    .map((mark) => ({ mark, match: mark.pattern.exec(text) }))
    .filter((hit): hit is { mark: (typeof inlineMarks)[number]; match: RegExpExecArray } => hit.match !== null)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (found === undefined) return typed(text);
  const { match, mark } = found;
  return typed(text.slice(0, match.index)) + mark.write(match) + inline(text.slice(match.index + match[0].length));
}

const bullet = /^(\s*)[-*] (.*)$/;
const numbered = /^(\s*)(\d+)\. (.*)$/;
const quoted = /^> ?(.*)$/;
const fence = /^```(\w*)\s*$/;
const titled = /^(#{1,3}) (.*\S)\s*$/;
const ruled = /^ {0,3}-{3,}\s*$/;
const tabled = /^\|(.+)\|\s*$/;
const dashes = /^[\s|:-]+$/;

/** Takes lines from the start of `lines` while they match; the groups of each. */
function takeWhile(lines: string[], pattern: RegExp): RegExpExecArray[] {
  const taken: RegExpExecArray[] = [];
  for (let match = pattern.exec(lines[0] ?? '\0'); match !== null; match = pattern.exec(lines[0] ?? '\0')) {
    taken.push(match);
    lines.shift();
  }
  return taken;
}

const isListLine = (line: string | undefined): boolean =>
  line !== undefined && (bullet.test(line) || numbered.test(line));
const indentOf = (line: string): number => line.length - line.trimStart().length;

/** One list: its lines have the first line's indentation; deeper ones are lists inside the item before them. */
function list(lines: string[]): string {
  const indent = indentOf(lines[0]!);
  const ordered = numbered.exec(lines[0]!);
  const items: string[] = [];
  while (isListLine(lines[0]) && indentOf(lines[0]!) >= indent) {
    const line = lines[0]!;
    if (indentOf(line) > indent) {
      items.push(`${items.pop() ?? ''}${list(lines)}`);
      continue;
    }
    if (numbered.test(line) !== (ordered !== null)) break;
    items.push(inline((numbered.exec(line)?.[3] ?? bullet.exec(line)?.[2])!));
    lines.shift();
  }
  const start = ordered !== null && ordered[2] !== '1' ? ` start="${Number(ordered[2])}"` : '';
  const tag = ordered === null ? 'ul' : 'ol';
  return `<${tag}${start}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`;
}

function title(lines: string[]): string {
  const [, marks = '', words = ''] = titled.exec(lines.shift()!)!;
  return `<h${marks.length}>${inline(words)}</h${marks.length}>`;
}

function rule(lines: string[]): string {
  lines.shift();
  return '<hr>';
}

/** A row of dashes below the first one makes it a header. */
function table(lines: string[]): string {
  const rows = takeWhile(lines, tabled).map((match) => match[1]!);
  const header = dashes.test(rows[1] ?? '');
  if (header) rows.splice(1, 1);
  const written = rows.map((row, at) => {
    const tag = header && at === 0 ? 'th' : 'td';
    return `<tr>${row
      .split('|')
      .map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`)
      .join('')}</tr>`;
  });
  return `<table><tbody>${written.join('')}</tbody></table>`;
}

function quote(lines: string[]): string {
  const inner = takeWhile(lines, quoted).map((match) => match[1]!);
  return `<blockquote>${fromMarkdown(inner.join('\n'))}</blockquote>`;
}

/** Each takes its lines away. */
const blockMarks: readonly {
  readonly opens: (line: string) => boolean;
  readonly write: (lines: string[]) => string;
}[] = [
  { opens: (line) => fence.test(line), write: fenced },
  { opens: isListLine, write: list },
  { opens: (line) => quoted.test(line), write: quote },
  { opens: (line) => titled.test(line), write: title },
  { opens: (line) => ruled.test(line), write: rule },
  { opens: (line) => tabled.test(line), write: table },
];

function fenced(lines: string[]): string {
  lines.shift();
  const end = lines.findIndex((line) => fence.test(line));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return `<pre><code>${escapeHtml(code.join('\n'))}</code></pre>`;
}

export function fromMarkdown(markdown: string): string {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const out: string[] = [];
  let plain: string[] = [];
  const closePlain = (): void => {
    out.push(paragraphs(plain, inline));
    plain = [];
  };
  while (lines.length > 0) {
    const line = lines[0]!;
    const block = blockMarks.find(({ opens }) => opens(line))?.write;
    if (block === undefined) plain.push(lines.shift()!);
    else {
      closePlain();
      out.push(block(lines));
    }
  }
  closePlain();
  return allowListed(out.join(''));
}
