/**
 * The message tree as HTML for Teams. Every character of a message passes `escapeHtml`; tags come from here alone, so
 * no text becomes a tag, a mention (`<at>`) or a link.
 */
import { type EmojiText, isCustomEmoji, publicPicture } from '../../core/content/emoji.ts';
import { isMention } from '../../core/content/mentions.ts';
import { inStyle } from '../../core/content/restyle.ts';
import type { Block, Code, Heading, Inline, Style, Table, Text } from '../../core/content/tree.ts';

export function blocksHtml(blocks: readonly Block[]): string {
  let html = '';
  for (const block of blocks) html += blockHtml(block);
  return html;
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${inlinesHtml(block.children)}</p>`;
    case 'heading':
      return headingHtml(block);
    case 'table':
      return tableHtml(block);
    case 'rule':
      return '<hr>';
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'quote':
      return `<blockquote>${blocksHtml(block.children)}</blockquote>`;
    case 'list': {
      let items = '';
      for (const item of block.items) items += `<li>${itemHtml(item)}</li>`;
      if (!block.ordered) return `<ul>${items}</ul>`;
      return `<ol${block.start === undefined ? '' : ` start="${block.start}"`}>${items}</ol>`;
    }
  }
}

/** Teams' composer knows three levels; a deeper heading is a bold line. */
function headingHtml({ level, children }: Heading): string {
  if (level <= 3) return `<h${level}>${inlinesHtml(children)}</h${level}>`;
  return `<p>${inlinesHtml(children.map(emboldened))}</p>`;
}

const emboldened = (inline: Inline): Inline => inStyle(inline, { bold: true });

function tableHtml({ header, rows }: Table): string {
  let width = 0;
  for (const row of rows) width = Math.max(width, row.length);
  let html = '';
  for (const [index, row] of rows.entries()) {
    const tag = header && index === 0 ? 'th' : 'td';
    html += '<tr>';
    for (let column = 0; column < width; column++) html += `<${tag}>${inlinesHtml(row[column] ?? [])}</${tag}>`;
    html += '</tr>';
  }
  return `<table><tbody>${html}</tbody></table>`;
}

/** A lone paragraph at the start of an item goes without a tag, as Teams writes it. */
function itemHtml(item: readonly Block[]): string {
  const [first, second] = item;
  if (first?.type !== 'paragraph' || second?.type === 'paragraph') return blocksHtml(item);
  return inlinesHtml(first.children) + blocksHtml(item.slice(1));
}

function inlinesHtml(children: readonly Inline[]): string {
  let html = '';
  // White space next to white space vanishes on the far side unless it can't collapse.
  let vanishes = true;
  for (const inline of children) {
    if (inline.type === 'break') {
      html += '<br>';
      vanishes = true;
      continue;
    }
    if (inline.type === 'link') {
      html += `<a href="${escapeHtml(inline.url)}">`;
      for (const child of inline.children) {
        html += runHtml(child, vanishes);
        vanishes = endsInSpace(child);
      }
      html += '</a>';
      continue;
    }
    if (isMention(inline)) html += styledHtml(mentionHtml(inline.text), inline);
    else if (isCustomEmoji(inline)) html += styledHtml(emojiHtml(inline), inline);
    else html += runHtml(inline, vanishes);
    vanishes = endsInSpace(inline);
  }
  return html;
}

/** About as large as the letters around it. */
const emojiPixels = 20;

/**
 * "Format your bot messages": a bot's text takes `<img>`, and its size should be said. Teams loads it from its address,
 * so that must be one that is everybody's; one that moves may stand still.
 */
function emojiHtml({ text, emoji }: EmojiText): string {
  const address = publicPicture(emoji.picture ?? '');
  if (address === undefined) return escapeHtml(text);
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(text)}" width="${emojiPixels}" height="${emojiPixels}">`;
}

/** What makes it a mention is an entity beside the text that repeats this to the letter. */
export const mentionHtml = (shown: string): string => `<at>${escapeHtml(mentionName(shown))}</at>`;

/** Teams shows names in mentions without an @. */
export const mentionName = (shown: string): string => shown.replace(/^@(?=.)/, '');

const endsInSpace = (run: Text | Code) => run.type === 'text' && run.text.endsWith(' ');

function runHtml(run: Text | Code, vanishes: boolean): string {
  return styledHtml(run.type === 'text' ? spacedHtml(run.text, vanishes) : `<code>${codeHtml(run.text)}</code>`, run);
}

function styledHtml(inner: string, { strike, underline, italic, bold }: Style): string {
  let html = inner;
  if (strike) html = `<s>${html}</s>`;
  if (underline) html = `<u>${html}</u>`;
  if (italic) html = `<em>${html}</em>`;
  if (bold) html = `<strong>${html}</strong>`;
  return html;
}

function spacedHtml(text: string, vanishes: boolean): string {
  const escaped = escapeHtml(text);
  if (!(vanishes && text.startsWith(' ')) && !text.includes('  ')) return escaped;
  let html = '';
  let after = vanishes;
  for (const character of escaped) {
    html += character === ' ' && after ? '&nbsp;' : character;
    after = character === ' ';
  }
  return html;
}

const collapses = /^ | $| {2}/;

function codeHtml(text: string): string {
  const escaped = escapeHtml(text);
  return collapses.test(text) ? escaped.replaceAll(' ', '&nbsp;') : escaped;
}

const special = /[&<>"]/;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  if (!special.test(text)) return text;
  let html = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const entity = entities[text.charAt(at)];
    if (entity === undefined) continue;
    html += text.slice(from, at) + entity;
    from = at + 1;
  }
  return html + text.slice(from);
}
