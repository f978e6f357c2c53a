/**
 * What stands on a leg for an emoji that a workspace of another one made itself: one of its own of the same name, its
 * picture, or nothing; then its name is text there.
 */
import type { Connector } from './connector.ts';
import { emojiIn, emojiNamed, mapEmoji } from './content/emoji.ts';
import type { Block, CustomEmoji } from './content/tree.ts';
import type { Platform } from './model.ts';
import type { Leg } from './records.ts';

export type EmojiConnectors = Readonly<Record<Platform, Pick<Connector, 'emoji'>>>;

/** A platform as one connection sees it; a leg is one. */
type Side = Pick<Leg, 'connection' | 'platform'>;

/** The same content with every custom emoji as it stands there. Never throws. */
export async function emojiOn(
  content: readonly Block[],
  to: Side,
  connectors: EmojiConnectors,
): Promise<readonly Block[]> {
  const wanted = emojiIn(content);
  if (wanted.length === 0) return content;
  const found = await Promise.all(
    wanted.map(async (emoji) => [emoji.name, await standsFor(emoji, to, connectors)] as const),
  );
  const shown = new Map(found);
  return mapEmoji(content, ({ name }) => shown.get(name));
}

/** What a reaction is that was told as `:name:`; undefined for characters. Never throws. */
export async function reactionEmoji(
  reaction: string,
  from: Side,
  connectors: EmojiConnectors,
): Promise<CustomEmoji | undefined> {
  const emoji =
    reaction.length > 2 && reaction.startsWith(':') && reaction.endsWith(':') ? emojiNamed(reaction) : undefined;
  return emoji && ((await standsFor(emoji, from, connectors)) ?? emoji);
}

/** A platform that can't be asked now has none: its name is always there to read. */
const standsFor = async (emoji: CustomEmoji, { platform, connection }: Side, connectors: EmojiConnectors) =>
  connectors[platform].emoji?.(connection, emoji).catch(() => undefined);
