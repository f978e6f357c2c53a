/** The sandbox’s page where there is little room: three clients side by side as long as they fit, then tabs to each. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { platformNames } from '../support/world.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { soon, type Visit, visit } from './support/visit.ts';

const chromium = findChromium();

/** As far as this needs to know a browser. */
interface Styling {
  getComputedStyle(element: unknown): { readonly marginTop: string };
}

describe('the sandbox’s page with little room', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;

  afterEach(async () => {
    await here.close();
    assert.deepEqual(here.problems, []);
  });

  const open = async (width: number) => {
    here = await visit(stage.browser, stage.demo.url, { viewport: { width, height: 720 } });
  };
  const boxOf = async (locator: Locator) => (await locator.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  /** Which clients are on the screen as a whole. */
  const whole = async () => {
    const width = here.page.viewportSize()?.width ?? 0;
    const boxes = await Promise.all(platformNames.map((platform) => boxOf(here.client(platform).all)));
    return platformNames.filter((_, index) => boxes[index]!.x >= 0 && boxes[index]!.x + boxes[index]!.width <= width);
  };
  const shows = (expected: readonly string[]) => soon(here.page, async () => assert.deepEqual(await whole(), expected));
  const tab = (name: string) => here.page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name });

  for (const [width, clients] of [
    [1_440, platformNames],
    [1_024, platformNames],
    [768, ['teams', 'slack']],
    [320, ['teams']],
  ] as const) {
    it(`shows ${clients.join(', ')} at ${width} px`, async () => {
      await open(width);
      await shows(clients);
      assert.equal(await tab('Webex').isVisible(), clients.length < platformNames.length);
    });
  }

  it('leads to each client by its tab, and by its key', async () => {
    await open(390);
    await tab('Webex').click();
    await shows(['webex']);
    await soon(here.page, async () => assert.equal(await tab('Webex').getAttribute('aria-current'), 'true'));
    assert.equal(await tab('Teams').getAttribute('aria-current'), null);
    await here.page.keyboard.press('Alt+2');
    await here.client('slack').all.locator('textarea:focus').waitFor();
    await shows(['slack']);
  });

  it('tells on the tabs where something new was written, until one looks', async () => {
    await open(390);
    await tab('Slack').and(here.page.locator(':not([aria-current])')).waitFor();
    await here.client('teams').write('Is anybody on it?');
    await tab('Slack something new').waitFor();
    await tab('Webex something new').waitFor();
    await tab('Slack').click();
    await tab('Slack something new').waitFor({ state: 'detached' });
    assert.equal(await tab('Webex something new').count(), 1);
  });

  it('keeps what can be pressed apart, and within the screen', async () => {
    await open(320);
    const chat = await boxOf(here.page.getByRole('tab', { name: 'Chat with Mio' }));
    const install = await boxOf(here.page.getByRole('button', { name: 'Install Mio' }));
    assert.ok(
      chat.x + chat.width <= install.x,
      `the tab ends at ${chat.x + chat.width}, the button begins at ${install.x}`,
    );
    for (const name of ['Install Mio', 'Help', 'Hide what to try']) {
      const { x, width } = await boxOf(here.page.getByRole('button', { name }));
      assert.ok(width > 0 && x + width <= 320, `${name} ends at ${x + width}`);
    }
  });

  it('parts the paragraphs of what Mio says itself, and not an author’s name from the words', async () => {
    await open(1_440);
    await here.client('slack').write('The name stands right above');
    const marginOf = async (words: string) =>
      await here
        .client('teams')
        .message(words)
        .locator('.rich > p')
        .nth(1)
        .evaluate((paragraph) => (globalThis as unknown as Styling).getComputedStyle(paragraph).marginTop);
    await here.client('teams').message('right above').waitFor();
    assert.deepEqual([await marginOf('now connects Contoso'), await marginOf('right above')], ['6px', '0px']);
  });
});
