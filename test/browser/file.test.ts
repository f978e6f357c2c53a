/** The page of a file in a real browser: read, heard, used by keyboard, and looked at. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { local, sendFile } from '../support/file-visitor.ts';
import { openWorld, type World } from '../support/world.ts';
import { contrasts, headingLevels, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');
/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;
const member = 'ben@contoso.example';
const stranger = 'noroles@contoso.example';
const name = 'Protokoll der sehr langen Besprechung über die Störung vom 23. November – zweite Fassung.pdf';

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'light-en': { locale: 'en-GB' },
  'dark-de': { locale: 'de-DE', colorScheme: 'dark' },
  'forced-colors-fr': { locale: 'fr-FR', forcedColors: 'active' },
  'phone-en': { locale: 'en-GB', viewport: { width: 390, height: 800 } },
};

(chromium ? describe : describe.skip)(`the page of a file (${chromium ? 'Chromium' : howToGetOne})`, () => {
  let browser: Browser;
  let world: World;
  let link: string;
  let gone: string;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    [browser, world] = await Promise.all([launch(chromium!), openWorld()]);
    const wrong = await sendFile(world, { name: 'wrong.txt', bytes: 'wrong' });
    await world.as('eva').on('slack').remove(wrong.message);
    gone = local(world, wrong.link);
    link = local(world, (await sendFile(world, { name, bytes: 'the minutes' })).link);
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  async function inContext(options: BrowserContextOptions, work: (context: BrowserContext) => Promise<void>) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(8_000);
    try {
      await work(context);
    } finally {
      await context.close();
    }
  }

  async function signIn(page: Page, account: string): Promise<void> {
    await page.locator('a.action[href="?sign-in"]').click();
    await page.locator(`form[data-account="${account}"] button`).click();
    const accept = page.locator('button[value=accept]');
    await Promise.race([accept.waitFor(), page.waitForURL(/\/files\//)]);
    if (await accept.isVisible()) await accept.click();
    await page.waitForURL(/\/files\//);
  }

  async function look(page: Page, picture: string, readable: boolean): Promise<void> {
    await page.screenshot({ path: join(folder, `file-${picture}.actual.png`), fullPage: true });
    assert.deepEqual(await headingLevels(page), [1]);
    assert.deepEqual(await nameless(page), []);
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is cut off');
    for (const selector of readable ? ['h1', 'p', '.action'] : [])
      for (const { what, ratio } of await contrasts(page, selector)) assert.ok(ratio >= enough, `${what} ${ratio}`);
  }

  for (const [named, options] of Object.entries(looks)) {
    it(`can be read and heard in every state, and is kept as pictures: ${named}`, () =>
      inContext(options, async (context) => {
        const readable = !named.startsWith('forced');
        const page = await context.newPage();
        const problems: string[] = [];
        page.on('pageerror', ({ message }) => void problems.push(message));
        await page.goto(link);
        await look(page, `welcome-${named}`, readable);
        await signIn(page, stranger);
        await look(page, `not-in-channel-${named}`, readable);
        await signIn(page, member);
        assert.ok((await page.locator('h1').innerText()).endsWith('.pdf'));
        await look(page, `found-${named}`, readable);
        await page.goto(gone);
        await look(page, `gone-${named}`, readable);
        await page.goto(`${link}x`);
        await look(page, `unknown-${named}`, readable);
        world.fault({ platform: 'slack', kind: 'error' });
        await page.goto(link);
        world.sandbox.faults.clear();
        await look(page, `busy-${named}`, readable);
        assert.deepEqual(problems, []);
      }));
  }

  it('gives the file by keyboard, under its name', () =>
    inContext({ acceptDownloads: true }, async (context) => {
      const page = await context.newPage();
      await page.goto(link);
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate('document.activeElement.innerText'), 'Sign in with Microsoft');
      await signIn(page, member);
      await page.keyboard.press('Tab');
      const begun = page.waitForEvent('download');
      await page.keyboard.press('Enter');
      const download = await begun;
      assert.equal(download.suggestedFilename(), (await page.locator('h1').innerText()).trim());
      assert.equal(await readFile(await download.path(), 'utf8'), 'the minutes');
    }));
});
