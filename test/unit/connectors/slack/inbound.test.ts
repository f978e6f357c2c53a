/** What becomes of each kind of event that Slack sends: taken with which hint, or left with which reason. */
import assert from 'node:assert/strict';
import { type Inbound, readEvent } from '../../../../src/connectors/slack/inbound.ts';
import type { Json } from '../../../../src/connectors/support/json.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import type { ConnectionId, SourceFile } from '../../../../src/core/model.ts';
import fixtures from '../../../fixtures/slack/events.json' with { type: 'json' };

type Fixture = keyof typeof fixtures;

const names: Record<string, string> = { U0BOB0001: 'Bob Tan' };
const recipient = {
  connection: 'slack-1' as ConnectionId,
  identity: { appId: 'A0RELAY01', botId: 'B0RELAY01', botUserId: 'U0RELAYBOT' },
  names: { user: (id: string) => names[id], channel: () => undefined, emoji: () => undefined, file: () => undefined },
};

const read = (fixture: Fixture): Inbound => {
  const { event, event_id } = fixtures[fixture] as { event: Json; event_id: string };
  return readEvent(event, event_id, recipient);
};

const filesIn = (files: readonly SourceFile[] = []) => files.map(({ id, name }) => ` + ${id} ${name}`).join('');

/** An event in one line: kind, message, whose, when, and what it says inline. */
function summary(inbound: Inbound): string {
  if (inbound.is !== 'event') return inbound.is === 'ignored' ? `ignored: ${inbound.why}` : inbound.is;
  const { kind, message, by, at, inline } = inbound.event;
  const said =
    inline?.is === 'present'
      ? `${inline.version} ${inline.author.kind} ${inline.author.id} root=${inline.root} ${plainText(inline.content)}${filesIn(inline.files)}`
      : inline === undefined
        ? 'nothing'
        : `removed ${inline.version}`;
  return `${kind} ${message} ${by} ${at} | ${said}`;
}

const first = '1712345678.000100';
const own = '1712345682.000100';

describe('an event of Slack', () => {
  const table: readonly [Fixture, string][] = [
    [
      'message',
      `posted ${first} unknown 1712345678000 | 1712345678000100 person U0ALICE01 root=null hi @Bob Tan & all now`,
    ],
    [
      'reply',
      `posted 1712345679.000200 unknown 1712345679000 | 1712345679000200 person U0ALICE01 root=${first} a reply`,
    ],
    ['threadParent', `posted ${first} unknown 1712345678000 | 1712345678000100 person U0ALICE01 root=null hi`],
    [
      'broadcast',
      `posted 1712345680.000300 unknown 1712345680000 | 1712345680000300 person U0ALICE01 root=${first} a reply for all`,
    ],
    [
      'fileShare',
      'posted 1712345680.000400 unknown 1712345680000 | 1712345680000400 person U0ALICE01 root=null see the plan + F0FILE001 plan.pdf',
    ],
    ['me', 'posted 1712345680.000500 unknown 1712345680000 | 1712345680000500 person U0ALICE01 root=null waves'],
    [
      'otherApp',
      'posted 1712345681.000100 unknown 1712345681000 | 1712345681000100 app B0BUILD01 root=null Build 7 failed',
    ],
    ['ownPost', `posted ${own} us 1712345682000 | 1712345682000100 us B0RELAY01 root=null hello`],
    ['ownPostPlain', 'posted 1712345682.000200 us 1712345682000 | 1712345682000200 us B0RELAY01 root=null hello'],
    ['edited', `edited ${first} unknown 1712345690000 | 1712345690000000 person U0ALICE01 root=null hi there`],
    ['ownEdited', `edited ${own} us 1712345693000 | 1712345693000000 us B0RELAY01 root=null hello`],
    ['tombstone', `removed ${first} unknown 1712345694000 | removed 1712345694000100`],
    ['deleted', `removed ${first} unknown 1712345695000 | removed 1712345695000100`],
    ['deletedBare', `removed ${first} unknown 1712345695000 | removed 1712345695000200`],
    ['ownDeleted', `removed ${own} us 1712345696000 | removed 1712345696000100`],
    ['unfurled', 'ignored: changed, but not by an edit'],
    ['unfurledAfterEdit', 'ignored: changed, but not by a new edit'],
    ['replied', 'ignored: a counter of the thread changed'],
    [
      'joined',
      'posted 1712345698.000100 unknown 1712345698000 | 1712345698000100 person U0BOB0001 root=null Someone joined',
    ],
    ['reaction', `reacted ${first} unknown 1712345700000 | nothing`],
    ['uninstalled', 'ignored: not a message'],
  ];
  for (const [fixture, expected] of table) it(fixture, () => assert.equal(summary(read(fixture)), expected));

  it('keeps its id as the key, for retries carry the same', () => {
    const inbound = read('message');
    assert.equal(inbound.is === 'event' && inbound.event.key, 'Ev0MESSAGE');
  });

  it('of another app says the name and the picture under which it posted', () => {
    const inbound = read('otherApp');
    const state = inbound.is === 'event' ? inbound.event.inline : undefined;
    assert.deepEqual(state?.is === 'present' && state.author, {
      id: 'B0BUILD01',
      kind: 'app',
      name: 'Build',
      picture: 'https://a.slack-edge.com/b_48.png',
    });
  });

  const original = fixtures.message.event as Json;
  const malformed: readonly [why: string, event: Json][] = [
    ['a channel that is a path', { ...original, channel: '../../api' }],
    ['no channel', { ...original, channel: undefined }],
    ['a timestamp that is a number', { ...original, ts: 1712345678.0001 }],
    ['a timestamp of another form', { ...original, ts: '1e9' }],
    ['a change without a message', { ...original, subtype: 'message_changed' }],
    ['a deletion of nothing', { ...original, subtype: 'message_deleted' }],
  ];
  for (const [why, event] of malformed) {
    it(`with ${why} is malformed`, () => assert.equal(readEvent(event, 'Ev1', recipient).is, 'malformed'));
  }

  const reaction = fixtures.reaction.event as Json;
  const reactions: readonly [why: string, event: Json, expected: string][] = [
    ['taken away', { ...reaction, type: 'reaction_removed' }, `reacted ${first} unknown 1712345700000 | nothing`],
    ['of Mio itself', { ...reaction, user: 'U0RELAYBOT' }, 'ignored: our own reaction'],
    ['to a post of ours', { ...reaction, item_user: 'U0RELAYBOT' }, `reacted ${first} unknown 1712345700000 | nothing`],
    ['to a file', { ...reaction, item: { type: 'file', file: 'F0FILE001' } }, 'ignored: a reaction to something else'],
    ['to nothing', { ...reaction, item: undefined }, 'ignored: a reaction to something else'],
    [
      'in a channel that is a path',
      { ...reaction, item: { type: 'message', channel: '../x', ts: first } },
      'malformed',
    ],
    ['without a time', { ...reaction, event_ts: undefined }, 'malformed'],
  ];
  for (const [why, event, expected] of reactions) {
    it(`a reaction ${why}`, () => assert.equal(summary(readEvent(event, 'Ev1', recipient)), expected));
  }

  it('of an unknown subtype is read as text, unless it is hidden', () => {
    const novel = { ...original, subtype: 'something_new' };
    assert.equal(readEvent(novel, 'Ev1', recipient).is, 'event');
    assert.deepEqual(readEvent({ ...novel, hidden: true }, 'Ev1', recipient), { is: 'ignored', why: 'hidden' });
  });
});
