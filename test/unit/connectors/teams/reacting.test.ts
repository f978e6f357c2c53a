/** Reacting in a simulated tenant as people who linked their accounts. */
import assert from 'node:assert/strict';
import type { PersonId } from '../../../../src/core/model.ts';
import { speakerOf } from '../../../support/sign-in-world.ts';
import { p } from '../../content/build.ts';
import { type LiveTeams, openLiveTeams } from './support/live.ts';
import { linkAccount } from './support/live-accounts.ts';

const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701' as PersonId;
const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902' as PersonId;

describe('reacting as a person of a simulated tenant', () => {
  let live: LiveTeams;
  before(async function () {
    this.timeout(60_000);
    live = await openLiveTeams();
    await linkAccount(live, 'ada@contoso.example');
  });
  after(() => live?.close());

  const vote = (message: string, emoji: string, on = true, person = ada) =>
    live.teams.react!(live.ref(message), null, { person, emoji, on });
  const seen = (id: string) => live.view().find(({ message }) => message === id)?.reactions;
  const posted = () => live.act({ as: 'ben', do: 'post', text: 'x' });

  for (const emoji of ['👍', '👍🏽', '💘']) {
    it(`puts ${emoji} there in their name and takes it back, each as often as it is asked`, async () => {
      const id = await posted();
      for (const _ of ['once', 'twice']) await vote(id, emoji);
      assert.deepEqual(seen(id), [{ emoji, by: ['Ada Nowak'] }]);
      for (const _ of ['once', 'twice']) await vote(id, emoji, false);
      assert.deepEqual(seen(id), []);
    });
  }

  it('reaches what the bot posted, and replies', async () => {
    const root = await posted();
    const [rendered] = live.teams.render({ author: null, content: [p('from the bot')] });
    const open = () => Promise.reject(new Error('a text opens no file'));
    const { message } = await live.teams.post(live.place, rendered!, { root: live.ref(root).message, key: 'k', open });
    await vote(message, '🎉');
    assert.deepEqual(seen(message.split('/')[1]!), [{ emoji: '🎉', by: ['Ada Nowak'] }]);
  });

  it('does not reach what was deleted for good, or never was', async () => {
    await assert.rejects(vote('1', '👍'), { failure: 'gone' });
  });

  it('is refused for emoji that an organization made itself', async () => {
    await assert.rejects(vote(await posted(), ':parrot:'), { failure: 'refused', code: 'custom_emoji' });
  });

  it('is for those alone who linked their accounts', async () => {
    const id = await posted();
    await assert.rejects(vote(id, '👍', true, ben), { failure: 'unauthorized' });
    assert.deepEqual(seen(id), []);
  });

  it('ends where Microsoft ends their sign-in, which is remembered', async () => {
    const id = await posted();
    for (const kind of ['revoke', 'expire'] as const)
      live.sandbox.faults.add({ platform: 'entra', kind, person: 'ada@contoso.example' });
    await assert.rejects(vote(id, '👍'), { failure: 'unauthorized' });
    assert.equal((await live.teams.people.signedIn.get(speakerOf('ada')))?.expired, true);
    assert.deepEqual(live.teams.health(live.place.connection), { state: 'connected' });
  });
});
