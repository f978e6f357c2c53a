/** Who and what has a name in the messages of tests, and how mentions of them look in a tree. */
import type { CustomEmoji } from '../../../../src/core/content/tree.ts';
import type { PersonId } from '../../../../src/core/model.ts';

export const shipit: CustomEmoji = { name: 'shipit', picture: 'https://emoji.slack-edge.com/T0ACME001/shipit/1.png' };
/** One of its own, and another name for a character. */
const workspaceEmoji = new Map<string, CustomEmoji | string>([
  ['shipit', shipit],
  ['yay', '🎉'],
]);

export const names = {
  user: (id: string) => (id === 'U0BOB0001' ? 'Bob Tan' : undefined),
  channel: (id: string) => (id === 'C0GENERAL' ? 'general' : undefined),
  emoji: (name: string) => workspaceEmoji.get(name),
};

export const person = (shown: string, id: string) =>
  ({ type: 'text', text: shown, mention: { of: 'person', id: id as PersonId } }) as const;
export const channel = (shown: string, id: string) =>
  ({ type: 'text', text: shown, mention: { of: 'conversation', id } }) as const;
export const all = (shown: string) => ({ type: 'text', text: shown, mention: { of: 'everyone' } }) as const;
export const emoji = (of: CustomEmoji) => ({ type: 'text', text: `:${of.name}:`, emoji: of }) as const;
export const bob = person('@Bob Tan', 'U0BOB0001');
export const general = channel('#general', 'C0GENERAL');
