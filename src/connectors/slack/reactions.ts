/**
 * Reactions to a message, as its history carries them ("conversations.history"): `users` may be fewer than `count`,
 * and emoji are known by names, of which one may have several.
 */
import type { Reaction } from '../../core/model.ts';
import { type Json, objects, text } from '../support/json.ts';
import { emojiOf } from './emoji.ts';
import { personId } from './ids.ts';

/** All reactions to a message. Names for the same emoji are one; @param own our bot, which is left out */
export function reactionsOf(message: Json, own: string | undefined): Reaction[] {
  const found = new Map<string, Reaction>();
  for (const { name, users, count } of objects(message['reactions'])) {
    const given = text(name);
    if (given === undefined) continue;
    const everybody = (Array.isArray(users) ? users : []).map(personId).filter((id) => id !== undefined);
    const people = everybody.filter((id) => id !== own);
    const told = Number.isInteger(count) ? Number(count) : everybody.length;
    const others = Math.max(told - (everybody.length - people.length), people.length);
    if (others === 0) continue;
    const emoji = emojiOf(given);
    const known = found.get(emoji);
    found.set(emoji, {
      emoji,
      people: known ? [...new Set([...known.people, ...people])] : people,
      count: (known?.count ?? 0) + others,
    });
  }
  return [...found.values()];
}
