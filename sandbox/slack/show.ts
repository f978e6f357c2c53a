/** What a Slack client shows of a message: as plain text, as the eye reads it, and as HTML for the sandbox's page. */

import { shownPublicly } from '../kit/pictures.ts';
import type { Leaf, ListBlock, RichChild, Style } from './blocks.ts';
import { emojiCharacter } from './emoji.ts';
import type { Message } from './model.ts';
import { leavesIn, type Piece, piecesOf, type TablePiece } from './pieces.ts';
import type { ShownEmoji } from './team-emoji.ts';

/** How ids are shown in this workspace. */
export interface Names {
  user(id: string): string;
  channel(id: string): string;
  /** What the workspace itself made under that name. */
  emoji(name: string): ShownEmoji | undefined;
}

export function shownText(message: Message, names: Names): string {
  return piecesOf(message)
    .map((piece) => pieceEye(piece, names))
    .filter((text) => text !== '')
    .join('\n');
}

export function shownHtml(message: Message, names: Names): string {
  return piecesOf(message)
    .map((piece) => pieceHtml(piece, names))
    .join('');
}

function pieceEye(piece: Piece, names: Names): string {
  if (piece === 'rule') return '———';
  if (!('rows' in piece)) return eye(piece, names);
  return piece.rows.map((row) => row.map((cell) => eye(cell, names)).join(' | ')).join('\n');
}

function pieceHtml(piece: Piece, names: Names): string {
  if (piece === 'rule') return '<hr>';
  return 'rows' in piece ? tableHtml(piece, names) : html(piece, names);
}

/** The first row is shown as the names of the columns. */
function tableHtml({ rows }: TablePiece, names: Names): string {
  const shown = rows.map((row, at) => {
    const tag = at === 0 ? 'th' : 'td';
    return `<tr>${row.map((cell) => `<${tag}>${html(cell, names)}</${tag}>`).join('')}</tr>`;
  });
  return `<table><tbody>${shown.join('')}</tbody></table>`;
}

// ---- as the eye reads it

function eye(children: readonly RichChild[], names: Names): string {
  const shown = children.map((child, index) => {
    const next = children[index + 1];
    if (child.type === 'rich_text_list') return listLines(child, names) + (next ? '\n' : '');
    const run = child.elements.map((leaf) => leafEye(leaf, names)).join('');
    if (child.type !== 'rich_text_section') return run + (next ? '\n' : '');
    // A section does not end in a break by itself; before a list, quote or code block there is one all the same.
    return next && next.type !== 'rich_text_section' ? `${run.replace(/\n$/, '')}\n` : run;
  });
  return shown.join('').replace(/\n$/, '');
}

function listLines(list: ListBlock, names: Names): string {
  const start = (list.offset ?? 0) + 1;
  return list.elements
    .map((item, index) => {
      const bullet = list.style === 'bullet' ? '•' : `${start + index}.`;
      return `${'  '.repeat(list.indent ?? 0)}${bullet} ${item.elements.map((leaf) => leafEye(leaf, names)).join('')}`;
    })
    .join('\n');
}

function leafEye(leaf: Leaf, names: Names): string {
  switch (leaf.type) {
    case 'text':
      return leaf.text;
    case 'link':
      return leaf.text || leaf.url.replace(/^mailto:/, '');
    case 'user':
      return `@${names.user(leaf.user_id)}`;
    case 'usergroup':
      return `@${leaf.usergroup_id}`;
    case 'channel':
      return `#${names.channel(leaf.channel_id)}`;
    case 'team':
      return leaf.team_id;
    case 'broadcast':
      return `@${leaf.range}`;
    case 'emoji':
      return emojiEye(leaf, names);
    case 'date':
      return leaf.fallback ?? new Date(leaf.timestamp * 1000).toISOString();
    case 'color':
      return leaf.value;
  }
}

type EmojiLeaf = Extract<Leaf, { type: 'emoji' }>;

function emojiEye({ name, skin_tone: tone }: EmojiLeaf, names: Names): string {
  const own = names.emoji(name);
  if (own && 'character' in own) return own.character;
  return emojiShown(tone === undefined ? name : `${name}::skin-tone-${tone}`);
}

/** `👍`, or `:shipit:` where no character is known. */
export const emojiShown = (name: string): string => emojiCharacter(name) ?? `:${name}:`;

/** Names of the people and groups that a message calls. */
export function mentionsIn(message: Message, names: Names): string[] {
  return piecesOf(message)
    .flatMap(leavesIn)
    .filter((leaf) => leaf.type === 'user' || leaf.type === 'broadcast')
    .map((leaf) => leafEye(leaf, names).slice(1));
}

// ---- as HTML

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function html(children: readonly RichChild[], names: Names): string {
  let out = '';
  for (let index = 0; index < children.length; index++) {
    const child = children[index]!;
    if (child.type === 'rich_text_list') {
      const end = children.findIndex((other, at) => at > index && other.type !== 'rich_text_list');
      const run = children.slice(index, end === -1 ? undefined : end) as readonly ListBlock[];
      out += listsHtml(run, names);
      index += run.length - 1;
      continue;
    }
    const inner = child.elements.map((leaf) => leafHtml(leaf, names)).join('');
    const flow = inner.replaceAll('\n', '<br>');
    if (child.type === 'rich_text_preformatted') out += `<pre>${inner}</pre>`;
    else if (child.type === 'rich_text_quote') out += `<blockquote>${flow}</blockquote>`;
    else out += `<p>${flow.replace(/<br>$/, '')}</p>`;
  }
  return out;
}

/** Sibling lists with an indent, as lists within lists. */
function listsHtml(run: readonly ListBlock[], names: Names): string {
  const open: string[] = [];
  let out = '';
  const close = (): void => {
    out += `</li></${open.pop()}>`;
  };
  for (const list of run) {
    const depth = (list.indent ?? 0) + 1;
    const tag = list.style === 'bullet' ? 'ul' : 'ol';
    const start = list.offset ? ` start="${list.offset + 1}"` : '';
    while (open.length > depth) close();
    if (open.length === depth && open.at(-1) !== tag) close();
    else if (open.length === depth) out += '</li>';
    while (open.length < depth) {
      open.push(tag);
      out += `<${tag}${start}>${open.length < depth ? '<li>' : ''}`;
    }
    out += list.elements
      .map(
        (item) =>
          `<li>${item.elements
            .map((leaf) => leafHtml(leaf, names))
            .join('')
            .replaceAll('\n', '<br>')}`,
      )
      .join('</li>');
  }
  while (open.length > 0) close();
  return out;
}

const styleTags: readonly (readonly [keyof Style, string])[] = [
  ['code', 'code'],
  ['strike', 's'],
  ['italic', 'em'],
  ['bold', 'strong'],
  ['underline', 'u'],
];

function leafHtml(leaf: Leaf, names: Names): string {
  const plain = escapeHtml(leafEye(leaf, names));
  const own = leaf.type === 'emoji' && leaf.style?.code !== true ? names.emoji(leaf.name) : undefined;
  if (own && 'address' in own) return pictureHtml(own.address, plain);
  const inner = leaf.type === 'link' ? linkHtml(leaf.url, plain) : callsSomeone(leaf) ? `<b>${plain}</b>` : plain;
  return styleTags.reduce((shown, [style, tag]) => (leaf.style?.[style] ? `<${tag}>${shown}</${tag}>` : shown), inner);
}

/** As large as the letters around it. */
const pictureHtml = (address: string, plain: string): string =>
  `<img class="emoji" src="${escapeHtml(shownPublicly(address) ?? '')}" alt="${plain}">`;

const callsSomeone = (leaf: Leaf): boolean => ['user', 'usergroup', 'broadcast', 'channel'].includes(leaf.type);

/** Only addresses that a client opens become links. */
const linkHtml = (url: string, shown: string): string =>
  /^(https?:\/\/|mailto:)/i.test(url)
    ? `<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${shown}</a>`
    : shown;
