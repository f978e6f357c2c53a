/**
 * What people are called in a channel: their names, told apart where two accounts have names of one look. Who has spoken
 * is remembered while the process runs, for a while, and for each channel by itself. Accounts of two platforms are not
 * told apart by a mark: their platform stands behind every name, and many people have the same name on both.
 */
import { LRUCache } from 'lru-cache';
import { displayName, distinguish, type Named, nameLooks } from '../content/author.ts';
import type { ChannelId, PersonId, Platform } from '../model.ts';

/** Accounts in channels. */
const most = 20_000;

export interface Names {
  /** The name to show over what the account says in the channel, from now on among those that it is told apart from. */
  shown(channel: ChannelId, platform: Platform, person: PersonId, name: string): string;
}

interface Speaker extends Named {
  /** What is shown while nobody else has a name of this look. */
  readonly alone: string;
  /** All whose names have it, this one included. */
  readonly alike: Map<string, Named>;
  readonly look: string;
}

export function createNames(): Names {
  const looks = new Map<string, Map<string, Named>>();
  const speakers = new LRUCache<string, Speaker>({ max: most, dispose: forget });

  function forget({ id, look, alike }: Speaker): void {
    alike.delete(id);
    if (alike.size === 0 && looks.get(look) === alike) looks.delete(look);
  }

  function learn(among: string, key: string, id: string, name: string): Speaker {
    speakers.delete(key);
    const look = `${among} ${nameLooks(displayName(name))}`;
    const alike = looks.get(look) ?? new Map<string, Named>();
    looks.set(look, alike);
    const speaker = { id, name, alone: distinguish(name, id, []), alike, look };
    alike.set(id, speaker);
    speakers.set(key, speaker);
    return speaker;
  }

  return {
    shown(channel, platform, person, name) {
      const among = `${channel} ${platform}`;
      const key = `${among} ${person}`;
      const known = speakers.get(key);
      const { alone, alike } = known?.name === name ? known : learn(among, key, person, name);
      return alike.size > 1 ? distinguish(name, person, alike.values()) : alone;
    },
  };
}
