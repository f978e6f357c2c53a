/**
 * What crosses, from which platform to which, and as what: read from the connectors' capabilities, so that the document
 * that administrators read and the preview that authors see can't say anything else than what is decided there.
 */
import { type Capabilities, type Capability, type Feature, features, type Reading } from './capabilities.ts';
import { type Platform, platformNames, platforms } from './model.ts';

export const featureNames: Readonly<Record<Feature, string>> = {
  paragraph: 'paragraphs',
  lineBreak: 'line breaks',
  bold: 'bold',
  italic: 'italic',
  strike: 'strikethrough',
  underline: 'underline',
  inlineCode: 'code in a line',
  codeBlock: 'block of code',
  codeLanguage: 'language of a block of code',
  link: 'link',
  linkPreview: 'preview of a link, once',
  heading: 'heading, levels 1 to 3',
  smallHeading: 'heading, levels 4 to 6',
  orderedList: 'numbered list',
  bulletList: 'bullet list',
  nestedList: 'list in a list',
  quote: 'quote',
  nestedQuote: 'quote in a quote',
  table: 'table',
  rule: 'line across',
  emoji: 'emoji',
  customEmoji: 'custom emoji',
  mention: 'mention of a person',
  everyoneMention: 'mention of everyone',
  channelMention: 'mention of a channel',
  groupMention: 'mention of a group or tag',
  date: 'date in the reader’s time zone',
  subject: 'subject',
  importance: 'importance',
  forwarded: 'forwarded message',
  quotedReply: 'reply with quote',
  otherApps: 'messages of other apps',
  card: 'card',
  file: 'file',
  image: 'picture in the text',
  systemEvent: 'joins, leaves, renames',
  threadReply: 'reply in a thread',
  alsoToChannel: 'reply sent to the channel too',
  reaction: 'reaction',
  edit: 'edit',
  remove: 'removal',
  authorName: 'author’s name',
  authorPicture: 'author’s picture',
  longText: 'text longer than a message may be',
};

/** What becomes of a feature on its way; what its own platform makes of it decides before the other's. */
export function crossing(feature: Feature, from: Capabilities, to: Capabilities): Capability | Reading {
  return from[feature].read ?? to[feature];
}

/** As Markdown: one table per target, one column per source, one row per feature. */
export function fidelityTables(of: Readonly<Record<Platform, Capabilities>>): string {
  return platforms.map((target) => table(target, of)).join('\n');
}

function table(target: Platform, of: Readonly<Record<Platform, Capabilities>>): string {
  const sources = platforms.filter((platform) => platform !== target);
  const names = sources.map((platform) => `from ${platformNames[platform]}`);
  const lines = features.map((feature) => {
    const cells = sources.map((source) => inWords(crossing(feature, of[source], of[target])));
    return `| ${featureNames[feature]} | ${cells.join(' | ')} |`;
  });
  const head = `| into ${platformNames[target]} | ${names.join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}`;
  return `## Into ${platformNames[target]}\n\n${head}\n${lines.join('\n')}\n`;
}

const levels: Readonly<Record<Capability['level'], string>> = {
  native: 'yes',
  converted: 'as',
  refused: 'refused',
  dropped: 'no',
};

function inWords(what: Capability | Reading): string {
  if (what.level === 'absent') return '–';
  if (what.as === undefined) return levels[what.level];
  return `${levels[what.level]}${what.level === 'converted' ? ' ' : ': '}${what.as}`;
}
