/** How Mio's own cards look in the chat: kept as pictures for people, and measured where a machine can judge. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Cards, Shown } from '../../cards/contract.ts';
import { createCards } from '../../cards/index.ts';
import type { ChannelView } from '../../src/core/channels/access.ts';
import { type Language, languages } from '../../src/core/language.ts';
import type { ChannelId, ConnectionId, ConversationId, InvitationId } from '../../src/core/model.ts';
import { contrasts, headingLevels, nameless } from './support/accessibility.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';
import { type BotWorld, openBotWorld } from './support/talking-bot.ts';
import { type Visit, visit } from './support/visit.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');

/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const texts = [
  '.teams-tabs [role=tab]',
  '.app-button',
  '.app-list p',
  '.app-list strong',
  '.app-list small',
  '.app-list button',
  '.chat h3',
  '.chat .badge',
  '.whose',
  '.whose b',
  '.chat .rich p',
  '.typing',
  '.card .ac-textBlock',
  '.card .ac-pushButton',
  '.card .ac-input',
];

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced-colors': { forcedColors: 'active' },
  narrow: { viewport: { width: 800, height: 900 } },
  phone: { viewport: { width: 390, height: 800 } },
};

const channel: ChannelView = {
  id: 'channel-1' as ChannelId,
  name: 'Incidents',
  state: 'active',
  hosted: true,
  legs: [],
  partners: [],
};
const slack = { connection: 'slack-1' as ConnectionId, platform: 'slack', name: 'contoso', creates: true } as const;
const place = (name: string) => ({ connection: slack.connection, conversation: name as ConversationId });
const link = {
  stage: 'signUp',
  url: 'https://mio.example/teams/sign-in?attempt=1',
  adminConsentUrl: 'https://login.microsoftonline.com/organizations/v2.0/adminconsent',
} as const;
const hour = 3_600_000;
const step = { nonce: 'n1' };

/** A day with Mio, in its cards. */
const story = (cards: Cards): readonly Shown[] => [
  cards.welcome({ name: 'Ada Nowak', personalOnly: true }),
  cards.signIn({ stage: 'signUp', link }),
  cards.signedIn({ stage: 'signUp', account: 'ada@contoso.example', next: 'person' }),
  cards.signIn({ stage: 'serviceUser', link: { ...link, stage: 'serviceUser' } }),
  cards.signInFailed({
    link,
    obstacle: { reason: 'administrator_consent_needed', subject: 'ChannelMessage.Read.All' },
  }),
  cards.help({ scope: 'personal' }),
  cards.chooseTeam({
    ...step,
    teams: [
      { id: '1', name: 'Operations' },
      { id: '2', name: 'Mio' },
    ],
  }),
  cards.chooseChannel({
    ...step,
    team: 'Operations',
    places: [
      { place: place('1'), title: 'Incidents' },
      { place: place('2'), title: 'Board', obstacle: { reason: 'private_channel', subject: 'Board' } },
    ],
  }),
  cards.chooseOther({ ...step, connections: [slack] }),
  cards.newPlace({ ...step, connection: slack, suggestion: 'incidents' }),
  cards.preflight({
    ...step,
    name: 'Incidents',
    preflight: {
      source: 'Operations / Incidents',
      other: 'contoso #incidents',
      obstacles: [{ reason: 'already_linked', subject: 'contoso #incidents' }],
    },
  }),
  cards.created({ channel }),
  cards.status({ channel }),
  cards.invitation({
    invitation: {
      id: 'invitation-1' as InvitationId,
      channel: 'Incidents',
      code: 'K7QM-2XWD-9RTP-2HRB',
      link: 'https://mio.example/invitation#K7QM-2XWD-9RTP-2HRB',
      expiresAt: Date.UTC(2030, 0, 1) + hour,
    },
  }),
  cards.settings({
    finished: false,
    results: [
      { check: 'signed_in', result: 'passed' },
      { check: 'roles', result: 'failed', subject: 'Application Administrator' },
      { check: 'permission_policy', result: 'look', link: 'https://admin.teams.microsoft.com/policies/app-permission' },
    ],
  }),
  cards.failure({ reference: '7f3a' }),
];

const endIsInSight = `(() => {
  const box = document.querySelector('.chat .conversation');
  return box.scrollHeight - box.scrollTop - box.clientHeight < 2;
})()`;

/** Texts that are cut off, and cards that are wider than their room. Runs in the page. */
const clipped = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('.card-face, .card .ac-textBlock, .card .ac-pushButton, .card .ac-pushButton > div, .card .ac-richTextBlock')]
    .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.className + ': ' + element.textContent.slice(0, 60))`);

describe('the looks of the chat with Mio', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  let browser: Browser;
  let world: BotWorld;
  let here: Visit;
  let language: Language = 'en';

  before(async function () {
    this.timeout(60_000);
    mkdirSync(folder, { recursive: true });
    [browser, world] = await Promise.all([
      launch(chromium),
      openBotWorld(async ({ heard, say, show, type }) => {
        if (heard.type !== 'message') return undefined;
        for (const { card } of story(createCards(language))) await show(card);
        await say('That was all');
        await type();
        return undefined;
      }),
    ]);
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'installApp', place: 'direct:ada' });
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(async () => {
    await here.close();
    assert.deepEqual(here.problems, []);
  });

  /** Opens the chat and has everything told, in a language. */
  async function tell(wanted: Language, options: BrowserContextOptions = {}): Promise<Page> {
    language = wanted;
    here = await visit(browser, `${world.sandbox.url}/`, options);
    const { page } = here;
    await page.getByRole('tab', { name: /Chat with Mio/ }).click();
    const told = await here.client('teams').message('That was all').count();
    await here.client('teams').write('tell me everything');
    await here.client('teams').message('That was all').nth(told).waitFor();
    await page.getByText('Mio is typing…').waitFor();
    await page
      .locator('.card-face > *')
      .nth(story(createCards(wanted)).length - 1)
      .waitFor();
    // Whoever has just written is at the end, however late the cards are drawn.
    await page.waitForFunction(endIsInSight);
    return page;
  }

  beforeEach(() => {
    world.sandbox.reset();
  });

  for (const [name, options] of Object.entries(looks)) {
    it(`is kept as a picture, and fits: ${name}`, async () => {
      const page = await tell('en', options);
      await page.screenshot({ path: join(folder, `chat-${name}.actual.png`), animations: 'disabled' });
      assert.deepEqual(await clipped(page), []);
      const overflow: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);

      await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: 7_500 });
      const path = join(folder, `cards-${name}.actual.png`);
      await page.locator('.client.teams').screenshot({ path, animations: 'disabled' });
    });
  }

  for (const wanted of languages) {
    it(`cuts off no word: ${wanted}`, async () => {
      const page = await tell(wanted, { viewport: { width: 1100, height: 900 } });
      assert.deepEqual(await clipped(page), []);
    });
  }

  it('can be read: every text has enough contrast, in light and in dark', async () => {
    const page = await tell('en');
    await page.getByRole('button', { name: 'Install Mio' }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `chat-install-${colorScheme}.actual.png`), animations: 'disabled' });
      for (const selector of texts) await assertReadable(page, selector);
    }
    await page.getByRole('tab', { name: 'Channels' }).click();
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'dm', place: '', text: 'once more' });
    await page.locator('.unread').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await assertReadable(page, '.unread');
    }
  });

  async function assertReadable(page: Page, selector: string): Promise<void> {
    const measured = await contrasts(page, selector);
    assert.notEqual(measured.length, 0, `${selector} is not on the page`);
    for (const { what, ratio } of measured) assert.ok(ratio >= enough, `${what}: ${ratio.toFixed(2)}`);
  }

  it('can be heard: every control has a name, and headings are in order', async () => {
    const page = await tell('en');
    await page.getByRole('button', { name: 'Install Mio' }).click();
    assert.deepEqual(await nameless(page), []);
    const levels = await headingLevels(page);
    assert.equal(levels[0], 1);
    for (const [index, level] of levels.entries()) assert.ok(level - (levels[index - 1] ?? 0) <= 1, levels.join(' '));
  });
});
