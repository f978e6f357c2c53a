/** A page with cards on it, drawn by the open renderer, and what can be measured of them. */
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { hostConfig, styleSheet, type Theme } from './card-themes.ts';

const renderer = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

export interface SheetCard {
  readonly name: string;
  readonly card: Readonly<Record<string, unknown>>;
}

export interface Sheet {
  readonly page: Page;
  /** Errors of the page, and requests that went anywhere. */
  readonly problems: readonly string[];
  /** What does not fit: texts that are cut off, and boxes that stick out of their card. */
  misfits(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Look {
  readonly theme: Theme;
  /** Of a card, in CSS pixels. */
  readonly width: number;
  readonly columns: number;
  readonly scale: number;
}

/** As far as this needs to know a browser's elements. */
interface Box {
  readonly textContent: string | null;
  readonly className: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly tagName: string;
  readonly dataset: { readonly name?: string };
  getBoundingClientRect(): { readonly left: number; readonly right: number };
  querySelectorAll(selector: string): Iterable<Box>;
  append(child: Box): void;
}
interface InPage {
  readonly document: {
    createElement(tag: string): Box & { dataset: { name?: string } };
    querySelector(selector: string): Box;
  };
  readonly AdaptiveCards: {
    readonly AdaptiveCard: {
      new (): { hostConfig: unknown; parse(card: unknown): void; render(): Box | undefined };
      onProcessMarkdown: (text: string, result: { outputHtml: string; didProcess: boolean }) => void;
    };
    readonly HostConfig: new (config: object) => unknown;
  };
}

/** Runs in the page. Its Markdown knows escapes alone: nothing else may stand in a card of ours. */
function draw({ cards, config }: { cards: readonly SheetCard[]; config: object }): void {
  const { document, AdaptiveCards } = globalThis as unknown as InPage;
  const { AdaptiveCard, HostConfig } = AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    const unescaped = text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
    result.outputHtml = unescaped.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
    result.didProcess = true;
  };
  for (const { name, card } of cards) {
    const drawn = new AdaptiveCard();
    drawn.hostConfig = new HostConfig(config);
    drawn.parse(card);
    const section = document.createElement('section');
    section.dataset.name = name;
    const element = drawn.render();
    if (!element) throw new Error(`${name} draws nothing`);
    section.append(element);
    document.querySelector('.sheet').append(section);
  }
}

/** Runs in the page. A field scrolls its own text, so that only its box counts; a choice opens outside the card. */
function measure(sections: readonly Box[]): string[] {
  return sections.flatMap((section) => {
    const edge = section.getBoundingClientRect();
    return [...section.querySelectorAll(':not(option)')].flatMap((box) => {
      const { left, right } = box.getBoundingClientRect();
      const isField = /^(INPUT|SELECT)$/.test(box.tagName);
      const what = `${section.dataset.name}: ${box.tagName} ${box.className}: ${(box.textContent ?? '').slice(0, 60)}`;
      if (left < edge.left - 1 || right > edge.right + 1) return [`${what} sticks out`];
      return !isField && box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1 ? [`${what} is cut off`] : [];
    });
  });
}

export async function openSheet(browser: Browser, cards: readonly SheetCard[], look: Look): Promise<Sheet> {
  const { theme, width, columns, scale } = look;
  const context = await browser.newContext({
    viewport: { width: columns * (width + 16) + 16, height: 800 },
    deviceScaleFactor: scale,
  });
  const problems: string[] = [];
  await context.route('**', (route) => {
    problems.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => problems.push(message));
  await page.setContent(
    `<!doctype html><style>${styleSheet(theme)}</style><div class="sheet" style="--width:${width}px"></div>`,
  );
  await page.addScriptTag({ path: renderer });
  await page.evaluate(draw, { cards, config: hostConfig(theme) });
  return {
    page,
    problems,
    misfits: () => page.locator('section').evaluateAll(measure),
    close: () => context.close(),
  };
}
