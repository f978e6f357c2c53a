/** The commands of the bot, and how a text is understood as one of them: whole words, any language, never nothing. */

import { type Language, languages } from '../language.ts';
import { commandWords } from './command-words.ts';
import { likeness } from './likeness.ts';
import { channelNouns, pointingWords } from './small-words.ts';
import { foldedName, foldedNames, keyOf, type Token, wordsOf } from './utterance.ts';

/** In a channel, where Mio was mentioned, or in the personal chat. */
export type CommandScope = 'channel' | 'personal';

/** In the order in which help shows them. */
export const commandNames = [
  'help',
  'signIn',
  'create',
  'convert',
  'channels',
  'status',
  'who',
  'find',
  'invite',
  'invitations',
  'accept',
  'pause',
  'resume',
  'leave',
  'settings',
  'publish',
  'accounts',
  'signOut',
  'cancel',
] as const;
export type CommandName = (typeof commandNames)[number];

export type Understood =
  /** `argument` is empty where none was given, or where the command takes none. */
  | { readonly is: 'command'; readonly command: CommandName; readonly argument: string }
  /** A command if one of the names, folded, is that of a universal channel of the speaker's; else unknown words. */
  | {
      readonly is: 'perhaps';
      readonly command: CommandName;
      readonly names: readonly string[];
      readonly likeliest: readonly CommandName[];
    }
  /** Three commands of the scope, likeliest first. `elsewhere`: the one that was meant, and works in the other scope. */
  | {
      readonly is: 'unknown';
      readonly likeliest: readonly CommandName[];
      readonly elsewhere?: CommandName;
      /** Of `elsewhere`. */
      readonly argument?: string;
    };

const longestArgument = 200;
/** Words after a command that may still be the name of a channel. */
const mostNameTokens = 40;
/** Words of a text that are compared with the table when none of them begins it. */
const comparedTokens = 8;
const longestComparedWord = 24;

const phrases: ReadonlyMap<string, CommandName> = new Map(
  commandNames.flatMap((command) =>
    languages.flatMap((language) =>
      commandWords[command].words[language].map((words) => [foldedName(words), command] as const),
    ),
  ),
);
const pointing = foldedNames(pointingWords);
const nouns = foldedNames(channelNouns);
const longestPhrase = Math.max(...[...phrases.keys()].map((it) => it.split(' ').length));
/** For likeness, phrases of several words would only add the words that all sentences have. */
const singleWords = [...phrases].filter(([phrase]) => !phrase.includes(' '));

/** The same wish, in the other scope. */
const counterparts: Partial<Record<CommandName, CommandName>> = { create: 'convert', convert: 'create' };

/**
 * What a text asks for. Teams' mention of the bot must be gone from it already. An empty text asks for help. A sentence
 * that only begins with a command's word asks for nothing: the word stands alone, or before the argument that it takes.
 * Costs the same however long the text is.
 */
export function parseCommand(text: string, scope: CommandScope): Understood {
  const { start, tokens } = wordsOf(text);
  if (tokens.length === 0) return { is: 'command', command: 'help', argument: '' };
  // Resembling takes far longer than knowing: only what is not known is compared.
  const resembling = () => likeliest(tokens, scope);
  for (let length = Math.min(longestPhrase, tokens.length); length > 0; length -= 1) {
    const said = phrases.get(keyOf(tokens.slice(0, length)));
    if (!said) continue;
    const rest = tokens.slice(length);
    const command = inScope(said, scope);
    const argument = argumentOf(command ?? said, start, rest);
    if (argument !== undefined) {
      return command
        ? { is: 'command', command, argument }
        : { is: 'unknown', likeliest: resembling(), elsewhere: said, argument };
    }
    const names = command && namesIn(command, rest);
    if (names) return { is: 'perhaps', command, names, likeliest: resembling() };
  }
  return { is: 'unknown', likeliest: resembling() };
}

/** Whether a text is a command's word and nothing else, in any language. */
export const saysOnly = (text: string, command: CommandName): boolean =>
  phrases.get(keyOf(wordsOf(text).tokens)) === command;

function inScope(command: CommandName, scope: CommandScope): CommandName | undefined {
  if (commandWords[command].scopes.includes(scope)) return command;
  return counterparts[command];
}

/** The argument; empty where there is none. Undefined where the rest of the text is none of this command's. */
function argumentOf(command: CommandName, text: string, rest: readonly Token[]): string | undefined {
  const { argument, argumentIs } = commandWords[command];
  if (rest.length === 0) return '';
  if (!argument) return undefined;
  const written = asWritten(text, rest);
  switch (argumentIs) {
    case 'channel':
      return rest.every(({ folded }) => pointing.has(folded)) ? '' : undefined;
    case 'code':
      // A code with a slip in it is still meant as one; a sentence is not.
      return !written.includes(' ') || /\d/.test(written) ? written : undefined;
    case 'address':
      return written.includes('@') && !written.includes(' ') ? written : undefined;
    case undefined:
      return written;
  }
}

/** As it was written: from its first word to its last, with what sticks to them. */
const asWritten = (text: string, tokens: readonly Token[]): string =>
  text
    .slice(tokens[0]!.start, tokens.at(-1)!.end)
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '')
    .slice(0, longestArgument)
    .toWellFormed()
    .trim();

/** What may be the name of a universal channel, the longest first: without what leads to it, and “channel” after it. */
function namesIn(command: CommandName, rest: readonly Token[]): readonly string[] | undefined {
  if (commandWords[command].argumentIs !== 'channel' || rest.length > mostNameTokens) return undefined;
  const leading = rest.findIndex(({ folded }) => !pointing.has(folded));
  const ends = nouns.has(rest.at(-1)!.folded) ? [rest.length, rest.length - 1] : [rest.length];
  return Array.from({ length: leading + 1 }, (_, start) => ends.map((end) => keyOf(rest.slice(start, end)))).flat();
}

/** Filled up with these, where a text resembles nothing. */
const usual: Readonly<Record<CommandScope, readonly CommandName[]>> = {
  channel: ['help', 'status', 'who'],
  personal: ['help', 'create', 'channels'],
};

function likeliest(tokens: readonly Token[], scope: CommandScope): readonly CommandName[] {
  const said = tokens.slice(0, comparedTokens).map(({ folded }) => folded.slice(0, longestComparedWord));
  const scores = new Map<CommandName, number>();
  for (const [word, command] of singleWords) {
    const meant = inScope(command, scope);
    if (!meant) continue;
    said.forEach((token, index) => {
      // A word that stands first counts more than one in the middle of a sentence.
      const score = likeness(token, word) - index / 100;
      if (score > (scores.get(meant) ?? 0.5)) scores.set(meant, score);
    });
  }
  const best = [...scores].sort(([, one], [, other]) => other - one).map(([command]) => command);
  return [...new Set([...best, ...usual[scope]])].slice(0, 3);
}

/** What Teams proposes where people write to Mio: `bots.commandLists` of the manifest. */
export const commandList = (
  scope: CommandScope,
  language: Language,
): readonly { readonly title: string; readonly description: string }[] =>
  Object.values(commandWords)
    .filter(({ listed }) => listed.includes(scope))
    .map(({ words, about }) => ({ title: words[language][0], description: about[language] }));

/** The page on commands, as Markdown: docs/administer/commands.md is this text. */
export function commandsPage(): string {
  const rows = commandNames.map((command) => {
    const { words, about, scopes, argument } = commandWords[command];
    const cell = (language: Language) => {
      const [word, ...others] = words[language];
      const after = argument ? ` (${argument[language]})` : '';
      const alike = others.length > 0 ? `<br>${others.join(', ')}` : '';
      return `**${word}**${after}: ${about[language]}.${alike}`;
    };
    return `| ${scopes.map((scope) => where[scope]).join(', ')} | ${languages.map(cell).join(' | ')} |`;
  });
  return `# Commands

Write to Mio in its own chat, or mention it in a channel (\`@Mio status\`). Words of all three languages are always understood, whatever the language of the answer; case, accents, punctuation and a “please” do not matter. A word stands alone, or before what its brackets name: a sentence that only begins with one does nothing, and Mio asks what was meant. Each command shows its main word first, then others that mean the same. This page is made from the table that Mio reads (\`src/core/bot/command-words.ts\`).

| where | English | Deutsch | Français |
|---|---|---|---|
${rows.join('\n')}
`;
}

const where: Readonly<Record<CommandScope, string>> = { channel: 'channel', personal: 'chat' };
