/** What happens to a team or a channel in Teams follows into its universal channel, however the events come. */
import assert from 'node:assert/strict';
import type { TeamChange } from '../../src/core/bot/use-cases.ts';
import type { ChannelView } from '../../src/core/channels/access.ts';
import { speakerOf, tenant } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = speakerOf('ada');
const serviceUser = speakerOf('mio-service');

describe('a channel of Teams that changes', () => {
  let world: World;
  let place: string;
  let team: string;
  beforeEach(async () => {
    world = await openWorld();
    place = world.placeOf('teams');
    team = (await incidents()).legs[0]?.conversation.split('/')[0] ?? '';
  });
  afterEach(() => world.close());

  const incidents = async (): Promise<ChannelView> => {
    const [channel] = await world.useCases.channels.mine(serviceUser);
    return channel ?? assert.fail('no channel');
  };
  /** Whose last leg is gone takes no part, whoever made the channel. */
  const isOver = async () => (await world.useCases.channels.mine(serviceUser)).length === 0;
  const deed = (
    what:
      | 'renameChannel'
      | 'deleteChannel'
      | 'restoreChannel'
      | 'archiveTeam'
      | 'unarchiveTeam'
      | 'renameTeam'
      | 'deleteTeam',
    name?: string,
  ) => world.sandbox.act({ platform: 'teams', as: 'ada', do: what, place, ...(name !== undefined && { name }) });
  const told = (kind: TeamChange['kind'], name?: string) =>
    world.useCases.channels.changed({ tenant, team, channel: place, kind, ...(name !== undefined && { name }) });
  const toldOfTeam = (kind: TeamChange['kind'], name?: string) =>
    world.useCases.channels.changed({ tenant, team, kind, ...(name !== undefined && { name }) });
  const inSlack = (text: string) =>
    world.until(`“${text}” in Slack`, () => world.shown('slack').some((line) => line.text.includes(text)));
  const notices = (text: string) => world.shown('slack').filter((line) => line.text.includes(text)).length;

  it('is called by its new name, and so is the universal channel that was named after it', async () => {
    await deed('renameChannel', 'Outages');
    await told('renamed', 'Outages');
    await world.quiet();
    const { name, legs } = await incidents();
    assert.deepEqual([name, legs.map(({ title }) => title)], ['Outages', ['Operations / Outages']]);
    await deed('renameTeam', 'Ops');
    await toldOfTeam('renamed', 'Ops');
    await world.quiet();
    assert.equal((await incidents()).legs[0]?.title, 'Ops / Outages');
  });

  it('leaves when it is deleted, and comes back when it is restored; messages cross again from there', async () => {
    await deed('deleteChannel');
    await Promise.all([told('deleted'), told('deleted')]);
    await inSlack('Contoso on Teams left this channel: it was deleted there.');
    assert.ok(await isOver());
    await world.as('eva').on('slack').post('written meanwhile');
    await world.settled();

    await deed('restoreChannel');
    await Promise.all([told('restored'), told('restored')]);
    await inSlack('Contoso on Teams is back.');
    assert.equal((await incidents()).legs.length, 1);
    await world.as('eva').on('slack').post('welcome back');
    await world.until('it in Teams', () => world.shown('teams').some(({ text }) => text === 'welcome back'));
    await world.as('ada').on('teams').post('good to be back');
    await inSlack('good to be back');
    assert.equal(notices('it was deleted there'), 1);
    assert.equal(notices('is back'), 1);
    assert.ok(!world.shown('teams').some(({ text }) => text === 'written meanwhile'));
  });

  it('is left alone while its team is archived, and goes on afterwards', async () => {
    await deed('archiveTeam');
    await toldOfTeam('archived');
    await inSlack('Contoso on Teams is archived.');
    assert.equal((await incidents()).legs[0]?.suspended, true);
    await world.as('eva').on('slack').post('written meanwhile');
    await world.settled();

    await deed('unarchiveTeam');
    await toldOfTeam('unarchived');
    await inSlack('Contoso on Teams is back.');
    await world.as('eva').on('slack').post('and on it goes');
    await world.until('it in Teams', () => world.shown('teams').some(({ text }) => text === 'and on it goes'));
    assert.ok(!world.shown('teams').some(({ text }) => text === 'written meanwhile'));
  });

  it('does not believe an event that Teams itself contradicts', async () => {
    await told('deleted');
    await toldOfTeam('archived');
    await world.quiet();
    const { legs } = await incidents();
    assert.deepEqual(
      legs.map(({ title, suspended }) => [title, suspended]),
      [['Operations / Incidents', undefined]],
    );
  });

  it('events in the wrong order end where Teams is', async () => {
    await deed('deleteChannel');
    await deed('restoreChannel');
    await told('restored');
    await told('deleted');
    await world.quiet();
    assert.equal((await incidents()).legs.length, 1);
    await deed('deleteChannel');
    await told('restored');
    await told('deleted');
    await inSlack('it was deleted there');
    await world.quiet();
    assert.ok(await isOver());
  });

  it('what Teams does not show yet is looked for again', async () => {
    const { strike } = world.sandbox.faults;
    const looked = new Promise<void>((resolve) => {
      world.sandbox.faults.strike = (platform, route, kinds) => {
        const struck = strike(platform, route, kinds);
        if (/^GET .*\/channels\/[^/]+$/.test(route)) setImmediate(resolve);
        return struck;
      };
    });
    await told('deleted');
    await looked;
    assert.equal((await incidents()).legs.length, 1);
    await deed('deleteChannel');
    await inSlack('it was deleted there');
  });

  it('a deleted team takes its legs with it, and brings them back', async () => {
    await deed('deleteTeam');
    await toldOfTeam('deleted');
    await inSlack('it was deleted there');
    assert.ok(await isOver());
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'restoreTeam', place: team });
    await toldOfTeam('restored');
    await inSlack('Contoso on Teams is back.');
    assert.equal((await incidents()).legs.length, 1);
  });

  it('who left meanwhile stays away', async () => {
    const { id } = await incidents();
    await deed('archiveTeam');
    await toldOfTeam('archived');
    await inSlack('Contoso on Teams is archived.');
    await world.useCases.channels.leave(serviceUser, id);
    await deed('unarchiveTeam');
    await toldOfTeam('unarchived');
    await world.quiet();
    assert.ok(await isOver());
    assert.deepEqual(await world.useCases.channels.mine(ada), []);
  });
});
