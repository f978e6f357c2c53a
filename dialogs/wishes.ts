/** What words ask for, where that depends on more than the words: on the speaker's channels, and on what was asked. */

import { type CommandName, saysOnly, type Understood } from '../src/core/bot/commands.ts';
import type { Said } from '../src/core/bot/occasions.ts';
import type { ChannelUseCases } from '../src/core/bot/use-cases.ts';
import { foldedName, saysNo } from '../src/core/bot/utterance.ts';
import type { ChannelView } from '../src/core/channels/access.ts';
import { invitationGroups, looksLikeCode, readCode, signInGroups } from '../src/core/grouped-code.ts';

/** What is to be done. `named`: with the speaker's universal channel that was named in words. */
export interface Wish {
  readonly is: 'command';
  readonly command: CommandName;
  readonly argument: string;
  readonly named?: ChannelView;
}

export type Unknown = Extract<Understood, { is: 'unknown' }>;

export const wishFor = (command: CommandName, argument = ''): Wish => ({ is: 'command', command, argument });

type Looking = Pick<ChannelUseCases, 'mine'>;

/** Looks up the universal channel that may be named. Of several with one name, a list is shown. @throws UserError */
export async function meantBy(channels: Looking, { speaker }: Said, understood: Understood): Promise<Wish | Unknown> {
  if (understood.is !== 'perhaps') return understood;
  const { command, names, likeliest } = understood;
  const mine = await channels.mine(speaker);
  for (const wanted of names) {
    const [named, another] = mine.filter(({ name }) => foldedName(name) === wanted);
    if (named) return another ? wishFor('channels', named.name) : { ...wishFor(command), named };
  }
  return { is: 'unknown', likeliest };
}

/** What words are that do not answer a question, where they can be nothing else. @throws UserError */
export async function insteadOfAnswer(
  channels: Looking,
  said: Said,
  understood: Understood,
): Promise<Wish | undefined> {
  if (saysNo(said.text)) return wishFor('cancel');
  const meant = await meantBy(channels, said, understood);
  if (meant.is === 'unknown') return undefined;
  const { command, argument } = meant;
  // Any word may follow `accept`, in case that it is a code with a slip: “Code review” is none.
  return command === 'accept' && argument !== '' && !looksLikeCode(argument, invitationGroups) ? undefined : meant;
}

/** Where any words may be the answer, these alone are none. */
export function insteadOfWords({ text }: Said): Wish | undefined {
  const command = (['help', 'cancel'] as const).find((one) => saysOnly(text, one));
  return command && wishFor(command);
}

/** A code alone: of a sign-in, or of an invitation, where it means what it means after the word. */
export const codeIn = (said: Said): 'code' | Wish | undefined => {
  if (isCode(said, signInGroups)) return 'code';
  return isCode(said, invitationGroups) ? wishFor('accept', readCode(said.text)) : undefined;
};

/** A code, and not just words of four letters. */
const isCode = ({ scope, text }: Said, groups: number): boolean =>
  scope === 'personal' && /[-\d]/.test(text) && looksLikeCode(text, groups);
