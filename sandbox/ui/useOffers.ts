/** What people can do in this sandbox's Teams, as its own description says: what it does not offer is not shown. */
import { useEffect, useState } from 'react';
import { readDeeds } from './api.ts';
import type { Feed } from './feed.ts';

export type Offers = ReadonlySet<string>;

const none: Offers = new Set();

export function useOffers(feed: Feed): Offers {
  const [offers, setOffers] = useState(none);
  useEffect(() => {
    const read = () =>
      void readDeeds().then(
        (deeds) => setOffers(new Set(deeds)),
        () => undefined, // The page says already that nobody answers; it asks again when somebody does.
      );
    read();
    return feed.listen((news) => {
      if (news === 'everything') read();
    });
  }, [feed]);
  return offers;
}
