/**
 * Links that can't deceive: an address that a browser would run or that has no host is no link, and a link whose label
 * names another host than it leads to says where it leads.
 */
import { mapParagraphs } from './map.ts';
import type { Block, Inline, Link, Text } from './tree.ts';
import { isWhole } from './wholes.ts';

const schemes = new Set(['http:', 'https:', 'mailto:']);
/** Longer ones are no longer addresses that a person was meant to follow. */
const longestUrl = 8192;

/** The address in a form that holds no white space, quote or angle bracket; undefined where it must not be a link. */
export function safeUrl(raw: string): string | undefined {
  if (raw.length > longestUrl) return undefined;
  const url = URL.parse(raw);
  if (!url || !schemes.has(url.protocol)) return undefined;
  if (url.protocol === 'mailto:') {
    if (!url.pathname.includes('@')) return undefined;
  } else if (url.hostname === '') return undefined;
  const spelt = isPlainAscii(raw) && (url.protocol === 'mailto:' || raw.startsWith('//', url.protocol.length));
  const safe = spelt ? raw : strayCharacters(url.href);
  return safe.length > longestUrl ? undefined : safe;
}

/** Printable ASCII without what a browser or a dialect could take for the end of the address. */
function isPlainAscii(raw: string): boolean {
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code <= 0x20 || code >= 0x7f || unsafe.includes(raw.charAt(at))) return false;
  }
  return true;
}

const unsafe = '"<>\\^`{|}';

/** `URL` leaves some of these as they are in queries and fragments. */
function strayCharacters(href: string): string {
  let safe = '';
  for (const character of href) {
    safe += unsafe.includes(character) || character <= ' ' ? encodeURIComponent(character) : character;
  }
  return safe;
}

/** The same tree, with the true host after every link whose label names another; idempotent. */
export function revealHosts(blocks: readonly Block[]): readonly Block[] {
  return mapParagraphs(blocks, (children) => (children.some(isMisleading) ? withHosts(children) : children));
}

const isMisleading = (inline: Inline) => inline.type === 'link' && hiddenHost(inline) !== undefined;

function withHosts(children: readonly Inline[]): Inline[] {
  const shown: Inline[] = [];
  let owed = '';
  for (const inline of children) {
    if (owed === '' || (isPlain(inline) && inline.text.startsWith(owed))) shown.push(inline);
    else if (isUnstyled(inline)) shown.push({ type: 'text', text: owed + inline.text });
    else shown.push({ type: 'text', text: owed }, inline);
    const host = inline.type === 'link' ? hiddenHost(inline) : undefined;
    owed = host === undefined ? '' : ` (${host})`;
  }
  if (owed !== '') shown.push({ type: 'text', text: owed });
  return shown;
}

/** Text that stands for nothing else. */
const isPlain = (inline: Inline): inline is Text => inline.type === 'text' && !isWhole(inline);

const isUnstyled = (inline: Inline): inline is Text =>
  isPlain(inline) && !inline.bold && !inline.italic && !inline.strike && !inline.underline;

/** Where the link leads, if its label gives another impression. */
function hiddenHost(link: Link): string | undefined {
  let label = '';
  for (const child of link.children) label += child.text;
  const mayName = label.includes('.') || label.includes('://') || foreign.test(label) || link.url.includes('xn--');
  if (!mayName) return undefined;
  const url = URL.parse(link.url);
  if (!url) return undefined;
  const target = (url.protocol === 'mailto:' ? url.pathname : url.host).toLowerCase();
  const isForeign = target.includes('xn--');
  if (label === link.url && url.username === '' && !isForeign) return undefined;
  const words = label.normalize('NFKC').replace(dots, '.').replace(invisible, '').toLowerCase().split(/\s+/u);
  // A host outside ASCII may look like any other one: only its ASCII form is beyond doubt.
  const isShown = isForeign ? words.some((word) => word.includes(target)) : words.every((word) => agrees(word, target));
  return isShown ? undefined : target;
}

const foreign = /\P{ASCII}/u;
const dots = /[\u3002\uff0e\uff61]/g;
const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
const authorityEnd = /[/?#\\\u2044\u2215\u29f8]/u;
const wordCharacter = /[\p{L}\p{N}]/u;
const hostLike = /\.\p{L}{2,}(?::\d+)?$|^\d+\.\d+\.\d+\.\d+$/u;

/** Whether a word of a label names no host, or this one. */
function agrees(word: string, target: string): boolean {
  const scheme = word.indexOf('://');
  const authority = (scheme === -1 ? word : word.slice(scheme + 3)).split(authorityEnd, 1)[0] ?? '';
  const shown = withoutWww(withoutPunctuation(authority.startsWith('mailto:') ? authority.slice(7) : authority));
  if (scheme === -1 && !hostLike.test(shown)) return true;
  const host = withoutWww(target);
  return shown === host || (host.startsWith(shown) && /^:\d+$/.test(host.slice(shown.length)));
}

/** `(example.com),` without what surrounds it. */
function withoutPunctuation(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && !wordCharacter.test(word.charAt(from))) from++;
  while (to > from && !wordCharacter.test(word.charAt(to - 1))) to--;
  return word.slice(from, to);
}

const withoutWww = (host: string) => (host.startsWith('www.') ? host.slice(4) : host);
