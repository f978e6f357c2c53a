/** Mentions: whoever is found on the other side is notified there; everybody else stays a name to read. */
import assert from 'node:assert/strict';
import type { ChannelAnswer } from '../../src/http/contract.ts';
import { openWorld, type World } from '../support/world.ts';

describe('mentions', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const eva = 'Eva Lindqvist';

  it('notify the same person on the other side, found by mail address', async () => {
    await world.as('farid').on('slack').post('Can you look, @Eva Lindqvist?');
    const from = 'Farid Haddad (Slack)';
    await world.sees('webex', [{ from, text: `Can you look, ${eva}?`, mentions: [eva] }]);
    await world.sees('teams', [{ from, text: `Can you look, @${eva}?`, mentions: [] }]);
  });

  it('notify in Slack whoever is mentioned in Webex', async () => {
    await world.as('grace').on('webex').mention('@Eva Lindqvist is it yours?');
    await world.sees('slack', [{ from: 'Grace Kim (Webex)', text: `@${eva} is it yours?`, mentions: [eva] }]);
  });

  it('of somebody who is only on one side stay a name', async () => {
    await world.as('ada').on('teams').post({ html: '<div><at>Ben Ito</at> knows</div>' });
    for (const side of ['slack', 'webex'] as const)
      await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: '@Ben Ito knows', mentions: [] }]);
  });

  it('follow an edit', async () => {
    const message = await world.as('farid').on('slack').post('Who takes it?');
    await world.sees('webex', [{ from: 'Farid Haddad (Slack)', text: 'Who takes it?' }]);
    await world.as('farid').on('slack').edit(message, '@Eva Lindqvist takes it');
    await world.sees('webex', [{ from: 'Farid Haddad (Slack)', text: `${eva} takes it`, mentions: [eva] }]);
  });

  it('of everyone are words, until an administrator of the other side allows them', async () => {
    await world.as('grace').on('webex').mention('@all the line is down');
    await world.until('the words in Slack', () => world.shown('slack').some(({ text }) => text.endsWith('is down')));
    assert.deepEqual(
      world.shown('slack').map(({ mentions }) => mentions),
      [[]],
    );
    const [channel] = (await world.api('fabrikam', 'GET', '/channels')).body as unknown as [ChannelAnswer];
    const leg = channel.legs.find(({ platform }) => platform === 'slack');
    const path = `/channels/${channel.id}/legs/${leg?.id}/everyone`;
    const { status } = await world.api('fabrikam', 'PUT', path, { allowed: true });
    assert.equal(status, 200);
    await world.as('grace').on('webex').mention('@all it is up again');
    await world.until('everyone to be notified in Slack', () =>
      world.shown('slack').some(({ text, mentions }) => text.endsWith('up again') && mentions?.length === 1),
    );
    assert.ok(world.shown('teams').every(({ mentions }) => mentions?.length === 0));
  });
});
