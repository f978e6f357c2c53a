/** The sign-in window in a real browser: on its own, and as Teams opens it. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openSignInWorld, type SignInWorld, speakerOf } from '../support/sign-in-world.ts';
import { contrasts, headingLevels, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';

const chromium = findChromium();
const ada = speakerOf('ada');
const account = 'ada@contoso.example';
/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const host = 'https://teams.microsoft.com/host';
/** As much of Teams as a window that it opened talks to: it answers `initialize`, and hears how the sign-in ended. */
const hostPage = `<!doctype html><title>Teams</title><script>
  window.heard = [];
  addEventListener('message', ({ data, source, origin }) => {
    window.heard.push({ func: data.func, args: data.args });
    if (data.func !== 'initialize') return;
    const runtime = JSON.stringify({ apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: {} });
    const args = ['authentication', 'web', runtime, '2.0.0'];
    source.postMessage({ id: data.id, uuid: data.uuid, uuidAsString: data.uuidAsString, args }, origin);
  });
</script>`;

(chromium ? describe : describe.skip)(`the sign-in window (${chromium ? 'Chromium' : howToGetOne})`, () => {
  let browser: Browser;
  let world: SignInWorld;
  before(async () => {
    browser = await launch(chromium!);
  });
  after(() => browser.close());
  beforeEach(async () => {
    world = await openSignInWorld();
  });
  afterEach(() => world.close());

  const signIn = async (page: Page): Promise<string> => {
    await page.locator(`form[data-account="${account}"] button`).click();
    await page.locator('button[value=accept]').click();
    return await page.locator('#code').innerText();
  };
  const offer = async () => world.local((await world.useCases.offer(ada, 'signUp')).url);
  const inContext = async (options: BrowserContextOptions, work: (context: BrowserContext) => Promise<void>) => {
    const context = await browser.newContext(options);
    try {
      await work(context);
    } finally {
      await context.close();
    }
  };

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`shows the code in a plain browser, ${colorScheme}, to every eye`, () =>
      inContext({ colorScheme, viewport: { width: 390, height: 800 } }, async (context) => {
        const page = await context.newPage();
        const errors: string[] = [];
        page.on('pageerror', ({ message }) => void errors.push(message));
        await page.goto(await offer());
        const code = await signIn(page);
        assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
        await page.waitForURL((url) => url.search === '');
        assert.deepEqual(errors, []);
        assert.deepEqual(await headingLevels(page), [1]);
        assert.deepEqual(await nameless(page), []);
        for (const selector of ['h1', 'p', '#code'])
          for (const { what, ratio } of await contrasts(page, selector)) assert.ok(ratio >= enough, `${what} ${ratio}`);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is cut off');
        assert.equal((await world.useCases.confirm(ada, code)).account, account);
      }));
  }

  it('hands the code to Teams, where Teams opened it', () =>
    inContext({}, async (context) => {
      await context.route(host, (route) => route.fulfill({ contentType: 'text/html', body: hostPage }));
      const teams = await context.newPage();
      await teams.goto(host);
      const opened = context.waitForEvent('page');
      await teams.evaluate(`void open(${JSON.stringify(await offer())}, 'sign-in', 'width=600,height=600')`);
      const code = await signIn(await opened);
      await teams.waitForFunction(`heard.some(({ func }) => func === 'authentication.authenticate.success')`);
      const heard = await teams.evaluate<{ func: string; args: unknown[] }[]>('heard');
      assert.deepEqual(heard.find(({ func }) => func === 'authentication.authenticate.success')?.args, [code]);
    }));
});
