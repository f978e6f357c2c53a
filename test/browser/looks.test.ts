/** How the page looks: kept as pictures for people, and measured where a machine can judge. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { platformNames } from '../support/world.ts';
import { contrasts, headingLevels, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import type { Demo } from './support/demo.ts';
import { openStage } from './support/stage.ts';
import { type Visit, visit } from './support/visit.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');

/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const texts = [
  '.claim p',
  '.tour strong',
  '.tour small',
  '.status',
  '.client-bar h2',
  '.company',
  '.client-bar kbd',
  '.place-bar select',
  '.joined',
  '.author',
  '.badge',
  '.message time',
  '.edited',
  '.rich p',
  '.rich li',
  '.rich code',
  '.rich blockquote',
  '.reply-bar',
  '.reply-count strong',
  '.last',
  '.day span',
  '.crossed',
  '.writer select',
];

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced-colors': { forcedColors: 'active' },
  narrow: { viewport: { width: 800, height: 900 } },
  phone: { viewport: { width: 390, height: 800 } },
};

/** An incident, as people would tell it. */
async function tell({ act, arrives, find }: Demo): Promise<void> {
  const plan = 'Release **2.14** goes out at 09:30:\n- the new checkout\n- prices by region';
  await act({ platform: 'slack', as: 'farid', do: 'post', markdown: plan });
  await arrives('prices by region');
  const typo = await act({ platform: 'teams', as: 'ben', do: 'post', text: 'It is out everywhere, no erors so far.' });
  await arrives('no erors');
  await act({
    platform: 'teams',
    as: 'ben',
    do: 'edit',
    message: typo,
    text: 'It is out everywhere, no errors so far.',
  });
  await arrives('no errors');
  const html = '<p>Checkout is <b>down</b> in the EU, see <code>INC-4711</code>.</p>';
  await act({ platform: 'teams', as: 'ada', do: 'post', html });
  const inSlack = await find('slack', 'INC-4711');
  const inWebex = await find('webex', 'INC-4711');
  const seen = 'We see it too: the gateway answers `503`. Rolling back.';
  await act({ platform: 'slack', as: 'eva', do: 'reply', message: inSlack, markdown: seen });
  await arrives('Rolling back');
  const found = 'Found it:\n```\nconst region = regions[0]\n```\n> who needs more than one?';
  await act({ platform: 'webex', as: 'hugo', do: 'reply', message: inWebex, markdown: found });
  await arrives('who needs more');
}

describe('the looks of the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;

  before(async function () {
    this.timeout(60_000);
    mkdirSync(folder, { recursive: true });
    await tell(stage.demo);
  });

  afterEach(async () => {
    await here.close();
    assert.deepEqual(here.problems, []);
  });

  for (const [name, options] of Object.entries(looks)) {
    it(`is kept as a picture, and fits: ${name}`, async () => {
      here = await visit(stage.browser, stage.demo.url, options);
      for (const platform of platformNames) await here.client(platform).message('who needs more').waitFor();
      await here.page.screenshot({ path: join(folder, `${name}.actual.png`), animations: 'disabled' });
      const overflow: number = await here.page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    });
  }

  it('can be read: every text has enough contrast, in light and in dark', async () => {
    here = await visit(stage.browser, stage.demo.url);
    const slack = here.client('slack');
    await slack.write('Fixed, and rolled out again. **Well done!**');
    for (const platform of platformNames) await here.client(platform).message('rolled out again').waitFor();
    await here.page.locator('.crossed').nth(1).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await here.page.emulateMedia({ colorScheme });
      const path = join(folder, `${colorScheme}-arrived.actual.png`);
      await here.page.screenshot({ path, animations: 'disabled' });
      for (const selector of texts) await assertReadable(selector);
    }

    await slack.press(slack.message('rolled out again'), 'Delete');
    await here.page.locator('.tombstone').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await here.page.emulateMedia({ colorScheme });
      await assertReadable('.tombstone');
    }
  });

  async function assertReadable(selector: string): Promise<void> {
    const measured = await contrasts(here.page, selector);
    assert.notEqual(measured.length, 0, `${selector} is not on the page`);
    for (const { what, ratio } of measured) assert.ok(ratio >= enough, `${what}: ${ratio.toFixed(2)}`);
  }

  it('can be heard: every control has a name, and headings are in order', async () => {
    here = await visit(stage.browser, stage.demo.url);
    const slack = here.client('slack');
    await slack.press(slack.message('INC-4711'), 'Reply in thread');
    await slack.message('We see it too').hover();
    assert.deepEqual(await nameless(here.page), []);
    assert.deepEqual(await headingLevels(here.page), [1, 2, 2, 2]);
    assert.equal(await here.page.getByRole('log').count(), 3);
  });
});
