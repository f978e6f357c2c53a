/** F2: the real Mio process is killed outright, again and again, in the middle of bursts from every side. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPair, type Pair } from '../../start/children.ts';
import { SandboxClient } from '../../start/sandbox-client.ts';
import { type Burst, faultsOf, hasArrived, writeBurst } from '../support/bursts.ts';
import { writers } from '../support/people.ts';
import { legTitles, type PlatformName } from '../support/world.ts';

describe('F2 killed outright', () => {
  let folder: string;
  let pair: Pair;
  let sandbox: SandboxClient;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-kill-'));
    pair = await createPair(folder);
    await pair.startSandbox();
  });
  after(async () => {
    sandbox?.close();
    await pair.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (platform: PlatformName, text: string) =>
    sandbox.act({ platform, as: writers[platform].person, do: 'post', place: sandbox.placeOf(platform, legTitles[platform]), text });

  it('five times in the middle of 200 messages from each side: all there, once, in order per source', async function () {
    this.timeout(120_000);
    const burst: Burst = { name: 'burst', count: 200 };
    let mio = await pair.startMio();
    sandbox = await SandboxClient.open(pair.sandboxUrl);
    let written = false;
    const writing = writeBurst(burst, post).then(() => {
      written = true;
    });
    const copies = () => sandbox.entries.filter(({ kind, text }) => kind === 'posted' && text?.includes('burst ')).length;
    for (let kill = 0; kill < 5; kill += 1) {
      const before = copies();
      await sandbox.until('more copies', () => copies() >= before + 60, 60_000);
      await mio.end('SIGKILL');
      mio = await pair.startMio();
    }
    await writing;
    assert.ok(written);
    await sandbox.until('all of them', (entries) => hasArrived(burst, entries), 60_000);
    await sandbox.quiet(2_000);
    assert.deepEqual(faultsOf(burst, sandbox.entries), []);
  });
});
