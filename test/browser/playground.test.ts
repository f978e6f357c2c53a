/**
 * Microsoft's own playground as the client, with authentication on in both directions: install, greeting, signing in and
 * the whole dialog that creates a universal channel. Fetches the playground, so it runs only when it is asked for
 * (`npm run test:playground`).
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { demo } from '../../sandbox/seed.ts';
import { Browser as ScriptedBrowser } from '../../start/browser.ts';
import { createSigningProxy, type SigningProxy } from '../support/signing-proxy.ts';
import { World } from '../support/world.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';
import { fetchPlayground, freePort, type Playground, startPlayground } from './support/playground.ts';

const screenshots = join(import.meta.dirname, 'screenshots', 'playground');
const appId = '7d3f5a90-6c1e-4b28-9f47-0e5d8c2b1a10';
const publicUrl = 'https://mio.example';
const user = { id: demo.teams.users['ada']!, name: 'Ada Nowak', mail: 'ada@contoso.example' };
const team = demo.teams.teams[0]!;

const chromium = findChromium();
const wanted = process.env['MIO_PLAYGROUND'] === '1';

describe(`Microsoft’s playground${chromium ? '' : ` (${howToGetOne})`}`, function () {
  if (!wanted || !chromium) return;
  this.timeout(120_000);

  let proxy: SigningProxy;
  let world: World;
  let playground: Playground;
  let browser: Browser;
  let page: Page;

  before(async () => {
    assert.equal(fetchPlayground(), undefined);
    const port = await freePort();
    proxy = await createSigningProxy({
      appId,
      tenant: demo.teams.tenant.id,
      sandbox: () => world.sandbox.url,
      bot: () => world.url,
      playground: () => `http://127.0.0.1:${port}`,
      now: () => world.clock.now(),
    });
    world = await World.open({ origins: proxy.origins, speed: 1, prepared: false });
    await world.prepare();
    playground = await startPlayground({
      tenant: demo.teams.tenant.id,
      bot: { id: appId, name: 'Mio' },
      user,
      team: { id: team.channels[0]!.id, group: team.id, name: team.name },
      channel: { id: '19:MioPlayground00000000000000000000000000000009@thread.tacv2', name: 'Playground' },
      proxy: proxy.url,
      port,
    });
    browser = await launch(chromium);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.route('**/*', (route) =>
      new URL(route.request().url()).hostname === '127.0.0.1' ? route.continue() : route.abort(),
    );
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await page.screenshot({ path: join(screenshots, 'failed.actual.png') });
  });
  after(async () => {
    await browser?.close();
    await playground?.stop();
    await proxy?.close();
    await world?.close();
  });

  const sees = (text: string) => page.getByText(text, { exact: false }).last().waitFor();
  const keep = (name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });

  async function says(text: string): Promise<void> {
    await page.locator('[contenteditable=true]').first().click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  /** Follows the link of the newest card in a browser of its own, and types the code that its page shows. */
  async function signsIn(): Promise<void> {
    const card = JSON.stringify(proxy.sent.findLast(({ attachments }) => attachments?.length));
    const link = /https:\/\/mio\.example\/sign-in\/start\?ticket=[\w-]+/.exec(card)?.[0];
    assert.ok(link, 'the newest card offers no sign-in');
    const visitor = new ScriptedBrowser((url) => url.replace(publicUrl, world.url));
    const { status, text } = await visitor.consent(link, { account: user.mail });
    assert.equal(status, 200);
    const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text.replace(/<[^>]+>/g, ' '))?.[0];
    assert.ok(code, 'the page shows no code');
    await says(code);
  }

  /** In the newest card: opens the choice under this label and takes an entry. */
  async function chooses(label: string, entry: string): Promise<void> {
    await page.getByLabel(label).last().click();
    await page.getByRole('option', { name: entry }).last().click();
  }

  const presses = (name: string) => page.getByRole('button', { name, exact: true }).last().click();

  it('greets whoever installs it, once', async () => {
    await page.goto(playground.url);
    await sees('Sign in to Mio');
    await keep('1-install');
    const cards = proxy.sent.length;
    const installs = () => proxy.taken.filter((type) => type === 'installationUpdate').length;
    const before = installs();
    await page.reload();
    while (installs() === before) await page.waitForTimeout(50);
    assert.equal(proxy.sent.length, cards, 'the playground installs again on every load; the bot greets once');
  });

  it('explains itself', async () => {
    await says('help');
    await sees('Stop what we are in the middle of');
    await keep('2-help');
  });

  it('asks for a sign-in when the dialog needs one, and goes on where it was', async () => {
    await says('create');
    await sees('See your name and e-mail address');
    await signsIn();
    await sees('Let me see your teams');
    await keep('3-sign-in');
    await signsIn();
    await sees('Which team is the channel in?');
  });

  it('creates a universal channel, question by question', async () => {
    await chooses('Team', 'Operations');
    await keep('4-team');
    await presses('Next');
    await sees('Which channel in “Operations”?');
    await chooses('Channel', 'Launch');
    await keep('5-channel');
    await presses('Next');
    await sees('What should it be connected with?');
    await chooses('Other side', 'Another company');
    await keep('6-other-side');
    await presses('Next');
    await sees('Which company do you want to invite?');
    await presses('Next');
    await sees('Ready to connect');
    await keep('7-before');
    await presses('Connect');
    await sees('Give the other company this link');
    await keep('8-created');
  });

  it('was never called without the bot’s own token', () => assert.equal(proxy.refused(), 0));
});
