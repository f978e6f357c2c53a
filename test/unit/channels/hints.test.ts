/** What platforms tell of conversations is kept before anybody is asked about it, and until it was followed. */
import assert from 'node:assert/strict';
import { Hints } from '../../../src/core/channels/hints.ts';
import { StoreUnavailableError } from '../../../src/core/errors.ts';
import type { ChannelId, ConnectionId } from '../../../src/core/model.ts';
import type { RelayStore } from '../../../src/core/relay/store.ts';
import { minutes, seconds } from '../../../src/core/time.ts';
import { createTestLog, type TestLog } from '../../support/log.ts';
import { type Office, openOffice } from './support.ts';

type What = 'archived' | 'reopened';
const connection = 'slack' as ConnectionId;
const hint = (kind: What, of = connection) => ({ connection: of, kind, title: '#incidents' });

describe('a hint at what became of a conversation', () => {
  let office: Office;
  let log: TestLog;
  /** What was asked of the platform. */
  let asked: What[];
  let platform: (kind: What) => Promise<boolean>;

  beforeEach(async () => {
    office = await openOffice();
    log = createTestLog();
    asked = [];
    platform = async () => true;
  });
  afterEach(() => office.close());

  /** Mio as it is from a start to the next. */
  const start = (store: ConstructorParameters<typeof Hints>[0]['store'] = office.relay) =>
    new Hints({ store, clock: office.clock, log }, 'places', ({ kind }: ReturnType<typeof hint>) => {
      asked.push(kind);
      return platform(kind);
    });
  const kept = async () => (await office.relay.pending('places' as ChannelId, 0, 10)).length;
  /** Lets time pass in steps, so that whatever is under way gets on. */
  async function pass(ms: number): Promise<void> {
    for (let step = 0; step < 10; step += 1) await office.clock.advance(ms / 10);
  }
  /** Resolves when so many hints are in the inbox: what is settled leaves it with a commit of its own. */
  async function left(count: number): Promise<void> {
    while ((await kept()) !== count) await new Promise((resolve) => setImmediate(resolve));
  }

  it('is followed once, and forgotten then', async () => {
    await start().take(hint('archived'), 'one');
    await left(0);
    assert.deepEqual(asked, ['archived']);
    await start().recover();
    await pass(seconds(10));
    assert.deepEqual(asked, ['archived']);
  });

  it('is kept before the platform is asked anything', async () => {
    const order: string[] = [];
    platform = async () => {
      order.push('asked');
      return true;
    };
    const store: Pick<RelayStore, 'accept' | 'pending' | 'settle'> = {
      ...office.relay,
      async accept(events) {
        const sequences = await office.relay.accept(events);
        order.push('kept');
        return sequences;
      },
    };
    await start(store).take(hint('archived'), 'one');
    await left(0);
    assert.deepEqual(order, ['kept', 'asked']);
  });

  it('is refused where it can’t be kept, and nobody is asked', async () => {
    const store = { ...office.relay, accept: () => Promise.reject(new StoreUnavailableError('the disk is stuck')) };
    await assert.rejects(start(store).take(hint('archived'), 'one'), StoreUnavailableError);
    assert.deepEqual(asked, []);
  });

  it('is taken once, however often it is told', async () => {
    const hints = start();
    await Promise.all([hints.take(hint('archived'), 'one'), hints.take(hint('archived'), 'one')]);
    await left(0);
    await hints.take(hint('archived'), 'one');
    await pass(seconds(10));
    assert.deepEqual(asked, ['archived']);
    await hints.take(hint('archived', 'other' as ConnectionId), 'one');
    await left(0);
    assert.deepEqual(asked, ['archived', 'archived']);
  });

  for (const [what, answer] of [
    ['the platform can’t be asked', () => Promise.reject(new Error('Slack does not answer'))],
    ['the platform does not show it yet', () => Promise.resolve(false)],
    ['the platform has not answered', () => new Promise<boolean>(() => {})],
  ] as const)
    it(`is followed by the next start where Mio ends while ${what}`, async () => {
      platform = answer;
      const ended = start();
      await ended.take(hint('archived'), 'one');
      await pass(seconds(1));
      ended.stop();
      await pass(minutes(5));
      assert.deepEqual(asked, ['archived']);
      platform = async () => true;
      await start().recover();
      await left(0);
      assert.deepEqual(asked, ['archived', 'archived']);
    });

  it('is looked for again while the platform does not show it, and dropped where it never does', async () => {
    platform = async () => false;
    await start().take(hint('archived'), 'one');
    await pass(minutes(5));
    await left(0);
    assert.equal(asked.length, 5);
  });

  it('outlives hours in which the platform can’t be asked', async () => {
    platform = () => Promise.reject(new Error('Slack does not answer'));
    await start().take(hint('archived'), 'one');
    await pass(minutes(60));
    assert.equal(await kept(), 1);
    platform = async () => true;
    await pass(minutes(60));
    await left(0);
  });

  it('is followed behind those that were told before, so that an older look decides nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    platform = (kind) => (kind === 'archived' ? promise : Promise.resolve(true));
    const hints = start();
    await hints.take(hint('archived'), 'one');
    await hints.take(hint('reopened'), 'two');
    await hints.take(hint('reopened', 'other' as ConnectionId), 'three');
    await left(2);
    assert.deepEqual(asked, ['archived', 'reopened'], 'only another connection’s went on');
    resolve(true);
    await left(0);
    assert.deepEqual(asked, ['archived', 'reopened', 'reopened']);
  });
});
