/** Invitations between companies: giving one, accepting one, taking one back. */
import type { NewInvitation } from '../src/core/bot/use-cases.ts';
import { type Button, open, submit } from './buttons.ts';
import { type Cards, inputs } from './contract.ts';
import { fitting } from './fitting.ts';
import { textInput } from './inputs.ts';
import { invitationMail } from './mail.ts';
import { type Fact, show } from './render.ts';
import { channelFacts, connectionName, type Speech } from './speech.ts';
import { backAndCancel, choiceCard } from './steps.ts';
import { label } from './text.ts';

type Inviting = Pick<Cards, 'enterCode' | 'invited' | 'accepted' | 'invitation' | 'invitations' | 'revoked'>;

const mostInvitations = 20;

/** What is told once. */
export const invitationFacts = (
  { words, date }: Speech,
  { code, expiresAt, address }: NewInvitation,
): readonly Fact[] => [
  { title: words.facts.code, value: code },
  { title: words.facts.until, value: date(expiresAt) },
  { title: words.facts.address, value: address === undefined ? words.invitation.anyone : label(address) },
];

/** For one that is meant for somebody by name. */
export function mailButtons(speech: Speech, invitation: NewInvitation): readonly Button[] {
  const mail = invitationMail(speech, invitation);
  return mail === undefined ? [] : [open(speech.words.buttons.writeMail, mail)];
}

export function inviting(speech: Speech): Inviting {
  const { words } = speech;
  const openInvitations = submit(words.buttons.invitations, { act: 'command', command: 'invitations' });

  return {
    enterCode: ({ nonce, problem }) =>
      show('ask', {
        title: words.enterCode.title,
        problem: speech.problem(problem),
        lines: [words.enterCode.text],
        facts: [],
        inputs: [textInput(words, { id: inputs.code, label: words.enterCode.label, isRequired: true, maxLength: 200 })],
        notes: [],
        buttons: [
          submit(words.buttons.next, { act: 'answer', nonce }, 'positive'),
          ...backAndCancel(speech, nonce, true),
        ],
      }),

    invited: ({ nonce, problem, invitation, connections }) =>
      choiceCard(speech, {
        nonce,
        problem,
        id: inputs.other,
        title: words.invited.title(label(invitation.from)),
        lines: [words.invited.text(label(invitation.channel), speech.date(invitation.expiresAt))],
        label: words.invited.label,
        none: words.invited.none,
        choices: connections.map((choice) => ({ title: connectionName(words, choice), value: choice.connection })),
      }),

    accepted: ({ channel }) =>
      show('notice', {
        title: words.accepted.title(label(channel.name)),
        lines: [words.accepted.text],
        facts: channelFacts(speech, channel),
        url: '',
        buttons: [submit(words.buttons.who, { act: 'command', command: 'who', argument: channel.id })],
      }),

    invitation: ({ invitation }) =>
      show('notice', {
        title: words.invitation.title(label(invitation.channel)),
        lines: [words.invitation.text],
        facts: invitationFacts(speech, invitation),
        url: invitation.link,
        buttons: [...mailButtons(speech, invitation), openInvitations],
      }),

    invitations({ invitations }) {
      const { shown, hidden } = fitting(invitations, mostInvitations, ({ id, channel, expiresAt, address }) => ({
        title: label(channel),
        text: `${address ? label(address) : words.invitations.anyone}. ${words.invitations.until(speech.date(expiresAt))}.`,
        buttons: [
          submit(words.buttons.takeBack, { act: 'command', command: 'invitations', argument: id }, 'destructive'),
        ],
      }));
      return show('list', {
        title: words.invitations.title,
        lines: invitations.length === 0 ? [words.invitations.none] : [],
        items: shown,
        notes: speech.hidden(hidden),
        buttons: [],
      });
    },

    revoked: () =>
      show('notice', {
        title: words.revoked.title,
        lines: [words.revoked.text],
        facts: [],
        url: '',
        buttons: [openInvitations],
      }),
  };
}
