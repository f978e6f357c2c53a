/** Only so many at once, and everybody in turn. */
import assert from 'node:assert/strict';
import { createTurns } from '../../../src/core/files/turns.ts';

/** Work that a test ends by name, in the order in which it begins. */
function bench(most: number, mostEach = most) {
  const turns = createTurns(most, mostEach);
  const begun: string[] = [];
  const running = new Map<string, PromiseWithResolvers<void>>();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    running: () => [...running.keys()],
    want: (owner: string, name: string) =>
      turns.take(owner, () => {
        const work = Promise.withResolvers<void>();
        begun.push(name);
        running.set(name, work);
        return work.promise.finally(() => running.delete(name));
      }),
    settled,
    end(name: string, error?: Error) {
      if (error) running.get(name)?.reject(error);
      else running.get(name)?.resolve();
      return settled();
    },
  };
}

describe('turns', () => {
  it('lets so many begin at once, and the next when one ends', async () => {
    const { begun, want, end, settled } = bench(2);
    for (const name of ['1', '2', '3']) void want('a', name);
    await settled();
    assert.deepEqual(begun, ['1', '2']);
    await end('2');
    assert.deepEqual(begun, ['1', '2', '3']);
  });

  it('DS-05 lets nobody wait behind all that another one wants', async () => {
    const { begun, want, end, running, settled } = bench(1);
    for (const name of ['a1', 'a2', 'a3', 'a4']) void want('a', name);
    for (const name of ['b1', 'b2']) void want('b', name);
    void want('c', 'c1');
    await settled();
    for (let n = 0; n < 7; n += 1) await end(running()[0] ?? '');
    assert.deepEqual(begun, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('DS-05 leaves room for others, whatever one wants', async () => {
    const { begun, want, end, settled } = bench(3, 2);
    for (const name of ['a1', 'a2', 'a3']) void want('a', name);
    await settled();
    assert.deepEqual(begun, ['a1', 'a2']);
    for (const name of ['b1', 'b2']) void want('b', name);
    await settled();
    assert.deepEqual(begun, ['a1', 'a2', 'b1']);
    await end('b1');
    assert.deepEqual(begun, ['a1', 'a2', 'b1', 'b2']);
    await end('a2');
    assert.deepEqual(begun, ['a1', 'a2', 'b1', 'b2', 'a3']);
  });

  it('goes on after what failed, and says so to whoever wanted it', async () => {
    const { begun, want, end, settled } = bench(1);
    const failing = want('a', '1');
    await settled();
    void want('a', '2');
    const failed = assert.rejects(failing, /no/);
    await end('1', new Error('no'));
    await failed;
    assert.deepEqual(begun, ['1', '2']);
  });
});
