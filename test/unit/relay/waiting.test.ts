/** What waits in the relay: budgets, sweeps. On a clock that the test owns. */
import assert from 'node:assert/strict';
import type { Budget } from '../../../src/core/capabilities.ts';
import type { ConnectionId, ConversationId, Place } from '../../../src/core/model.ts';
import { Budgets } from '../../../src/core/relay/budget.ts';
import { SweepSchedule } from '../../../src/core/relay/schedule.ts';
import { createTestClock } from '../../support/clock.ts';

const rows: readonly Budget[] = [
  { covers: ['post'], per: 'conversation', calls: 1, everyMs: 1_000, source: 'test' },
  { covers: ['post', 'read'], per: 'connection', calls: 3, everyMs: 3_000, source: 'test' },
];
const place = (conversation: string): Place => ({
  connection: 'c' as ConnectionId,
  conversation: conversation as ConversationId,
});

describe('throttle budgets', () => {
  it('let one call through at once and hold the next until its time', async () => {
    const clock = createTestClock();
    const budgets = new Budgets(clock, 1);
    await budgets.of(rows, place('a')).take('post');
    let second = false;
    const waiting = budgets
      .of(rows, place('a'))
      .take('post')
      .then(() => (second = true));
    await clock.advance(900);
    assert.equal(second, false);
    await clock.advance(200);
    await waiting;
    assert.equal(second, true);
  });

  it('do not hold another conversation, until the connection’s own limit is reached', async () => {
    const clock = createTestClock();
    const budgets = new Budgets(clock, 1);
    for (const name of ['a', 'b', 'c']) await budgets.of(rows, place(name)).take('post');
    let fourth = false;
    const waiting = budgets
      .of(rows, place('d'))
      .take('post')
      .then(() => (fourth = true));
    await clock.advance(2_900);
    assert.equal(fourth, false);
    await clock.advance(200);
    await waiting;
  });

  it('take nothing from one window when another is full', async () => {
    const clock = createTestClock();
    const budgets = new Budgets(clock, 1);
    await budgets.of(rows, place('a')).take('post');
    const waiting = budgets.of(rows, place('a')).take('post');
    await budgets.of(rows, place('b')).take('read');
    await budgets.of(rows, place('b')).take('read');
    await clock.advance(3_100);
    await waiting;
  });

  it('spend in no window more than its calls, also not right after a start or a rest', async () => {
    const clock = createTestClock();
    const many: Budget = { covers: ['post'], per: 'conversation', calls: 50, everyMs: 60_000, source: 'test' };
    const allowance = new Budgets(clock, 1).of([many], place('a'));
    const taken: number[] = [];
    const take = async (calls: number) => {
      for (let call = 0; call < calls; call += 1) await allowance.take('post').then(() => taken.push(clock.now()));
    };
    await take(10);
    await clock.advance(59_000);
    const rest = take(200);
    for (let minute = 0; minute < 6; minute += 1) await clock.advance(60_000);
    await rest;
    const most = Math.max(...taken.map((at) => taken.filter((one) => one > at - 60_000 && one <= at).length));
    assert.equal(most, 50);
  });

  it('go on at once where the clock is set back', async () => {
    let now = 10_000_000;
    const budgets = new Budgets({ ...createTestClock(), now: () => now }, 1);
    await budgets.of(rows, place('a')).take('post');
    now -= 3_600_000;
    await budgets.of(rows, place('a')).take('post');
  });

  it('are scaled by the pace', async () => {
    const budgets = new Budgets(createTestClock(), 100);
    for (let call = 0; call < 100; call += 1) await budgets.of(rows, place('a')).take('post');
  });
});

describe('the schedule of sweeps', () => {
  const steady = () => 0;

  it('sweeps 30 s after activity, then ever more seldom', async () => {
    const clock = createTestClock();
    const swept: number[] = [];
    const schedule = new SweepSchedule(clock, async () => void swept.push(clock.now()), steady);
    const start = clock.now();
    schedule.activity();
    for (let minute = 0; minute < 20; minute += 0.5) await clock.advance(30_000);
    assert.deepEqual(
      swept.slice(0, 5).map((at) => (at - start) / 1000),
      [30, 60, 120, 240, 480],
    );
    await schedule.stop();
  });

  it('does not put a sweep off while people keep writing', async () => {
    const clock = createTestClock();
    let swept = 0;
    const schedule = new SweepSchedule(
      clock,
      async () => {
        swept += 1;
      },
      steady,
    );
    for (let second = 0; second < 31; second += 1) {
      schedule.activity();
      await clock.advance(1_000);
    }
    assert.equal(swept, 1);
    await schedule.stop();
  });

  it('sweeps once more where a gap became known during a sweep', async () => {
    const clock = createTestClock();
    let swept = 0;
    let finish = () => {};
    const schedule = new SweepSchedule(
      clock,
      () => {
        swept += 1;
        return swept === 1 ? new Promise((resolve) => (finish = resolve)) : Promise.resolve();
      },
      steady,
    );
    const first = schedule.now();
    void schedule.now();
    finish();
    await first;
    await clock.advance(0);
    assert.equal(swept, 2);
    await schedule.stop();
  });
});
