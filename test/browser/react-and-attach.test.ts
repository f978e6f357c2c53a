/** Reactions, pictures and files on the sandbox's page: done in one client, seen in another, and fit to look at. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { platformNames } from '../support/world.ts';
import { contrasts, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { type Client, type Visit, visit } from './support/visit.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');

/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced-colors': { forcedColors: 'active' },
  narrow: { viewport: { width: 1000, height: 800 } },
  phone: { viewport: { width: 360, height: 720 } },
};

/** Text on what a client shows beside the words of a message. */
const texts = ['.file-name', '.file-size', '.reaction'];

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const plan: Upload = { name: 'plan.csv', mimeType: 'text/csv', buffer: Buffer.from('step,who\n1,Ada\n') };

describe('reactions and files on the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;
  /** A picture larger than a message shows it. */
  let chart: Upload;

  before(async function () {
    this.timeout(60_000);
    mkdirSync(folder, { recursive: true });
    // So low that conversations scroll.
    here = await visit(stage.browser, stage.demo.url, { viewport: { width: 1500, height: 560 } });
    chart = { name: 'orders.png', mimeType: 'image/png', buffer: await drawn(stage.browser) };
  });

  afterEach(() => assert.deepEqual(here.forgive(), []));

  const attach = (client: Client, ...files: readonly Upload[]): Promise<void> =>
    client.all.locator('.client-foot input[type=file]').setInputFiles([...files]);

  it('reacts in Slack with the keyboard alone, and Teams shows who', async () => {
    await stage.demo.act({ platform: 'teams', as: 'ada', do: 'post', html: '<p>Rolled back, all green</p>' });
    const slack = here.client('slack').message('Rolled back, all green');
    await slack.focus();
    await here.page.keyboard.press('a');
    const row = slack.getByRole('toolbar', { name: 'Choose a reaction' });
    await row.getByRole('button', { name: 'Thumbs up' }).and(here.page.locator(':focus')).waitFor();

    await here.page.keyboard.press('Escape');
    await row.waitFor({ state: 'detached' });
    await slack.getByRole('button', { name: 'React' }).and(here.page.locator(':focus')).waitFor();

    await here.page.keyboard.press('Enter');
    await row.waitFor();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await here.page.keyboard.press(key);
    const chip = slack.getByRole('button', { name: '🎉 Eva Lindqvist' });
    await chip.waitFor();
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    assert.equal(await chip.getAttribute('title'), 'Eva Lindqvist');
    await here.client('teams').message('🎉').filter({ hasText: 'Eva Lindqvist' }).waitFor();
  });

  it('takes a reaction back by pressing it, and adds its own to somebody else’s', async () => {
    const slack = here.client('slack').message('Rolled back, all green');
    await slack.getByRole('button', { name: '🎉 Eva Lindqvist' }).click();
    await slack.locator('.reaction').waitFor({ state: 'detached' });
    await slack.and(here.page.locator(':focus')).waitFor();
    await here.client('teams').message('🎉').waitFor({ state: 'detached' });

    const message = await stage.demo.find('slack', 'Rolled back, all green');
    await stage.demo.act({ platform: 'slack', as: 'farid', do: 'react', message, emoji: '👀' });
    const chip = slack.locator('.reaction');
    await chip.waitFor();
    assert.equal(await chip.getAttribute('aria-pressed'), 'false');
    await chip.click();
    await slack.locator('.reaction[aria-pressed=true]').filter({ hasText: '2' }).waitFor();
  });

  it('offers no reactions in Webex, which has none', async () => {
    const webex = here.client('webex').message('Rolled back, all green').first();
    await webex.hover();
    await webex.getByRole('button', { name: 'Reply to thread' }).waitFor();
    assert.equal(await webex.getByRole('button', { name: 'React' }).count(), 0);
  });

  it('sends a picture from Webex, and Slack shows it', async () => {
    const webex = here.client('webex');
    await attach(webex, chart);
    await webex.all.getByRole('list', { name: 'Files to send' }).getByText('orders.png').waitFor();
    await webex.write('Orders since noon');
    await webex.all.getByRole('list', { name: 'Files to send' }).waitFor({ state: 'detached' });
    await isDrawn(webex.message('Orders since noon').locator('img.there'));
    await isDrawn(here.client('slack').all.locator('img.there[alt="orders.png"]'));
    // What came in while the picture was being fetched has not taken its reader from the end.
    await here.page.waitForFunction(isAtEnd, '.slack .conversation');
  });

  it('sends files alone, and shows a picture of Teams once', async () => {
    const teams = here.client('teams');
    await attach(teams, chart, plan);
    await teams.all.getByRole('button', { name: 'Remove plan.csv' }).waitFor();
    await teams.field.press('Enter');
    const post = teams.messages.filter({ has: here.page.locator('.file-tile', { hasText: 'plan.csv' }) }).last();
    await post.locator('img.there').waitFor();
    assert.match((await post.locator('.file-tile').textContent()) ?? '', /plan\.csv15 bytes/);
    assert.equal(await post.locator('.message-body img').count(), 1);
    await here.client('slack').all.getByText('plan.csv').first().waitFor();
  });

  it('takes files out again, and no more than five', async () => {
    const slack = here.client('slack');
    await attach(slack, plan, plan, plan, plan, plan, plan);
    await slack.all.getByRole('alert').filter({ hasText: 'At most 5 files' }).waitFor();
    const remove = slack.all.getByRole('button', { name: 'Remove plan.csv' });
    assert.equal(await remove.count(), 5);
    for (let left = 5; left > 0; left--) await remove.first().click();
    assert.equal(await remove.count(), 0);
    assert.ok(await slack.all.getByRole('button', { name: 'Send' }).isDisabled());
  });

  it('answers with a picture that was pasted, and one that was dropped', async () => {
    const slack = here.client('slack');
    await slack.press(slack.message('Rolled back, all green').first(), 'Reply in thread');
    const field = slack.all.getByRole('textbox', { name: 'Reply as Eva Lindqvist' });
    const base64 = chart.buffer.toString('base64');
    await field.evaluate(hand, { how: 'paste', base64 });
    await slack.all.getByRole('button', { name: 'Remove paste.png' }).waitFor();
    await field.evaluate(hand, { how: 'drop', base64 });
    await slack.all.getByRole('button', { name: 'Remove drop.png' }).waitFor();
    await field.press('Enter');
    const answers = slack.all.locator('.replies');
    await isDrawn(answers.locator('img.there[alt="paste.png"]'));
    await isDrawn(answers.locator('img.there[alt="drop.png"]'));
    await here.client('webex').all.locator('.replies img.there').nth(1).waitFor();
  });

  for (const [name, options] of Object.entries(looks)) {
    it(`is kept as a picture, fits, and can be read: ${name}`, async () => {
      const there = await visit(stage.browser, stage.demo.url, options);
      const shown = platformNames.map((platform) => there.client(platform));
      for (const client of shown) {
        if (!(await client.all.isVisible())) continue;
        await client.all.locator('.files').last().waitFor();
        await attach(client, plan, chart);
        await client.all.getByRole('button', { name: 'Remove orders.png' }).waitFor();
      }
      const slack = there.client('slack');
      if (await slack.all.isVisible()) {
        await slack.message('Rolled back, all green').focus();
        await there.page.keyboard.press('a');
        await slack.all.getByRole('toolbar', { name: 'Choose a reaction' }).waitFor();
      }
      await there.page.screenshot({ path: join(folder, `extras-${name}.actual.png`), animations: 'disabled' });
      const overflow: number = await there.page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      assert.deepEqual(await nameless(there.page), []);
      for (const selector of name === 'forced-colors' ? [] : texts) {
        for (const { what, ratio } of await contrasts(there.page, selector)) {
          assert.ok(ratio >= enough, `${what}: ${ratio.toFixed(2)}`);
        }
      }
      await there.close();
      assert.deepEqual(there.problems, []);
    });
  }
});

/** Waits for the picture; one without pixels was not drawn. */
async function isDrawn(picture: Locator): Promise<void> {
  await picture.waitFor();
  assert.ok(await picture.evaluate((image: { readonly naturalWidth: number }) => image.naturalWidth > 0));
  const box = await picture.boundingBox();
  assert.ok(box && box.width <= 320 && box.height <= 240, `${box?.width} × ${box?.height}`);
}

/** A picture as people have them: of a screen. */
async function drawn(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 900, height: 500 } });
  await page.setContent(
    '<body style="margin:40px;background:linear-gradient(#dfe9ff,#8ea9ff);font:60px sans-serif">Orders',
  );
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

/** Runs in the page. */
function isAtEnd(conversation: string): boolean {
  const { document } = globalThis as unknown as { readonly document: { querySelector(selector: string): Scrolled } };
  const { scrollHeight, scrollTop, clientHeight } = document.querySelector(conversation);
  return scrollHeight > clientHeight && scrollHeight - scrollTop - clientHeight < 2;
}

interface Scrolled {
  readonly scrollHeight: number;
  readonly scrollTop: number;
  readonly clientHeight: number;
}

interface Handed {
  /** `paste` or `drop`. */
  readonly how: string;
  readonly base64: string;
}

/** Runs in the page: a picture, and nothing else, comes from outside. */
function hand(field: unknown, { how, base64 }: Handed): void {
  const { DataTransfer, ClipboardEvent, DragEvent } = globalThis as unknown as {
    readonly DataTransfer: new () => { readonly items: { add(file: File): void } };
    readonly ClipboardEvent: new (type: string, init: object) => Event;
    readonly DragEvent: new (type: string, init: object) => Event;
  };
  const brought = new DataTransfer();
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  brought.items.add(new File([bytes], `${how}.png`, { type: 'image/png' }));
  const common = { bubbles: true, cancelable: true };
  const event =
    how === 'paste'
      ? new ClipboardEvent(how, { ...common, clipboardData: brought })
      : new DragEvent(how, { ...common, dataTransfer: brought });
  (field as EventTarget).dispatchEvent(event);
}
