/** What stays where a message was deleted: nothing, or a line that says so where an administrator of that side wants it. */
import assert from 'node:assert/strict';
import type { ChannelAnswer } from '../../src/http/contract.ts';
import { openWorld, type World } from '../support/world.ts';

const line = 'This message was deleted.';
const ada = 'Ada Nowak (Teams)';

describe('a message that is deleted', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await want('slack', true);
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  async function want(platform: 'slack' | 'webex', wanted: boolean): Promise<void> {
    const [channel] = (await world.api('fabrikam', 'GET', '/channels')).body as unknown as readonly ChannelAnswer[];
    const leg = channel!.legs.find((one) => one.platform === platform);
    const path = `/channels/${channel!.id}/legs/${leg!.id}/tombstones`;
    assert.equal((await world.api('fabrikam', 'PUT', path, { wanted })).status, 200);
  }

  it('leaves a line on the side that wants it, and nothing on the other; answers stay below the line', async () => {
    const message = await world.as('ada').on('teams').post('Meet at noon');
    await world.sees('slack', [{ from: ada, text: 'Meet at noon' }]);
    await world.as('eva').on('slack').reply(world.copy('slack', 'Meet at noon'), 'Fine');
    await world.sees('webex', [
      { from: ada, text: 'Meet at noon' },
      { from: 'Eva Lindqvist (Slack)', text: 'Fine', answers: 'Meet at noon' },
    ]);
    await world.as('ada').on('teams').remove(message);
    await world.sees('slack', [
      { from: ada, text: line },
      { from: 'Eva Lindqvist', text: 'Fine', answers: line },
    ]);
    await world.until('the copy to go', () => !world.shown('webex').some(({ text }) => text === 'Meet at noon'));
    assert.ok(!world.shown('webex').some(({ text }) => text === line));
  });

  it('takes its further parts and its files along', async () => {
    const notes = { name: 'notes.txt', type: 'text/plain', base64: Buffer.from('notes').toString('base64') };
    const text = `${'a '.repeat(20_000)}end`;
    const message = await world
      .as('ada')
      .on('teams')
      .post({ text, files: [notes] });
    await world.until(
      'all of it',
      () => world.shown('slack').length >= 2 && JSON.stringify(world.shown('slack')).includes('notes.txt'),
    );
    await world.as('ada').on('teams').remove(message);
    await world.sees('slack', [{ from: ada, text: line }]);
  });

  it('is there again when its author brings it back', async () => {
    const message = await world.as('ada').on('teams').post('I take it back');
    await world.sees('slack', [{ from: ada, text: 'I take it back' }]);
    await world.as('ada').on('teams').remove(message);
    await world.sees('slack', [{ from: ada, text: line }]);
    await world.as('ada').on('teams').restore(message);
    await world.sees('slack', [{ from: ada, text: 'I take it back' }]);
  });

  it('leaves nothing where its copy can’t be edited any more', async () => {
    await want('webex', true);
    const message = await world.as('ada').on('teams').post('0');
    await world.sees('webex', [{ from: ada, text: '0' }]);
    for (let edit = 1; edit <= 10; edit += 1) {
      await world.as('ada').on('teams').edit(message, String(edit));
      await world.sees('webex', [{ from: ada, text: String(edit) }]);
    }
    await world.as('ada').on('teams').remove(message);
    await world.sees('webex', []);
    await want('webex', false);
  });

  it('leaves nothing once that is not wanted any more', async () => {
    await want('slack', false);
    const message = await world.as('ada').on('teams').post('Gone');
    await world.sees('slack', [{ from: ada, text: 'Gone' }]);
    await world.as('ada').on('teams').remove(message);
    await world.sees('slack', []);
    await want('slack', true);
  });
});
