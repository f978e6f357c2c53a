/** How the page looks: kept as pictures for people, and measured where a machine can judge. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { platformNames } from '../support/world.ts';
import { contrasts, headingLevels, nameless } from './support/accessibility.ts';
import { buildPage } from './support/built-page.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';
import { type Demo, openDemo } from './support/demo.ts';
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
  '.crossed',
  '.rich p',
  '.rich li',
  '.rich code',
  '.rich blockquote',
  '.reply-bar',
  '.reply-count strong',
  '.last',
  '.day span',
  '.tombstone',
  '.writer select',
];

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['forced-colors', { forcedColors: 'active' }],
  ['narrow', { viewport: { width: 800, height: 900 } }],
  ['phone', { viewport: { width: 390, height: 800 } }],
];

/** An incident, as people would tell it. */
async function tell({ act, arrives, find }: Demo): Promise<void> {
  const down = '<p>Checkout is <b>down</b> for customers in the EU since 09:40. I opened <code>INC-4711</code>.</p>';
  await act({ platform: 'teams', as: 'ada', do: 'post', html: down });
  const inSlack = await find('slack', 'INC-4711');
  const inWebex = await find('webex', 'INC-4711');
  const rolling = 'We see it too: the gateway answers `503`. Rolling back.';
  await act({ platform: 'slack', as: 'eva', do: 'reply', message: inSlack, markdown: rolling });
  await arrives('Rolling back');
  const told = 'Customers are told, the status page says *investigating*.';
  await act({ platform: 'webex', as: 'grace', do: 'reply', message: inWebex, markdown: told });
  await arrives('Customers are told');
  const known = 'What we know:\n\n- only the EU\n- since release **2.14**\n- cards fail, invoices work';
  await act({ platform: 'webex', as: 'hugo', do: 'post', markdown: known });
  await arrives('invoices work');
  const guilty = 'The guilty line:\n```\nconst region = regions[0]\n```\n> who needs more than one?';
  await act({ platform: 'slack', as: 'farid', do: 'post', markdown: guilty });
  await arrives('who needs more');
  const typo = await act({ platform: 'teams', as: 'ben', do: 'post', text: 'Rollback is out, erors are falling.' });
  await arrives('erors');
  await act({ platform: 'teams', as: 'ben', do: 'edit', message: typo, text: 'Rollback is out, errors are falling.' });
  await arrives('errors are');
}

describe('the looks of the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  let browser: Browser;
  let demo: Demo;

  before(async function () {
    this.timeout(60_000);
    mkdirSync(folder, { recursive: true });
    [browser, demo] = await Promise.all([launch(chromium), openDemo(), buildPage()]);
    await tell(demo);
  });

  after(async () => {
    await browser?.close();
    await demo?.close();
  });

  async function look(options: BrowserContextOptions): Promise<Visit> {
    const here = await visit(browser, demo.url, options);
    await here.client('slack').write('Five minutes without an error. **Well done!**');
    await here.page.locator('.arrival').nth(1).waitFor();
    for (const platform of platformNames) await here.client(platform).message('Well done!').last().waitFor();
    return here;
  }

  /** The next look starts from the same conversation. */
  async function leave(here: Visit): Promise<void> {
    const slack = here.client('slack');
    await slack.press(slack.message('Well done!'), 'Delete');
    for (const platform of platformNames) {
      await here.client(platform).message('Well done!').waitFor({ state: 'detached' });
    }
    await here.close();
    assert.deepEqual(here.problems, []);
  }

  for (const [name, options] of looks) {
    it(`is kept as a picture: ${name}`, async () => {
      const here = await look(options);
      await here.page.screenshot({ path: join(folder, `${name}.actual.png`), animations: 'disabled' });
      const overflow: number = await here.page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      await leave(here);
    });
  }

  for (const [name, options] of looks.slice(0, 2)) {
    it(`can be read: every text has enough contrast (${name})`, async () => {
      const here = await look(options);
      const measured = await contrasts(here.page, texts);
      assert.deepEqual(
        texts.filter((selector) => !measured.some(({ what }) => what.startsWith(selector))),
        [],
        'not measured',
      );
      assert.deepEqual(
        measured.filter(({ ratio }) => ratio < enough),
        [],
      );
      await leave(here);
    });
  }

  it('can be heard: every control has a name, and headings are in order', async () => {
    const here = await look({});
    const slack = here.client('slack');
    await slack.press(slack.message('The guilty line'), 'Reply in thread');
    await slack.message('Well done!').hover();
    assert.deepEqual(await nameless(here.page), []);
    assert.deepEqual(await headingLevels(here.page), [1, 2, 2, 2]);
    assert.equal(await here.page.getByRole('log').count(), 3);
    await leave(here);
  });
});
