import assert from 'node:assert/strict';
import type { Client } from '@microsoft/microsoft-graph-client';
import { accountSyncScopes, graphError, operations, people, startTeams, type TeamsSandbox } from './support.ts';

interface Page {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly '@odata.nextLink'?: string;
}

describe('Graph: private and shared channels, archived teams, large teams', () => {
  let sandbox: TeamsSandbox;
  let service: Client;
  let ada: Client;
  let ben: Client;
  let chidi: Client;
  beforeEach(async () => {
    sandbox = await startTeams();
    service = await sandbox.graph('mio-service', accountSyncScopes);
    [ada, ben, chidi] = await Promise.all([sandbox.graph('ada'), sandbox.graph('ben'), sandbox.graph('chidi')]);
  });
  afterEach(() => sandbox.close());

  const make = async (as: string, kind: 'private' | 'shared', members: readonly string[] = []): Promise<string> => {
    const made = await sandbox.teams.act({
      platform: 'teams',
      as,
      do: 'createChannel',
      place: operations,
      name: `${kind} one`,
      kind,
      people: members,
    });
    return made.place ?? '';
  };
  const listed = async (client: Client, path = 'allChannels'): Promise<readonly unknown[]> =>
    ((await client.api(`/teams/${operations}/${path}`).get()) as Page).value.map((one) => one['displayName']);

  it('list a private channel to its members, the owners and the administrators, and to nobody else', async () => {
    await make('ben', 'private');
    for (const client of [ben, ada, service])
      assert.deepEqual(await listed(client), ['General', 'Incidents', 'Launch', 'private one']);
    assert.deepEqual(await listed(chidi), ['General', 'Incidents', 'Launch']);
    assert.deepEqual(await listed(chidi, 'channels'), ['General', 'Incidents', 'Launch']);
  });

  it('keep its messages to its members, whoever can see that it is there', async () => {
    const channel = await make('ben', 'private');
    const path = `/teams/${operations}/channels/${channel}`;
    assert.equal((await ben.api(path).get()).membershipType, 'private');
    assert.deepEqual((await ben.api(`${path}/messages`).get()).value, []);
    await assert.rejects(chidi.api(path).get(), graphError(404, 'NotFound'));
    for (const client of [ada, chidi, service])
      await assert.rejects(client.api(`${path}/messages`).get(), graphError(403, 'Forbidden'));
  });

  it('list the members of a channel: the team’s where it is standard, its own where it is not', async () => {
    const channel = await make('ben', 'private', ['chidi']);
    const members = async (client: Client, id: string) =>
      ((await client.api(`/teams/${operations}/channels/${id}/members`).get()) as Page).value.map((one) => [
        one['displayName'],
        one['roles'],
        one['email'],
      ]);
    assert.deepEqual(await members(service, channel), [
      ['Ben Ito', [], 'ben@contoso.example'],
      ['Chidi Okafor', [], 'chidi@contoso.example'],
    ]);
    const general = sandbox.teams.places().find(({ title }) => title === 'Operations / General')?.place ?? '';
    assert.deepEqual((await members(service, general))[0], ['Ada Nowak', ['owner'], 'ada@contoso.example']);
  });

  it('call a shared channel unknown to clients that do not say they know it', async () => {
    const channel = await make('ada', 'shared');
    const request = () => ada.api(`/teams/${operations}/channels/${channel}`);
    assert.equal((await request().get()).membershipType, 'unknownFutureValue');
    const known = await request().header('Prefer', 'include-unknown-enum-members').get();
    assert.equal(known.membershipType, 'shared');
  });

  it('let an archived team be read, and nothing be written there', async () => {
    await service
      .api(`/groups/${operations}/members/$ref`)
      .post({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${people.service}` });
    const channel = sandbox.teams.places().find(({ title }) => title === 'Operations / Launch')?.place ?? '';
    const messages = `/teams/${operations}/channels/${channel}/messages`;
    const { id } = await service.api(messages).post({ body: { content: 'before' } });
    await sandbox.teams.act({ platform: 'teams', as: 'ada', do: 'archiveTeam', place: operations });
    assert.equal((await service.api(`/teams/${operations}`).get()).isArchived, true);
    assert.equal((await service.api(`/teams/${operations}/channels/${channel}`).get()).isArchived, true);
    assert.equal((await service.api(messages).get()).value.length, 1);
    const writes = [
      service.api(messages).post({ body: { content: 'after' } }),
      service.api(`${messages}/${id}`).patch({ body: { content: 'after' } }),
      service.api(`${messages}/${id}/setReaction`).post({ reactionType: '👍' }),
    ];
    for (const write of writes) await assert.rejects(write, graphError(403, 'Forbidden', /archived/));
    await sandbox.teams.act({ platform: 'teams', as: 'ada', do: 'unarchiveTeam', place: operations });
    await service.api(messages).post({ body: { content: 'after' } });
  });

  it('page through ten thousand members of a team, each of them once', async () => {
    const made = await sandbox.teams.act({
      platform: 'teams',
      as: 'ada',
      do: 'createTeam',
      place: '',
      name: 'Everybody',
      crowd: 10_000,
    });
    const seen = new Set<unknown>();
    let pages = 0;
    let next: string | undefined = `/groups/${made.team}/members?$top=999&$select=id`;
    for (; next !== undefined; pages += 1) {
      const page: Page = await service.api(next).get();
      for (const one of page.value) seen.add(one['id']);
      next = page['@odata.nextLink'];
    }
    assert.deepEqual([seen.size, pages], [10_001, 11]);
    const owners: Page = await service.api(`/groups/${made.team}/owners`).get();
    assert.deepEqual(
      owners.value.map((one) => one['id']),
      [people.ada],
    );
    const { value }: Page = await service
      .api(`/groups/${made.team}/members`)
      .filter("mail eq 'ada@contoso.example'")
      .get();
    assert.equal(value.length, 1);
  });
});
