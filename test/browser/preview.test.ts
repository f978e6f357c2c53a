/** The preview on the sandbox's page: what somebody is about to write, as the other clients will show it. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator } from 'playwright-core';
import { type PlatformName, platformNames } from '../support/world.ts';
import { contrasts, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { type Visit, visit } from './support/visit.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');

/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced-colors': { forcedColors: 'active' },
  narrow: { viewport: { width: 800, height: 900 } },
  phone: { viewport: { width: 390, height: 800 } },
  wide: { viewport: { width: 2400, height: 1100 } },
};

const incident = [
  '# Checkout is down',
  'See **INC-4711**, ~~all~~ some regions, `503`:',
  '| Region | Since |',
  '| --- | --- |',
  '| EU | 09:30 |',
].join('\n');

describe('the preview on the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;

  before(() => mkdirSync(folder, { recursive: true }));
  beforeEach(async () => {
    here = await visit(stage.browser, stage.demo.url);
  });
  afterEach(async () => {
    await here.close();
    assert.deepEqual(here.problems, []);
  });

  const eye = (platform: PlatformName) =>
    here.client(platform).all.locator('.client-foot').getByRole('button', { name: 'Preview', exact: true });
  const card = (of: PlatformName, as: PlatformName): Locator => here.client(of).all.locator(`.preview-card.${as}`);

  it('shows on a card each what the others will see, while it is written, and writes nothing', async () => {
    const { field } = here.client('teams');
    await eye('teams').click();
    await here.page.getByText('Write something, and see it here as people in Slack and Webex will.').waitFor();
    await field.fill('It is **down**');
    await card('teams', 'slack').locator('strong', { hasText: 'down' }).waitFor();
    assert.match(
      (await card('teams', 'slack').textContent()) ?? '',
      /Ada Nowak \(Teams\).*It is down.*As you wrote it/,
    );
    assert.match((await card('teams', 'webex').textContent()) ?? '', /Mio Relay.*Ada Nowak \(Teams\):It is down/);

    await field.fill('It is **up**');
    await card('teams', 'webex').locator('strong', { hasText: 'up' }).waitFor();
    for (const platform of ['slack', 'webex'] as const)
      assert.equal(await here.client(platform).message('It is').count(), 0);
  });

  it('does not show elsewhere what is asked of Mio', async () => {
    await eye('teams').click();
    await here.client('teams').field.fill('@Mio help');
    await here.page.getByText('This asks Mio: it stays here, and so does the answer.').waitFor();
    assert.equal(await here.page.locator('.preview-card').count(), 0);
  });

  it('says in words what is not shown as it was written', async () => {
    await eye('teams').click();
    await here.client('teams').field.fill(incident);
    const lost = (as: PlatformName) => card('teams', as).locator('.downgrades > ul').textContent();
    await card('teams', 'slack').locator('.downgrades > ul').waitFor();
    assert.equal(await lost('slack'), 'heading, levels 1 to 3 →: a bold line');
    assert.match((await lost('webex')) ?? '', /^strikethrough →: .*table →: aligned text in a block of code/);
    await card('teams', 'webex').getByText('With every message').click();
    assert.match(await card('teams', 'webex').locator('details').innerText(), /author’s picture →\s*:\s*left out: /);
  });

  it('is opened and closed by keyboard, and the text stays', async () => {
    const { field } = here.client('webex');
    await field.fill('All *fine*');
    await eye('webex').focus();
    assert.equal(await eye('webex').getAttribute('aria-expanded'), 'false');
    await here.page.keyboard.press('Enter');
    await card('webex', 'teams').waitFor();
    assert.equal(await eye('webex').getAttribute('aria-expanded'), 'true');
    assert.deepEqual(await nameless(here.page), []);
    await here.page.getByRole('button', { name: 'Close the preview' }).focus();
    await here.page.keyboard.press('Escape');
    await card('webex', 'teams').waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'All *fine*');
    const focused: string = await here.page.evaluate('document.activeElement.placeholder');
    assert.equal(focused, 'Write a message to Incidents');

    await eye('webex').click();
    await field.focus();
    await card('webex', 'teams').waitFor();
    await here.page.keyboard.press('Escape');
    await card('webex', 'teams').waitFor({ state: 'detached' });
  });

  it('is there for an answer and for a correction; Escape closes it first, and the field after that', async () => {
    const { all, message, press, write } = here.client('slack');
    await write('Who is on call?');
    const question = message('Who is on call?');
    await question.waitFor();
    await press(question, 'Reply in thread');
    const reply = all.getByRole('textbox', { name: 'Reply as Eva Lindqvist' });
    await reply.fill('I *am*');
    await all.locator('.replies').getByRole('button', { name: 'Preview' }).click();
    await card('slack', 'teams').getByText('Eva Lindqvist').waitFor();
    await reply.press('Escape');
    await card('slack', 'teams').waitFor({ state: 'detached' });
    assert.equal(await reply.inputValue(), 'I *am*');
    await reply.press('Escape');
    await reply.waitFor({ state: 'detached' });
  });

  it('is offered only where what is written crosses', async () => {
    const { all } = here.client('teams');
    await eye('teams').waitFor();
    await all.getByRole('combobox', { name: 'Microsoft Teams channel' }).selectOption({ label: 'Operations / Launch' });
    await eye('teams').waitFor({ state: 'detached' });
    await all.getByRole('tab', { name: /Chat with Mio/ }).click();
    await all.locator('.pane.chat textarea').waitFor();
    assert.equal(await eye('teams').filter({ visible: true }).count(), 0);
  });

  for (const [name, options] of Object.entries(looks)) {
    it(`is kept as a picture, and fits: ${name}`, async () => {
      await here.close();
      here = await visit(stage.browser, stage.demo.url, options);
      await eye('teams').click();
      await here.client('teams').field.fill(incident);
      await card('teams', 'webex').waitFor();
      await here.page.screenshot({ path: join(folder, `preview-${name}.actual.png`), animations: 'disabled' });
      const overflow: number = await here.page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      const send = await here.client('teams').all.locator('.client-foot .send:visible').boundingBox();
      assert.ok(send && send.y + send.height <= (here.page.viewportSize()?.height ?? 0), 'Send is out of sight');
    });
  }

  it('can be read: every text has enough contrast, in light and in dark', async () => {
    for (const platform of platformNames) {
      await eye(platform).click();
      await here.client(platform).field.fill('> ~~gone~~ and `here`\n\n# Plan');
      await here.client(platform).all.locator('.preview-card').nth(1).waitFor();
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await here.page.emulateMedia({ colorScheme });
      for (const selector of [
        '.preview h3',
        '.preview h4',
        '.preview-title',
        '.preview .author',
        '.preview .badge',
        '.preview time',
        '.preview .rich p',
        '.preview .rich code',
        '.downgrades b',
        '.downgrades li',
        '.downgrades code',
        '.downgrades summary',
      ]) {
        const measured = await contrasts(here.page, selector);
        assert.notEqual(measured.length, 0, `${selector} is not on the page`);
        for (const { what, ratio } of measured) assert.ok(ratio >= enough, `${what}: ${ratio.toFixed(2)}`);
      }
    }
  });

  it('says that Mio does not run, and goes on by itself when it does', async function () {
    this.timeout(40_000);
    await eye('slack').click();
    const startMio = await stage.demo.stopMio();
    await here.client('slack').field.fill('Is anybody there?');
    const alert = here.client('slack').all.locator('.preview').getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.innerText(), /Mio does not answer. Start it again with: npm run mio/);
    await startMio();
    await card('slack', 'teams').getByText('Is anybody there?').waitFor({ timeout: 15_000 });
    assert.match(here.problems.join('\n'), /503/);
    here.forgive();
  });
});
