/** The page at Mio's own address, and the ways from it, in a real browser: read, heard, used by keyboard, looked at. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';
import { contrasts, headingLevels, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');
/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'light-en': { locale: 'en-GB' },
  'dark-de': { locale: 'de-DE', colorScheme: 'dark' },
  'forced-colors-fr': { locale: 'fr-FR', forcedColors: 'active' },
  'narrow-fr': { locale: 'fr-FR', viewport: { width: 320, height: 640 } },
};

(chromium ? describe : describe.skip)(`the page at Mio’s own address (${chromium ? 'Chromium' : howToGetOne})`, () => {
  let browser: Browser;
  let world: SignInWorld;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    [browser, world] = await Promise.all([launch(chromium!), openSignInWorld()]);
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  async function opened(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      await page.goto(world.local('https://mio.example/'));
      await work(page);
    } finally {
      await context.close();
    }
  }

  for (const [name, options] of Object.entries(looks)) {
    it(`can be read and heard, and is kept as a picture: ${name}`, () =>
      opened(options, async (page) => {
        await page.screenshot({ path: join(folder, `home-${name}.actual.png`), fullPage: true });
        assert.deepEqual(await headingLevels(page), [1]);
        assert.deepEqual(await nameless(page), []);
        if (!name.startsWith('forced'))
          for (const selector of ['h1', 'p', 'a'])
            for (const { what, ratio } of await contrasts(page, selector))
              assert.ok(ratio >= enough, `${what} ${ratio}`);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is cut off');
      }));
  }

  it('leads by keyboard to what Mio does with what it reads', () =>
    opened({ locale: 'en-GB' }, async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Privacy', exact: true }).waitFor();
    }));
});
