/**
 * The two kinds of token that Teams needs: the service user's, renewed from a sealed sign-in, and the bot's own. Each
 * is asked for once at a time, however many calls wait for it, and kept in memory until shortly before it ends.
 *
 * MSAL's own cache goes by the machine's clock; ours goes by the clock that was passed in, so MSAL is always asked for
 * a new token once ours has run out.
 */
import { ConflictError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { Credentials } from '../support/token.ts';
import { type Age, isSpent, type Slot, takeFrom } from './held-token.ts';
import { cacheField, type SignIn, type Token } from './sign-in.ts';

export interface GraphTokens {
  /** @throws DeliveryError `unauthorized` where the service user must sign in again. */
  serviceUser(connection: Connection, options?: Age): Promise<string>;
  /** After a new consent. */
  forget(connection: Connection): void;
  /** Whether the token in memory is old enough that renewing it may help. */
  spent(connection: Connection): boolean;
}

export interface BotTokens {
  /** @throws DeliveryError `unauthorized` where the bot's secret is refused. */
  bot(options?: Age): Promise<string>;
  /** Whether the token in memory is old enough that renewing it may help. */
  botSpent(): boolean;
}

export function createTokens(signIn: SignIn, credentials: Credentials, clock: Clock): GraphTokens & BotTokens {
  const people = new Map<string, Slot>();
  const bot: Slot = {};

  async function renew(connection: Connection): Promise<Token> {
    const cache = await credentials.open(connection, cacheField);
    const renewed = await signIn.renew(cache).catch((error) => {
      credentials.forget(connection.id);
      throw error;
    });
    if (renewed.cache === cache) return renewed.token;
    try {
      await credentials.replace(connection, cacheField, cache, renewed.cache);
    } catch (error) {
      // Another sign-in or renewal was stored meanwhile; Entra leaves earlier refresh tokens valid, so both hold.
      if (!(error instanceof ConflictError)) throw error;
      credentials.forget(connection.id);
    }
    return renewed.token;
  }

  function slotOf(connection: Connection): Slot {
    const slot = people.get(connection.id) ?? {};
    people.set(connection.id, slot);
    return slot;
  }

  return {
    serviceUser: (connection, age = {}) => takeFrom(slotOf(connection), age, clock, () => renew(connection)),
    forget: (connection) => void people.delete(connection.id),
    spent: (connection) => isSpent(people.get(connection.id), clock),
    bot: (age = {}) => takeFrom(bot, age, clock, () => signIn.bot()),
    botSpent: () => isSpent(bot, clock),
  };
}
