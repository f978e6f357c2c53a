/**
 * Links that can't deceive: an address that a browser would run or that has no host is no link, and a link whose label
 * names another host than it leads to says where it leads.
 */
import { hiddenHost, hiddenTogether } from './link-labels.ts';
import { unseen } from './lookalikes.ts';
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

/**
 * The same tree, with the true host after every link whose label names another; idempotent. Links side by side read as
 * one label.
 */
export function revealHosts(blocks: readonly Block[]): readonly Block[] {
  return mapParagraphs(blocks, (children) => (children.some(isLink) ? withHosts(children) : children));
}

const isLink = (inline: Inline): inline is Link => inline.type === 'link';

function withHosts(children: readonly Inline[]): readonly Inline[] {
  const notes = notesOn(children);
  if (notes.size === 0) return children;
  const shown: Inline[] = [];
  let owed = '';
  for (const inline of children) {
    if (owed === '' || (isPlain(inline) && inline.text.startsWith(owed))) shown.push(inline);
    else if (isUnstyled(inline)) shown.push({ type: 'text', text: owed + inline.text });
    else shown.push({ type: 'text', text: owed }, inline);
    owed = notes.get(inline) ?? '';
  }
  if (owed !== '') shown.push({ type: 'text', text: owed });
  return shown;
}

/** What is owed behind a link, by the link. */
function notesOn(children: readonly Inline[]): ReadonlyMap<Inline, string> {
  const notes = new Map<Inline, string>();
  let run: Link[] = [];
  for (const [at, inline] of children.entries()) {
    if (isLink(inline)) {
      run.push(inline);
      const host = hiddenHost(labelOf(inline), inline.url);
      if (host !== undefined) notes.set(inline, noteOf([host]));
    }
    const goesOn = isLink(inline) || (run.length > 0 && isUnseen(inline));
    if (goesOn && at < children.length - 1) continue;
    if (run.length > 1) noteTogether(run, notes);
    run = [];
  }
  return notes;
}

/** Told behind the last of them. */
function noteTogether(run: readonly Link[], notes: Map<Inline, string>): void {
  const last = run.at(-1);
  const together = hiddenTogether(run.map((link) => ({ label: labelOf(link), url: link.url })));
  if (!last || together.length === 0) return;
  const alone = hiddenHost(labelOf(last), last.url);
  notes.set(last, noteOf([...new Set(alone === undefined ? together : [alone, ...together])]));
}

const noteOf = (hosts: readonly string[]): string => ` (${hosts.join(', ')})`;

function labelOf({ children }: Link): string {
  let label = '';
  for (const child of children) label += child.text;
  return label;
}

/** Text that stands for nothing else. */
const isPlain = (inline: Inline): inline is Text => inline.type === 'text' && !isWhole(inline);

const isUnstyled = (inline: Inline): inline is Text =>
  isPlain(inline) && !inline.bold && !inline.italic && !inline.strike && !inline.underline;

const isUnseen = (inline: Inline): boolean => isPlain(inline) && inline.text.replace(unseen, '') === '';
