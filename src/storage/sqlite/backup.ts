/** A copy of the store, made from what is committed at one moment: nobody who reads or writes is held up. */
import { openReading } from './database.ts';

/** `file` must not be there yet; its owner alone may read it. @throws Error where it can't be written */
export function backUp(folder: string, file: string): void {
  const mask = process.umask(0o077);
  const store = openReading(folder);
  try {
    store.prepare('VACUUM INTO ?').run(file);
  } finally {
    store.close();
    process.umask(mask);
  }
}
