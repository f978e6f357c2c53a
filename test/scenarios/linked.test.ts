/** Accounts that people linked, in the whole world: who reacts on one side reacts on the other, as themself. */
import assert from 'node:assert/strict';
import { Browser } from '../../start/browser.ts';
import { linkAdasAccounts } from '../../start/linking.ts';
import { SandboxClient } from '../../start/sandbox-client.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = speakerOf('ada');

describe('linked accounts', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const states = async () =>
    (await world.useCases.accounts.mine(ada)).map(({ platform, state }) => `${platform} ${state}`);
  const reactions = (platform: 'teams' | 'slack', text: string) =>
    world.sandbox
      .view(platform, world.placeOf(platform))
      .findLast((message) => message.text.includes(text))
      ?.reactions.map(({ emoji, by }) => `${emoji} ${by.join(', ')}`);
  /** Ada answers with an emoji in Teams what Eva writes in Slack. */
  async function crossing(text: string): Promise<void> {
    await world.as('eva').on('slack').post(text);
    await world.until('the copy', () => reactions('teams', text) !== undefined);
    await world.as('ada').on('teams').react(world.copy('teams', text), '🎉');
  }

  it('react in Slack as in Teams, also after a restart', async () => {
    await world.link('ada');
    await world.restart();
    assert.deepEqual(await states(), ['teams linked', 'slack linked', 'webex not_linked']);
    await crossing('a release');
    await world.until('Ada’s own reaction', () => reactions('slack', 'a release')?.join() === '🎉 Ada Nowak');
  });

  it('are no more than gathered once Ada has signed out', async () => {
    await world.link('ada');
    await world.useCases.signIn.signOut(ada);
    assert.deepEqual(await states(), ['teams not_linked', 'slack not_linked', 'webex not_linked']);
    await crossing('another release');
    await world.until('the line', () => world.shown('slack').some(({ text }) => text.includes('🎉')));
    assert.deepEqual(reactions('slack', 'another release'), []);
  });

  it('are linked on Mio’s cards and in a browser, as people do it', async () => {
    const sandbox = await SandboxClient.open(world.sandbox.url);
    const browser = new Browser((url) => url.replace('https://mio.example', world.url));
    await linkAdasAccounts({ sandbox, consent: (link, person) => browser.consent(link, person) });
    sandbox.close();
    assert.deepEqual(await states(), ['teams linked', 'slack linked', 'webex not_linked']);
  });
});
