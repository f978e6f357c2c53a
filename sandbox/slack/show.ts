/** What a Slack client shows of a message: as plain text, as the eye reads it, and as HTML for the sandbox's page. */
import type { Block, Leaf, ListBlock, RichChild, Style, TextObject } from './blocks.ts';
import { emojiCharacter } from './emoji.ts';
import { markdown, mrkdwn } from './inline.ts';
import { parseMarkup } from './markup.ts';
import type { Message } from './model.ts';

/** How ids are shown in this workspace. */
export interface Names {
  user(id: string): string;
  channel(id: string): string;
}

/** A message as pieces below one another: rich text, or a rule across. */
type Piece = readonly RichChild[] | 'rule';

export function shownText(message: Message, names: Names): string {
  return piecesOf(message)
    .map((piece) => (piece === 'rule' ? '———' : eye(piece, names)))
    .filter((text) => text !== '')
    .join('\n');
}

export function shownHtml(message: Message, names: Names): string {
  return piecesOf(message)
    .map((piece) => (piece === 'rule' ? '<hr>' : html(piece, names)))
    .join('');
}

function piecesOf(message: Message): Piece[] {
  const own = message.blocks.length > 0 ? message.blocks.flatMap(blockPieces) : [bodyOf(message)];
  const cards = message.attachments
    .filter((card) => card['from_url'] === undefined)
    .map((card) =>
      ['pretext', 'title', 'text']
        .map((key) => card[key])
        .filter((part) => typeof part === 'string')
        .join('\n'),
    )
    .map((text) => parseMarkup(text, mrkdwn));
  return [...own, ...cards];
}

function bodyOf(message: Message): RichChild[] {
  if (message.mrkdwn) return parseMarkup(message.text, mrkdwn);
  return message.text === '' ? [] : [section([{ type: 'text', text: message.text }])];
}

const section = (elements: Leaf[]): RichChild => ({ type: 'rich_text_section', elements });

const written = (text: TextObject): RichChild[] =>
  text.type === 'mrkdwn' ? parseMarkup(text.text, mrkdwn) : [section([{ type: 'text', text: text.text }])];

function blockPieces(block: Block): Piece[] {
  switch (block.type) {
    case 'rich_text':
      return [block.elements];
    case 'section':
      return [...(block.text ? [written(block.text)] : []), ...(block.fields ?? []).map(written)];
    case 'header':
      return [[section([{ type: 'text', text: block.text.text, style: { bold: true } }])]];
    case 'context':
      return block.elements.map((part) =>
        part.type === 'image' ? [section([{ type: 'text', text: part.alt_text }])] : written(part),
      );
    case 'image':
      return [[section([{ type: 'text', text: block.title?.text ?? block.alt_text }])]];
    case 'markdown':
      return [parseMarkup(block.text, markdown)];
    case 'divider':
      return ['rule'];
  }
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
      return emojiShown(leaf.skin_tone === undefined ? leaf.name : `${leaf.name}::skin-tone-${leaf.skin_tone}`);
    case 'date':
      return leaf.fallback ?? new Date(leaf.timestamp * 1000).toISOString();
    case 'color':
      return leaf.value;
  }
}

/** `👍`, or `:shipit:` where no character is known. */
export const emojiShown = (name: string): string => emojiCharacter(name) ?? `:${name}:`;

/** Names of the people and groups that a message calls. */
export function mentionsIn(message: Message, names: Names): string[] {
  const leaves = piecesOf(message).flatMap((piece) => (piece === 'rule' ? [] : piece.flatMap(childLeaves)));
  return leaves
    .filter((leaf) => leaf.type === 'user' || leaf.type === 'broadcast')
    .map((leaf) => leafEye(leaf, names).slice(1));
}

const childLeaves = (child: RichChild): readonly Leaf[] =>
  child.type === 'rich_text_list' ? child.elements.flatMap((item) => item.elements) : child.elements;

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
  const inner = leaf.type === 'link' ? linkHtml(leaf.url, plain) : callsSomeone(leaf) ? `<b>${plain}</b>` : plain;
  return styleTags.reduce((shown, [style, tag]) => (leaf.style?.[style] ? `<${tag}>${shown}</${tag}>` : shown), inner);
}

const callsSomeone = (leaf: Leaf): boolean => ['user', 'usergroup', 'broadcast', 'channel'].includes(leaf.type);

/** Only addresses that a client opens become links. */
const linkHtml = (url: string, shown: string): string =>
  /^(https?:\/\/|mailto:)/i.test(url)
    ? `<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${shown}</a>`
    : shown;
