/** Whether a store that was opened is one that these settings are for: better no start than one that goes wrong later. */
import { mkdirSync } from 'node:fs';
import type { Records } from './core/records.ts';
import type { Resealing } from './core/resealing.ts';
import { SettingsError } from './settings/settings.ts';

/** Makes the folder that holds the state, for its owner alone, where it is missing. @throws SettingsError */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in its place' : code;
    throw new SettingsError(
      `MIO_DATA (${path}) is no folder, and can’t be made one: ${why}. Folder that holds the state. Example: MIO_DATA=/var/lib/mio`,
    );
  }
}

/** A key that is missing now would be missed later, one secret at a time. @throws SettingsError */
export async function checkKeys(resealing: Resealing): Promise<void> {
  const { unknown } = await resealing.survey();
  if (unknown === 0) return;
  throw new SettingsError(
    `MIO_KEY does not open ${unknown} stored secrets, and neither does a key of MIO_KEY_OLD. Set the key that sealed them as one of both (see docs/operate/keys.md). Example: MIO_KEY_OLD=the-key-that-was-MIO_KEY-before`,
  );
}

/** The ids of one simulated world mean nothing in another. @throws SettingsError */
export async function checkWorld(records: Records, world: string, folder: string): Promise<void> {
  const stored = await records.get('installation', 'world');
  if (!stored) return void (await records.put('installation', 'world', { value: world }, 0));
  if (stored.body.value === world) return;
  throw new SettingsError(
    `MIO_DATA (${folder}) holds the state of another sandbox world. Give both the same folder, or start over by removing it. Example: MIO_DATA=./data-2`,
  );
}
