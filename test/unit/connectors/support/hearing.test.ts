/** What is learned of a conversation from the calls that are made anyway, and how often it is told. */
import assert from 'node:assert/strict';
import { createHearing } from '../../../../src/connectors/support/hearing.ts';
import { DeliveryError, type Failure } from '../../../../src/core/errors.ts';
import type { ConnectionId, ConversationId, Place } from '../../../../src/core/model.ts';
import { createTestLog } from '../../../support/log.ts';

const place: Place = { connection: 'c' as ConnectionId, conversation: 'v' as ConversationId };
const other: Place = { ...place, conversation: 'w' as ConversationId };
const refusal = (failure: Failure, status?: number) =>
  new DeliveryError(failure, 'Code', { operation: 'ask', ...(status !== undefined && { status }) });

describe('the hearing of a conversation', () => {
  function open() {
    const log = createTestLog();
    const counted: string[] = [];
    const metrics = {
      count: (name: string, labels = {}) => void counted.push(`${name} ${JSON.stringify(labels)}`),
      observe() {},
      set() {},
    };
    const hearing = createHearing({ metrics, log, advice: ({ conversation }) => `open ${conversation}` });
    const subscribe = (error?: Error) =>
      hearing.subscribing(place, () => (error ? Promise.reject(error) : Promise.resolve('made'))).catch(() => 'failed');
    async function list(error?: Error, items = 0): Promise<void> {
      async function* listed() {
        for (let item = 0; item < items; item += 1) yield item;
        if (error) throw error;
      }
      const seen: number[] = [];
      await (async () => {
        for await (const item of hearing.listing(place, listed())) seen.push(item);
      })().catch(() => {});
      assert.equal(seen.length, items);
    }
    return { hearing, log, counted, subscribe, list };
  }

  for (const [failure, status, isClosed] of [
    ['refused', 403, true],
    ['gone', 404, true],
    ['refused', 400, false],
    ['refused', 409, false],
    ['unauthorized', 401, false],
    ['busy', 503, false],
    ['doubt', undefined, false],
  ] as const)
    it(`${failure} (${status ?? 'no answer'}): ${isClosed ? 'is lost' : 'says nothing'}`, async () => {
      for (const way of ['subscribe', 'list'] as const) {
        const { hearing, [way]: ask, counted } = open();
        await ask(refusal(failure, status));
        assert.equal(hearing.unheard(place), isClosed ? 'open v' : undefined);
        assert.equal(hearing.unheard(other), undefined);
        assert.equal(counted.length, isClosed ? 1 : 0);
      }
    });

  it('is lost once, however often and in whatever way it is refused', async () => {
    const { subscribe, list, counted, log } = open();
    for (let time = 0; time < 5; time += 1) {
      assert.equal(await subscribe(refusal('refused', 403)), 'failed');
      await list(refusal('refused', 403));
    }
    assert.deepEqual(counted, ['mio_alarms_total {"kind":"conversation_unheard"}']);
    assert.equal(log.text().split('\n').length, 1);
  });

  it('is back once all that was refused succeeds again, and may be lost again', async () => {
    const { hearing, subscribe, list, counted } = open();
    await subscribe(refusal('refused', 403));
    await list(refusal('refused', 403));
    await list(undefined, 2);
    assert.equal(hearing.unheard(place), 'open v', 'what happens there is not told yet');
    assert.equal(await subscribe(), 'made');
    assert.equal(hearing.unheard(place), undefined);
    await list(refusal('gone', 404));
    assert.equal(counted.length, 2);
    await list();
    assert.equal(hearing.unheard(place), undefined);
  });

  it('is nobody’s business once the conversation is relayed no more', async () => {
    const { hearing, subscribe } = open();
    await subscribe(refusal('refused', 403));
    hearing.forget(place);
    assert.equal(hearing.unheard(place), undefined);
  });
});
