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

export interface Contrast {
  readonly what: string;
  readonly ratio: number;
}

/** Of the text of every element that matches, against what is behind it. WCAG 2.2, "contrast ratio". */
export async function contrasts(page: Page, selectors: readonly string[]): Promise<Contrast[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const found: Contrast[] = [];
  for (const selector of selectors) {
    const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
    for (const nodeId of nodeIds.slice(-3)) {
      const { backgroundColors } = await session.send('CSS.getBackgroundColors', { nodeId });
      const { computedStyle } = await session.send('CSS.getComputedStyleForNode', { nodeId });
      const color = computedStyle.find(({ name }) => name === 'color')?.value;
      if (!color || !backgroundColors?.length) continue;
      const ratios = backgroundColors.map((background) => ratio(channels(color), channels(background)));
      found.push({ what: `${selector}: ${color} on ${backgroundColors.join(', ')}`, ratio: Math.min(...ratios) });
    }
  }
  await session.detach();
  return found;
}

type Channels = readonly [number, number, number];

/** `rgb(28, 28, 38)`; anything else is a colour that this check can't judge. */
function channels(colour: string): Channels {
  const found = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  if (!found) throw new Error(`a colour of another form: ${colour}`);
  return [Number(found[1]), Number(found[2]), Number(found[3])];
}

function luminance(colour: Channels): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: Channels, other: Channels): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
