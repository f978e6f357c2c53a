/** F19: the real Mio process is paused outright, as a machine that swaps, or is moved, pauses it; and goes on. */
import assert from 'node:assert/strict';
import { type Burst, faultsOf, hasArrived, writeBurst } from '../support/bursts.ts';
import { openPair, type TestPair } from '../support/pair.ts';

describe('a Mio that is paused', () => {
  let pair: TestPair;
  before(async () => {
    pair = await openPair();
  });
  after(() => pair.close());

  it('F19 keeps a second one out, and goes on: what was posted meanwhile crosses once, in order', async function () {
    this.timeout(150_000);
    const { sandbox } = pair;
    const underWay: Burst = { name: 'under way', count: 60 };
    const meanwhile: Burst = { name: 'meanwhile', count: 20 };
    const copies = () =>
      sandbox.entries.filter(
        ({ kind, platform, text }) =>
          kind === 'posted' && text?.includes('under way ') && !text.includes(`under way ${platform} `),
      ).length;
    const paused = await pair.startMio();
    const writing = writeBurst(underWay, pair.post);
    // Answers to posts come while nobody is there to hear them.
    await sandbox.until('some copies', () => copies() > 30);
    paused.process.kill('SIGSTOP');
    await writing;
    const second = pair.spawnMio();
    assert.equal(await second.exited, 1);
    assert.match(second.output(), /Another Mio is running on the store in .*End it first, or .*MIO_DATA=/);
    await writeBurst(meanwhile, pair.post);
    const crossed = copies();
    assert.equal(hasArrived(meanwhile, sandbox.entries), false);

    paused.process.kill('SIGCONT');
    for (const burst of [underWay, meanwhile]) {
      await sandbox.until(`all of “${burst.name}”`, (entries) => hasArrived(burst, entries), 100_000);
    }
    await sandbox.quiet(1_000);
    assert.ok(copies() > crossed, 'it was paused in the middle');
    // Slack waits three seconds for a webhook's answer, and tells again later: what it was told of late comes late.
    assert.deepEqual(faultsOf(underWay, sandbox.entries, { ordered: false }), []);
    assert.deepEqual(faultsOf(meanwhile, sandbox.entries), []);
    assert.equal(await paused.end('SIGTERM'), 0);
  });
});
