import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { readSeed, type Seed } from './api.ts';
import { Client } from './Client.tsx';
import { ClientTabs } from './ClientTabs.tsx';
import type { Feed } from './feed.ts';
import { PageBar } from './PageBar.tsx';
import { People } from './Picture.tsx';
import { useCrossing } from './useCrossing.ts';
import { useTour } from './useTour.ts';
import { worlds } from './worlds.ts';

const nobody: Seed = { people: [], places: [] };

export function App({ feed }: { readonly feed: Feed }) {
  const { people, places, readAgain } = useSeed(feed);
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
      <ClientTabs feed={feed} />
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
            onPlaces={readAgain}
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
  const fields = look ? document.querySelectorAll<HTMLTextAreaElement>(`.${look.id} .client-foot textarea`) : [];
  const field = [...fields].find((one) => one.checkVisibility());
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** People and places; asked for again when anything may have changed, when a place is called otherwise, and when something happens in one unheard of. */
function useSeed(feed: Feed): Seed & { readonly readAgain: () => void } {
  const [seed, setSeed] = useState(nobody);
  const known = useRef(new Set<string>());
  const readAgain = useCallback(async () => {
    const found = await readSeed().catch(() => undefined);
    if (!found) return;
    for (const { place } of found.places) known.current.add(place);
    setSeed((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
  }, []);
  useEffect(() => {
    void readAgain();
    return feed.listen((news) => {
      if (news !== 'everything' && news.kind !== 'renamed' && known.current.has(news.place)) return;
      if (news !== 'everything') known.current.add(news.place);
      void readAgain();
    });
  }, [feed, readAgain]);
  return { ...seed, readAgain };
}
