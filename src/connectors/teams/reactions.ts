/** Reactions as Graph tells them: one entry per person and emoji. "chatMessageReaction resource type" */
import type { PersonId, Reaction } from '../../core/model.ts';
import { oneLine } from './attachments.ts';
import { personId, sameGuid } from './ids.ts';

export interface ChatReaction {
  /** A character; a word of the first six; or `custom`. */
  readonly reactionType?: string | null;
  /** Of a custom one, its name. */
  readonly displayName?: string | null;
  readonly user?: {
    readonly user?: { readonly id?: string | null } | null;
    readonly application?: { readonly id?: string | null } | null;
  } | null;
}

/** Words that Teams had before it had all emoji; Graph still returns them for old reactions. */
const words: ReadonlyMap<string, string> = new Map([
  ['like', '👍'],
  ['heart', '❤️'],
  ['laugh', '😆'],
  ['surprised', '😮'],
  ['sad', '😢'],
  ['angry', '😡'],
]);

const none: readonly Reaction[] = [];

/** By emoji, in the order in which each came first; what the app `appId` put there itself is left out. */
export function reactionsOf(reactions: readonly ChatReaction[], appId: string): readonly Reaction[] {
  if (reactions.length === 0) return none;
  const byEmoji = new Map<string, { people: PersonId[]; count: number }>();
  for (const reaction of reactions) {
    if (sameGuid(reaction.user?.application?.id, appId)) continue;
    const emoji = emojiOf(reaction);
    if (emoji === undefined) continue;
    const gathered = byEmoji.get(emoji) ?? { people: [], count: 0 };
    byEmoji.set(emoji, gathered);
    gathered.count++;
    const id = reaction.user?.user?.id;
    if (id) gathered.people.push(personId(id));
  }
  return [...byEmoji].map(([emoji, { people, count }]) => ({ emoji, people, count }));
}

const longestEmoji = 64;
const isWord = /^[\w+-]+$/;
/** No emoji holds letters as such: whatever does is somebody's text. */
const holdsText = /[\p{L}\s<>&]/u;

function emojiOf({ reactionType, displayName }: ChatReaction): string | undefined {
  const type = oneLine(reactionType ?? '');
  const known = words.get(type.toLowerCase());
  if (known !== undefined) return known;
  if (type === '' || type.length > longestEmoji) return undefined;
  if (!isWord.test(type)) return holdsText.test(type) ? undefined : type;
  const name = type === 'custom' ? oneLine(displayName ?? '') : type;
  return `:${name.replaceAll(/[^\p{L}\p{N}_+-]+/gu, '_').slice(0, longestEmoji) || type}:`;
}
