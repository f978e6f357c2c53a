/** What is held of the inbox in memory: so much of each leg, in order, each row once. */
import assert from 'node:assert/strict';
import type { ChannelId, ConnectionId, ConversationId, MessageId } from '../../../src/core/model.ts';
import { encodePayload, fromInbox, type LaneEvent } from '../../../src/core/relay/event.ts';
import { Intake } from '../../../src/core/relay/intake.ts';
import type { Source } from '../../../src/core/relay/lane.ts';
import type { StoredEvent } from '../../../src/core/relay/store.ts';

const lane = 'channel' as ChannelId;
const most = 2_000;

describe('the inbox of a lane', () => {
  let rows: StoredEvent[];
  /** What the lane holds, and what it took in all, by leg. */
  let held: Map<Source, number>;
  let taken: Map<Source, number[]>;
  let intake: Intake;

  const legOf = ({ ref }: LaneEvent): Source | undefined =>
    ref.conversation === ('unlinked' as ConversationId) ? undefined : (ref.conversation as string as Source);

  /** A row that was just committed, and what tells of it. */
  const commit = (leg: string): LaneEvent => {
    const row: StoredEvent = {
      connection: 'c' as ConnectionId,
      conversation: leg as ConversationId,
      message: `${rows.length}` as MessageId,
      key: `${rows.length}`,
      lane,
      payload: encodePayload({ kind: 'posted', at: 1, receivedAt: 1 }),
      sequence: rows.length + 1,
    };
    rows.push(row);
    return fromInbox(row, 0);
  };
  const write = (leg: string, count: number) => {
    for (let number = 0; number < count; number += 1) intake.push(commit(leg));
  };
  const sequencesOf = (leg: string) =>
    rows.filter(({ conversation }) => conversation === leg).map(({ sequence }) => sequence);
  const took = (leg: string) => taken.get(leg as Source) ?? [];

  beforeEach(() => {
    rows = [];
    held = new Map();
    taken = new Map();
    intake = new Intake({
      channel: lane,
      ticket: () => 1,
      store: { pending: async (_, after, limit) => rows.slice(after, after + limit) },
      lane: {
        sourceOf: legOf,
        lengthOf: (source) => held.get(source) ?? 0,
        push(event, source) {
          if (source === undefined) return;
          held.set(source, (held.get(source) ?? 0) + 1);
          taken.set(source, [...took(source), event.sequence ?? 0]);
        },
      },
    });
  });

  it('is read at the start, with what comes meanwhile, each row once', async () => {
    for (let number = 0; number < 700; number += 1) commit('slack');
    const reading = intake.read();
    write('slack', 30);
    await reading;
    assert.deepEqual(took('slack'), sequencesOf('slack'));
  });

  it('keeps room for every leg, whatever another one holds', async () => {
    for (let number = 0; number < 3_000; number += 1) commit('webex');
    for (let number = 0; number < 10; number += 1) commit('teams');
    await intake.read();
    assert.equal(took('webex').length, most);
    assert.deepEqual(took('teams'), sequencesOf('teams'));
    write('webex', 10);
    write('teams', 10);
    assert.equal(took('webex').length, most);
    assert.deepEqual(took('teams'), sequencesOf('teams'));
    assert.ok(!intake.isDue, 'there is no room to read for');
  });

  it('reads the rest of a leg once half of it was worked off, past what others wrote between', async () => {
    await intake.read();
    for (let number = 0; number < 2_600; number += 1) {
      write('webex', 1);
      write('teams', 1);
      held.set('teams' as Source, 0);
    }
    assert.equal(took('webex').length, most);
    held.set('webex' as Source, most / 2);
    assert.ok(!intake.isDue);
    held.set('webex' as Source, most / 2 - 1);
    assert.ok(intake.isDue);
    await intake.read();
    assert.deepEqual(took('webex'), sequencesOf('webex'));
    assert.deepEqual(took('teams'), sequencesOf('teams'));
    write('webex', 1);
    assert.deepEqual(took('webex'), sequencesOf('webex'), 'what comes now goes straight through');
  });

  for (const [when, prepare] of [
    ['at the start, of nothing', async () => undefined],
    ['at the start', async () => void commit('webex')],
    [
      'of a leg that had too much',
      async () => {
        await intake.read();
        write('webex', most + 1);
        held.set('webex' as Source, 0);
      },
    ],
  ] as const)
    for (let turns = 0; turns < 8; turns += 1)
      it(`leaves nothing that comes ${turns} turns after the last row was read, ${when}`, async () => {
        await prepare();
        await Promise.all([intake.read(), later(turns, () => write('webex', 1))]);
        assert.deepEqual(took('webex'), sequencesOf('webex'));
      });

  it('reads a part where the rest is too much again', async () => {
    await intake.read();
    write('webex', 7_000);
    held.set('webex' as Source, 0);
    await intake.read();
    assert.deepEqual(took('webex'), sequencesOf('webex').slice(0, 2 * most));
    held.set('webex' as Source, 0);
    await intake.read();
    held.set('webex' as Source, 0);
    await intake.read();
    assert.deepEqual(took('webex'), sequencesOf('webex'));
    assert.ok(!intake.isDue);
  });
});

async function later(turns: number, work: () => void): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await undefined;
  work();
}
