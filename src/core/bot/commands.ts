/** The commands of the bot, and how a text is understood as one of them: whole words, any language, never nothing. */
import { commandWords, greetingWords, politeWords } from './command-words.ts';
import type { Language } from './speaker.ts';
import { languages } from './speaker.ts';

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
  /** Three commands of the scope, likeliest first. `elsewhere`: the one that was meant, and works in the other scope. */
  | { readonly is: 'unknown'; readonly likeliest: readonly CommandName[]; readonly elsewhere?: CommandName };

/** As much of a text as is looked at, in UTF-16 units: no command or argument is longer. */
const longestText = 1_000;
const longestArgument = 200;
/** Words of a text that are compared with the table when none of them begins it. */
const comparedTokens = 8;
const longestComparedWord = 24;

interface Token {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** Without case, accents and invisible characters. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');

/** Words, with their place in the text. Invisible characters inside a word belong to it; punctuation parts words. */
const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}]+/gu)]
    .map((match) => ({ folded: fold(match[0]), start: match.index, end: match.index + match[0].length }))
    .filter(({ folded }) => folded !== '');

const key = (tokens: readonly Token[]): string => tokens.map(({ folded }) => folded).join(' ');

const phrases: ReadonlyMap<string, CommandName> = new Map(
  commandNames.flatMap((command) =>
    languages.flatMap((language) =>
      commandWords[command].words[language].map((words) => [key(tokensOf(words)), command] as const),
    ),
  ),
);
const keysOf = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((word) => key(tokensOf(word))));
const greetings = keysOf(greetingWords);
const polite = keysOf(politeWords);
const longestPhrase = Math.max(...[...phrases.keys(), ...greetings, ...polite].map((it) => it.split(' ').length));
/** For likeness, phrases of several words would only add the words that all sentences have. */
const singleWords = [...phrases].filter(([phrase]) => !phrase.includes(' '));

/** The same wish, in the other scope. */
const counterparts: Partial<Record<CommandName, CommandName>> = { create: 'convert', convert: 'create' };

/**
 * What a text asks for. Teams' mention of the bot must be gone from it already. An empty text asks for help.
 * Costs the same however long the text is.
 */
export function parseCommand(text: string, scope: CommandScope): Understood {
  const start = text.slice(0, longestText).toWellFormed();
  const tokens = withoutPoliteness(tokensOf(start));
  if (tokens.length === 0) return { is: 'command', command: 'help', argument: '' };
  for (let length = Math.min(longestPhrase, tokens.length); length > 0; length -= 1) {
    const said = phrases.get(key(tokens.slice(0, length)));
    if (!said) continue;
    const command = inScope(said, scope);
    if (!command) return { is: 'unknown', likeliest: likeliest(tokens.slice(length), scope), elsewhere: said };
    return { is: 'command', command, argument: argumentOf(command, start, tokens.slice(length)) };
  }
  return { is: 'unknown', likeliest: likeliest(tokens, scope) };
}

/** Without greetings before a command, and thanks around it. */
function withoutPoliteness(tokens: readonly Token[]): readonly Token[] {
  for (let length = Math.min(longestPhrase, tokens.length); length > 0; length -= 1) {
    const first = key(tokens.slice(0, length));
    if (greetings.has(first) || polite.has(first)) return withoutPoliteness(tokens.slice(length));
    if (polite.has(key(tokens.slice(-length)))) return withoutPoliteness(tokens.slice(0, -length));
  }
  return tokens;
}

function inScope(command: CommandName, scope: CommandScope): CommandName | undefined {
  if (commandWords[command].scopes.includes(scope)) return command;
  return counterparts[command];
}

/** The rest of the text as it was written: from its first word to its last, with what sticks to them. */
function argumentOf(command: CommandName, text: string, rest: readonly Token[]): string {
  const first = rest[0];
  const last = rest.at(-1);
  if (!commandWords[command].argument || !first || !last) return '';
  return text
    .slice(first.start, last.end)
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '')
    .slice(0, longestArgument)
    .toWellFormed()
    .trim();
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

/** From 0 (nothing in common) to 1 (the same word). */
function likeness(said: string, word: string): number {
  if (said === word) return 1;
  const shorter = Math.min(said.length, word.length);
  const longer = Math.max(said.length, word.length);
  if (shorter >= 3 && (word.startsWith(said) || said.startsWith(word))) return 0.8 + (0.2 * shorter) / longer;
  if (longer - shorter > longer / 2) return 0;
  return 1 - distance(said, word) / longer;
}

/** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, beforeLast[column - 2]! + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length]!;
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

Write to Mio in its own chat, or mention it in a channel (\`@Mio status\`). Words of all three languages are always understood, whatever the language of the answer; case, accents, punctuation and a “please” do not matter. What stands in brackets is written after the word. Each command shows its main word first, then others that mean the same. This page is made from the table that Mio reads (\`src/core/bot/command-words.ts\`).

| where | English | Deutsch | Français |
|---|---|---|---|
${rows.join('\n')}
`;
}

const where: Readonly<Record<CommandScope, string>> = { channel: 'channel', personal: 'chat' };
