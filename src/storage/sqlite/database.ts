/** How the store's file is opened, and what must hold before it is: a sound SQLite, and nobody else. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const oldestSqlite = '3.51.3';
const busyCode = 5;
const ownerOnly = 0o600;

export const storeFile = (folder: string): string => join(folder, 'mio.db');
export const lockFile = (folder: string): string => join(folder, 'mio.lock.db');

/** Older ones can damage a database in WAL mode when a writer and a checkpoint meet. @throws Error naming the remedy. */
export function requireSoundSqlite(version: string): void {
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 1_000 + Number(part), 0);
  if (number(version) >= number(oldestSqlite)) return;
  throw new Error(
    `Mio needs SQLite ${oldestSqlite} or newer; the running Node ${process.versions.node} brings ${version}. ` +
      'Run "npm ci" and start with "npm start", which uses the Node that the project pins.',
  );
}

export function sqliteVersion(database: DatabaseSync): string {
  return String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
}

/**
 * Holds an exclusive lock on a companion file until the answer is closed. The operating system gives it back when the
 * process ends in whatever way, so nothing needs to be cleaned up by hand.
 * @throws Error naming the remedy where another process holds it.
 */
export function takeLock(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const path of [storeFile(folder), lockFile(folder)]) keepPrivate(path);
  const lock = new DatabaseSync(lockFile(folder));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!(error instanceof Error) || !('errcode' in error) || error.errcode !== busyCode) throw error;
    throw new Error(
      `Another Mio is running on the store in ${folder}. End it first, or give this one a folder of its own (MIO_DATA=…).`,
    );
  }
}

/** What is in it is for nobody else on the machine. SQLite gives the log beside a file the rights that the file has. */
function keepPrivate(path: string): void {
  closeSync(openSync(path, 'a', ownerOnly));
  try {
    chmodSync(path, ownerOnly);
  } catch {
    // It belongs to somebody else, who lets Mio write it: then its rights are theirs to choose.
  }
}

/** FULL: a commit has reached the disk when it returns. Checkpoints every 1,000 pages keep the log, and so reads, short. */
export function openWriting(folder: string): DatabaseSync {
  const database = new DatabaseSync(storeFile(folder), { timeout: 5_000 });
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA secure_delete = FAST;
    PRAGMA cache_size = -6144;
  `);
  return database;
}

export function openReading(folder: string): DatabaseSync {
  return new DatabaseSync(storeFile(folder), { readOnly: true, timeout: 5_000 });
}
