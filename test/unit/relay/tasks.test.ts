import assert from 'node:assert/strict';
import type { ConnectionId, ConversationId, MessageId } from '../../../src/core/model.ts';
import { type SendTask, TaskQueue } from '../../../src/core/relay/tasks.ts';

const settled: string[] = [];
const task = (message: string, version: number, conversation = 'incidents'): SendTask => ({
  ref: {
    connection: 'slack' as ConnectionId,
    conversation: conversation as ConversationId,
    message: message as MessageId,
  },
  state: { is: 'removed', version },
  author: null,
  root: null,
  receivedAt: version,
  fresh: version === 1,
  settled: (outcome) => void settled.push(`${message} ${version} ${outcome}`),
});

describe('what a leg still has to do', () => {
  let queue: TaskQueue;
  beforeEach(() => {
    queue = new TaskQueue();
    settled.length = 0;
  });
  const versions = () => {
    const found: string[] = [];
    for (let next = queue.shift(); next; next = queue.shift()) found.push(`${next.ref.message} ${next.state.version}`);
    return found;
  };

  it('is done in the order in which it came', () => {
    for (const message of ['a', 'b', 'c']) queue.push(task(message, 1));
    assert.deepEqual(versions(), ['a 1', 'b 1', 'c 1']);
  });

  it('says a second word on what waits in the place of the first, and tells both when it is done', () => {
    for (const [message, version] of [
      ['a', 1],
      ['b', 1],
      ['a', 2],
    ] as const)
      queue.push(task(message, version));
    assert.equal(queue.length, 2);
    const { state, fresh, receivedAt, settled: done } = queue.begin();
    assert.deepEqual([state.version, fresh, receivedAt], [2, true, 1]);
    done('agreed');
    assert.deepEqual(settled, ['a 1 agreed', 'a 2 agreed']);
  });

  it('keeps the newer word, whichever came first', () => {
    queue.push(task('a', 3));
    queue.push(task('a', 2));
    assert.deepEqual(versions(), ['a 3']);
  });

  it('puts back what was not done after all before all others, to be looked at anew', () => {
    queue.push(task('a', 1));
    queue.push(task('b', 1));
    queue.begin();
    queue.putBack(queue.shift()!);
    assert.deepEqual([queue.begin().ref.message, queue.begin().fresh, queue.length], ['a', false, 2]);
  });

  it('does not change what was begun: a word that comes then is a task of its own', () => {
    queue.push(task('a', 1));
    queue.begin();
    queue.push(task('a', 2));
    assert.deepEqual(versions(), ['a 1', 'a 2']);
  });

  it('changes it again once the attempt has failed, and looks up what that has left', () => {
    queue.push(task('a', 1));
    queue.begin();
    queue.failed();
    queue.push(task('a', 2));
    const { state, fresh } = queue.begin();
    assert.deepEqual([queue.length, state.version, fresh], [1, 2, false]);
  });

  it('takes messages of two conversations for two', () => {
    queue.push(task('a', 1));
    queue.push(task('a', 2, 'launch'));
    assert.equal(queue.length, 2);
  });
});
