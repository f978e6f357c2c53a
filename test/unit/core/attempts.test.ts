/** Attempts to sign in: used up by one, of use to nobody afterwards, and removed when nobody came back. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { newAttempt } from '../../../src/core/attempt.ts';
import { type AttemptStore, createAttemptStore } from '../../../src/core/attempt-store.ts';
import { createAttemptSweep } from '../../../src/core/attempt-sweep.ts';
import { createAttempts } from '../../../src/core/bot/attempts.ts';
import type { OrganizationId } from '../../../src/core/model.ts';
import type { OAuthAttempt, Records } from '../../../src/core/records.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';
import { speakerOf } from '../../support/sign-in-world.ts';

const minutes = (count: number) => count * 60_000;

describe('attempts', () => {
  let clock: TestClock;
  let records: Records;
  let store: AttemptStore<'attempt'>;
  beforeEach(() => {
    clock = createTestClock();
    records = createMemoryRecords();
    store = createAttemptStore({
      records,
      clock,
      kind: 'attempt',
      used: ({ verifier: _, browser: __, ...rest }) => ({ ...rest, step: 'used' }),
    });
  });

  const attempt = (more: Partial<OAuthAttempt> = {}): OAuthAttempt => ({
    organization: 'o' as OrganizationId,
    platform: 'slack',
    step: 'state',
    expiresAt: clock.now() + minutes(10),
    verifier: 'sealed',
    ...more,
  });
  const anything = () => true;

  it('have secrets of their own, of 256 bits each', () => {
    const { state, verifier, cookie } = newAttempt(randomBytes);
    assert.equal(new Set([state, verifier, cookie.value]).size, 3);
    for (const secret of [state, verifier, cookie.value]) assert.match(secret, /^[\w-]{43}$/);
    assert.notEqual(newAttempt(randomBytes).cookie.name, cookie.name);
    assert.ok(!cookie.name.includes(state));
    assert.match(newAttempt(randomBytes, 'file-').state, /^file-[\w-]{43}$/);
  });

  it('are used up by one, also of two at the same moment, and then hold no secret', async () => {
    await store.open('a-state', attempt());
    const taken = await Promise.all([store.take('a-state', anything), store.take('a-state', anything)]);
    assert.deepEqual(taken.map((one) => one?.verifier).sort(), ['sealed', undefined]);
    assert.ok(!JSON.stringify(await records.list('attempt')).includes('sealed'));
  });

  it('are not used up by what does not fit, nor by another browser', async () => {
    const { browser, cookie } = newAttempt(randomBytes);
    await store.open('a-state', attempt({ browser }));
    assert.equal(await store.take('a-state', () => false, cookie.value), undefined);
    for (const other of ['', 'guess']) assert.equal(await store.take('a-state', anything, other), undefined);
    assert.ok(await store.take('a-state', anything, cookie.value));
  });

  it('that are too old show no secret to whoever looks, and can’t be used', async () => {
    await store.open('a-state', attempt({ expiresAt: clock.now() + 1 }));
    assert.equal((await store.peek('a-state'))?.verifier, 'sealed');
    await store.open('an-old-state', attempt({ expiresAt: clock.now() }));
    const seen = await store.peek('an-old-state');
    assert.deepEqual([seen?.step, seen?.verifier], ['used', undefined]);
    assert.equal(await store.take('an-old-state', anything), undefined);
  });

  it('that nobody came back for are removed, connections’ and people’s, and then nobody looks any more', async () => {
    const speaker = speakerOf('ada');
    await store.open('a-state', attempt());
    await createAttempts({ records, clock }).open('a-ticket', { speaker, stage: 'signUp', step: 'offered' });
    await store.take('a-state', anything);
    await clock.advance(minutes(9));
    assert.equal((await records.list('attempt')).length + (await records.list('signIn')).length, 2);
    await clock.advance(minutes(2));
    assert.equal((await records.list('attempt')).length + (await records.list('signIn')).length, 0);
    let looked = 0;
    const list: Records['list'] = (kind, prefix) => {
      looked += 1;
      return records.list(kind, prefix);
    };
    createAttemptSweep({ records: { ...records, list }, clock }).arm();
    await clock.advance(minutes(60));
    assert.equal(looked, 2, 'one look at each kind');
  });

  it('of the run before are removed as well', async () => {
    await records.put('attempt', 'left-behind', attempt(), 0);
    createAttemptSweep({ records, clock }).arm();
    await clock.advance(minutes(11));
    assert.deepEqual(await records.list('attempt'), []);
  });

  it('are opened without a look at those of others', async () => {
    const list: Records['list'] = () => Promise.reject(new Error('nobody may ask for all of them'));
    const attempts = createAttempts({ records: { ...records, list }, clock });
    for (const ticket of ['one', 'two']) {
      await attempts.open(ticket, { speaker: speakerOf('ada'), stage: 'signUp', step: 'offered' });
      assert.ok(await attempts.take(ticket, 'offered'));
    }
  });
});
