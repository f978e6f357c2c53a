import assert from 'node:assert/strict';
import type { Client } from '@microsoft/microsoft-graph-client';
import {
  graphError,
  incidents,
  launch,
  messagesOf,
  operations,
  people,
  startTeams,
  type TeamsSandbox,
} from './support.ts';

interface Page {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly '@odata.nextLink'?: string;
}

describe('Graph: people, teams and channels', () => {
  let sandbox: TeamsSandbox;
  let graph: Client;

  beforeEach(async () => {
    sandbox = await startTeams();
    graph = await sandbox.graph('mio-service');
  });
  afterEach(() => sandbox.close());

  it('says who is signed in, with the default properties or those selected', async () => {
    const me = await graph.api('/me').get();
    assert.deepEqual([me.id, me.mail, me.accountEnabled], [people.service, 'mio@contoso.example', undefined]);
    const selected = await graph.api('/me').select('id,accountEnabled').get();
    assert.deepEqual(Object.keys(selected).sort(), ['@odata.context', 'accountEnabled', 'id']);
  });

  it("lists the service user's roles by template id", async () => {
    const { value }: Page = await graph.api('/me/transitiveMemberOf').get();
    const roles = value.filter((one) => one['@odata.type'] === '#microsoft.graph.directoryRole');
    assert.deepEqual(
      roles.map((role) => role['roleTemplateId']),
      ['69091246-20e8-4a56-aa4d-066075b2a7a8', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'],
    );
  });

  it('pages through people with links that can be followed as they are', async () => {
    const names: unknown[] = [];
    let page: Page = await graph.api('/users').top(2).select('displayName').get();
    names.push(...page.value.map((user) => user['displayName']));
    while (page['@odata.nextLink'] !== undefined) {
      page = await graph.api(page['@odata.nextLink']).get();
      names.push(...page.value.map((user) => user['displayName']));
    }
    assert.deepEqual(names, [
      'Ada Nowak',
      'Ben Ito',
      'Chidi Okafor',
      'Mio Service',
      'Service Without Roles',
      'Lena Vogel',
    ]);
  });

  it('finds a person by address', async () => {
    const { value }: Page = await graph
      .api('/users')
      .filter("mail eq 'BEN@contoso.example' or startswith(displayName,'Nobody')")
      .get();
    assert.deepEqual(
      value.map((user) => user['id']),
      [people.ben],
    );
  });

  it('gives a photo to a person and none to a service account', async () => {
    const answer: Response = await graph
      .api(`/users/${people.ada}/photo/$value`)
      .responseType('raw' as never)
      .get();
    assert.equal(Buffer.from(await answer.arrayBuffer()).toString('latin1', 1, 4), 'PNG');
    await assert.rejects(graph.api(`/users/${people.service}/photo/$value`).get(), graphError(404, 'ImageNotFound'));
  });

  it('finds the teams among the groups', async () => {
    const { value }: Page = await graph
      .api('/groups')
      .filter("resourceProvisioningOptions/Any(x:x eq 'Team')")
      .select('id,displayName')
      .get();
    assert.deepEqual(
      value.map((group) => group['displayName']),
      ['Mio', 'Operations'],
    );
  });

  it('lists channels, in any spelling of the path', async () => {
    const { value }: Page = await graph.api(`/teams/${operations}/channels`).get();
    assert.deepEqual(
      value.map((channel) => channel['displayName']),
      ['General', 'Incidents', 'Launch'],
    );
    const keyed = await graph.api(`/Teams('${operations}')/channels('${encodeURIComponent(incidents)}')`).get();
    assert.equal(keyed.displayName, 'Incidents');
  });

  it('puts the service user into a team, after which it may read there; and once only', async () => {
    await assert.rejects(graph.api(messagesOf(launch)).get(), graphError(403, 'Forbidden'));
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${people.service}` };
    await graph.api(`/groups/${operations}/members/$ref`).post(member);
    assert.deepEqual((await graph.api(messagesOf(launch)).get()).value, []);
    await assert.rejects(
      graph.api(`/groups/${operations}/members/$ref`).post(member),
      graphError(400, 'Request_BadRequest', /already exist/),
    );
    const joined: Page = await graph.api('/me/joinedTeams').get();
    assert.deepEqual(
      joined.value.map((team) => team['id']),
      [operations],
    );
    await graph.api(`/groups/${operations}/members/${people.service}/$ref`).delete();
    await assert.rejects(graph.api(messagesOf(launch)).get(), graphError(403, 'Forbidden'));
    assert.deepEqual(
      sandbox.built.kit.ledger.after(0).map(({ kind, author }) => [kind, author]),
      [
        ['joined', 'Mio Service'],
        ['left', 'Mio Service'],
      ],
    );
  });

  it('lets nobody change members without the role or the ownership', async () => {
    const powerless = await sandbox.graph('powerless');
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${people.service}` };
    await assert.rejects(
      powerless.api(`/groups/${operations}/members/$ref`).post(member),
      graphError(403, 'Authorization_RequestDenied'),
    );
    const owner = await sandbox.graph('ada');
    await owner.api(`/groups/${operations}/members/$ref`).post(member);
  });

  it('knows no people, groups or teams that do not exist', async () => {
    await assert.rejects(graph.api('/users/nobody@contoso.example').get(), graphError(404, 'Request_ResourceNotFound'));
    await assert.rejects(
      graph.api('/teams/00000000-0000-0000-0000-000000000000/channels').get(),
      graphError(404, 'NotFound'),
    );
    await assert.rejects(graph.api('/nothing').get(), graphError(400, 'BadRequest', /segment 'nothing'/));
  });
});
