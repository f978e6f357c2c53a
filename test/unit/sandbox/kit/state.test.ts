import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock } from '../../../../sandbox/kit/clock.ts';
import { createLedger } from '../../../../sandbox/kit/ledger.ts';
import { createState } from '../../../../sandbox/kit/state.ts';

const change = {
  platform: 'slack',
  place: 'C1',
  kind: 'posted',
  message: 'm',
  root: null,
  author: 'Ada',
  text: 'hi',
} as const;

describe('state that outlives a restart', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was set, without what was deleted, in the same world', () => {
    const first = createState(folder);
    const rooms = first.collection<{ title: string }>('rooms');
    rooms.set('1', { title: 'Incidents' });
    rooms.set('2', { title: 'Launch' });
    rooms.delete('2');
    first.close();

    const second = createState(folder);
    assert.deepEqual([...second.collection('rooms').entries()], [['1', { title: 'Incidents' }]]);
    assert.equal(second.world, first.world);
    second.collection('rooms').clear();
    second.close();

    const third = createState(folder);
    assert.equal(third.collection('rooms').size, 0);
    third.close();
  });

  it('gives the same collection for the same name, and another world for another folder', () => {
    const state = createState();
    assert.equal(state.collection('a'), state.collection('a'));
    assert.notEqual(state.world, createState().world);
  });

  it('keeps the ledger, numbered without gaps', () => {
    const clock = createManualClock(5);
    const first = createState(folder);
    const before = createLedger(clock, first);
    before.append(change);
    before.append({ ...change, kind: 'edited', text: 'hello' });
    first.close();

    const second = createState(folder);
    const ledger = createLedger(clock, second);
    const heard: number[] = [];
    const stop = ledger.watch(({ number }) => heard.push(number));
    ledger.append({ ...change, kind: 'removed', text: null });
    stop();
    ledger.append(change);
    assert.deepEqual(
      ledger.after(0).map(({ number, kind }) => [number, kind]),
      [
        [1, 'posted'],
        [2, 'edited'],
        [3, 'removed'],
        [4, 'posted'],
      ],
    );
    assert.deepEqual(
      ledger.after(1, 2).map(({ number }) => number),
      [2, 3],
    );
    assert.deepEqual(heard, [3]);
    second.close();
  });
});
