/** The `text` of a message: what clients make from rich text, and what the server makes of an app's own text. */
import type { Block, Leaf, ListBlock, RichChild, Style } from './blocks.ts';

/** "Formatting message text": these three, and no others. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Rich text as the escaped mrkdwn that goes beside it. */
export function toMrkdwn(children: readonly RichChild[]): string {
  return children.map((child, index) => childText(child, children[index + 1])).join('');
}

/** The text of a message that came with blocks alone. */
export const textOf = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => (block.type === 'rich_text' ? toMrkdwn(block.elements) : ''))
    .join('\n')
    .trim();

function childText(child: RichChild, next: RichChild | undefined): string {
  const end = next === undefined ? '' : '\n';
  if (child.type === 'rich_text_list') return `${listText(child)}${end}`;
  const run = child.elements.map(leafText).join('');
  if (child.type === 'rich_text_quote') return `${prefixed(run, '&gt; ')}${end}`;
  if (child.type === 'rich_text_preformatted') return `\`\`\`${run}\`\`\`${end}`;
  return run;
}

const prefixed = (run: string, prefix: string): string =>
  run
    .split('\n')
    .map((line) => prefix + line)
    .join('\n');

/** Mrkdwn has no lists: clients write bullets and numbers, indented by four spaces a level. */
function listText(list: ListBlock): string {
  return list.elements
    .map((item, index) => {
      const bullet = list.style === 'bullet' ? '•' : `${(list.offset ?? 0) + index + 1}.`;
      return `${'    '.repeat(list.indent ?? 0)}${bullet} ${item.elements.map(leafText).join('')}`;
    })
    .join('\n');
}

function leafText(leaf: Leaf): string {
  switch (leaf.type) {
    case 'text':
      return marked(escapeText(leaf.text), leaf.style);
    case 'link':
      return marked(
        leaf.text === undefined ? `<${tagUrl(leaf.url)}>` : `<${tagUrl(leaf.url)}|${escapeText(leaf.text)}>`,
        leaf.style,
      );
    case 'user':
      return marked(`<@${leaf.user_id}>`, leaf.style);
    case 'usergroup':
      return `<!subteam^${leaf.usergroup_id}>`;
    case 'channel':
      return marked(`<#${leaf.channel_id}>`, leaf.style);
    case 'broadcast':
      return `<!${leaf.range}>`;
    case 'emoji':
      return `:${leaf.name}:${leaf.skin_tone === undefined ? '' : `:skin-tone-${leaf.skin_tone}:`}`;
    case 'date':
      return `<!date^${leaf.timestamp}^${leaf.format}|${escapeText(leaf.fallback ?? '')}>`;
    case 'color':
      return leaf.value;
    case 'team':
      return `<!team^${leaf.team_id}>`;
  }
}

const tagUrl = (url: string): string =>
  url.replaceAll('&', '&amp;').replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');

/** Marks hug their words: spaces at the edges stay outside. */
function marked(text: string, style: Style | undefined): string {
  const marks = [style?.bold && '*', style?.italic && '_', style?.strike && '~', style?.code && '`'].filter(
    (mark): mark is string => typeof mark === 'string',
  );
  const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (core === '' || marks.length === 0) return text;
  return before + marks.join('') + core + marks.toReversed().join('') + after;
}

/**
 * An app's `text` as the server keeps it: stray `& < >` escaped, bare addresses made links; tags, entities and code are
 * left alone.
 */
export function normaliseText(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`|<[@#!]?[^<>\n]+>)/)
    .map((piece, index) => {
      if (index % 2 === 1 && piece.startsWith('<')) return piece;
      const escaped = piece
        .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;');
      return index % 2 === 1 ? escaped : escaped.replace(bareAddress, '<$&>');
    })
    .join('');
}

const bareAddress = /(?<![\p{L}\p{N}])https?:\/\/(?:(?!&[lg]t;)[^\s|"*~`])*(?:(?!&[lg]t;)[^\s|"*~`.,;:!?')\]_])/gu;
