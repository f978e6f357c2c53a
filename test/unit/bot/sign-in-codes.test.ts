/** The code that comes back into the chat: whose it is, how often it may be wrong, and how long it is good. */
import assert from 'node:assert/strict';
import { createAttempts } from '../../../src/core/bot/attempts.ts';
import {
  invitationGroups,
  looksLikeCode,
  newGroupedCode,
  readCode,
  signInGroups,
} from '../../../src/core/grouped-code.ts';
import { codeOn, obstacle, openSignInWorld, type SignInWorld, speakerOf } from '../../support/sign-in-world.ts';

const ada = speakerOf('ada');
const ben = speakerOf('ben');

describe('sign-in codes', () => {
  it('are forty bits in letters and digits that are not mistaken for others', () => {
    assert.equal(
      newGroupedCode(() => Buffer.from([0, 31, 32, 255, 9, 10, 18, 22]), signInGroups),
      '0Z0Z-9AJP',
    );
  });

  it('are read as people type them', () => {
    for (const typed of ['0Z1Z-9AJP', '0z1z9ajp', ' oz lz 9ajp ', 'OZIZ-9AJP', '0Z1Z–9AJP'])
      assert.equal(readCode(typed), '0Z1Z-9AJP', typed);
    assert.ok(readCode('x'.repeat(1_000_000)).length <= 64);
  });

  it('are told from words', () => {
    for (const text of ['0Z1Z-9AJP', ' 0z1z 9ajp ']) assert.ok(looksLikeCode(text, signInGroups), text);
    for (const text of ['settings', 'help', 'who is here', '0Z1Z-9AJ', ''])
      assert.ok(!looksLikeCode(text, signInGroups), text);
  });

  it('are told from an invitation’s, which has eighty bits', () => {
    const code = newGroupedCode((count) => Buffer.from(Array.from({ length: count }, (_, at) => at)), invitationGroups);
    assert.equal(code, '0123-4567-89AB-CDEF');
    const link = `https://mio.example/invitation#${code}`;
    for (const text of [code, link, ` ${link}`, 'o123  4567 – 89ab-cdef', code.toLowerCase()]) {
      assert.ok(looksLikeCode(text, invitationGroups) && !looksLikeCode(text, signInGroups), text);
      assert.equal(readCode(text), code);
    }
    assert.ok(!looksLikeCode('0123-4567', invitationGroups) && !looksLikeCode('0123 4567 89AB', invitationGroups));
  });

  describe('in the chat', () => {
    let world: SignInWorld;
    beforeEach(async () => {
      world = await openSignInWorld();
    });
    afterEach(() => world.close());

    const code = async () =>
      codeOn(await world.visit((await world.useCases.offer(ada, 'signUp')).url, 'ada@contoso.example'));
    const kept = async () => (await world.records.list('signIn')).filter(({ body }) => body.grant !== undefined);

    it('are good once', async () => {
      const own = await code();
      await world.useCases.confirm(ada, own);
      await assert.rejects(world.useCases.confirm(ada, own), obstacle('link_spent'));
    });

    it('are good once, also for two who bring it at the same moment', async () => {
      const own = await code();
      const results = await Promise.allSettled([world.useCases.confirm(ada, own), world.useCases.confirm(ada, own)]);
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    });

    it('are good for ten minutes, and what they were for is removed then', async () => {
      const own = await code();
      assert.equal((await kept()).length, 1);
      await world.clock.advance(10 * 60_000 + 1);
      await assert.rejects(world.useCases.confirm(ada, own));
      assert.deepEqual(await kept(), []);
    });

    it('AD-09 are not guessed: after five wrong ones what waits is dropped', async () => {
      const own = await code();
      for (let guess = 0; guess < 5; guess += 1)
        await assert.rejects(world.useCases.confirm(ada, `0000-000${guess}`), obstacle('code_wrong'));
      assert.deepEqual(await kept(), []);
      await assert.rejects(world.useCases.confirm(ada, own), obstacle('link_spent'));
    });

    it('AD-09 are not spoiled by somebody else’s guesses', async () => {
      const own = await code();
      for (let guess = 0; guess < 9; guess += 1) await assert.rejects(world.useCases.confirm(ben, `0000-000${guess}`));
      assert.deepEqual(await world.useCases.confirm(ada, own), { stage: 'signUp', account: 'ada@contoso.example' });
    });

    it('are kept as hashes, and what they are for is sealed', async () => {
      const own = await code();
      const stored = JSON.stringify(await world.records.list('signIn'));
      assert.ok(!stored.includes(own) && !stored.includes('ada@contoso.example') && !stored.includes('eyJ'));
    });
  });

  it('a ticket is no state, and a state is no code', async () => {
    const world = await openSignInWorld();
    const attempts = createAttempts(world);
    await attempts.open('a-secret', { speaker: ada, stage: 'signUp', step: 'offered' });
    assert.equal(await attempts.take('a-secret', 'started'), undefined);
    assert.equal(await attempts.take('a-secret', 'returned'), undefined);
    assert.equal((await attempts.take('a-secret', 'offered'))?.stage, 'signUp');
    await world.close();
  });
});
