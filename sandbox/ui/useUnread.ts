/** How many messages of the bot wait for each person who is not looking at their chat with it. */
import { useEffect, useState } from 'react';
import type { Person } from './api.ts';
import type { Feed } from './feed.ts';
import { chatOwner } from './mio.ts';

export type Unread = ReadonlyMap<string, number>;

const none: Unread = new Map();

/** @param looking who looks at their chat now */
export function useUnread(feed: Feed, people: readonly Person[], looking: string | undefined): Unread {
  const [unread, setUnread] = useState(none);
  useEffect(() => {
    if (looking !== undefined) setUnread((before) => without(before, looking));
    return feed.listen((news) => {
      if (news === 'everything') return setUnread(none);
      const owner = news.kind === 'posted' ? chatOwner(news.place) : undefined;
      if (owner === undefined || owner === looking) return;
      if (people.some(({ id, name }) => id === owner && name === news.author)) return;
      setUnread((before) => new Map(before).set(owner, (before.get(owner) ?? 0) + 1));
    });
  }, [feed, people, looking]);
  return unread;
}

function without(unread: Unread, person: string): Unread {
  if (!unread.has(person)) return unread;
  const left = new Map(unread);
  left.delete(person);
  return left;
}
