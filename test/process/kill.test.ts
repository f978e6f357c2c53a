/** F2: the real Mio process is killed outright, again and again, in the middle of bursts from every side. */
import assert from 'node:assert/strict';
import { type Burst, faultsOf, hasArrived, writeBurst } from '../support/bursts.ts';
import { openPair, type TestPair } from '../support/pair.ts';

describe('F2 killed outright', () => {
  let pair: TestPair;
  before(async () => {
    pair = await openPair();
  });
  after(() => pair.close());

  it('five times in the middle of 200 messages from each side: all there, once, in order per source', async function () {
    // A post that was about to be made is looked for during 30 s before it is made again.
    this.timeout(150_000);
    const { sandbox } = pair;
    const burst: Burst = { name: 'burst', count: 200 };
    let mio = await pair.startMio();
    const writing = writeBurst(burst, pair.post);
    const posted = () =>
      sandbox.entries.filter(({ kind, text }) => kind === 'posted' && text?.includes('burst ')).length;
    for (let kill = 0; kill < 5; kill += 1) {
      const before = posted();
      await sandbox.until('more messages', () => posted() >= before + 60, 60_000);
      await mio.end('SIGKILL');
      mio = await pair.startMio();
    }
    await writing;
    await sandbox.until('all of them', (entries) => hasArrived(burst, entries), 60_000);
    await sandbox.quiet(1_000);
    assert.deepEqual(faultsOf(burst, sandbox.entries), []);
  });
});
