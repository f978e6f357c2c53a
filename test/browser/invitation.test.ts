/** The page of an invitation in a real browser: read, heard, used by keyboard, and looked at. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openWorld, type World } from '../support/world.ts';
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
  'phone-en': { locale: 'en-GB', viewport: { width: 390, height: 800 } },
};

(chromium ? describe : describe.skip)(`the page of an invitation (${chromium ? 'Chromium' : howToGetOne})`, () => {
  let browser: Browser;
  let world: World;
  let link: string;
  let code: string;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    [browser, world] = await Promise.all([launch(chromium!), openWorld()]);
    ({ link, code } = await invite('fabrikam'));
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  async function invite(as: 'contoso' | 'fabrikam', body?: object): Promise<{ link: string; code: string }> {
    const [channel] = (await world.api(as, 'GET', '/channels')).body as unknown as { id: string }[];
    const made = (await world.api(as, 'POST', `/channels/${channel?.id}/invitations`, body)).body;
    return { link: String(made['link']).replace('https://mio.example', world.url), code: String(made['code']) };
  }

  async function opened(
    address: string,
    options: BrowserContextOptions,
    work: (page: Page) => Promise<void>,
    beforehand?: string,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      if (beforehand !== undefined) await context.addInitScript(beforehand);
      const page = await context.newPage();
      const problems: string[] = [];
      const asked: string[] = [];
      page.on('pageerror', ({ message }) => void problems.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/404|409/.test(message.text())) problems.push(message.text());
      });
      page.on('request', (request) => void asked.push(request.url()));
      await page.goto(address);
      await work(page);
      assert.deepEqual(problems, []);
      assert.ok(!asked.some((url) => url.includes(code)), 'the code is in no address that is asked for');
    } finally {
      await context.close();
    }
  }

  for (const [name, options] of Object.entries(looks)) {
    it(`can be read and heard, and is kept as a picture: ${name}`, () =>
      opened(link, options, async (page) => {
        await page.locator('#open').waitFor();
        await page.screenshot({ path: join(folder, `invitation-${name}.actual.png`), fullPage: true });
        const text = await page.locator('main').innerText();
        for (const part of ['Fabrikam', 'Incidents', `accept ${code}`, '/api/v1/invitations/accept'])
          assert.ok(text.includes(part), part);
        assert.deepEqual(await headingLevels(page), [1, 2, 2]);
        assert.deepEqual(await nameless(page), []);
        if (!name.startsWith('forced'))
          for (const selector of ['h1', 'h2', 'p', 'pre', 'code', '.action'])
            for (const { what, ratio } of await contrasts(page, selector))
              assert.ok(ratio >= enough, `${what} ${ratio}`);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is cut off');
      }));
  }

  it('leads by keyboard into the chat with Mio, and copies the words', () =>
    opened(link, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.locator('#open').waitFor();
      await page.keyboard.press('Tab');
      const href = await page.evaluate<string>('document.activeElement.href');
      const app = world.sandbox.app()['teamsAppId'];
      assert.equal(href, `https://teams.microsoft.com/l/chat/0/0?users=28:${app}&message=accept%20${code}`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Copied', { exact: true }).waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), `accept ${code}`);
    }));

  it('leads with the key where the Teams that Mio is in is the inviting company’s', async () => {
    const own = await invite('contoso');
    await opened(own.link, {}, async (page) => {
      await page.getByRole('heading', { name: 'Accept it with your company’s key' }).waitFor();
      assert.equal(await page.locator('#open').isVisible(), false);
      assert.ok((await page.locator('pre').innerText()).includes(own.code));
    });
  });

  for (const [name, options] of Object.entries(looks)) {
    it(`says of one for an address that it is, and asks for a sign-in before anything else: ${name}`, async () => {
      const bound = await invite('contoso', { address: 'eva@fabrikam.example' });
      await opened(bound.link, options, async (page) => {
        await page.locator('[data-prove=slack]').waitFor();
        await page.screenshot({ path: join(folder, `invitation-bound-${name}.actual.png`), fullPage: true });
        assert.equal(await page.locator('pre').isVisible(), false);
        assert.equal(await page.locator('#open').isVisible(), false);
        assert.deepEqual(await headingLevels(page), [1, 2]);
        assert.deepEqual(await nameless(page), []);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is cut off');
      });
    });
  }

  it('sends the browser there by keyboard, and shows the invitation again when it is back', async () => {
    const bound = await invite('contoso', { address: 'eva@fabrikam.example' });
    await opened(bound.link, {}, async (page) => {
      await page.locator('[data-prove=slack]').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/oauth\/v2\/authorize/);
      await page.goto(`${world.url}/invitation`);
      await page.locator('[data-prove=slack]').waitFor();
      assert.equal(await page.evaluate('location.hash'), `#${bound.code}`);
    });
  });

  it('is shown where the browser keeps nothing for sites', () => {
    const denied = `{ get() { throw new DOMException('denied', 'SecurityError'); } }`;
    const shown = (page: Page) => page.locator('#open').waitFor();
    return opened(link, {}, shown, `Object.defineProperty(window, 'sessionStorage', ${denied})`);
  });

  it('says so where nobody’s workspace has the address', async () => {
    const bound = await invite('contoso', { address: 'nobody@northwind.example' });
    await opened(bound.link, {}, async (page) => {
      await page.locator('[data-prove=webex]').click();
      await page.getByText('No workspace that is connected to Mio has this address').waitFor();
    });
  });

  for (const [what, fragment, says] of [
    ['no code', '', 'There is no complete code in this link'],
    ['half a code', '#K7QM-2XWD', 'There is no complete code in this link'],
    ['a broken escape', '#%E0%A4', 'There is no complete code in this link'],
    ['markup', '#<img src=x onerror=alert(1)>', 'There is no complete code in this link'],
    ['a code that is none', '#K7QM-2XWD-9RTP-2HRB', 'This invitation can’t be used'],
  ] as const) {
    it(`says what is wrong with ${what}`, () =>
      opened(`${world.url}/invitation${fragment}`, {}, async (page) => {
        await page.getByText(says).waitFor();
        assert.equal(await page.locator('#open').isVisible(), false);
      }));
  }

  it('looks again when another link is put into the same window', () =>
    opened(`${world.url}/invitation#K7QM-2XWD-9RTP-2HRB`, {}, async (page) => {
      await page.getByText('This invitation can’t be used').waitFor();
      await page.evaluate(`location.hash = ${JSON.stringify(code)}`);
      await page.locator('#open').waitFor();
      assert.equal(await page.getByText('This invitation can’t be used').isVisible(), false);
    }));
});
