/** In which clients somebody wrote while they were out of view. */
import { useEffect, useState } from 'react';
import type { World } from './api.ts';
import type { Feed } from './feed.ts';
import { chatOwner } from './mio.ts';

const none: ReadonlySet<World> = new Set();

export function useNews(feed: Feed, inView: ReadonlySet<World>): ReadonlySet<World> {
  const [news, setNews] = useState(none);
  useEffect(() => {
    setNews((before) => (before.size === 0 ? before : new Set([...before].filter((world) => !inView.has(world)))));
    return feed.listen((one) => {
      if (one === 'everything') return setNews(none);
      const { kind, platform, place } = one;
      if (kind !== 'posted' || inView.has(platform) || chatOwner(place) !== undefined) return;
      setNews((before) => (before.has(platform) ? before : new Set(before).add(platform)));
    });
  }, [feed, inView]);
  return news;
}
