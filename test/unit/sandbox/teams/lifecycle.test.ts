import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { Channel, Team } from '@microsoft/microsoft-graph-types';
import { launch, operations, startTeams, type TeamsSandbox } from './support.ts';

describe('what becomes of teams and channels, as Graph shows it', () => {
  let sandbox: TeamsSandbox;
  beforeEach(async () => {
    sandbox = await startTeams();
  });
  afterEach(() => sandbox.close());

  const channelsFor = async (person: string) => {
    const graph = await sandbox.graph(person);
    const request = graph.api(`/teams/${operations}/channels`).header('Prefer', 'include-unknown-enum-members');
    const { value } = (await request.get()) as { value: Channel[] };
    return value.map(({ displayName, membershipType }) => [displayName, membershipType]);
  };

  it('archives and renames a team', async () => {
    await sandbox.act({ as: 'ada', do: 'renameTeam', place: operations, name: 'Ops' });
    await sandbox.act({ as: 'ada', do: 'archiveTeam', place: operations });
    const graph = await sandbox.graph('ada');
    const { displayName, isArchived } = (await graph.api(`/teams/${operations}`).get()) as Team;
    deepEqual([displayName, isArchived], ['Ops', true]);
  });

  it('shows a private channel to who is in it', async () => {
    await sandbox.act({ as: 'ada', do: 'createChannel', place: operations, name: 'Deal', kind: 'private' });
    await sandbox.act({
      as: 'ada',
      do: 'createChannel',
      place: operations,
      name: 'Joint',
      kind: 'shared',
      people: ['ben'],
    });
    const standard = [
      ['General', 'standard'],
      ['Incidents', 'standard'],
      ['Launch', 'standard'],
    ];
    deepEqual(await channelsFor('ada'), [...standard, ['Deal', 'private'], ['Joint', 'shared']]);
    deepEqual(await channelsFor('ben'), [...standard, ['Joint', 'shared']]);
  });

  it('loses a deleted channel, and a deleted team with all its channels, until they are restored', async () => {
    const graph = await sandbox.graph('ada');
    const channel = `/teams/${operations}/channels/${encodeURIComponent(launch)}`;
    await sandbox.act({ as: 'ada', do: 'deleteChannel', place: launch });
    await rejects(graph.api(channel).get(), { statusCode: 404 });
    await sandbox.act({ as: 'ada', do: 'restoreChannel', place: launch });
    equal(((await graph.api(channel).get()) as Channel).displayName, 'Launch');

    await sandbox.act({ as: 'ada', do: 'deleteTeam', place: operations });
    await rejects(graph.api(`/teams/${operations}`).get(), { statusCode: 404 });
    await rejects(graph.api(channel).get(), { statusCode: 404 });
    await sandbox.act({ as: 'ada', do: 'restoreTeam', place: operations });
    equal(((await graph.api(channel).get()) as Channel).displayName, 'Launch');
  });
});
