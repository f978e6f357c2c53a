/**
 * Emoji in messages of Slack: characters by their names or code points, and what the workspace made itself. What is
 * neither is text.
 */
import { emojiNamed } from '../../core/content/emoji.ts';
import type { Lines } from '../../core/content/lines.ts';
import { type Json, text } from '../support/json.ts';
import { characterOf, emojiOf, skinTone, withTone } from './emoji.ts';
import { type OwnEmoji, pictureAt } from './emoji-list.ts';
import type { Names } from './markup-names.ts';

const written = /:([a-z0-9_+'-]+)(::skin-tone-[2-6])?:/g;

/** Text in the midst of which `:tada:` may stand, as apps write it. */
export function writeText(lines: Lines, words: string, styles: number, names: Names): void {
  if (!words.includes(':')) {
    lines.text(words, styles);
    return;
  }
  let from = 0;
  let before = '';
  written.lastIndex = 0;
  for (let found = written.exec(words); found; found = written.exec(words)) {
    const [whole, name = '', tone = ''] = found;
    const emoji = characterOf(name + tone) ?? names.emoji(name);
    if (emoji === undefined) {
      // What ends this may begin the next one.
      written.lastIndex -= 1;
      continue;
    }
    before += words.slice(from, found.index);
    from = found.index + whole.length;
    if (typeof emoji === 'string') before += emoji;
    else {
      lines.text(before, styles);
      lines.emoji(emoji, styles);
      before = '';
    }
  }
  lines.text(before + words.slice(from), styles);
}

const codePoints = /^[0-9a-f]{1,6}(?:-[0-9a-f]{1,6}){0,15}$/i;

/** A leaf of rich_text. One without code points is the workspace's own, or of another one that shares the channel. */
export function emojiOfLeaf(leaf: Json, names: Names): OwnEmoji {
  const unicode = text(leaf['unicode']);
  const tone = skinTone(leaf['skin_tone']);
  if (unicode !== undefined && codePoints.test(unicode)) {
    const points = unicode.split('-').map((point) => Number.parseInt(point, 16));
    if (points.every((point) => point <= 0x10ffff)) return withTone(String.fromCodePoint(...points), tone);
  }
  const name = text(leaf['name']) ?? 'emoji';
  const character = characterOf(name);
  if (character !== undefined) return withTone(character, tone);
  const named = emojiNamed(name);
  return names.emoji(name) ?? (named ? { ...named, ...pictureAt(text(leaf['url']) ?? '') } : emojiOf(name));
}
