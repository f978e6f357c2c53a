/** The way to each client where the window has no room for all of them side by side. */
import { useEffect, useState } from 'react';
import type { World } from './api.ts';
import type { Feed } from './feed.ts';
import { Glyph } from './icons.tsx';
import { useNews } from './useNews.ts';
import { worlds } from './worlds.ts';

const clientOf = (world: World): HTMLElement | null => document.querySelector(`.client.${world}`);

export function ClientTabs({ feed }: { readonly feed: Feed }) {
  const inView = useInView();
  const news = useNews(feed, inView);
  return (
    <nav className="client-tabs" aria-label="Clients">
      {worlds.map(({ id, shortName }) => (
        <button
          key={id}
          type="button"
          aria-current={inView.has(id) || undefined}
          onClick={() => clientOf(id)?.scrollIntoView({ inline: 'start', block: 'nearest' })}
        >
          <Glyph world={id} />
          {shortName}
          {news.has(id) && (
            <span className="news">
              <span className="hidden">something new</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

/** More than this of a client is on the screen where it can be read. */
const mostOfIt = 0.6;

function useInView(): ReadonlySet<World> {
  const [inView, setInView] = useState<ReadonlySet<World>>(() => new Set(worlds.map(({ id }) => id)));
  useEffect(() => {
    const clients = new Map(worlds.map(({ id }) => [clientOf(id), id]));
    const observer = new IntersectionObserver(
      (entries) =>
        setInView((before) => {
          const now = new Set(before);
          for (const { target, intersectionRatio } of entries) {
            const world = clients.get(target as HTMLElement);
            if (world && intersectionRatio >= mostOfIt) now.add(world);
            else if (world) now.delete(world);
          }
          return now;
        }),
      { threshold: mostOfIt },
    );
    for (const client of clients.keys()) if (client) observer.observe(client);
    return () => observer.disconnect();
  }, []);
  return inView;
}
