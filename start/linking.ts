/**
 * Ada links her own accounts, for the recorder and for a test: the one in Teams, for which an administrator agrees first,
 * and the one in Fabrikam's Slack, into which Eva invites her. On Mio's cards and in a browser, over HTTP alone.
 */
import { en as words } from '../cards/language/en.ts';
import type { Person } from './browser.ts';
import { addressOn, Chatting, type ChattingParts } from './chatting.ts';
import type { ViewedMessage } from './sandbox-client.ts';

const ada: Person = { account: 'ada@contoso.example', name: 'Ada Nowak', workspace: 'fabrikam' };
const administrator: Person = { account: 'mio@contoso.example' };
const { buttons, stages } = words;

/** In the demo, where Teams and Slack share a channel. @throws Error where a card or a page does not come */
export async function linkAdasAccounts(parts: ChattingParts): Promise<void> {
  const { sandbox, consent } = parts;
  const chat = new Chatting(parts, 'ada');
  /** The card that asks for the next account which is not linked. */
  const next = async (title: string): Promise<ViewedMessage> =>
    await chat.press(await chat.say('my accounts', words.accounts.title), buttons.link, title);

  const asked = await next(stages.accountSync.title);
  await consent(addressOn(asked, buttons.consent), administrator);
  await chat.signIn(asked, ada.account, 'handed back');

  const channel = sandbox.placeOf('slack', 'fabrikam #contoso-incidents');
  await sandbox.act({ platform: 'slack', as: 'eva', do: 'addMember', place: channel, people: ['ada'] });
  await chat.signIn(await next(words.linkAccount.title('Slack (Fabrikam)')), ada, 'handed back');
}
