/**
 * Gives a closed store the history of a long life: done targets, linked, with their messages. Written by SQL of its
 * own, in the order of keys and with the other indexes built afterwards, because the engine's way would take an hour.
 */
import { DatabaseSync } from 'node:sqlite';
import type { LegId, Place } from '../../src/core/model.ts';
import { storeFile } from '../../src/storage/sqlite/database.ts';
import { migrate } from '../../src/storage/sqlite/migrate.ts';
import { createNames } from '../../src/storage/sqlite/names.ts';

/** One universal channel, as far as its history goes: messages of `source`, each with a copy on every leg of `copies`. */
export interface FillChannel {
  readonly source: Place;
  readonly copies: readonly { readonly leg: LegId; readonly place: Place }[];
}

export interface FillOptions {
  /** Where the engine's store is, or is to be. Nothing may have it open. */
  readonly folder: string;
  /** How many done targets to make. */
  readonly targets: number;
  /** The messages are spread over these in turn. */
  readonly channels: readonly FillChannel[];
  /** When the newest message was written, UTC milliseconds; the others lie one second apart before it. */
  readonly newestAt: number;
}

export function fill({ folder, targets, channels, newestAt }: FillOptions): void {
  const database = new DatabaseSync(storeFile(folder));
  database.exec(
    'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY',
  );
  migrate(database, newestAt);
  const indexes = database
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('message', 'target') AND sql IS NOT NULL",
    )
    .all();
  for (const index of indexes) database.exec(`DROP INDEX ${index['name']}`);
  noteChannels(database, channels);
  const copies = Math.max(...channels.map((channel) => channel.copies.length));
  const messages = Math.ceil(targets / copies);
  const first = Number(database.prepare('SELECT coalesce(max(id), 0) AS newest FROM message').get()?.['newest']) + 1;
  const span = { first, last: first + messages - 1, channels: channels.length };
  database.exec('BEGIN');
  database.prepare(messageSql).run({ ...span, newestAt });
  database.prepare(targetSql).run({ ...span, targets });
  database.exec('COMMIT');
  for (const index of indexes) database.exec(String(index['sql']));
  database.exec('DROP TABLE temp.copy; DROP TABLE temp.source; PRAGMA journal_mode = WAL');
  database.close();
}

/** The channels by number, for the statements to join with. */
function noteChannels(database: DatabaseSync, channels: readonly FillChannel[]): void {
  const names = createNames(database);
  const placeId = ({ connection, conversation }: Place) => names.addPlace([connection, conversation]);
  database.exec(`
    CREATE TEMP TABLE source (channel INTEGER PRIMARY KEY, place INTEGER);
    CREATE TEMP TABLE copy (channel INTEGER, number INTEGER, leg INTEGER, place INTEGER, PRIMARY KEY (channel, leg)) WITHOUT ROWID;
  `);
  const addSource = database.prepare('INSERT INTO source VALUES (?, ?)');
  const addCopy = database.prepare('INSERT INTO copy VALUES (?, ?, ?, ?)');
  for (const [channel, { source, copies }] of channels.entries()) {
    addSource.run(channel, placeId(source));
    for (const [number, { leg, place }] of copies.entries())
      addCopy.run(channel, number, names.leg.add(leg), placeId(place));
  }
}

const messageSql = `
WITH RECURSIVE n(id) AS (SELECT $first UNION ALL SELECT id + 1 FROM n WHERE id < $last)
INSERT INTO message (id, place, message, revision, version, at, root, removed)
SELECT n.id, s.place, format('%d.%06d', ($newestAt / 1000) - $last + n.id, n.id % 1000000), 1,
  $newestAt - ($last - n.id) * 1000, $newestAt - ($last - n.id) * 1000, NULL, 0
FROM n JOIN source AS s ON s.channel = n.id % $channels`;

const targetSql = `
INSERT INTO target (message, leg, part, revision, place, state, attempt, target, shown, version, reason, received_at, sent_at, done_at, target_at)
SELECT m.id, c.leg, 0, 2, c.place, 3, 1, format('%d.%d', m.at, c.number), format('%043d', m.id), m.version, NULL, m.at, m.at, m.at, m.at
FROM message AS m CROSS JOIN copy AS c ON c.channel = m.id % $channels
WHERE m.id BETWEEN $first AND $last ORDER BY m.id, c.leg LIMIT $targets`;
