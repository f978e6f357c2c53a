/** Where Mio can be added, and what happens then. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { AppMenuProps } from './AppMenu.tsx';
import { act, type Deed, type Place } from './api.ts';
import { botName, chatPlace } from './mio.ts';

export interface AppListProps extends AppMenuProps {
  readonly onDone: () => void;
}

interface Row {
  readonly key: string;
  readonly title: string;
  readonly hint: string;
  readonly word: 'Add' | 'Remove' | 'Create';
  readonly deed: Pick<Deed, 'do' | 'place' | 'name'>;
  /** What is said of it afterwards. */
  readonly done: string;
  /** Where one would want to be then. */
  readonly goOn?: () => void;
}

interface Said {
  readonly words: string;
  readonly failed: boolean;
}

export function AppList({ writer, places, offers, onPlaces, onChat, onPlace, onDone }: AppListProps) {
  const [said, setSaid] = useState<Said>();
  const box = useRef<HTMLElement>(null);
  const busy = useRef(false);
  const chat = chatPlace(writer.id);
  const teams = teamsOf(places).filter(({ members }) => members.includes(writer.id));

  // A row that is gone takes the focus with it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  });

  const rowOf = (title: string, hint: string, place: string, installed: boolean, goOn: () => void): Row => ({
    key: place,
    title,
    hint,
    ...(installed
      ? { word: 'Remove', deed: { do: 'removeApp', place }, done: `${title}: ${botName} was removed.` }
      : { word: 'Add', deed: { do: 'installApp', place }, done: `${title}: ${botName} was added.`, goOn }),
  });
  const newTeam: Row = {
    key: 'new team',
    title: `A new team “${botName}”`,
    hint: `Where ${botName} is looked after`,
    word: 'Create',
    deed: { do: 'createTeam', place: '', name: botName },
    done: `The team “${botName}” is there.`,
  };
  const rows: readonly Row[] = [
    rowOf(`For ${writer.name}`, `Opens the chat with ${botName}`, chat, hasBot(places, chat), onChat),
    ...teams.map(({ name, general, installed }) => {
      const hint = name === botName ? newTeam.hint : `Its channels can be joined, and ask @${botName}`;
      return rowOf(`Team ${name}`, hint, general, installed, () => onPlace(general));
    }),
    ...(teams.some(({ name }) => name === botName) ? [] : [newTeam]),
  ].filter(({ deed }) => offers.has(deed.do));

  async function perform({ deed, done, goOn }: Row): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    try {
      await act({ platform: 'teams', as: writer.id, ...deed });
      setSaid({ words: done, failed: false });
      onPlaces();
      if (goOn) {
        onDone();
        goOn();
      }
    } catch (cause) {
      setSaid({ words: cause instanceof Error ? cause.message : String(cause), failed: true });
    }
    busy.current = false;
  }

  return (
    <section ref={box} id="app-list" className="app-list" aria-label={`Install ${botName}`} tabIndex={-1}>
      <p>Teams asks who should have the app. {botName} greets there and says what comes next.</p>
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            <span>
              <strong>{row.title}</strong>
              <small>{row.hint}</small>
            </span>
            <button type="button" aria-label={`${row.word}: ${row.title}`} onClick={() => void perform(row)}>
              {row.word}
            </button>
          </li>
        ))}
      </ul>
      {said && (
        <p className={said.failed ? 'failure' : 'said'} role={said.failed ? 'alert' : 'status'}>
          {said.words}
        </p>
      )}
    </section>
  );
}

const hasBot = (places: readonly Place[], wanted: string): boolean =>
  places.find(({ place }) => place === wanted)?.hasBot ?? false;

interface Team {
  readonly name: string;
  /** The channel that stands for the team. */
  readonly general: string;
  readonly members: readonly string[];
  readonly installed: boolean;
}

/** Channels are called `Team / Channel`, and every team has one that is called General. */
function teamsOf(places: readonly Place[]): readonly Team[] {
  const general = places.filter(({ title }) => title.endsWith(' / General'));
  return general.map(({ title, place, members, hasBot: installed = false }) => ({
    name: title.slice(0, title.lastIndexOf(' / ')),
    general: place,
    members,
    installed,
  }));
}
