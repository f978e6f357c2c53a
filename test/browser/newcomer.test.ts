/** A newcomer and the real Mio, on the sandbox’s page: installs it, signs in by its window, and asks it in a channel. */
import assert from 'node:assert/strict';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { type Visit, visit } from './support/visit.ts';

const chromium = findChromium();

describe('a newcomer on the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;

  before(async () => {
    here = await visit(stage.browser, stage.demo.url);
  });
  afterEach(() => assert.deepEqual(here.forgive(), []));

  it('adds Mio, is welcomed, and signs in by Microsoft’s page, whose window brings the code into the chat', async () => {
    const { page } = here;
    const chat = page.getByRole('tabpanel', { name: 'Chat with Mio' });
    await page.getByRole('tab', { name: 'Chat with Mio' }).click();
    await chat.getByRole('button', { name: 'Add Mio', exact: true }).click();
    await chat.getByRole('heading', { name: /Ada Nowak/ }).waitFor();

    await here.client('teams').write('sign in');
    await chat.getByText('User.Read', { exact: true }).waitFor();
    const opened = page.waitForEvent('popup');
    await chat.getByRole('button', { name: 'Sign in', exact: true }).last().click();
    const microsoft = await opened;
    await microsoft.getByText('ada@contoso.example').click();
    const closed = microsoft.waitForEvent('close');
    await microsoft.getByRole('button', { name: 'Accept' }).click();
    await closed;
    await chat.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await chat.getByText('ada@contoso.example').waitFor();
  });

  it('asks @Mio in the channel, and is answered in the thread', async () => {
    const { page } = here;
    await page.getByRole('tab', { name: 'Channels' }).click();
    await here.client('teams').write('@Mio help');
    const answer = here.client('teams').all.locator('.replies .message', { has: page.locator('.card-face') });
    await answer.getByRole('heading').first().waitFor();
  });
});
