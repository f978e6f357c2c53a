/** What a line says of a file that its source did not give out: the reason is kept, and nothing of it is held against the target. */
import assert from 'node:assert/strict';
import type { DraftFile } from '../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../src/core/errors.ts';
import { type FileReason, mayStillCome } from '../../../src/core/files/reasons.ts';
import { opening } from '../../../src/core/relay/attachments.ts';
import type { SendTask } from '../../../src/core/relay/tasks.ts';

const file: DraftFile = { id: 'F1', name: 'plan.pdf', link: 'https://mio.example/files/x' };

async function refusalOf(thrown: DeliveryError | undefined): Promise<DeliveryError> {
  const task = (thrown ? { open: () => Promise.reject(thrown) } : {}) as unknown as SendTask;
  const error = await opening(task)(file).catch((caught: unknown) => caught);
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
}

describe('a file that its source does not give out', () => {
  // biome-ignore format: a table reads better in rows.
  const table: readonly (readonly [failure: Failure, file: FileReason | undefined, as: Failure, why: FileReason, comes: boolean])[] = [
    ['gone', undefined, 'gone', 'gone', false],
    ['gone', 'blocked', 'gone', 'blocked', false],
    ['refused', undefined, 'refused', 'closed', false],
    ['refused', 'infected', 'refused', 'infected', false],
    ['refused', 'unscanned', 'refused', 'unscanned', true],
    ['refused', 'unscannable', 'refused', 'unscannable', true],
    ['unauthorized', undefined, 'refused', 'source_unauthorized', true],
    ['busy', undefined, 'busy', 'source_busy', true],
    ['doubt', undefined, 'doubt', 'source_busy', true],
  ];
  for (const [failure, given, as, why, comes] of table) {
    it(`${failure}${given ? ` (${given})` : ''} is ${why}, which ${comes ? 'may pass' : 'is for good'}`, async () => {
      const thrown = new DeliveryError(failure, 'code', { operation: 'open', file: given, retryAfterMs: 5 });
      const error = await refusalOf(thrown);
      assert.deepEqual([error.failure, error.code, error.file, error.retryAfterMs], [as, 'code', why, 5]);
      assert.equal(error.cause, thrown);
      assert.equal(mayStillCome(why), comes);
    });
  }

  it('is closed where nobody could open it', async () => {
    const { failure, file: why } = await refusalOf(undefined);
    assert.deepEqual([failure, why], ['refused', 'closed']);
  });

  it('is told of as it came where it is a defect of ours', async () => {
    const task = { open: () => Promise.reject(new TypeError('defect')) } as unknown as SendTask;
    await assert.rejects(opening(task)(file), TypeError);
  });
});
