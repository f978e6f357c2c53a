/** How the cards look, in the widths and themes of Teams: measured, and kept as pictures for people. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createCards } from '../../cards/index.ts';
import { type Language, languages } from '../../src/core/language.ts';
import { showAll, usualWorld } from '../unit/cards/samples.ts';
import { contrasts } from './support/accessibility.ts';
import { openSheet, type Sheet, type SheetCard } from './support/card-sheet.ts';
import { type Theme, themes } from './support/card-themes.ts';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots/cards');

/** In a channel, and on a phone. */
const widths = [500, 300];
/** What WCAG 2.2 asks of text of this size (1.4.3, level AA). */
const enough = 4.5;

const cardsIn = (language: Language, named = usualWorld.named): readonly SheetCard[] =>
  showAll(createCards(language), { ...usualWorld, named }).map(({ name, shown }) => ({ name, card: shown.card }));

/** One of each; of some, the one that shows more. */
const forPeople = (cards: readonly SheetCard[]): readonly SheetCard[] =>
  cards.filter(
    ({ name }) =>
      !/ \d+$/.test(name) || / 1$|^(created|help|invitation|preflight|signIn|status|unknown) \d$/.test(name),
  );

describe('the looks of the cards', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  let browser: Browser;
  let sheet: Sheet;

  before(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await launch(chromium);
  });
  after(() => browser?.close());
  afterEach(async () => {
    await sheet.close();
    assert.deepEqual(sheet.problems, []);
  });

  for (const language of languages) {
    for (const width of widths) {
      it(`fit: ${language}, ${width} px`, async () => {
        sheet = await openSheet(browser, cardsIn(language), { theme: 'light', width, columns: 4, scale: 1 });
        assert.deepEqual(await sheet.misfits(), []);
      });
    }
  }

  for (const width of widths) {
    it(`fit when names have no end: ${width} px`, async () => {
      const cards = cardsIn('de', () => 'Donaudampfschifffahrts_'.repeat(20));
      sheet = await openSheet(browser, cards, { theme: 'light', width, columns: 4, scale: 1 });
      assert.deepEqual(await sheet.misfits(), []);
    });
  }

  it('are measured by something that finds what does not fit', async () => {
    const text = { type: 'TextBlock', text: 'a text that is much too long for one line of a card on a phone' };
    const wide = { type: 'ColumnSet', columns: [{ type: 'Column', width: '900px', items: [text] }] };
    const cards = [text, wide].map((body, index) => ({
      name: String(index),
      card: { type: 'AdaptiveCard', version: '1.5', body: [body] },
    }));
    sheet = await openSheet(browser, cards, { theme: 'light', width: 300, columns: 1, scale: 1 });
    const misfits = await sheet.misfits();
    assert.ok(misfits.some((it) => it.startsWith('0:')) && misfits.some((it) => it.startsWith('1:')), misfits.join());
  });

  for (const theme of themes) {
    it(`can be read: ${theme}`, async () => {
      sheet = await openSheet(browser, cardsIn('en'), { theme, width: 500, columns: 4, scale: 1 });
      const measured = [
        ...(await contrasts(sheet.page, '.ac-textBlock')),
        ...(await contrasts(sheet.page, '.ac-pushButton')),
      ];
      assert.ok(measured.length > 300);
      for (const { what, ratio } of measured) assert.ok(ratio >= enough, `${what}: ${ratio.toFixed(2)}`);
    });
  }

  const pictures: readonly (readonly [Theme, Language])[] = [
    ['light', 'en'],
    ['dark', 'de'],
    ['contrast', 'fr'],
  ];
  for (const [theme, language] of pictures) {
    it(`are kept as a picture: ${theme}, ${language}`, async () => {
      const cards = forPeople(cardsIn(language));
      sheet = await openSheet(browser, cards, { theme, width: 500, columns: 6, scale: 0.5 });
      const path = join(folder, `${theme}-${language}.actual.png`);
      await sheet.page.screenshot({ path, fullPage: true, animations: 'disabled' });
    });
  }

  it('are kept as a picture: on a phone', async () => {
    const cards = forPeople(cardsIn('de')).filter(({ name }) =>
      /^(accounts|help|signIn|settings|status|preflight)/.test(name),
    );
    sheet = await openSheet(browser, cards, { theme: 'light', width: 300, columns: 8, scale: 0.5 });
    await sheet.page.screenshot({ path: join(folder, 'phone-de.actual.png'), fullPage: true });
  });
});
