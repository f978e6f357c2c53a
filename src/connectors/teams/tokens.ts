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
import { minutes } from '../../core/time.ts';
import type { Credentials } from '../support/token.ts';
import { cacheField, type SignIn, type Token } from './sign-in.ts';

const renewBeforeMs = minutes(5);

export interface Age {
  /** The longest ago that the token may have been obtained; any token that is still good where missing. */
  readonly youngerThanMs?: number;
}

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

interface Slot {
  held?: Token;
  flight?: Promise<Token>;
}

/** A token obtained longer ago than this is worth renewing when it is refused; a newer one was refused for cause. */
const newForMs = 10_000;

export function createTokens(signIn: SignIn, credentials: Credentials, clock: Clock): GraphTokens & BotTokens {
  const people = new Map<string, Slot>();
  const bot: Slot = {};

  function take(slot: Slot, { youngerThanMs = Number.POSITIVE_INFINITY }: Age, load: () => Promise<Token>) {
    const { held } = slot;
    const now = clock.now();
    const good = held && held.expiresAt - now > renewBeforeMs && now - held.obtainedAt < youngerThanMs;
    return good ? Promise.resolve(held.text) : obtain(slot, load);
  }

  async function obtain(slot: Slot, load: () => Promise<Token>): Promise<string> {
    slot.flight ??= load().finally(() => {
      delete slot.flight;
    });
    slot.held = await slot.flight;
    return slot.held.text;
  }

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

  const isSpent = (slot: Slot | undefined): boolean =>
    slot?.held !== undefined && clock.now() - slot.held.obtainedAt > newForMs;

  function slotOf(connection: Connection): Slot {
    const slot = people.get(connection.id) ?? {};
    people.set(connection.id, slot);
    return slot;
  }

  return {
    serviceUser: (connection, age = {}) => take(slotOf(connection), age, () => renew(connection)),
    forget: (connection) => void people.delete(connection.id),
    spent: (connection) => isSpent(people.get(connection.id)),
    bot: (age = {}) => take(bot, age, () => signIn.bot()),
    botSpent: () => isSpent(bot),
  };
}
