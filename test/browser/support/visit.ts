/** Somebody in front of the page. Whatever goes wrong in the browser, or tries to leave this machine, is noted. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type PlatformName, platformNames } from '../../support/world.ts';

const patienceMs = 15_000;

export interface Visit {
  readonly page: Page;
  /** Errors of the page, and requests that went elsewhere. Empty, where all is well. */
  readonly problems: readonly string[];
  /** The problems until now, which are then forgotten. */
  forgive(): string[];
  client(platform: PlatformName): Client;
  close(): Promise<void>;
}

/** One of the three clients, as the person sees it. */
export interface Client {
  readonly all: Locator;
  /** The field at the bottom. */
  readonly field: Locator;
  readonly messages: Locator;
  /** The messages that show this. */
  message(text: string): Locator;
  write(text: string): Promise<void>;
  /** Presses what is shown on a message while the pointer is on it. */
  press(message: Locator, action: string): Promise<void>;
}

/** Looks again at every frame until nothing is wrong: a page draws what has arrived some time later. */
export async function soon(page: Page, look: () => Promise<void>): Promise<void> {
  for (const latest = performance.now() + patienceMs; ; ) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > latest) throw error;
    }
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(drawn))');
  }
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1500, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const problems: string[] = [];
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1' && hostname !== 'localhost',
    (route) => {
      problems.push(`asked for ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(url);
  for (const platform of platformNames) await page.locator(`.${platform} .conversation[role=log]`).waitFor();
  return {
    page,
    problems,
    forgive: () => problems.splice(0),
    client: (platform) => clientOf(page.locator(`.client.${platform}`)),
    close: () => context.close(),
  };
}

function clientOf(all: Locator): Client {
  const field = all.locator('.client-foot textarea:visible');
  const messages = all.locator('.message:visible');
  return {
    all,
    field,
    messages,
    message: (text) => messages.filter({ hasText: text }),
    async write(text) {
      await field.fill(text);
      await field.press('Enter');
    },
    async press(message, action) {
      await message.hover();
      await message.getByRole('button', { name: action, exact: true }).click();
    },
  };
}
