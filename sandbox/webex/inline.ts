/**
 * The inline half of Webex's markdown (a CommonMark subset): emphasis, code, links, mentions, breaks. Strikethrough
 * stays text; raw HTML is HTML, to be sanitised by whoever asked ("REST API Basics: Formatting messages").
 */

/** Whom `<@personEmail:…>` and `<@personId:…>` mean, in the room the message is for. */
export interface MentionResolver {
  /** The API's id of a member; undefined for anybody else, who is then named as plain text. */
  person(by: 'personEmail' | 'personId', value: string): { readonly id: string; readonly name: string } | undefined;
}

interface Run {
  readonly mark: '*' | '_';
  readonly length: number;
  left: number;
  readonly opens: boolean;
  readonly closes: boolean;
  openTags: string;
  closeTags: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

const decodeEntity = (body: string): string | undefined => {
  const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(body);
  if (!number) return entities[body];
  const point = number[1] ? Number.parseInt(number[1], 16) : Number(number[2]);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
};
const plain = (source: string): string =>
  source.replace(
    /\\([!-/:-@[-`{-~])|&(#?\w+);/g,
    (whole, escaped?: string, entity?: string) => escaped ?? decodeEntity(entity ?? '') ?? whole,
  );

const isLinkable = (address: string): boolean => /^(https?:\/\/|mailto:)\S+$/i.test(address);
const anchor = (address: string, html: string): string => `<a href="${escapeHtml(address)}">${html}</a>`;

export function renderInline(source: string, mentions: MentionResolver): string {
  const pieces: (string | Run)[] = [];
  let at = 0;
  while (at < source.length) {
    const piece = readSpecial(source, at, mentions) ?? { length: 1, html: escapeHtml(source[at] ?? '') };
    pieces.push('run' in piece ? piece.run : piece.html);
    at += piece.length;
  }
  pairEmphasis(pieces.filter((piece) => typeof piece !== 'string'));
  return pieces
    .map((piece) =>
      typeof piece === 'string' ? piece : piece.closeTags + piece.mark.repeat(piece.left) + piece.openTags,
    )
    .join('');
}

type Piece = { readonly length: number } & ({ readonly html: string } | { readonly run: Run });

function readSpecial(source: string, at: number, mentions: MentionResolver): Piece | undefined {
  const rest = source.slice(at);
  switch (source[at]) {
    case '\\': {
      if (rest[1] === '\n') return { length: 2, html: '<br/>' };
      const escaped = /^\\([!-/:-@[-`{-~])/.exec(rest)?.[1];
      return escaped === undefined ? undefined : { length: 2, html: escapeHtml(escaped) };
    }
    case '\n':
      return { length: 1, html: '\n' };
    case ' ': {
      const lineEnd = /^( +)\n */.exec(rest);
      return lineEnd ? { length: lineEnd[0].length, html: (lineEnd[1]?.length ?? 0) > 1 ? '<br/>' : '\n' } : undefined;
    }
    case '`':
      return readCode(rest);
    case '<':
      return readAngle(rest, mentions);
    case '&': {
      const entity = /^&(#?\w+);/.exec(rest);
      const decoded = entity ? decodeEntity(entity[1] ?? '') : undefined;
      return decoded === undefined ? undefined : { length: entity?.[0].length ?? 1, html: escapeHtml(decoded) };
    }
    case '!':
      return rest[1] === '[' ? readLink(rest, 1, mentions) : undefined;
    case '[':
      return readLink(rest, 0, mentions);
    case '*':
    case '_':
      return readRun(source, at);
    default: {
      const text = /^[^\\\n `<&![*_]+/.exec(rest)?.[0];
      return text ? { length: text.length, html: escapeHtml(text) } : undefined;
    }
  }
}

function readCode(rest: string): Piece {
  const fence = /^`+/.exec(rest)?.[0] ?? '`';
  for (const found of rest.slice(fence.length).matchAll(/`+/g)) {
    if (found[0].length !== fence.length) continue;
    const inner = rest.slice(fence.length, fence.length + found.index).replaceAll('\n', ' ');
    const trimmed = /^ .*[^ ].* $/.test(inner) ? inner.slice(1, -1) : inner;
    return { length: fence.length * 2 + found.index, html: `<code>${escapeHtml(trimmed)}</code>` };
  }
  return { length: fence.length, html: fence };
}

function readAngle(rest: string, mentions: MentionResolver): Piece | undefined {
  const all = /^<@all(?:\|([^<>\n]*))?>/.exec(rest);
  if (all) {
    const html = `<spark-mention data-object-type="groupMention" data-group-type="all">${escapeHtml(all[1] || 'All')}</spark-mention>`;
    return { length: all[0].length, html };
  }
  const mention = /^<@(personEmail|personId):([^<>|\s]+)(?:\|([^<>\n]*))?>/.exec(rest);
  if (mention) {
    const [whole, by, value = '', label] = mention;
    const found = mentions.person(by === 'personId' ? 'personId' : 'personEmail', value);
    const shown = escapeHtml(label || found?.name || value);
    const html = found
      ? `<spark-mention data-object-type="person" data-object-id="${found.id}">${shown}</spark-mention>`
      : shown;
    return { length: whole.length, html };
  }
  const address = /^<([a-z][a-z0-9+.-]*:[^<>\s]+)>/i.exec(rest);
  if (address?.[1] && isLinkable(address[1]))
    return { length: address[0].length, html: anchor(address[1], escapeHtml(address[1])) };
  const mail = /^<([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/.exec(rest);
  if (mail?.[1]) return { length: mail[0].length, html: anchor(`mailto:${mail[1]}`, escapeHtml(mail[1])) };
  return readRawHtml(rest);
}

const attribute = /\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/i;
const rawTag = new RegExp(
  `^<(?:([a-z][a-z0-9-]*)(?:${attribute.source})*\\s*/?|/([a-z][a-z0-9-]*)\\s*)>|^<!--[^]*?-->`,
  'i',
);

/** CommonMark 6.6. Nobody is called by a tag alone. */
function readRawHtml(rest: string): Piece | undefined {
  const tag = rawTag.exec(rest);
  if (!tag) return undefined;
  const isMention = /^spark-mention$/i.test(tag[1] ?? tag[2] ?? '');
  return { length: tag[0].length, html: isMention ? '' : tag[0] };
}

/** Where the bracket that opens at 0 is closed, code spans and escapes skipped. */
function closingBracket(text: string): number {
  let depth = 0;
  for (const found of text.matchAll(/\\.|(`+)(?!`)[\s\S]*?[^`]\1(?!`)|[[\]]/g)) {
    if (found[0] === '[') depth += 1;
    else if (found[0] === ']') depth -= 1;
    if (depth === 0) return found.index;
  }
  return -1;
}

/** `[text](address "title")`; of an image, its text as a link. */
function readLink(rest: string, skip: number, mentions: MentionResolver): Piece | undefined {
  const body = rest.slice(skip);
  const end = closingBracket(body);
  if (end < 0) return undefined;
  const target =
    /^\(\s*(?:<([^<>\n]*)>|((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/.exec(
      body.slice(end + 1),
    );
  if (!target) return undefined;
  const address = plain(target[1] ?? target[2] ?? '');
  if (!isLinkable(address)) return undefined;
  const inner = renderInline(body.slice(1, end), mentions).replace(/<\/?a\b[^>]*>/g, '');
  return { length: skip + end + 1 + target[0].length, html: anchor(address, inner) };
}

/** CommonMark 6.2: what may open or close emphasis depends on the characters around the run. */
function readRun(source: string, at: number): Piece {
  const mark = source[at] === '*' ? '*' : '_';
  let length = 1;
  while (source[at + length] === mark) length += 1;
  const before = at === 0 ? ' ' : (/.$/su.exec(source.slice(Math.max(0, at - 2), at))?.[0] ?? ' ');
  const after = String.fromCodePoint(source.codePointAt(at + length) ?? 32);
  const isSpace = (character: string) => /\s/u.test(character);
  const isSign = (character: string) => /[\p{P}\p{S}]/u.test(character);
  const left = !isSpace(after) && (!isSign(after) || isSpace(before) || isSign(before));
  const right = !isSpace(before) && (!isSign(before) || isSpace(after) || isSign(after));
  const opens = mark === '*' ? left : left && (!right || isSign(before));
  const closes = mark === '*' ? right : right && (!left || isSign(after));
  return { length, run: { mark, length, left: length, opens, closes, openTags: '', closeTags: '' } };
}

const canPair = (opener: Run, closer: Run): boolean =>
  opener.mark === closer.mark &&
  opener.opens &&
  opener.left > 0 &&
  // "Rule of three": a run that could do both may not make an uneven pair.
  (!(opener.closes || closer.opens) ||
    (opener.length + closer.length) % 3 !== 0 ||
    (opener.length % 3 === 0 && closer.length % 3 === 0));

function pairEmphasis(all: readonly Run[]): void {
  let open: Run[] = [];
  for (const closer of all) {
    while (closer.closes && closer.left > 0) {
      const index = open.findLastIndex((opener) => canPair(opener, closer));
      const opener = open[index];
      if (!opener) break;
      const tag = opener.left > 1 && closer.left > 1 ? 'strong' : 'em';
      const used = tag === 'strong' ? 2 : 1;
      opener.left -= used;
      closer.left -= used;
      opener.openTags = `<${tag}>${opener.openTags}`;
      closer.closeTags += `</${tag}>`;
      open = open.slice(0, opener.left > 0 ? index + 1 : index);
    }
    if (closer.opens && closer.left > 0) open.push(closer);
  }
}
