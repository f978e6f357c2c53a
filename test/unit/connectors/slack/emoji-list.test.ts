/** What a workspace made itself, as Slack lists it. Over real HTTP, with Slack scripted. */
import assert from 'node:assert/strict';
import { emojiList } from '../../../../src/connectors/slack/emoji-list.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import type { PresentMessage } from '../../../../src/core/model.ts';
import { shipit } from './names.ts';
import { openSlackWorld, type SlackWorld, signedRequest } from './support.ts';

const address = shipit.picture ?? '';

describe('the list of emoji of a Slack workspace', () => {
  const rows: readonly [what: string, list: unknown, read: readonly [string, unknown][]][] = [
    ['a picture', { shipit: address }, [['shipit', shipit]]],
    [
      'an alias',
      { shipit: address, ship_it: 'alias:shipit' },
      [
        ['shipit', shipit],
        ['ship_it', { ...shipit, name: 'ship_it' }],
      ],
    ],
    [
      'an alias of an alias',
      { a: 'alias:b', b: 'alias:c', c: address },
      [
        ['a', { ...shipit, name: 'a' }],
        ['b', { ...shipit, name: 'b' }],
        ['c', { ...shipit, name: 'c' }],
      ],
    ],
    ['an alias of a character', { yay: 'alias:tada' }, [['yay', '🎉']]],
    ['an alias of nothing', { lost: 'alias:gone' }, []],
    ['aliases in a circle', { a: 'alias:b', b: 'alias:a' }, []],
    ['an alias of what every object has', { a: 'alias:constructor' }, []],
    ['a picture elsewhere', { a: 'https://evil.test/1.png' }, [['a', { name: 'a' }]]],
    ['a host that only looks like Slack’s', { a: 'https://evilslack-edge.com/1.png' }, [['a', { name: 'a' }]]],
    ['a picture with a secret', { a: `${address}?token=1` }, [['a', { name: 'a' }]]],
    ['a picture without encryption', { a: address.replace('https', 'http') }, [['a', { name: 'a' }]]],
    ['a name that is none', { 'a:b': address }, []],
    ['something else', { a: 1 }, [['a', { name: 'a' }]]],
    ['no list', null, []],
  ];
  for (const [what, list, read] of rows) it(`holds ${what}`, () => assert.deepEqual([...emojiList(list)], read));
});

describe('an emoji of a Slack workspace', () => {
  let world: SlackWorld;
  let listed: Record<string, string>;
  beforeEach(async () => {
    world = await openSlackWorld();
    listed = { shipit: address, yay: 'alias:tada' };
    world.slack.respond(({ path }) => (path === '/api/emoji.list' ? { json: { ok: true, emoji: listed } } : undefined));
  });
  afterEach(() => world.close());

  const emoji = (name: string) => world.connector.emoji?.(world.connection.id, { name });
  const times = () => world.slack.asked.length;
  const tell = (event: object) =>
    world.connector.receive(
      signedRequest(
        JSON.stringify({
          type: 'event_callback',
          team_id: 'T0ACME001',
          api_app_id: 'A0RELAY01',
          event_id: 'Ev1',
          event,
        }),
      ),
    );
  const said = async (...elements: object[]) => {
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
    const message = { type: 'message', channel: 'C0GENERAL', user: 'U0ALICE01', ts: '1712345678.000100', blocks };
    const { events } = await tell(message);
    return (events?.[0]?.inline as PresentMessage | undefined)?.content ?? [];
  };

  it('is found by its name, and asked for once', async () => {
    assert.deepEqual(await Promise.all([emoji('shipit'), emoji('ShipIt'), emoji('yay'), emoji('tada')]), [
      shipit,
      shipit,
      { name: 'yay' },
      undefined,
    ]);
    assert.equal(times(), 1);
  });

  it('stands in a message with its picture', async () => {
    const [paragraph] = await said({ type: 'emoji', name: 'shipit' }, { type: 'emoji', name: 'yay' });
    assert.deepEqual(paragraph, {
      type: 'paragraph',
      children: [
        { type: 'text', text: ':shipit:', emoji: shipit },
        { type: 'text', text: '🎉' },
      ],
    });
  });

  it('costs no call in messages without one', async () => {
    await said({ type: 'text', text: 'a' }, { type: 'emoji', name: 'tada', unicode: '1f389' });
    assert.equal(times(), 0);
  });

  it('is asked for again once Slack has told of a change, or after an hour', async () => {
    assert.equal(await emoji('party'), undefined);
    listed = { party: address };
    assert.equal(await emoji('party'), undefined);
    await tell({ type: 'emoji_changed', subtype: 'add', name: 'party', value: address });
    assert.deepEqual(await emoji('party'), { ...shipit, name: 'party' });
    listed = {};
    await world.parts.clock.advance(60 * 60_000 + 1);
    assert.equal(await emoji('party'), undefined);
    assert.equal(times(), 3);
  });

  it('is not what was asked for before a change was told of', async () => {
    const early = emoji('party');
    await tell({ type: 'emoji_changed', subtype: 'add', name: 'party', value: address });
    await early;
    listed = { party: address };
    assert.deepEqual(await emoji('party'), { ...shipit, name: 'party' });
  });

  const unasked: readonly [why: string, answer: { status?: number; json?: unknown }][] = [
    ['the permission for it is missing', { json: { ok: false, error: 'missing_scope', needed: 'emoji:read' } }],
    ['Slack is too busy', { status: 429 }],
  ];
  for (const [why, answer] of unasked) {
    it(`is its name where ${why}, and the message is read all the same`, async () => {
      world.slack.respond(() => answer);
      const content = await said({ type: 'emoji', name: 'shipit' });
      assert.deepEqual(content, [
        { type: 'paragraph', children: [{ type: 'text', text: ':shipit:', emoji: { name: 'shipit' } }] },
      ]);
      assert.equal(plainText(await said({ type: 'emoji', name: 'shipit' })), ':shipit:');
      assert.equal(await emoji('shipit'), undefined);
      assert.equal(times(), 1);
    });
  }
});
