/** What this page knows about the bot: its name in Teams, and where the sandbox keeps people's chats with it. */
import type { Person } from './api.ts';

export const botName = 'Mio';

const chatPrefix = 'direct:';

/** The place of a person's chat with the bot; there also before anything was written. */
export const chatPlace = (person: string): string => chatPrefix + person;

/** Whose chat with the bot a place is. */
export const chatOwner = (place: string): string | undefined =>
  place.startsWith(chatPrefix) ? place.slice(chatPrefix.length) : undefined;

const mention = /(^|[\s(])@mio(?![\p{L}\p{N}_-])[,:]?/iu;

/** What somebody asks of the bot who mentions it; undefined where they don't. */
export const askedOf = (text: string): string | undefined =>
  mention.test(text) ? text.replace(mention, '$1').replace(/\s+/g, ' ').trim() : undefined;

/** Those who have a chat with the bot, people first: the service account as well, for whom it is signed in. */
export const chatters = (people: readonly Person[]): readonly Person[] =>
  people
    .filter(({ platforms }) => platforms.includes('teams'))
    .toSorted((one, other) => Number(one.service) - Number(other.service));
