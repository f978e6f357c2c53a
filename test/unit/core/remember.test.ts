/** What is remembered of answers, for how long, and who is spared a question. */
import assert from 'node:assert/strict';
import { createMemory } from '../../../src/core/remember.ts';
import { hours, minutes, seconds } from '../../../src/core/time.ts';
import { createTestClock } from '../../support/clock.ts';

describe('remembered answers', () => {
  const keeping = { found: hours(1), missing: minutes(5), most: 2 };
  const sparing = { ...keeping, failed: seconds(30), waitAtMost: seconds(1) };
  let clock: ReturnType<typeof createTestClock>;
  let asked: string[];

  beforeEach(() => {
    clock = createTestClock();
    asked = [];
  });

  const answering =
    <Value extends string | undefined>(value: Value) =>
    async (key: string): Promise<Value> => {
      asked.push(key);
      return value;
    };
  const failing = async (key: string): Promise<string> => {
    asked.push(key);
    throw new Error('down');
  };
  /** As a connector fails that is not asynchronous. */
  const failingAtOnce = (key: string): Promise<string> => {
    asked.push(key);
    throw new Error('down');
  };

  for (const { what, lookUp, lasts } of [
    { what: 'what was found', lookUp: (key: string) => answering('Ada')(key), lasts: keeping.found },
    { what: 'that there is nothing', lookUp: (key: string) => answering(undefined)(key), lasts: keeping.missing },
    { what: 'a failure', lookUp: failing, lasts: sparing.failed },
    { what: 'a failure at once', lookUp: failingAtOnce, lasts: sparing.failed },
  ]) {
    it(`holds ${what} for its time`, async () => {
      const memory = createMemory<string>(clock, sparing);
      const first = await memory.get('ada', lookUp);
      await clock.advance(lasts - 1);
      assert.equal(await memory.get('ada', lookUp), first);
      assert.equal(asked.length, 1);
      await clock.advance(1);
      await memory.get('ada', lookUp);
      assert.equal(asked.length, 2);
    });
  }

  it('tells a failure where no policy says how long it lasts, and keeps none', async () => {
    const memory = createMemory<string>(clock, keeping);
    await assert.rejects(memory.get('ada', failing), /down/);
    assert.equal(await memory.get('ada', async () => 'Ada'), 'Ada');
  });

  it('holds an answer as long as it suffices for whoever asks', async () => {
    const memory = createMemory<string>(clock, keeping);
    await memory.get('ada', answering('member'));
    await clock.advance(keeping.missing);
    await memory.get('ada', answering('member'), (role) => role === 'member');
    assert.equal(asked.length, 1);
    assert.equal(await memory.get('ada', answering('owner'), (role) => role === 'owner'), 'owner');
    assert.equal(asked.length, 2);
  });

  it('asks once for all who ask meanwhile', async () => {
    const memory = createMemory<string>(clock, sparing);
    const names = [memory.get('ada', answering('Ada')), memory.get('ada', answering('Ada'))];
    assert.deepEqual(await Promise.all(names), ['Ada', 'Ada']);
    assert.deepEqual(asked, ['ada']);
  });

  it('waits no longer than it may, for all who ask together, and has what comes late for the next', async () => {
    const memory = createMemory<string>(clock, sparing);
    const late = Promise.withResolvers<string>();
    const first = memory.get('ada', () => late.promise);
    await clock.advance(sparing.waitAtMost);
    assert.equal(await first, undefined);
    assert.equal(await memory.get('ada', answering('never asked')), undefined);
    late.resolve('Ada');
    await clock.advance(0);
    assert.equal(await memory.get('ada', answering('never asked')), 'Ada');
    assert.deepEqual(asked, []);
  });

  it('does not take in what was forgotten while it was asked for', async () => {
    const memory = createMemory<string>(clock, keeping);
    const old = Promise.withResolvers<string>();
    const first = memory.get('ada', () => old.promise);
    memory.forget('ada');
    old.resolve('before');
    assert.equal(await first, 'before');
    assert.equal(memory.peek('ada'), undefined);
    assert.equal(await memory.get('ada', answering('after')), 'after');
  });

  for (const [how, comes] of [
    ['an older answer', ({ resolve }) => resolve('before')],
    ['a failure', ({ reject }) => reject(new Error('down'))],
  ] as const satisfies readonly (readonly [string, (asked: PromiseWithResolvers<string>) => void])[]) {
    it(`keeps what was learned meanwhile, whatever comes late: ${how}`, async () => {
      const memory = createMemory<string>(clock, sparing);
      const late = Promise.withResolvers<string>();
      const first = memory.get('ada', () => late.promise);
      memory.set('ada', 'after');
      comes(late);
      await first;
      assert.equal(memory.peek('ada'), 'after');
      assert.equal(await memory.get('ada', answering('never asked')), 'after');
    });
  }

  it('forgets first what was asked for longest ago', async () => {
    const memory = createMemory<string>(clock, keeping);
    memory.set('ada', 'Ada');
    memory.set('ben', 'Ben');
    await memory.get('ada', answering('never asked'));
    memory.set('cleo', 'Cleo');
    assert.deepEqual(['ada', 'ben', 'cleo'].map(memory.peek), ['Ada', undefined, 'Cleo']);
  });
});
