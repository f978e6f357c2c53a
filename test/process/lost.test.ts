/** F5: a Mio that can store nothing any more ends, so that whatever watches over it starts it again. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('F5 the process', () => {
  it('stops in order and ends with 1 when its app can’t go on', () => {
    const script = `
      import { stopOnSignals } from './src/index.ts';
      stopOnSignals({ lost: Promise.resolve(), stop: async () => console.log('stopped') });
      setInterval(() => {}, 1_000);`;
    const options = { cwd: root, encoding: 'utf8', timeout: 20_000 } as const;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
    assert.deepEqual([ended.status, ended.stdout], [1, 'stopped\n'], ended.stderr);
  });
});
