// The last step of `npm ci`: builds the page of the simulated platforms, and starts everything once (`warm.ts`). Where
// the development packages were left out, as `NODE_ENV=production npm ci` does, there is nothing to build with, and no
// Node to run Mio on: then it says how to install. No TypeScript, because any Node has to be able to read this.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vite = 'node_modules/vite/bin/vite.js';

if (existsSync(`${root}/${vite}`)) {
  for (const command of [[vite, 'build', 'sandbox/ui'], ['start/warm.ts']]) {
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
} else {
  process.stderr.write(
    'The development packages were left out, and with them the Node that Mio runs on.\nInstall with: npm ci --include=dev\n',
  );
}
