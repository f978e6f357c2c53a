/** The message tree as Webex Markdown. Blocks are parted by a blank line; what is nested is prefixed line by line. */
import type { Block, Heading, List } from '../../core/content/tree.ts';
import { tableText } from '../support/table-text.ts';
import { fenceFor, withoutMentions } from './markup-escape.ts';
import { inlinesMarkdown } from './markup-inline.ts';

export function blocksMarkdown(blocks: readonly Block[]): string {
  return blocksWith(blocks, '');
}

/** @param prefix what every line but the first begins with. */
function blocksWith(blocks: readonly Block[], prefix: string): string {
  let markdown = '';
  let marksAlternate = false;
  let before: Block | undefined;
  for (const block of blocks) {
    // Two lists in a row would be one unless their marks differ.
    marksAlternate = isSameList(before, block) && !marksAlternate;
    if (before) markdown += `\n${prefix.trimEnd()}\n${prefix}`;
    markdown += blockMarkdown(block, prefix, marksAlternate);
    before = block;
  }
  return markdown;
}

const isSameList = (before: Block | undefined, block: Block) =>
  before?.type === 'list' && block.type === 'list' && before.ordered === block.ordered;

function blockMarkdown(block: Block, prefix: string, otherMark: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return inlinesMarkdown(block.children, prefix);
    case 'heading':
      return headingMarkdown(block);
    case 'code':
      return fenced(block.text, block.language, prefix);
    case 'table':
      return fenced(tableText(block), undefined, prefix);
    case 'rule':
      return '---';
    case 'quote':
      return `> ${blocksWith(block.children, `${prefix}> `)}`;
    case 'list':
      return listMarkdown(block, prefix, otherMark);
  }
}

/** One line; number signs at its end would be taken for its closing. */
function headingMarkdown({ level, children }: Heading): string {
  const line = inlinesMarkdown(
    children.map((inline) => (inline.type === 'break' ? { type: 'text', text: ' ' } : inline)),
    '',
  );
  return `${'#'.repeat(level)} ${line.replace(/(?<![\\#])#+$/, '\\$&')}`;
}

function fenced(text: string, language: string | undefined, prefix: string): string {
  const fence = fenceFor(text);
  const lines = withoutMentions(text).replaceAll('\n', `\n${prefix}`);
  return `${fence}${language ?? ''}\n${prefix}${lines}\n${prefix}${fence}`;
}

function listMarkdown(list: List, prefix: string, otherMark: boolean): string {
  let markdown = '';
  let number = list.start ?? 1;
  for (const item of list.items) {
    const mark = list.ordered ? `${number++}${otherMark ? ')' : '.'} ` : otherMark ? '* ' : '- ';
    if (markdown !== '') markdown += `\n${prefix}`;
    markdown += mark + itemMarkdown(item, prefix + ' '.repeat(mark.length));
  }
  return markdown;
}

/** A list right below the first line keeps the item tight; only one that begins with 1 may stand there. */
function itemMarkdown(item: readonly Block[], prefix: string): string {
  const [first, second] = item;
  // `- ---` is a rule, not an item with one.
  if (first?.type === 'rule') return `___${blocksWith(item, prefix).slice(3)}`;
  const isTight = first?.type === 'paragraph' && second?.type === 'list' && second.start === undefined;
  if (!isTight) return blocksWith(item, prefix);
  return `${inlinesMarkdown(first.children, prefix)}\n${prefix}${blocksWith(item.slice(1), prefix)}`;
}
