/** What a screen reader and weak eyes get, asked of the browser itself. */
import type { Page } from 'playwright-core';

const controls = new Set(['button', 'textbox', 'combobox', 'checkbox', 'link', 'menuitem', 'log', 'toolbar', 'region']);

interface Accessible {
  readonly role: string;
  readonly name: string;
  readonly level: number | undefined;
}

async function tree(page: Page): Promise<readonly Accessible[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties }) => ({
      role: String(role?.value ?? ''),
      name: String(name?.value ?? '').trim(),
      level: properties?.find((property) => property.name === 'level')?.value.value as number | undefined,
    }));
}

/** Roles of what can be used, or gone to, and has no name. */
export const nameless = async (page: Page): Promise<string[]> =>
  (await tree(page)).filter(({ role, name }) => controls.has(role) && name === '').map(({ role }) => role);

/** Levels of the headings, in the order of the page. */
export const headingLevels = async (page: Page): Promise<number[]> =>
  (await tree(page)).filter(({ role }) => role === 'heading').map(({ level }) => level ?? 0);

interface Contrast {
  readonly what: string;
  readonly ratio: number;
}

/** As far as this needs to know a browser's elements. */
interface Element {
  readonly parentElement: Element | null;
  checkVisibility(): boolean;
}
interface Browser {
  getComputedStyle(element: Element): { readonly color: string; readonly backgroundColor: string };
}

/** Runs in the page: the colour of each text, and those that lie behind it, nearest first. */
function colours(elements: readonly Element[]): string[][] {
  const { getComputedStyle } = globalThis as unknown as Browser;
  return elements
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const found = [getComputedStyle(element).color];
      for (let at: Element | null = element; at; at = at.parentElement)
        found.push(getComputedStyle(at).backgroundColor);
      return found;
    });
}

/** Of every text that matches, against what is behind it. WCAG 2.2, "contrast ratio". */
export async function contrasts(page: Page, selector: string): Promise<Contrast[]> {
  const found: string[][] = await page.locator(selector).evaluateAll(colours);
  return found.map(([text = '', ...behind]) => {
    const background = behind.map(parse).reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
    const ink = over(parse(text), background);
    return { what: `${selector}: ${text} on ${background.slice(0, 3).map(Math.round)}`, ratio: ratio(ink, background) };
  });
}

/** Red, green, blue up to 255; opacity up to 1. */
type Colour = readonly [number, number, number, number];

/** The two forms in which browsers compute colours: `rgb(28, 28, 38)` and `color(srgb 0.1 0.2 0.3 / 0.5)`. */
function parse(text: string): Colour {
  const [red, green, blue, opacity = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
  if (red === undefined || green === undefined || blue === undefined) throw new Error(`not a colour: ${text}`);
  if (/^rgba?\(/.test(text)) return [red, green, blue, opacity];
  if (/^color\(srgb /.test(text)) return [red * 255, green * 255, blue * 255, opacity];
  throw new Error(`a colour of another form: ${text}`);
}

const over = ([red, green, blue, opacity]: Colour, below: Colour): Colour => [
  red * opacity + below[0] * (1 - opacity),
  green * opacity + below[1] * (1 - opacity),
  blue * opacity + below[2] * (1 - opacity),
  1,
];

function luminance(colour: Colour): number {
  const linear = (channel: number): number => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

function ratio(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
