/**
 * Long ids and the small integers that stand for them. A committed pair hardly ever changes, so it may be remembered as
 * long as the connection; the writer gives up connection and memory together when a commit fails. Only a place may be
 * given another name, which both sides are told.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Place } from '../../core/model.ts';
import type { NameKey, PlaceKey } from './commands.ts';

type Table = 'name' | 'leg';

export interface Names {
  /** The number of a connection or lane. */
  readonly name: Interned;
  readonly leg: Interned;
  findPlace(place: Place): number | undefined;
  addPlace(key: PlaceKey): number;
  place(id: number): Place;
  /** Answers the number of the place that is called so now; 0 where there was none, or the name is another's. */
  renamePlace(connection: string, from: string, to: string): number;
  /** The place is no longer called so. */
  forgetPlace(id: number, connection: string, conversation: string): void;
}

interface Interned {
  find(text: string): number | undefined;
  add(key: NameKey): number;
  text(id: number): string;
}

function createInterned(database: DatabaseSync, table: Table): Interned {
  const select = database.prepare(`SELECT id FROM ${table} WHERE text = ?`);
  const selectText = database.prepare(`SELECT text FROM ${table} WHERE id = ?`);
  const insert = database.prepare(`INSERT INTO ${table} (text) VALUES (?)`);
  const numbers = new Map<string, number>();
  const texts = new Map<number, string>();
  const find = (text: string): number | undefined => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const row = select.get(text);
    if (!row) return undefined;
    numbers.set(text, Number(row['id']));
    return Number(row['id']);
  };
  return {
    find,
    add: (key) => (typeof key === 'number' ? key : (find(key) ?? Number(insert.run(key).lastInsertRowid))),
    text(id) {
      let text = texts.get(id);
      if (text === undefined) {
        text = String(selectText.get(id)?.['text']);
        texts.set(id, text);
      }
      return text;
    },
  };
}

export function createNames(database: DatabaseSync): Names {
  const name = createInterned(database, 'name');
  const leg = createInterned(database, 'leg');
  const select = database.prepare('SELECT id FROM place WHERE connection = ? AND conversation = ?');
  const selectPlace = database.prepare('SELECT connection, conversation FROM place WHERE id = ?');
  const insert = database.prepare('INSERT INTO place (connection, conversation) VALUES (?, ?)');
  const rename = database.prepare('UPDATE place SET conversation = ? WHERE id = ?');
  const numbers = new Map<string, Map<string, number>>();
  const places = new Map<number, Place>();

  const find = (connection: string, conversation: string): number | undefined => {
    const known = numbers.get(connection)?.get(conversation);
    if (known !== undefined) return known;
    const row = select.get(name.find(connection) ?? 0, conversation);
    if (!row) return undefined;
    const ofConnection = numbers.get(connection) ?? new Map<string, number>();
    numbers.set(connection, ofConnection.set(conversation, Number(row['id'])));
    return Number(row['id']);
  };

  const forgetPlace = (id: number, connection: string, conversation: string): void => {
    numbers.get(connection)?.delete(conversation);
    places.delete(id);
  };

  return {
    name,
    leg,
    forgetPlace,
    renamePlace(connection, from, to) {
      const id = find(connection, from);
      if (id === undefined || find(connection, to) !== undefined) return 0;
      rename.run(to, id);
      forgetPlace(id, connection, from);
      return id;
    },
    findPlace: ({ connection, conversation }) => find(connection, conversation),
    addPlace(key) {
      if (typeof key === 'number') return key;
      const [connection, conversation] = key;
      return find(connection, conversation) ?? Number(insert.run(name.add(connection), conversation).lastInsertRowid);
    },
    place(id) {
      let place = places.get(id);
      if (!place) {
        const row = selectPlace.get(id);
        place = {
          connection: name.text(Number(row?.['connection'])),
          conversation: String(row?.['conversation']),
        } as Place;
        places.set(id, place);
      }
      return place;
    },
  };
}
