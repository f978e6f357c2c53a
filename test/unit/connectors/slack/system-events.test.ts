/** Slack's own lines in a channel: which of them are told, and in which words. */
import assert from 'node:assert/strict';
import { readEvent } from '../../../../src/connectors/slack/inbound.ts';
import { noNames } from '../../../../src/connectors/slack/markup-names.ts';
import type { Json } from '../../../../src/connectors/support/json.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import type { ConnectionId } from '../../../../src/core/model.ts';

const recipient = {
  connection: 'slack-1' as ConnectionId,
  identity: { appId: 'A0RELAY01', botId: 'B0RELAY01', botUserId: 'U0RELAYBOT' },
  names: { ...noNames, user: (id: string) => (id === 'U0BOB0001' ? 'Bob Tan' : undefined) },
};
const ts = '1712345678.000100';
const event = (subtype: string, more: Json = {}): Json => ({
  type: 'message',
  subtype,
  user: 'U0ALICE01',
  text: '<@U0ALICE01> did something',
  channel: 'C0GENERAL',
  channel_type: 'channel',
  ts,
  event_ts: ts,
  ...more,
});

const read = (of: Json) => readEvent(of, 'Ev0MADEUP1', recipient);
function words(of: Json): string {
  const inbound = read(of);
  if (inbound.is !== 'event') return inbound.is;
  const { inline } = inbound.event;
  return inline?.is === 'present' && inline.notice ? plainText(inline.content) : 'no notice';
}

describe('system events of Slack', () => {
  const table: readonly [why: string, event: Json, words: string][] = [
    ['a join', event('channel_join', { inviter: 'U0BOB0001' }), 'Someone joined'],
    ['a join in an older private channel', event('group_join'), 'Someone joined'],
    ['a leave', event('channel_leave'), 'Someone left'],
    ['a leave in an older private channel', event('group_leave'), 'Someone left'],
    [
      'a new name',
      event('channel_name', { old_name: 'ops', name: 'ops-eu' }),
      'Someone renamed the channel to “ops-eu”',
    ],
    [
      'a topic with markup, a mention and an address',
      event('channel_topic', { topic: '*Up* &amp; running, ask <@U0BOB0001> or <https://x.example|the page>' }),
      'Someone set the topic to “Up & running, ask @Bob Tan or the page”',
    ],
    ['a topic over two lines', event('group_topic', { topic: 'a\nb' }), 'Someone set the topic to “a b”'],
    [
      'a topic as long as it may be',
      event('channel_topic', { topic: 'x'.repeat(250) }),
      `Someone set the topic to “${'x'.repeat(250)}”`,
    ],
    [
      'a topic longer than it may be',
      event('channel_topic', { topic: 'x'.repeat(251) }),
      `Someone set the topic to “${'x'.repeat(249)}…”`,
    ],
    ['no topic any more', event('channel_topic', { topic: '' }), 'Someone cleared the topic'],
    ['a purpose', event('channel_purpose', { purpose: 'Everything' }), 'Someone set the description to “Everything”'],
    ['a channel that was archived, which Mio tells itself', event('channel_archive'), 'ignored'],
    ['a pin', event('pinned_item'), 'ignored'],
    ['an app', event('bot_add'), 'ignored'],
    ['a subtype named like a method', event('constructor'), 'no notice'],
    ['Mio’s own app', event('channel_join', { user: 'U0RELAYBOT', inviter: 'U0BOB0001' }), 'ignored'],
    ['a join of nobody', event('channel_join', { user: 7 }), 'ignored'],
  ];
  for (const [why, of, expected] of table)
    it(`tell of ${why}: ${expected.slice(0, 80)}`, () => assert.equal(words(of), expected));

  it('name whom they are about by id, to be looked up', () => {
    const inbound = read(event('channel_join'));
    assert.ok(inbound.is === 'event' && inbound.event.inline?.is === 'present');
    const { kind, message, at, inline } = inbound.event;
    assert.deepEqual([kind, message, at, inline.version], ['posted', ts, 1712345678000, 1712345678000100]);
    assert.deepEqual(inline.content, [
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'Someone', mention: { of: 'person', id: 'U0ALICE01' } },
          { type: 'text', text: ' joined' },
        ],
      },
    ]);
  });

  it('are told once: their other events are left alone', () => {
    for (const type of ['member_joined_channel', 'member_left_channel', 'channel_rename'])
      assert.equal(read({ type, user: 'U0ALICE01', channel: 'C0GENERAL', event_ts: ts }).is, 'ignored');
  });
});
