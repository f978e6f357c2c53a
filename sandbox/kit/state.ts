import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Typed collections that outlive a restart of the sandbox (in memory alone where no folder was given). */
export interface Collection<T> {
  get(key: string): T | undefined;
  /** Writes through: what was set is on disk within a second, and at once on close. Mutating a value in place needs a set. */
  set(key: string, value: T): void;
  delete(key: string): void;
  has(key: string): boolean;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
  clear(): void;
}

export interface State {
  /** The same name gives the same collection. Values are plain JSON. */
  collection<T>(name: string): Collection<T>;
  /** A UUID made once per world: a product's store belongs to one world. */
  readonly world: string;
  flush(): void;
  close(): void;
}

/** How long a change may stay off the disk. */
const flushMs = 200;

/** A change not yet on disk: undefined is a deletion. */
type Pending = Map<string, Map<string, unknown>>;

function openFile(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'sandbox.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(
    'CREATE TABLE IF NOT EXISTS entries (collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key)) WITHOUT ROWID',
  );
  const select = database.prepare('SELECT key, value FROM entries WHERE collection = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM entries WHERE collection = ? AND key = ?');
  return {
    load: <T>(collection: string): [string, T][] =>
      select.all(collection).map((row) => [String(row['key']), JSON.parse(String(row['value'])) as T]),
    save(pending: Pending) {
      database.exec('BEGIN');
      for (const [collection, changes] of pending) {
        for (const [key, value] of changes) {
          if (value === undefined) remove.run(collection, key);
          else upsert.run(collection, key, JSON.stringify(value));
        }
      }
      database.exec('COMMIT');
    },
    close: () => database.close(),
  };
}

/** @param folder where `sandbox.db` lives; memory alone where undefined. */
export function createState(folder?: string): State {
  const file = folder === undefined ? undefined : openFile(folder);
  const collections = new Map<string, Collection<unknown>>();
  const pending: Pending = new Map();
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (pending.size > 0) file?.save(pending);
    pending.clear();
  };
  const changed = (name: string, key: string, value: unknown) => {
    if (!file) return;
    const changes = pending.get(name) ?? new Map<string, unknown>();
    pending.set(name, changes.set(key, value));
    timer ??= setTimeout(flush, flushMs).unref();
  };
  const makeCollection = <T>(name: string): Collection<T> => {
    const values = new Map<string, T>(file?.load<T>(name));
    return {
      get: (key) => values.get(key),
      set(key, value) {
        values.set(key, value);
        changed(name, key, value);
      },
      delete(key) {
        if (values.delete(key)) changed(name, key, undefined);
      },
      has: (key) => values.has(key),
      values: () => values.values(),
      entries: () => values.entries(),
      get size() {
        return values.size;
      },
      clear() {
        for (const key of values.keys()) changed(name, key, undefined);
        values.clear();
      },
    };
  };
  const collection = <T>(name: string): Collection<T> => {
    const known = collections.get(name) as Collection<T> | undefined;
    if (known) return known;
    const made = makeCollection<T>(name);
    collections.set(name, made as Collection<unknown>);
    return made;
  };

  const worlds = collection<string>('world');
  const world = worlds.get('id') ?? randomUUID();
  worlds.set('id', world);

  return {
    collection,
    world,
    flush,
    close() {
      flush();
      file?.close();
    },
  };
}
