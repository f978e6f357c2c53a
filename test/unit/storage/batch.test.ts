/** What goes into a commit, and what waits for the next. */
import assert from 'node:assert/strict';
import { Backlog } from '../../../src/storage/sqlite/batch.ts';
import type { Command } from '../../../src/storage/sqlite/commands.ts';

const accept: Command = ['accept', 'key', 1, 1, 1, 'message', 0, '{}'];
const large = (characters: number): Command => ['accept', 'key', 1, 1, 1, 'message', 0, 'x'.repeat(characters)];
const document = (characters: number): Command => ['putRecord', 'cursor', 'id', 'x'.repeat(characters), 0];
const mebi = 1024 * 1024;
const settle: Command = ['settle', 1];
const put: Command = ['putRecord', 'cursor', 'id', '{}', 0];

const writes = (command: Command, count: number, each = 1) =>
  Array.from({ length: count }, () => ({ commands: new Array<Command>(each).fill(command) }));

const story = (list: readonly { commands: readonly Command[] }[]) =>
  list.reduce((told, { commands: [first] }) => told + first![0][0]!, '');

describe('the next commit', () => {
  const rows: readonly [what: string, waiting: { commands: Command[] }[], leaving: string, staying: string][] = [
    ['one write', writes(put, 1), 'p', ''],
    ['all that brings work further, in its order', [...writes(put, 500)], 'p'.repeat(500), ''],
    ['32 new events, the oldest first', writes(accept, 40), 'a'.repeat(32), 'a'.repeat(8)],
    ['half of a crowd', writes(accept, 400), 'a'.repeat(200), 'a'.repeat(200)],
    [
      'new events beside other work',
      [...writes(put, 2), ...writes(accept, 33), ...writes(put, 1)],
      `ppp${'a'.repeat(32)}`,
      'a',
    ],
    ['what came in one request whole', writes(accept, 3, 90), 'aaa', ''],
    ['of large events no more than its writer can hold', writes(large(mebi), 6), 'aaaa', 'aa'],
    ['of large documents no more either', writes(document(3 * mebi), 2), 'p', 'p'],
    ['large events beside large documents', [...writes(document(3 * mebi), 2), ...writes(large(mebi), 1)], 'pa', 'p'],
    ['what is larger than that alone', writes(large(5 * mebi), 2), 'a', 'a'],
    ['few settled events alone', writes(settle, 3), 'sss', ''],
    ['few settled events after other work', [...writes(settle, 3), ...writes(put, 1)], 'p', 'sss'],
    ['many settled events with other work', [...writes(settle, 128), ...writes(put, 1)], `p${'s'.repeat(128)}`, ''],
  ];
  for (const [what, waiting, leaving, staying] of rows) {
    it(`takes ${what}`, () => {
      const backlog = new Backlog();
      for (const write of waiting) backlog.push(write);
      assert.deepEqual([story(backlog.next()), story(backlog.all())], [leaving, staying]);
    });
  }
});
