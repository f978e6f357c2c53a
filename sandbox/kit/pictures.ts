/**
 * Pictures that anybody may see. Photos of people: platforms report an address that is nowhere (`avatars.example`), as
 * real ones report theirs; only the sandbox's page knows how to show it: initials on the person's colour. And emoji of
 * Slack's workspaces, which lie at an address of Slack's own.
 */
import type { Seed } from '../seed.ts';
import type { Kit } from './platform.ts';

const origin = 'https://avatars.example/';
const emojiOrigin = 'https://emoji.slack-edge.com/';

/** What a platform's API gives as the photo of a person of the seed. */
export const publicPicture = (person: string): string => `${origin}${encodeURIComponent(person)}.svg`;

/** The address from which a browser can load a picture that an API spoke of; null where there is none. */
export const shownPicture = (url: string, kit: Pick<Kit, 'product'>): string | null =>
  shownPublicly(url) ?? kit.product.local(url);

/** The same of pictures that need nobody's leave. */
export function shownPublicly(url: string): string | undefined {
  if (url.startsWith(emojiOrigin)) return `/slack/emoji/${url.slice(emojiOrigin.length)}`;
  return url.startsWith(origin) ? `/_sandbox/people/${url.slice(origin.length)}` : undefined;
}

const initialsOf = (name: string): string => {
  const words = name.split(' ').filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
};

/** The picture itself, as SVG; undefined for somebody unknown. */
export function drawPicture(seed: Seed, person: string): string | undefined {
  const found = seed.people.find(({ id }) => id === person);
  if (!found) return undefined;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img"><rect width="64" height="64" fill="${found.colour}"/>` +
    `<text x="32" y="32" dy="0.35em" text-anchor="middle" font-family="system-ui,sans-serif" font-size="26" font-weight="600" fill="#fff">${initialsOf(found.name)}</text></svg>`
  );
}
