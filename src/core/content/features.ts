/** Which features a tree makes use of: what a platform may have to convert. */
import type { Feature } from '../capabilities.ts';
import type { Block, Inline, List, Mention, Quote, Style } from './tree.ts';

export function featuresIn(blocks: readonly Block[]): Set<Feature> {
  const used = new Set<Feature>();
  for (const block of blocks) addBlock(block, used);
  return used;
}

/** Teams and Slack have no more levels that differ. */
const largeLevels = 3;

function addBlock(block: Block, used: Set<Feature>): void {
  switch (block.type) {
    case 'paragraph':
      used.add('paragraph');
      addInlines(block.children, used);
      break;
    case 'heading':
      used.add(block.level <= largeLevels ? 'heading' : 'smallHeading');
      addInlines(block.children, used);
      break;
    case 'code':
      used.add('codeBlock');
      if (block.language !== undefined) used.add('codeLanguage');
      break;
    case 'quote':
      addQuote(block, used);
      break;
    case 'list':
      addList(block, used);
      break;
    case 'table':
      used.add('table');
      for (const row of block.rows) for (const cell of row) addInlines(cell, used);
      break;
    case 'rule':
      used.add('rule');
  }
}

function addQuote(quote: Quote, used: Set<Feature>): void {
  used.add('quote');
  for (const child of quote.children) {
    if (child.type === 'quote') used.add('nestedQuote');
    addBlock(child, used);
  }
}

function addList(list: List, used: Set<Feature>): void {
  used.add(list.ordered ? 'orderedList' : 'bulletList');
  for (const child of list.items.flat()) {
    if (child.type === 'list') used.add('nestedList');
    addBlock(child, used);
  }
}

export const mentionFeatures: Readonly<Record<Mention['of'], Feature>> = {
  person: 'mention',
  everyone: 'everyoneMention',
  conversation: 'channelMention',
};
const emoji = /\p{Extended_Pictographic}/u;

function addInlines(children: readonly Inline[], used: Set<Feature>): void {
  for (const inline of children) {
    if (inline.type === 'break') used.add('lineBreak');
    else if (inline.type === 'link') {
      used.add('link');
      addInlines(inline.children, used);
    } else {
      addStyles(inline, used);
      if (inline.type === 'codeSpan') used.add('inlineCode');
      else if (inline.mention) used.add(mentionFeatures[inline.mention.of]);
      else if (inline.emoji) used.add('customEmoji');
      else if (emoji.test(inline.text)) used.add('emoji');
    }
  }
}

const styles = ['bold', 'italic', 'strike', 'underline'] as const satisfies readonly (Feature & keyof Style)[];

function addStyles(style: Style, used: Set<Feature>): void {
  for (const name of styles) if (style[name]) used.add(name);
}
