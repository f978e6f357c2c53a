/** Teams' own lines in a channel: which of them are told, in which words, and what is never said of Mio itself. */
import assert from 'node:assert/strict';
import { factsOf } from '../../../../src/connectors/teams/facts.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import { graphWithChannel, type HeldSubscription, item, message, validationToken } from './support/graph.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902';
const identity = (id: string, displayName: string | null = null) => ({ id, displayName, userIdentityType: 'aadUser' });
const by = (id: string) => ({ initiator: { application: null, device: null, user: identity(id) } });
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => identity(`a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a${700 + at}`, `P${at + 1}`));
const detail = (kind: string, more: object) => ({
  '@odata.type': `#microsoft.graph.${kind}EventMessageDetail`,
  ...more,
});

describe('system events of Teams', () => {
  let world: Teams;
  let subscription: HeldSubscription;
  let token: string;
  let own: string;
  let id = 1789374682417;

  before(async () => {
    world = await connectedTeams();
    const graph = graphWithChannel(world.microsoft);
    await world.teams.prepare(place);
    subscription = graph.only();
    token = await validationToken(world.microsoft.entra, world.clock.now());
    own = factsOf(world.record).serviceUser ?? assert.fail('no service user');
  });
  after(() => world.close());

  async function told(eventDetail: unknown, messageType = 'systemEventMessage', changeType = 'created') {
    id += 1;
    const body = { contentType: 'html', content: '<systemEventMessage/>' };
    const content = message(String(id), { messageType, from: null, body, eventDetail });
    const value = [item(subscription, content, { changeType })];
    const { events, refused } = await world.receive('notifications', { value, validationTokens: [token] });
    assert.deepEqual(refused, []);
    return events ?? [];
  }
  async function words(eventDetail: unknown, messageType?: string): Promise<string | undefined> {
    const [event] = await told(eventDetail, messageType);
    return event?.inline?.is === 'present' ? plainText(event.inline.content) : undefined;
  }

  const table: readonly [why: string, detail: () => unknown, words: string | undefined][] = [
    ['somebody added', () => detail('membersAdded', { members: [identity(ben)], ...by(ada) }), 'Someone joined'],
    ['somebody with a name', () => detail('membersJoined', { members: [identity(ben, 'Ben Ito')] }), 'Ben Ito joined'],
    ['two at once', () => detail('membersAdded', { members: people(2), ...by(ada) }), 'P1 and P2 joined'],
    ['five at once', () => detail('membersAdded', { members: people(5) }), 'P1, P2, P3, P4 and P5 joined'],
    ['many at once', () => detail('membersAdded', { members: people(40) }), 'P1, P2, P3, P4 and 36 others joined'],
    ['somebody taken out', () => detail('membersDeleted', { members: [identity(ben, 'Ben Ito')] }), 'Ben Ito left'],
    ['somebody who left', () => detail('membersLeft', { members: [identity(ben, 'Ben Ito')] }), 'Ben Ito left'],
    [
      'a new name',
      () => detail('channelRenamed', { channelDisplayName: 'Lift-off', ...by(ada) }),
      'Someone renamed the channel to “Lift-off”',
    ],
    [
      'a new name that would bend the line',
      () => detail('channelRenamed', { channelDisplayName: '\u202eevil\n\n# x', ...by(ada) }),
      'Someone renamed the channel to “evil # x”',
    ],
    ['Mio’s own account', () => detail('membersAdded', { members: [identity(own)], ...by(ada) }), undefined],
    [
      'Mio’s own account among others',
      () => detail('membersAdded', { members: [identity(own.toUpperCase()), identity(ben, 'Ben Ito')] }),
      'Ben Ito joined',
    ],
    ['a call', () => detail('callStarted', { callId: 'x', ...by(ada) }), undefined],
    ['an app', () => detail('teamsAppInstalled', { teamsAppId: 'x', ...by(ada) }), undefined],
    ['nobody', () => detail('membersAdded', { members: [] }), undefined],
    ['members that are none', () => detail('membersAdded', { members: [null, { id: 7 }, 'x'] }), undefined],
    ['a kind named like a method', () => detail('constructor', {}), undefined],
    ['no detail', () => null, undefined],
    ['a detail that is a text', () => 'membersAdded', undefined],
  ];
  for (const [why, eventDetail, expected] of table)
    it(`tell of ${why}: ${expected ?? 'nothing'}`, async () => assert.equal(await words(eventDetail()), expected));

  it('have an older name too', async () => {
    const eventDetail = detail('membersAdded', { members: [identity(ben, 'Ben Ito')] });
    assert.equal(await words(eventDetail, 'unknownFutureValue'), 'Ben Ito joined');
  });

  it('are roots that say what they are, and whom they name', async () => {
    const [event] = await told(detail('membersAdded', { members: [identity(ben, 'Ben Ito')] }));
    assert.ok(event?.inline?.is === 'present');
    const { notice, author, root, content, reactions } = event.inline;
    assert.deepEqual([event.kind, event.by, event.at, event.message], ['posted', 'unknown', id, String(id)]);
    assert.deepEqual([notice, author, root, reactions], [true, { id: ben, kind: 'person' }, null, undefined]);
    assert.deepEqual(content, [
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'Ben Ito', mention: { of: 'person', id: ben } },
          { type: 'text', text: ' joined' },
        ],
      },
    ]);
  });

  it('are told once: what becomes of the line changes nothing', async () => {
    const eventDetail = detail('membersAdded', { members: [identity(ben, 'Ben Ito')] });
    for (const change of ['updated', 'deleted'])
      assert.deepEqual(await told(eventDetail, 'systemEventMessage', change), []);
  });
});
