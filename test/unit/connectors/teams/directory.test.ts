/** The tenant's directory as Graph shows it: roles, owners, people, teams and channels. */
import assert from 'node:assert/strict';
import { createGraph } from '../../../../src/connectors/teams/api.ts';
import { createTeamsDirectory } from '../../../../src/connectors/teams/directory.ts';
import { createTeamsMembers } from '../../../../src/connectors/teams/members.ts';
import type { PersonGraph } from '../../../../src/connectors/teams/person-graph.ts';
import type { TeamsDirectory } from '../../../../src/core/bot/teams-directory.ts';
import type { Connector } from '../../../../src/core/connector.ts';
import type { ConversationId, PersonId } from '../../../../src/core/model.ts';
import type { Connection } from '../../../../src/core/records.ts';
import { createEgress } from '../../../../src/http/egress.ts';
import { createTestParts, storeConnection } from '../../../support/connector-parts.ts';
import { type Answer, type Asked, openPlatform, type ScriptedPlatform } from '../../../support/platform.ts';

const ada = 'a0000000-0000-4000-8000-000000000001' as PersonId;
const mio = 'a0000000-0000-4000-8000-00000000000f';
const team = '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22';
const channel = '19:abc@thread.tacv2';
const conversation = `${team}/${channel}` as ConversationId;

describe('the directory of Teams', () => {
  let graph: ScriptedPlatform;
  let connection: Connection;
  let directory: TeamsDirectory;
  let people: Pick<Connector, 'members' | 'search'>;
  let close: () => Promise<void>;
  beforeEach(async () => {
    graph = await openPlatform();
    const egress = createEgress({ origins: new Map([['https://graph.microsoft.com', graph.url]]) });
    const parts = createTestParts(egress);
    const facts = { serviceUser: mio };
    connection = await storeConnection(parts, { id: 'c', platform: 'teams', account: 't', facts, secrets: {} });
    const calls = createGraph<Connection>(parts, { take: async () => 'token', spent: () => false });
    directory = createTeamsDirectory(calls, nobodySignedIn);
    const members = createTeamsMembers(calls);
    people = {
      members: (place, most) => members.members(connection, place, most),
      search: (_, text, most) => members.search(connection, text, most),
    };
    close = async () => {
      await egress.close();
      await graph.close();
    };
  });
  afterEach(() => close());

  const nobodySignedIn: PersonGraph = {
    read: () => assert.fail('a person’s token was used'),
    pages: () => assert.fail('a person’s token was used'),
  };
  const answers = (paths: Readonly<Record<string, (asked: Asked) => unknown>>) =>
    graph.respond((asked): Answer | undefined => {
      const answer = paths[asked.path.replace('/v1.0', '')]?.(asked);
      return answer === undefined ? { status: 404, json: { error: { code: 'NotFound' } } } : { json: answer };
    });

  it('tells administrators of Teams, and the groups that somebody is in, over all pages', async () => {
    const path = `/users/${ada}/transitiveMemberOf`;
    const next = `https://graph.microsoft.com/v1.0${path}?$skiptoken=2`;
    answers({
      [path]: ({ query }) =>
        query.has('$skiptoken')
          ? { value: [{ id: 'r', roleTemplateId: '69091246-20E8-4A56-AA4D-066075B2A7A8' }] }
          : { value: [{ id: team.toUpperCase() }], '@odata.nextLink': next },
    });
    const { administrator, groups } = await directory.standing(connection, ada);
    assert.deepEqual([administrator, [...groups]], [true, [team]]);
  });

  it('another role is none, and a role is no group', async () => {
    const reader = { id: 'r', roleTemplateId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b' };
    answers({ [`/users/${ada}/transitiveMemberOf`]: () => ({ value: [reader] }) });
    const { administrator, groups } = await directory.standing(connection, ada);
    assert.deepEqual([administrator, groups.size], [false, 0]);
  });

  it('asks Graph about nobody whose id is no id', async () => {
    answers({});
    const invented = '../groups' as PersonId;
    assert.equal((await directory.standing(connection, invented)).administrator, false);
    assert.equal(await directory.person(connection, invented), undefined);
    assert.equal(graph.asked.length, 0);
  });

  it('an owner is an owner in any case of letters', async () => {
    answers({ [`/groups/${team}/owners`]: () => ({ value: [{ id: ada.toUpperCase() }] }) });
    assert.equal(await directory.owns(connection, ada, team), true);
    assert.equal(await directory.owns(connection, mio as PersonId, team), false);
  });

  it('a person has the addresses of mail and sign-in, each once, in small letters', async () => {
    const user = { displayName: 'Ada Nowak', mail: 'Ada@Contoso.example', userPrincipalName: 'ada@contoso.example' };
    answers({ [`/users/${ada}`]: () => user });
    assert.deepEqual(await directory.person(connection, ada), {
      name: 'Ada Nowak',
      addresses: ['ada@contoso.example'],
    });
  });

  for (const [given, kind] of [
    [{ membershipType: 'standard' }, 'standard'],
    [{ membershipType: 'private' }, 'private'],
    [{ membershipType: 'shared' }, 'shared'],
    [{ membershipType: 'unknownFutureValue' }, 'unknown'],
    [{}, 'standard'],
  ] as const) {
    it(`a channel with ${JSON.stringify(given)} is ${kind}`, async () => {
      answers({ [`/teams/${team}/channels/${channel}`]: () => ({ id: channel, displayName: 'Launch', ...given }) });
      const found = await directory.channel(connection, { team, channel });
      assert.deepEqual(found, { conversation, name: 'Launch', kind, archived: false });
    });
  }

  it('what Graph does not know is gone; what Graph fails at is not', async () => {
    answers({});
    assert.equal(await directory.team(connection, team), undefined);
    assert.equal(await directory.channel(connection, { team, channel }), undefined);
    graph.respond(() => ({ status: 503, json: {} }));
    await assert.rejects(directory.team(connection, team));
  });

  it('takes only its own conversations apart', () => {
    assert.deepEqual(directory.addressOf(conversation), { team, channel });
    for (const other of ['', 'C0GENERAL', `${team}/../x`, `${team}/19:a/b@thread.tacv2`])
      assert.equal(directory.addressOf(other as ConversationId), undefined, other);
  });

  it('counts 10,000 people with one call, and names a few, but not Mio', async () => {
    const value = [mio, '1', '2', '3'].map((id) => ({ id, displayName: `N ${id}` }));
    const next = 'https://graph.microsoft.com/v1.0/groups/x/members?$skiptoken=2';
    answers({ [`/groups/${team}/members`]: () => ({ value, '@odata.count': 10_001, '@odata.nextLink': next }) });
    const place = { connection: connection.id, conversation };
    assert.deepEqual(await people.members(place, 2), { count: 10_000, names: ['N 1', 'N 2'] });
    assert.equal(graph.asked.length, 1);
    assert.equal(graph.asked[0]?.headers['consistencylevel'], 'eventual');
  });

  it('a search stays inside its quotes', async () => {
    answers({
      '/users': () => ({ value: [{ displayName: 'Ada Nowak', mail: null, userPrincipalName: 'ada@x.example' }] }),
    });
    const found = await people.search(connection.id, 'a" OR "b\\', 5);
    assert.deepEqual(found, [{ name: 'Ada Nowak', mail: 'ada@x.example' }]);
    const wanted = graph.asked[0]?.query.get('$search') ?? '';
    assert.equal(wanted, '"displayName:a  OR  b" OR "mail:a  OR  b" OR "userPrincipalName:a  OR  b"');
    assert.deepEqual(await people.search(connection.id, '""', 5), []);
    assert.equal(graph.asked.length, 1);
  });
});
