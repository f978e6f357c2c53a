/** The leaves of rich_text ("Block Kit: rich text"), one small reader per type; text here is not escaped. */

import { emojiText } from '../../core/content/emoji.ts';
import { bold, italic, type Lines, plain, strike, underline } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Mention } from '../../core/content/tree.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { emojiOfLeaf } from './markup-emoji.ts';
import { channelMention, everyone, userMention } from './markup-mentions.ts';
import { channelText, groupText, type Names, userText } from './markup-names.ts';

export function writeLeaves(lines: Lines, leaves: unknown, names: Names): void {
  for (const leaf of objects(leaves)) {
    const style = object(leaf['style']);
    const styles = style ? stylesOf(style) : plain;
    const url = linking.has(text(leaf['type']) ?? '') ? safeUrl(text(leaf['url']) ?? '') : undefined;
    const isCode = style?.['code'] === true;
    const emoji = leaf['type'] === 'emoji' && !isCode ? emojiOfLeaf(leaf, names) : undefined;
    if (typeof emoji === 'object') {
      lines.emoji(emoji, styles);
      continue;
    }
    const words = emoji ?? leafText(leaf, names);
    const mention = mentionOf(leaf);
    if (isCode) lines.code(words, styles, url);
    else if (mention) lines.mention(words, mention, styles);
    else lines.text(words, styles, url);
  }
}

function mentionOf(leaf: Json): Mention | undefined {
  switch (leaf['type']) {
    case 'user':
      return userMention(leaf['user_id']);
    case 'channel':
      return channelMention(leaf['channel_id']);
    case 'broadcast':
      return everyone;
    default:
      return undefined;
  }
}

/** An emoji has an address too: of its picture. */
const linking: ReadonlySet<string> = new Set(['link', 'date', 'message-mention']);

function stylesOf(style: Json): number {
  return (
    (style['bold'] === true ? bold : 0) |
    (style['italic'] === true ? italic : 0) |
    (style['strike'] === true ? strike : 0) |
    (style['underline'] === true ? underline : 0)
  );
}

/** What a leaf says, without its style; what is unknown says whatever text it carries. */
export function leafText(leaf: Json, names: Names): string {
  if (leaf['type'] === 'text') return text(leaf['text']) ?? '';
  const read = readers.get(text(leaf['type']) ?? '');
  return read ? read(leaf, names) : (text(leaf['text']) ?? text(leaf['fallback']) ?? '');
}

type Reader = (leaf: Json, names: Names) => string;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['link', (leaf) => text(leaf['text']) ?? text(leaf['url']) ?? ''],
  ['user', (leaf, names) => userText(names, text(leaf['user_id']) ?? '')],
  ['channel', (leaf, names) => channelText(names, text(leaf['channel_id']) ?? '')],
  ['usergroup', (leaf, names) => groupText(names, text(leaf['usergroup_id']) ?? '')],
  ['team', () => '@team'],
  ['broadcast', (leaf) => `@${text(leaf['range']) ?? 'channel'}`],
  ['emoji', emojiWords],
  ['date', (leaf) => text(leaf['fallback']) ?? timeText(leaf['timestamp'])],
  ['color', (leaf) => text(leaf['value']) ?? ''],
]);

/** As text, for where there is nothing but text. */
function emojiWords(leaf: Json, names: Names): string {
  const emoji = emojiOfLeaf(leaf, names);
  return typeof emoji === 'string' ? emoji : emojiText(emoji);
}

/** `2024-04-05 19:34 UTC` */
export function timeText(seconds: unknown): string {
  const time = new Date(
    typeof seconds === 'number' || typeof seconds === 'string' ? Number(seconds) * 1000 : Number.NaN,
  );
  return Number.isNaN(time.getTime()) ? '' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
