/** What becomes of a Slack channel follows into its universal channel: by events of the app's, and what Slack then shows. */
import assert from 'node:assert/strict';
import type { ChannelView } from '../../src/core/channels/access.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a channel of Slack that changes', () => {
  let world: World;
  let place: string;
  beforeEach(async () => {
    world = await openWorld();
    place = world.placeOf('slack');
  });
  afterEach(() => world.close());

  const deed = (what: 'rename' | 'archive' | 'unarchive' | 'deleteForever' | 'removeApp' | 'changeId', name?: string) =>
    world.sandbox.act({ platform: 'slack', as: 'eva', do: what, place, ...(name !== undefined && { name }) });
  const slackLeg = async () => {
    const { body } = await world.api('fabrikam', 'GET', '/channels');
    const [channel] = body as unknown as readonly ChannelView[];
    return channel?.legs.find(({ platform }) => platform === 'slack');
  };
  const inTeams = (text: string) =>
    world.until(`“${text}” in Teams`, () => world.shown('teams').some((line) => line.text.includes(text)));

  it('is left alone while it is archived, and goes on afterwards', async () => {
    await deed('archive');
    await inTeams('Fabrikam on Slack is archived.');
    assert.equal((await slackLeg())?.suspended, true);
    await world.as('ada').on('teams').post('written meanwhile');
    await world.settled();

    await deed('unarchive');
    await inTeams('Fabrikam on Slack is back.');
    await world.as('ada').on('teams').post('and on it goes');
    await world.until('it in Slack', () => world.shown('slack').some(({ text }) => text === 'and on it goes'));
    assert.ok(!world.shown('slack').some(({ text }) => text === 'written meanwhile'));
    await world.as('eva').on('slack').post('good to be back');
    await inTeams('good to be back');
  });

  it('is called by its new name', async () => {
    await deed('rename', 'outages');
    await world.quiet();
    assert.equal((await slackLeg())?.title, '#outages');
  });

  it('leaves when it is deleted', async () => {
    await deed('deleteForever');
    await inTeams('Fabrikam on Slack left this channel: it was deleted there.');
    assert.equal(await slackLeg(), undefined);
  });

  it('goes on under another id, and nothing that crossed before crosses again', async () => {
    await world.as('eva').on('slack').post('before');
    await inTeams('before');
    await world.settled();
    await deed('changeId');
    await inTeams('Fabrikam on Slack is back.');
    await world.until('the line', () => world.shown('slack').some(({ text }) => text.includes('is back')));
    await world.as('eva').on('slack').post('from the new one');
    await world.as('ada').on('teams').post('into the new one');
    await inTeams('from the new one');
    await world.until('it in Slack', () => world.shown('slack').some(({ text }) => text === 'into the new one'));
    await world.quiet();
    assert.equal(world.shown('teams').filter(({ text }) => text === 'before').length, 1);
    assert.equal((await slackLeg())?.conversation, world.placeOf('slack'));
  });

  it('is edited, answered and deleted under another id as under the one before', async () => {
    const [eva, ada] = [world.as('eva').on('slack'), world.as('ada').on('teams')];
    await eva.post('from Slack');
    await eva.post('slip');
    const fromTeams = await ada.post('from Teams');
    for (const side of ['teams', 'webex'] as const)
      await world.until(`all in ${side}`, () => world.shown(side).length === 3);
    await world.until('all in Slack', () => world.shown('slack').length === 3);
    await world.settled();
    const copy = world.copy('teams', 'from Slack');
    await deed('changeId');
    const back = { from: 'Mio', text: 'Fabrikam on Slack is back. What you write from now on crosses again.' };
    for (const side of ['teams', 'webex'] as const)
      await world.until(`the notice in ${side}`, () => world.shown(side).at(-1)?.text === back.text);
    await world.settled();

    const now = world.as('eva').on('slack');
    await now.edit(world.copy('slack', 'from Slack'), 'from Slack, corrected');
    await now.remove(world.copy('slack', 'slip'));
    await ada.edit(fromTeams, 'from Teams, corrected');
    await now.reply(world.copy('slack', 'from Teams'), 'answered in Slack');
    await ada.reply(copy, 'answered in Teams');
    const webex = [
      { from: 'Eva Lindqvist (Slack)', text: 'from Slack, corrected' },
      { from: 'Ada Nowak (Teams)', text: 'from Teams, corrected' },
      back,
      { from: 'Eva Lindqvist (Slack)', text: 'answered in Slack', answers: 'from Teams, corrected' },
      { from: 'Ada Nowak (Teams)', text: 'answered in Teams', answers: 'from Slack, corrected' },
    ];
    await world.sees('webex', webex);
    await world.until('all of it in Slack', () => {
      const edited = world.shown('slack').some(({ text }) => text === 'from Teams, corrected');
      const answer = world.shown('slack').find(({ text }) => text === 'answered in Teams');
      return edited && answer?.answers === 'from Slack, corrected';
    });
    // And after a start, by what the disk remembers.
    await world.restart();
    await now.edit(world.copy('slack', 'from Slack, corrected'), 'from Slack, once more');
    await world.sees('webex', [
      { from: 'Eva Lindqvist (Slack)', text: 'from Slack, once more' },
      ...webex.slice(1, -1),
      { from: 'Ada Nowak (Teams)', text: 'answered in Teams', answers: 'from Slack, once more' },
    ]);
  });

  it('that Mio was taken out of says so on the other sides', async () => {
    await deed('removeApp');
    await inTeams('Fabrikam on Slack took Mio out of its channel.');
  });
});
