/** Invokes of Teams: what its sign-in window and its single sign-on bring back. "Add authentication to your Teams bot" */
import type { TurnContext } from 'botbuilder';
import type { Said } from '../src/core/bot/occasions.ts';
import { UserError } from '../src/core/errors.ts';
import type { Log } from '../src/core/ports.ts';
import type { SignIn } from './sign-in.ts';
import type { Talk } from './talk.ts';

export interface InvokeAnswer {
  readonly status: number;
  readonly body?: object;
}

type Invoke = (value: Readonly<Record<string, unknown>>, said: Said, context: TurnContext) => Promise<InvokeAnswer>;

export function createInvokes({ talk, signIn, log }: { talk: Talk; signIn: SignIn; log: Log }) {
  const table: Readonly<Record<string, Invoke>> = {
    async 'signin/verifyState'({ state }, said, context) {
      await talk.confirm(said, context, text(state));
      return { status: 200 };
    },

    /** 412 makes Teams show the button: the person has to consent first. */
    async 'signin/tokenExchange'({ id, connectionName, token }, said, context) {
      const answer = (status: 200 | 412, failureDetail: string | null) => ({
        status,
        body: { id, connectionName, failureDetail },
      });
      try {
        const exchanged = await signIn.exchange(said.speaker, text(id), text(token));
        if (!exchanged) return answer(412, 'The person has to consent first.');
        if (exchanged.shown) await talk.signedIn(said, context, exchanged.shown);
        return answer(200, null);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        log.info({ err: error }, 'a token of single sign-on was not taken');
        return answer(412, 'The token was not accepted.');
      }
    },

    'signin/failure': async () => ({ status: 200 }),
  };

  return async (name: string, value: unknown, said: Said, context: TurnContext): Promise<InvokeAnswer | undefined> => {
    const invoke = Object.hasOwn(table, name) ? table[name] : undefined;
    const body = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
    return await invoke?.(body, said, context);
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
