/** Mio keeps to what Teams publishes: a bot that posts as fast as its own table lets it is never told to slow down. */
import assert from 'node:assert/strict';
import { takeAll } from '../../../../sandbox/bot/limits.ts';
import { createLimits } from '../../../../sandbox/kit/limits.ts';
import type { Kit } from '../../../../sandbox/kit/platform.ts';
import { budgets } from '../../../../src/connectors/teams/capabilities.ts';
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
});
