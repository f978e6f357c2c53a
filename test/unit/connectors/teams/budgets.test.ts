/** Mio keeps to what Teams publishes: who calls as fast as Mio's own table allows is never told to slow down. */
import assert from 'node:assert/strict';
import { takeAll } from '../../../../sandbox/bot/limits.ts';
import { createLimits } from '../../../../sandbox/kit/limits.ts';
import type { Kit } from '../../../../sandbox/kit/platform.ts';
import { bucketsOf, type LimitClass } from '../../../../sandbox/teams/graph/limits.ts';
import { budgets } from '../../../../src/connectors/teams/capabilities.ts';
import type { ConversationId } from '../../../../src/core/model.ts';
import { Budgets } from '../../../../src/core/relay/budget.ts';
import { seconds } from '../../../../src/core/time.ts';
import { createTestClock } from '../../../support/clock.ts';
import { place } from './support/teams.ts';

describe('the limits of Teams', () => {
  it('are never met by a conversation that posts as fast as the table allows', async () => {
    const clock = createTestClock();
    const published = { limits: createLimits(clock, 1) } as Pick<Kit, 'limits'> as Kit;
    const allowance = new Budgets(clock, 1).of(budgets, place);
    const refusedAt: number[] = [];
    const began = clock.now();
    let posted = 0;
    const posting = (async () => {
      for (; posted < 100; posted += 1) {
        await allowance.take('post');
        if (takeAll(published, 'send', place.conversation) > 0) refusedAt.push(clock.now() - began);
      }
    })();
    while (posted < 100) await clock.advance(seconds(1));
    await posting;
    assert.deepEqual(refusedAt, []);
  });

  for (const [call, limit] of [
    ['read', 'listMessages'],
    ['look', 'otherGet'],
  ] as const satisfies readonly (readonly ['read' | 'look', LimitClass])[]) {
    it(`are never met by the service user, who listens in many channels (${call})`, async () => {
      const clock = createTestClock();
      const published = createLimits(clock, 1);
      const mine = new Budgets(clock, 1);
      let [asked, refused] = [0, 0];
      const ask = async (channel: string) => {
        const allowance = mine.of(budgets, { ...place, conversation: channel as ConversationId });
        const by = { app: 'mio', tenant: 'contoso', user: 'service user', resource: channel };
        for (let time = 0; time < 3; time += 1) {
          await allowance.take(call);
          asked += 1;
          for (const { key, row } of bucketsOf(limit, by)) if (published.take(key, row) > 0) refused += 1;
        }
      };
      const all = Promise.all(Array.from({ length: 25 }, (_, index) => ask(`channel ${index}`)));
      while (asked < 75) await clock.advance(seconds(1));
      await all;
      assert.equal(refused, 0);
    });
  }
});
