/** Signing in: what Mio asks for and why, how it ended, and the way on. */
import { type Consent, consentFor, permissionsOf, type Stage } from '../src/core/permissions.ts';
import type { Reason } from '../src/core/reasons.ts';
import { type Button, open, signInButton, submit } from './buttons.ts';
import type { Cards } from './contract.ts';
import { type Group, show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

type SigningIn = Pick<Cards, 'signIn' | 'signedIn' | 'signedOut' | 'signInFailed'>;

const kinds: readonly Consent[] = ['anyone', 'byPolicy', 'administrator'];
/** Whose sign-in it is. */
const ofPerson: readonly Stage[] = ['signUp', 'person', 'accountSync'];
const ofCompany: readonly Stage[] = ['serviceUser', 'serviceUserFidelity'];
/** Attempts that an administrator's consent for everyone would mend. */
const mendedByConsent: readonly Reason[] = ['administrator_consent_needed', 'sign_in_refused'];

export function signingIn(speech: Speech): SigningIn {
  const { words } = speech;

  /** By who must agree. */
  const groupsOf = (stage: Stage): readonly Group[] =>
    kinds
      .map((kind) => ({
        title: words.signIn[kind],
        items: permissionsOf[stage]
          .filter((permission) => consentFor(permission) === kind)
          .map((permission) => ({ title: words.permissions[permission], text: permission })),
      }))
      .filter(({ items }) => items.length > 0);

  /** The service user is an administrator; people are not. */
  const waysOf = (stage: Stage): string =>
    ofPerson.includes(stage) && permissionsOf[stage].some((one) => consentFor(one) === 'administrator')
      ? words.signIn.administratorFirst
      : words.signIn.ways;

  /** What there is to do once a stage is done. */
  const onward = (stage: Stage, next: Stage | undefined): readonly Button[] => [
    ...(next
      ? [submit(words.stages[next].next, { act: 'command', command: 'signIn', argument: next }, 'positive')]
      : []),
    ...(ofCompany.includes(stage) ? [submit(words.buttons.settings, { act: 'command', command: 'settings' })] : []),
    ...(stage === 'person' && !next ? [submit(words.buttons.create, { act: 'command', command: 'create' })] : []),
    ...(ofPerson.includes(stage) ? [submit(words.buttons.accounts, { act: 'command', command: 'accounts' })] : []),
    submit(words.buttons.help, { act: 'command', command: 'help' }),
  ];

  return {
    signIn: ({ stage, link }) =>
      show('sign-in', {
        title: words.stages[stage].title,
        lines: [words.stages[stage].why, waysOf(stage), words.signIn.goodFor],
        groups: groupsOf(stage),
        buttons: [signInButton(words.buttons.signIn, link.url), open(words.buttons.consent, link.adminConsentUrl)],
      }),

    signedIn: ({ stage, account, next }) =>
      show('notice', {
        title: words.stages[stage].doneTitle ?? words.signedIn.title,
        lines: [words.signedIn.account(label(account)), next ? words.signedIn.next[next] : words.stages[stage].done],
        facts: [],
        url: '',
        buttons: onward(stage, next),
      }),

    signedOut: () =>
      show('notice', {
        title: words.signedOut.title,
        lines: [words.signedOut.text],
        facts: [],
        url: '',
        buttons: [submit(words.buttons.signInAgain, { act: 'command', command: 'signIn' })],
      }),

    signInFailed({ obstacle, link }) {
      const { title, text } = speech.obstacle(obstacle);
      const forAdministrator = obstacle.reason === 'administrator_consent_needed';
      return show('notice', {
        title: words.signInFailed.title,
        lines: [title, text, ...(forAdministrator ? [words.signInFailed.forAdministrator] : [])],
        facts: [],
        url: forAdministrator ? link.adminConsentUrl : '',
        buttons: [
          signInButton(words.buttons.signInAgain, link.url),
          ...(mendedByConsent.includes(obstacle.reason) ? [open(words.buttons.consent, link.adminConsentUrl)] : []),
        ],
      });
    },
  };
}
