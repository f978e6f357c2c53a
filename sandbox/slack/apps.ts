/** What other apps of a workspace do: they post under their own names, as `bot_message`, and edit their posts. */
import { type Act, ActError } from '../kit/platform.ts';
import type { Workplace } from './api/request.ts';
import { composed } from './compose.ts';
import { emptyDraft } from './life.ts';
import type { Channel, Message } from './model.ts';
import { normaliseText } from './mrkdwn.ts';

const prefix = 'app:';

/** `app:Pager`: who acts is an app of this name. */
export const isApp = (act: Act): boolean => act.as.startsWith(prefix);

export function actAsApp({ store, life }: Workplace, act: Act, channel: Channel): Message {
  const name = act.as.slice(prefix.length);
  const botId = idOf(name);
  const { blocks, attachments, broadcast } = composed(act, () => store.newId('b'));
  const body = { text: normaliseText(act.text ?? ''), blocks, attachments };
  const [place, ts = ''] = (act.message ?? '').split(':');
  const message = place === channel.id ? store.messages.get(channel.id, ts) : undefined;
  switch (act.do) {
    case 'post':
    case 'reply': {
      const thread = act.do === 'post' ? null : (message?.thread ?? message?.ts ?? null);
      return life.post(channel, { ...emptyDraft, ...body, user: null, botId, username: name, thread, broadcast });
    }
    case 'edit':
      if (message?.botId !== botId) throw new ActError('not_yours', 'Only its author can change a message.');
      return life.edit(message, body, botId);
    default:
      throw new ActError('unsupported_act', `An app does no "${act.do}" here.`);
  }
}

/** One bot id per name. */
const idOf = (name: string): string => `B0${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`.padEnd(11, 'X');
