/**
 * Titles for a list to choose from. Where several have names of one look, each says what tells it apart; dialogs read
 * what is typed against the same titles.
 */
import type { TeamChoice } from '../src/core/bot/use-cases.ts';
import type { ChannelView } from '../src/core/channels/access.ts';
import { label } from './text.ts';

/** `detail`: what to say besides the name; empty where nothing is known. */
function toldApart<Item>(
  items: readonly Item[],
  { name, detail }: { readonly name: (item: Item) => string; readonly detail: (item: Item) => string },
): (item: Item) => string {
  const look = (item: Item) => label(name(item)).toLocaleLowerCase();
  const times = new Map<string, number>();
  for (const item of items) times.set(look(item), (times.get(look(item)) ?? 0) + 1);
  return (item) => {
    const more = (times.get(look(item)) ?? 0) > 1 ? label(detail(item), longestDetail) : '';
    return more === '' ? name(item) : `${label(name(item), longestName)} (${more})`;
  };
}

/** Of what a choice may have, so that neither pushes the other out. */
const longestName = 40;
const longestDetail = 55;

/** By the organization's own sides, then its partners. */
export const channelTitles = (channels: readonly ChannelView[]) =>
  toldApart(channels, {
    name: ({ name }) => name,
    detail: ({ legs, partners }) =>
      [...legs.map(({ title }) => title), ...partners.map(({ organization }) => organization)].join(', '),
  });

/**
 * By its id, whose beginning stands in the link that Teams gives to it (`groupId`), and by what people wrote about it, of
 * which Teams makes the name again where they wrote nothing.
 */
export const teamTitles = (teams: readonly TeamChoice[]) =>
  toldApart(teams, {
    name: ({ name }) => name,
    detail: ({ id, name, description = '' }) =>
      [id.slice(0, 8), description === name ? '' : description].filter(Boolean).join(', '),
  });
