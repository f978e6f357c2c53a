/** One simulated client: its bar, a place, a person to write as; in Teams, the chat with Mio beside the channels. */
import { memo, useMemo, useState } from 'react';
import type { Person, Place } from './api.ts';
import { ChannelPane, type Done } from './ChannelPane.tsx';
import type { Feed } from './feed.ts';
import { Glyph } from './icons.tsx';
import { chatOwner, chatters } from './mio.ts';
import { TeamsPanes } from './TeamsPanes.tsx';
import type { Arrival, Begin } from './useCrossing.ts';
import { isJoined, type WorldLook } from './worlds.ts';

export interface ClientProps {
  readonly look: WorldLook;
  /** 1, 2, 3: with Alt, the way here. */
  readonly number: number;
  /** Everywhere. */
  readonly places: readonly Place[];
  readonly people: readonly Person[];
  readonly feed: Feed;
  readonly arrival: Arrival | undefined;
  /** Somebody made or changed places. */
  readonly onPlaces: () => void;
  readonly onWrite: Begin;
  readonly onDone: (done: Done) => void;
}

export const Client = memo(function Client(props: ClientProps) {
  const { look, number, people, feed, arrival, onPlaces, onWrite, onDone } = props;
  const all = useMemo(() => props.places.filter(({ platform }) => platform === look.id), [props.places, look]);
  const places = useMemo(() => all.filter(({ place }) => chatOwner(place) === undefined), [all]);
  const accounts = useMemo(() => chatters(people), [people]);
  const [chosen, setChosen] = useState<string>();
  const place = places.find((one) => one.place === chosen) ?? places.find(isJoined) ?? places[0];
  const members = useMemo(
    () => people.filter(({ id, service }) => place?.members.includes(id) && !service),
    [people, place],
  );
  const [wanted, setWanted] = useState(look.startAs);
  const writer = members.find(({ id }) => id === wanted) ?? members[0];

  const channels = (
    <ChannelPane
      look={look}
      places={places}
      place={place}
      members={members}
      writer={writer}
      people={people}
      feed={feed}
      arrival={arrival}
      onChoose={setChosen}
      onWriter={setWanted}
      onWrite={onWrite}
      onDone={onDone}
    />
  );
  const id = `${look.id}-title`;
  return (
    <section className={`client ${look.id}`} aria-labelledby={id}>
      <header className="client-bar">
        <Glyph world={look.id} />
        <h2 id={id}>{look.name}</h2>
        <span className="company">{companyOf(members)}</span>
        <kbd>Alt {number}</kbd>
      </header>
      {look.id === 'teams' ? (
        <TeamsPanes
          look={look}
          people={accounts}
          wanted={wanted}
          places={all}
          feed={feed}
          onPlaces={onPlaces}
          onWriter={setWanted}
          onPlace={setChosen}
        >
          {channels}
        </TeamsPanes>
      ) : (
        channels
      )}
    </section>
  );
});

/** Whose workspace it is: guests of another company are few. */
function companyOf(members: readonly Person[]): string | undefined {
  const count = (company: string): number => members.filter((member) => member.company === company).length;
  return members
    .map(({ company }) => company)
    .reduce<string | undefined>(
      (most, company) => (most !== undefined && count(most) >= count(company) ? most : company),
      undefined,
    );
}
