import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { readSeed, type Seed } from './api.ts';
import { Client } from './Client.tsx';
import type { Feed } from './feed.ts';
import { PageBar } from './PageBar.tsx';
import { People } from './Picture.tsx';
import { useCrossing } from './useCrossing.ts';
import { useTour } from './useTour.ts';
import { worlds } from './worlds.ts';

const nobody: Seed = { people: [], places: [] };

export function App({ feed }: { readonly feed: Feed }) {
  const { people, places } = useSeed(feed);
  const connected = useSyncExternalStore(
    useCallback((listener: () => void) => feed.listenToLine(listener), [feed]),
    () => feed.connected,
  );
  const { crossing, begin } = useCrossing(feed);
  const tour = useTour();
  useEffect(() => {
    document.addEventListener('keydown', jump);
    return () => document.removeEventListener('keydown', jump);
  }, []);

  return (
    <People value={people}>
      <PageBar tour={tour} crossing={crossing} />
      {!connected && (
        <p className="banner" role="alert">
          <strong>The sandbox does not answer.</strong> Start it again with <code>npm start</code>: this page goes on by
          itself.
        </p>
      )}
      <main className="clients">
        {worlds.map((look, index) => (
          <Client
            key={look.id}
            look={look}
            number={index + 1}
            places={places}
            people={people}
            feed={feed}
            arrival={crossing?.arrivals.find(({ to }) => to === look.id)}
            onWrite={begin}
            onDone={tour.note}
          />
        ))}
      </main>
    </People>
  );
}

/** Alt+1, 2, 3: into the field of that client. By the place of the key: with Alt, some keyboards write something else. */
function jump(event: KeyboardEvent): void {
  const look = event.altKey && !event.ctrlKey ? worlds[Number(event.code.replace('Digit', '')) - 1] : undefined;
  const field = look && document.querySelector<HTMLTextAreaElement>(`.${look.id} .client-foot textarea`);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** People and places; asked for again when anything may have changed, and when something happens in a place unheard of. */
function useSeed(feed: Feed): Seed {
  const [seed, setSeed] = useState(nobody);
  useEffect(() => {
    const known = new Set<string>();
    const read = async () => {
      const found = await readSeed().catch(() => undefined);
      if (!found) return;
      for (const { place } of found.places) known.add(place);
      setSeed((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    };
    void read();
    return feed.listen((news) => {
      if (news !== 'everything' && known.has(news.place)) return;
      if (news !== 'everything') known.add(news.place);
      void read();
    });
  }, [feed]);
  return seed;
}
