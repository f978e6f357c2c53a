/** Short answers: what Mio can do, what it did not understand, and what does not work. */
import { commandWords } from '../src/core/bot/command-words.ts';
import { type CommandName, type CommandScope, commandNames } from '../src/core/bot/commands.ts';
import type { Reason } from '../src/core/bot/reasons.ts';
import { type Button, submit } from './buttons.ts';
import type { ButtonData, Cards } from './contract.ts';
import { show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

type Answers = Pick<
  Cards,
  'help' | 'unknown' | 'problem' | 'failure' | 'ended' | 'notYours' | 'cancelled' | 'nothingToCancel' | 'wroteToYou'
>;

/** What can be done about it right here. */
const remedies: Partial<Record<Reason, 'signIn' | 'publish' | 'settings'>> = {
  sign_in_needed: 'signIn',
  sign_in_expired: 'signIn',
  sign_in_cancelled: 'signIn',
  sign_in_refused: 'signIn',
  wrong_tenant: 'signIn',
  wrong_account: 'signIn',
  link_spent: 'signIn',
  code_wrong: 'signIn',
  app_not_published: 'publish',
  roles_missing: 'settings',
  service_user_missing: 'settings',
};

export function answers(speech: Speech): Answers {
  const { words, language } = speech;

  const wordOf = (command: CommandName): string => commandWords[command].words[language][0];
  const byWord = (command: CommandName): Button => submit(wordOf(command), { act: 'command', command });
  const helpButton = submit(words.buttons.help, { act: 'command', command: 'help' });

  const notice = (title: string, lines: readonly string[], buttons: readonly Button[] = []) =>
    show('notice', { title, lines, facts: [], url: '', buttons });

  const helpFor = (command: CommandName) => {
    const { about, argument, needsArgument } = commandWords[command];
    const data: ButtonData = { act: 'command', command };
    return {
      title: argument ? `${wordOf(command)} (${argument[language]})` : wordOf(command),
      text: about[language],
      action: needsArgument ? null : submit(wordOf(command), data),
    };
  };

  const commandsOf = (scope: CommandScope): readonly CommandName[] =>
    commandNames.filter((command) => commandWords[command].scopes.includes(scope));

  return {
    help: ({ scope }) =>
      show('help', {
        title: words.help.title,
        lines: [words.help.how[scope]],
        commands: commandsOf(scope).map(helpFor),
        buttons: [],
      }),

    unknown: ({ likeliest, scope, elsewhere }) =>
      notice(
        words.unknown.title,
        [...(elsewhere ? [words.unknown.elsewhere[scope](wordOf(elsewhere))] : []), words.unknown.text],
        likeliest.map(byWord),
      ),

    problem({ obstacle }) {
      const { title, text } = speech.obstacle(obstacle);
      const command = remedies[obstacle.reason];
      const remedy = command ? [submit(words.buttons[command], { act: 'command', command })] : [];
      return notice(words.problem.title, [title, text], remedy);
    },

    failure: ({ reference }) => notice(words.failure.title, [words.failure.text(label(reference))]),
    ended: () => notice(words.ended.title, [words.ended.text], [helpButton]),
    notYours: () => notice(words.notYours.title, [words.notYours.text]),
    cancelled: () => notice(words.cancelled.title, [words.cancelled.text]),
    wroteToYou: () => notice(words.wroteToYou.title, [words.wroteToYou.text]),
    nothingToCancel: () => notice(words.nothingToCancel.title, [words.nothingToCancel.text], [helpButton]),
  };
}
