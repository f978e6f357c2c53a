import { signedName } from '../../core/content/author.ts';
import type { Json } from '../support/json.ts';
import type { OwnEmoji } from './emoji-list.ts';

/** How ids inside a message become words: Slack's messages name people and channels by id alone. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  /** Of what its own message says; Slack tells of groups nowhere else without a scope of its own. */
  group?(id: string): string | undefined;
  /** What the workspace itself made under that name. */
  emoji(name: string): OwnEmoji | undefined;
}

/** What is known besides of what hangs at a message. */
export interface Known extends Names {
  /** The "file object", without its addresses. */
  file(id: string): Json | undefined;
}

/** For texts in which nothing has a name to be asked for. */
export const noNames: Known = {
  user: () => undefined,
  channel: () => undefined,
  emoji: () => undefined,
  file: () => undefined,
};

export const userText = (names: Names, id: string, label?: string) => at(names.user(id) ?? label ?? 'someone');
export const groupText = (names: Names, id: string, label?: string) => at(label ?? names.group?.(id) ?? 'group');
export const channelText = (names: Names, id: string, label?: string) => {
  const name = names.channel(id) ?? (label || 'channel');
  return signedName(name.startsWith('#') ? name : `#${name}`);
};

const at = (name: string) => signedName(name.startsWith('@') ? name : `@${name}`);
