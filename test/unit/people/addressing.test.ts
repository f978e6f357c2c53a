/** Whom a mention names on the other side, for every kind of mention. */
import assert from 'node:assert/strict';
import type { Block, CustomEmoji, Mention, Text } from '../../../src/core/content/tree.ts';
import type { ConnectionId, ConversationId, PersonId, Place } from '../../../src/core/model.ts';
import { createAddressing } from '../../../src/core/people/addressing.ts';
import type { Side } from '../../../src/core/people/people.ts';
import { p, quote } from '../content/build.ts';

const teams = { platform: 'teams', connection: 'contoso' as ConnectionId } as const;
const slack = { platform: 'slack', connection: 'fabrikam' as ConnectionId } as const;
const person = (id: string): Mention => ({ of: 'person', id: id as PersonId });
const everyone: Mention = { of: 'everyone' };
const conversation = (id: string): Mention => ({ of: 'conversation', id });
const at = (text: string, mention: Mention): Text => ({ type: 'text', text, mention });

/** Everybody has the same id with an S, but for strangers. */
const asked: string[] = [];
const people = {
  match: async (from: Side, id: PersonId, to: Side) => {
    asked.push(id);
    if (from.connection === to.connection) return id;
    return id.startsWith('stranger') ? undefined : (`S${id}` as PersonId);
  },
};
const legOf = ({ connection, conversation: id }: Place, to: Side) =>
  connection === teams.connection && to.connection === slack.connection && id === 'ops'
    ? { conversation: 'C1' as ConversationId, title: 'incidents' }
    : undefined;
/** Slack has one that Teams has, too, and Teams shows what has a picture; Webex shows none. */
const shipit = { name: 'shipit', picture: 'https://emoji.example/1.png' } as const;
const connectors = {
  slack: { emoji: async (_: ConnectionId, { name }: CustomEmoji) => (name === 'shipit' ? { name } : undefined) },
  teams: { emoji: async (_: ConnectionId, emoji: CustomEmoji) => (emoji.picture === undefined ? undefined : emoji) },
  webex: {},
};
const { addressed } = createAddressing({ people, legOf, connectors });

describe('a mention on its way to another leg', () => {
  beforeEach(() => {
    asked.length = 0;
  });

  const rows: readonly [what: string, content: Block[], to: Side & { everyone?: true }, shown: Block[]][] = [
    [
      'of a person names who that is there',
      [p('hi ', at('@Ada', person('1')))],
      slack,
      [p('hi ', at('@Ada', person('S1')))],
    ],
    ['of a person who is not there is a name', [p(at('@Ada', person('stranger')))], slack, [p('@Ada')]],
    ['of a person on the same connection stays', [p(at('@Ada', person('1')))], teams, [p(at('@Ada', person('1')))]],
    ['of everyone is text', [p(at('@channel', everyone))], slack, [p('@channel')]],
    [
      'of everyone stays where an administrator allowed it',
      [p(at('@channel', everyone))],
      { ...slack, everyone: true },
      [p(at('@channel', everyone))],
    ],
    ['of everyone is text on the same connection too', [p(at('@channel', everyone))], teams, [p('@channel')]],
    [
      'of a conversation of the same universal channel leads to it, by the name that it has there',
      [p(at('#Operations', conversation('ops')))],
      slack,
      [p(at('#incidents', conversation('C1')))],
    ],
    ['of another conversation is a name', [p(at('#board', conversation('board')))], slack, [p('#board')]],
    [
      'of a conversation stays on the same connection',
      [p(at('#board', conversation('board')))],
      teams,
      [p(at('#board', conversation('board')))],
    ],
    [
      'keeps its style, wherever it stands',
      [quote(p({ ...at('@Ada', person('1')), bold: true }))],
      slack,
      [quote(p({ ...at('@Ada', person('S1')), bold: true }))],
    ],
  ];
  for (const [what, content, to, shown] of rows)
    it(what, async () => assert.deepEqual(await addressed(content, teams, to), shown));

  it('is looked up once, however often it is there', async () => {
    await addressed([p(at('@Ada', person('1')), at('@Ada', person('1'))), p(at('@Ben', person('2')))], teams, slack);
    assert.deepEqual(asked, ['1', '2']);
  });

  it('is a name where it is one of a great many', async () => {
    const many = Array.from({ length: 50 }, (_, number) => at(`@${number}`, person(String(number))));
    const [shown] = (await addressed([p(...many)], teams, slack)) ?? [];
    assert.equal(asked.length, 20);
    assert.ok(shown?.type === 'paragraph');
    assert.equal(shown.children.filter((name) => name.type === 'text' && name.mention).length, 20);
  });

  it('is not waited for where there is none', () => {
    assert.equal(addressed([p('@Ada'), quote(p('@channel'))], teams, slack), undefined);
    assert.deepEqual(asked, []);
  });
});

describe('a custom emoji on its way to another leg', () => {
  const webex = { platform: 'webex', connection: 'wanderlust' as ConnectionId } as const;
  const emoji = (of: CustomEmoji): Text => ({ type: 'text', text: `:${of.name}:`, emoji: of });
  const rows: readonly [what: string, content: Block[], to: Side, shown: Block[]][] = [
    ['is the workspace’s own of that name', [p('so ', emoji(shipit))], slack, [p('so ', emoji({ name: 'shipit' }))]],
    ['is its name where the workspace has none', [p('so ', emoji({ name: 'tada' }))], slack, [p('so ', ':tada:')]],
    ['is a picture where that can be shown', [p(emoji(shipit))], teams, [p(emoji(shipit))]],
    ['is its name where there is no picture', [p(emoji({ name: 'shipit' }))], teams, [p(':shipit:')]],
    ['is its name where there are none', [p(emoji(shipit))], webex, [p(':shipit:')]],
    [
      'keeps its style beside a name',
      [quote(p(at('@Ada', person('1')), { ...emoji(shipit), bold: true }))],
      slack,
      [quote(p(at('@Ada', person('S1')), { ...emoji({ name: 'shipit' }), bold: true }))],
    ],
  ];
  for (const [what, content, to, shown] of rows)
    it(what, async () => assert.deepEqual(await addressed(content, teams, to), shown));

  it('is its name while the platform can’t be asked', async () => {
    const failing = { ...connectors, slack: { emoji: () => Promise.reject(new Error('down')) } };
    const content = [p(emoji(shipit))];
    const shown = await createAddressing({ people, legOf, connectors: failing }).addressed(content, teams, slack);
    assert.deepEqual(shown, [p(':shipit:')]);
  });
});
