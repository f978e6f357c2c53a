/**
 * The relay person's tokens: access for 14 days, refresh for 90 from each use ("Integrations & Authorization"). They are
 * one secret, renewed in one flight per connection, and stored before anybody uses them: a refresh token that was
 * replaced and lost would end the connection.
 */
import { ConflictError, DeliveryError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { exchange, type WireParts } from '../support/http.ts';
import { type Json, parseObject, text } from '../support/json.ts';
import type { Credentials } from '../support/token.ts';
import { webexError } from './errors.ts';

export const tokenField = 'tokens';
const tokenUrl = 'https://webexapis.com/v1/access_token';
/** Renewed once less than this is left, beside the next call or the watch. */
const renewBeforeMs = 2 * 24 * 60 * 60_000;
/** How long a token that still works is left alone after it could not be renewed. */
const restMs = 60_000;

export interface TokenSet {
  readonly access: string;
  readonly refresh: string;
  /** Of the access token, UTC milliseconds. */
  readonly expiresAt: number;
}

interface Stored {
  readonly secret: string;
  readonly tokens: TokenSet;
}

export interface ClientSettings {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface WebexTokens {
  /** An access token that is good for a while; waits for a new one only where it has none. @throws DeliveryError */
  access(connection: Connection): Promise<string>;
  /** A new one, because Webex refused `refused`. @throws DeliveryError */
  renew(connection: Connection, refused: string): Promise<string>;
}

/** The token set of an answer of the token endpoint, as the secret that is stored. */
export function tokensOf(answer: Json | undefined, now: number, previousRefresh?: string): TokenSet | undefined {
  const access = text(answer?.['access_token']);
  const refresh = text(answer?.['refresh_token']) ?? previousRefresh;
  const lives = answer?.['expires_in'];
  if (access === undefined || refresh === undefined || typeof lives !== 'number') return undefined;
  return { access, refresh, expiresAt: now + lives * 1000 };
}

export async function requestTokens(
  parts: WireParts,
  settings: ClientSettings,
  grant: Readonly<Record<string, string>>,
  previousRefresh?: string,
): Promise<TokenSet> {
  const form = { ...grant, client_id: settings.clientId, client_secret: settings.clientSecret };
  const request = {
    method: 'POST',
    url: tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  } as const;
  const response = await exchange(parts, request, { platform: 'webex', operation: 'refresh', effect: 'repeatable' });
  const now = parts.clock.now();
  if (response.status !== 200) throw webexError('refresh', response, now);
  const tokens = tokensOf(parseObject(response.body.toString('utf8')), now, previousRefresh);
  if (!tokens) throw new DeliveryError('busy', 'unreadable_answer', { operation: 'webex refresh' });
  return tokens;
}

export function createWebexTokens(parts: WireParts, settings: ClientSettings, credentials: Credentials): WebexTokens {
  const renewing = new Map<ConnectionId, Promise<string>>();
  /** When a renewal beside a call may be tried again. */
  const restingUntil = new Map<ConnectionId, number>();
  /** As read last, by the secret that they were read from: every call asks. */
  const read = new Map<ConnectionId, Stored>();

  async function stored(connection: Connection): Promise<Stored> {
    const secret = await credentials.open(connection, tokenField);
    const known = read.get(connection.id);
    if (known?.secret === secret) return known;
    const found = { secret, tokens: JSON.parse(secret) as TokenSet };
    read.set(connection.id, found);
    return found;
  }

  async function refresh(connection: Connection, refused: string | undefined): Promise<string> {
    // Another instance may have renewed them already.
    credentials.forget(connection.id);
    const { secret, tokens } = await stored(connection);
    if (refused !== undefined && tokens.access !== refused) return tokens.access;
    if (refused === undefined && !isDue(tokens)) return tokens.access;
    const grant = { grant_type: 'refresh_token', refresh_token: tokens.refresh };
    const renewed = await requestTokens(parts, settings, grant, tokens.refresh).catch((error: unknown) => {
      throw refusedRefresh(error);
    });
    try {
      await credentials.replace(connection, tokenField, secret, JSON.stringify(renewed));
      return renewed.access;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      credentials.forget(connection.id);
      return (await stored(connection)).tokens.access;
    }
  }

  function inOneFlight(connection: Connection, refused: string | undefined): Promise<string> {
    const flight =
      renewing.get(connection.id) ??
      refresh(connection, refused).finally(() => {
        renewing.delete(connection.id);
      });
    renewing.set(connection.id, flight);
    return flight;
  }

  /** Nobody waits for it, and nobody is told: what can't be renewed just now still works until it ends. */
  function renewBeside(connection: Connection): void {
    if (renewing.has(connection.id) || parts.clock.now() < (restingUntil.get(connection.id) ?? 0)) return;
    inOneFlight(connection, undefined).catch(() => restingUntil.set(connection.id, parts.clock.now() + restMs));
  }

  const isDue = (tokens: TokenSet) => tokens.expiresAt - parts.clock.now() < renewBeforeMs;

  return {
    async access(connection) {
      const { tokens } = await stored(connection);
      if (tokens.expiresAt <= parts.clock.now()) return await inOneFlight(connection, undefined);
      if (isDue(tokens)) renewBeside(connection);
      return tokens.access;
    },
    renew: inOneFlight,
  };
}

/** The token endpoint says 400 where a refresh token is no longer good. */
function refusedRefresh(error: unknown): unknown {
  if (!(error instanceof DeliveryError) || error.failure !== 'refused') return error;
  const advice = 'Webex no longer accepts Mio’s authorisation. Connect Webex again.';
  return new DeliveryError('unauthorized', 'refresh_refused', { operation: 'webex refresh', advice, cause: error });
}
