/** Accounts of one's own that Mio may act with: which there are, linking one, and what came of it. */
import type { AccountChoice } from '../src/core/bot/use-cases.ts';
import { platformNames } from '../src/core/model.ts';
import { type Button, signInButton, submit } from './buttons.ts';
import { type AccountAct, accountArgument, type Cards } from './contract.ts';
import { fitting } from './fitting.ts';
import { type Setting, show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

type Accounts = Pick<Cards, 'accounts' | 'linkAccount' | 'linkFailed' | 'accountLinked' | 'accountUnlinked'>;

const mostAccounts = 20;

/** Each state by a sign, a word and a colour, so that none of them is needed. */
const looks = {
  linked: { icon: '✓', color: 'good' },
  expired: { icon: '!', color: 'warning' },
  not_linked: { icon: '–', color: 'default' },
} as const satisfies Record<AccountChoice['state'], Pick<Setting, 'icon' | 'color'>>;

export function accountCards(speech: Speech): Accounts {
  const { words } = speech;

  const nameOf = ({ platform, workspace }: Pick<AccountChoice, 'platform' | 'workspace'>): string =>
    workspace === '' ? platformNames[platform] : `${platformNames[platform]} (${label(workspace)})`;

  function stateOf({ state, account }: AccountChoice): string {
    const word = words.accounts.states[state];
    return account === undefined ? word : words.pair(word, label(account));
  }

  /** Unlinking is no red button: it can be undone, and loses nothing. */
  function buttonsOf({ state, connection }: AccountChoice): readonly Button[] {
    const button = (title: string, act: AccountAct['act'], style?: 'positive') => {
      const argument = accountArgument({ act, ...(connection !== undefined && { connection }) });
      return submit(title, { act: 'command', command: 'accounts', argument }, style);
    };
    const unlink = button(words.buttons.unlink, 'unlink');
    switch (state) {
      case 'linked':
        return [unlink];
      case 'expired':
        return [button(words.buttons.linkAgain, 'link', 'positive'), unlink];
      case 'not_linked':
        return [button(words.buttons.link, 'link', 'positive')];
    }
  }

  const toAccounts = submit(words.buttons.accounts, { act: 'command', command: 'accounts' });
  const notice = (title: string, lines: readonly string[]) =>
    show('notice', { title, lines, facts: [], url: '', buttons: [toAccounts] });

  return {
    accounts({ accounts }) {
      const { shown, hidden } = fitting(accounts, mostAccounts, (account) => ({
        ...looks[account.state],
        title: nameOf(account),
        word: stateOf(account),
        text: words.accounts.gives[account.platform],
        buttons: buttonsOf(account),
      }));
      const alone = accounts.every(({ platform }) => platform === 'teams');
      return show('settings', {
        title: words.accounts.title,
        lines: [words.accounts.why, ...(alone ? [words.accounts.none] : [])],
        items: shown,
        notes: speech.hidden(hidden),
        buttons: alone ? [submit(words.buttons.create, { act: 'command', command: 'create' })] : [],
      });
    },

    linkAccount: ({ platform, workspace, url }) =>
      show('notice', {
        title: words.linkAccount.title(nameOf({ platform, workspace })),
        lines: [
          words.accounts.gives[platform],
          ...(platform === 'teams' ? [] : [words.linkAccount.asks[platform]]),
          words.signIn.goodFor,
        ],
        facts: [],
        url: '',
        buttons: [signInButton(words.buttons.link, url)],
      }),

    linkFailed({ obstacle, offer }) {
      const { title, text } = speech.obstacle(obstacle);
      return show('notice', {
        title: words.linkFailed.title,
        lines: [title, text],
        facts: [],
        url: '',
        buttons: [signInButton(words.buttons.linkAgain, offer.url), toAccounts],
      });
    },

    accountLinked: ({ platform, workspace, account }) =>
      notice(words.accountLinked.title(nameOf({ platform, workspace })), [
        words.signedIn.account(label(account)),
        words.accounts.gives[platform],
        words.accountLinked.undo,
      ]),

    accountUnlinked: ({ platform, workspace }) =>
      notice(words.accountUnlinked.title(nameOf({ platform, workspace })), [words.accountUnlinked.text]),
  };
}
