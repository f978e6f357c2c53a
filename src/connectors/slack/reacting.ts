/** Reacting as a person, with a token of their own ("reactions.add", "reactions.remove"). */
import type { Vote } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef } from '../../core/model.ts';
import type { AccountSecrets } from '../../core/people/account-store.ts';
import type { Connection } from '../../core/records.ts';
import { tokenField } from './accounts.ts';
import type { SlackApi } from './api.ts';
import { slackError } from './errors.ts';
import { reactionName } from './reaction-names.ts';

/** Somebody was faster: what was wanted is so. */
const soAlready: ReadonlySet<string> = new Set(['already_reacted', 'no_reaction']);

export type React = (connection: Connection, ref: MessageRef, vote: Vote) => Promise<void>;

export function createReact(api: Pick<SlackApi, 'act'>, secrets: AccountSecrets): React {
  return async (connection, { conversation, message }, { person, emoji, on }) => {
    const method = on ? 'reactions.add' : 'reactions.remove';
    const name = reactionName(emoji);
    if (name === undefined) throw slackError('invalid_name', `slack ${method}`, 'repeatable');
    const args = { channel: conversation, timestamp: message, name };
    try {
      await secrets.use(connection, person, ({ [tokenField]: token = '' }) => api.act(token, method, args));
    } catch (error) {
      if (!(error instanceof DeliveryError && soAlready.has(error.code))) throw error;
    }
  };
}
