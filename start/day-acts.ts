/** What people do on the recorded day, and how a step knows that everybody has seen it. */
import type { Pair } from './children.ts';
import type { Act, SandboxClient } from './sandbox-client.ts';

export interface Day {
  readonly pair: Pair;
  readonly sandbox: SandboxClient;
}

export interface DayStep {
  readonly name: string;
  readonly run: (day: Day) => Promise<void>;
}

/** One person per platform who writes there, and what their platform calls the channel. */
export const sides = [
  { platform: 'teams', as: 'ada', title: 'Operations / Incidents' },
  { platform: 'slack', as: 'eva', title: 'fabrikam #contoso-incidents' },
  { platform: 'webex', as: 'grace', title: 'Incidents' },
] as const;
export type Side = (typeof sides)[number];
export const [teams, slack, webex] = sides;

type Typed = Pick<Act, 'text' | 'html' | 'markdown' | 'files'>;

export const place = ({ sandbox }: Day, { platform, title }: Side): string => sandbox.placeOf(platform, title);
const typed = (what: string | Typed): Typed => (typeof what === 'string' ? { text: what } : what);

export const post = (day: Day, side: Side, what: string | Typed): Promise<string> =>
  day.sandbox.act({ platform: side.platform, as: side.as, do: 'post', place: place(day, side), ...typed(what) });
export const change = (
  day: Day,
  side: Side,
  what: 'reply' | 'edit' | 'remove' | 'restore' | 'react' | 'unreact',
  message: string,
  text?: string,
  emoji?: string,
): Promise<string> =>
  day.sandbox.act({
    platform: side.platform,
    as: side.as,
    do: what,
    place: place(day, side),
    message,
    ...(text !== undefined && { text }),
    ...(emoji !== undefined && { emoji }),
  });

/** Resolves when every side has shown a message with these words. */
export async function everywhere(day: Day, words: string, among: readonly Side[] = sides): Promise<void> {
  for (const side of among) {
    const here = place(day, side);
    await day.sandbox.until(`“${words}” in ${side.platform}`, (entries) =>
      entries.some((entry) => entry.place === here && entry.text?.includes(words)),
    );
  }
}

/** Resolves when every side has taken as many messages away. */
export async function goneEverywhere(day: Day, count: number): Promise<void> {
  for (const side of sides) {
    const here = place(day, side);
    await day.sandbox.until(
      `${count} removals in ${side.platform}`,
      (entries) => entries.filter((entry) => entry.place === here && entry.kind === 'removed').length >= count,
    );
  }
}

/** The message of these words as it stands on a side: a copy that people there can answer. */
export async function standsAt(day: Day, side: Side, words: string): Promise<string> {
  const found = (await day.sandbox.view(side.platform, place(day, side))).findLast(({ text }) => text.includes(words));
  if (!found) throw new Error(`${side.platform} does not show “${words}”`);
  return found.message;
}
