/**
 * Emoji that a workspace made itself ("emoji.list"): its people know them by names, and anybody may see their pictures,
 * which lie at an address of Slack's own without a sign-in. Remembered for an hour, or until Slack tells of a change.
 */
import type { Connector } from '../../core/connector.ts';
import { emojiNamed, publicPicture } from '../../core/content/emoji.ts';
import type { CustomEmoji } from '../../core/content/tree.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connections } from '../support/connections.ts';
import { object, text } from '../support/json.ts';
import { createMemo, type Memo } from '../support/memo.ts';
import type { SlackApi } from './api.ts';
import { characterOf } from './emoji.ts';

/** A picture; or the character that the workspace gave another name to. */
export type OwnEmoji = CustomEmoji | string;
export type EmojiList = ReadonlyMap<string, OwnEmoji>;

/**
 * A list may hold thousands, and a webhook waits for it: Slack wants its answer within three seconds, of which the store
 * may take one.
 */
const lookUpMs = 1_500;
const mostLists = 500;

/** By connection. Without the scope `emoji:read`, which older connections lack, none is known. */
export function createEmojiLists(api: SlackApi, connections: Connections, clock: Clock): Memo<EmojiList> {
  const load = async (id: string): Promise<EmojiList | undefined> => {
    const connection = await connections.byId(id);
    if (!connection) return undefined;
    return emojiList((await api.read(connection, 'emoji.list', {}, lookUpMs))['emoji']);
  };
  return createMemo(clock, load, mostLists);
}

/** What a workspace shows for an emoji of another one: its own of that name. */
export const ownEmoji =
  (lists: Memo<EmojiList>): NonNullable<Connector['emoji']> =>
  async (connection, { name }) => {
    const own = (await lists.get(connection))?.get(name.toLowerCase());
    return typeof own === 'string' ? { name: name.toLowerCase() } : own;
  };

/** @param emoji names with addresses of pictures, or with `alias:` and another name */
export function emojiList(emoji: unknown): EmojiList {
  const given = object(emoji) ?? {};
  const list = new Map<string, OwnEmoji>();
  for (const [name, value] of Object.entries(given)) {
    const own = resolved(name, text(value) ?? '', given);
    if (own !== undefined) list.set(name, own);
  }
  return list;
}

const alias = 'alias:';
/** Aliases of aliases: more would go in a circle. */
const mostAliases = 5;

function resolved(name: string, given: string, list: Readonly<Record<string, unknown>>): OwnEmoji | undefined {
  const named = emojiNamed(name);
  let value = given;
  for (let aliases = 0; named && aliases <= mostAliases; aliases++) {
    if (!value.startsWith(alias)) return { ...named, ...pictureAt(value) };
    const target = value.slice(alias.length);
    const next = Object.hasOwn(list, target) ? text(list[target]) : undefined;
    if (next === undefined) return characterOf(target);
    value = next;
  }
  return undefined;
}

/** Where Slack keeps pictures for everybody. */
const pictureHosts = '.slack-edge.com';

/** Anything else might be anybody's address: there the name is all. */
export function pictureAt(address: string): Pick<CustomEmoji, 'picture'> {
  const picture = publicPicture(address);
  return picture !== undefined && new URL(picture).host.endsWith(pictureHosts) ? { picture } : {};
}
