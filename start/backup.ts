/** `npm run backup -- FILE`: a copy of the store as it is at one moment, also while Mio runs. See docs/operate/store.md. */
import { existsSync } from 'node:fs';
import { backUp } from '../src/storage/sqlite/backup.ts';
import { storeFile } from '../src/storage/sqlite/database.ts';

function refuse(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

const [file] = process.argv.slice(2);
const folder = process.env['MIO_DATA'] || './data';
if (file === undefined) refuse('Say where the copy is to go: npm run backup -- /backup/mio.db');
if (existsSync(file)) refuse(`There is ${file} already. Choose another name.`);
if (!existsSync(storeFile(folder))) refuse(`There is no store in ${folder}. Set MIO_DATA to Mio’s data folder.`);
try {
  backUp(folder, file);
} catch (error) {
  refuse(`The copy can’t be written: ${error instanceof Error ? error.message : 'for a reason that is not known'}`);
}
process.stdout.write(`The store is copied to ${file}.\n`);
