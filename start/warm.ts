/**
 * The last step of an installation: the simulated platforms and Mio start once, on an empty folder, and stop. Node keeps
 * what it made of the sources on the way, and the first real start is as quick as every other. An installation does not
 * fail by it: without it the first start takes a second longer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPair } from './children.ts';

const patienceMs = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'mio-warm-'));
const pair = await createPair(folder);
const late = setTimeout(() => void pair.end(), patienceMs);
try {
  await pair.startSandbox();
  await pair.startMio();
  await pair.endMio('SIGTERM');
} catch {
  process.stderr.write(
    'Mio was installed, and could not be started on the simulated platforms yet: npm start says why.\n',
  );
} finally {
  clearTimeout(late);
  await pair.end();
  rmSync(folder, { recursive: true, force: true });
}
