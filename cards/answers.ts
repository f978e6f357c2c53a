/** Short answers: what Mio can do, what it did not understand, and what does not work. */
import { commandWords } from '../src/core/bot/command-words.ts';
import { type CommandName, type CommandScope, commandNames } from '../src/core/bot/commands.ts';
import { platformNames } from '../src/core/model.ts';
import type { Obstacle, Reason } from '../src/core/reasons.ts';
import { type Button, open, submit } from './buttons.ts';
import type { ButtonData, Cards } from './contract.ts';
import { show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

type Answers = Pick<
  Cards,
  | 'help'
  | 'unknown'
  | 'problem'
  | 'failure'
  | 'ended'
  | 'notYours'
  | 'cancelled'
  | 'nothingToCancel'
  | 'wroteToYou'
  | 'shutOut'
>;

type Remedy = 'signIn' | 'accounts' | 'connect' | 'publish' | 'settings';

/** What can be done about it right here. */
const remedies: Partial<Record<Reason, readonly Remedy[]>> = {
  sign_in_needed: ['signIn'],
  sign_in_expired: ['signIn'],
  sign_in_cancelled: ['signIn'],
  sign_in_refused: ['signIn'],
  wrong_tenant: ['signIn'],
  wrong_account: ['signIn'],
  // A link or a code says not what it was for.
  link_spent: ['signIn', 'accounts'],
  code_wrong: ['signIn', 'accounts'],
  wrong_workspace: ['accounts'],
  not_service_user: ['settings'],
  platform_not_connected: ['connect'],
  app_not_published: ['publish'],
  roles_missing: ['settings'],
  service_user_missing: ['settings'],
};

/** Of Teams, a sign-in of the service user mends it; of other platforms, nothing that can be done here. */
const isTeamsIll = ({ reason, subject }: Obstacle): boolean =>
  reason === 'connection_ill' && subject === platformNames.teams;

export function answers(speech: Speech): Answers {
  const { words, language } = speech;

  const wordOf = (command: CommandName): string => commandWords[command].words[language][0];
  const byWord = (command: CommandName): Button => submit(wordOf(command), { act: 'command', command });
  const helpButton = submit(words.buttons.help, { act: 'command', command: 'help' });

  const remedyButton = (remedy: Remedy): Button =>
    remedy === 'connect'
      ? submit(words.stages.serviceUser.next, { act: 'command', command: 'signIn', argument: 'serviceUser' })
      : submit(words.buttons[remedy], { act: 'command', command: remedy });

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
      const mends = isTeamsIll(obstacle) ? (['connect'] as const) : (remedies[obstacle.reason] ?? []);
      return notice(words.problem.title, [title, text], mends.map(remedyButton));
    },

    failure: ({ reference }) => notice(words.failure.title, [words.failure.text(label(reference))]),
    ended: () => notice(words.ended.title, [words.ended.text], [helpButton]),
    notYours: () => notice(words.notYours.title, [words.notYours.text]),
    cancelled: () => notice(words.cancelled.title, [words.cancelled.text]),
    shutOut: ({ link }) => notice(words.shutOut.title, [words.shutOut.text], [open(words.buttons.openChat, link)]),
    wroteToYou: () => notice(words.wroteToYou.title, [words.wroteToYou.text]),
    nothingToCancel: () => notice(words.nothingToCancel.title, [words.nothingToCancel.text], [helpButton]),
  };
}
