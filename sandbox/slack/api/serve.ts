/**
 * One call of the Web API, from bytes to answer: who calls, with which scopes, within which limits; then the method.
 * Whatever goes wrong is HTTP 200 with `ok:false`, but for 429 ("Rate limits").
 */
import type { Answer, Call, Section } from '../../kit/router.ts';
import type { Grants } from '../grants.ts';
import { type MethodName, type MethodRow, methodNames, methods, postsPerChannel } from '../methods.ts';
import type { Token } from '../model.ts';
import type { Json } from '../wire.ts';
import { invalidArguments, readCall, SlackError } from './arguments.ts';
import { authMethods, deathOf, exchange } from './auth.ts';
import { channelMethods } from './channels.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import { reactionMethods } from './reactions.ts';
import { demandScope, type Method, type Workplace } from './request.ts';
import { userMethods } from './users.ts';

export const rateLimited = (seconds: number): Answer => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
});

/** Of what nobody knows under `/api/`. */
export const unknownMethod = (call: Call): Answer => ({
  status: 200,
  body: { ok: false, error: 'unknown_method', req_method: call.path.replace(/^\/api\//, '') },
});

/** Thrown where a limit is used up. */
class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly seconds: number;
  constructor(ms: number) {
    super('ratelimited');
    this.seconds = Math.max(1, Math.ceil(ms / 1000));
  }
}

/** The token of a call, from its header or its form. */
export function tokenOf(call: Call, fromForm: string | undefined): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '');
  return bearer?.[1] ?? fromForm;
}

export function mountApi(section: Section, place: Workplace, grants: Grants): void {
  const { kit, store } = place;
  const handlers: Readonly<Record<Exclude<MethodName, 'oauth.v2.access'>, Method>> = {
    ...authMethods(place, grants),
    ...chatMethods(place),
    ...conversationMethods(place),
    ...channelMethods(place),
    ...historyMethods(place),
    ...userMethods(place),
    ...reactionMethods(place),
    ...fileMethods(place),
  };

  const callerOf = (given: string | undefined): Token => {
    if (given === undefined || given === '') throw new SlackError('not_authed');
    const token = store.tokens.get(given);
    if (!token) throw new SlackError('invalid_auth');
    const death = deathOf(token, kit.clock.now());
    if (death !== null) throw new SlackError(death);
    return token;
  };

  const withinLimits = (name: MethodName, row: MethodRow, token: Token, channel: string | undefined): void => {
    const perChannel =
      name === 'chat.postMessage' ? kit.limits.take(`slack:posts:${token.team}:${channel}`, postsPerChannel) : 0;
    const wait = perChannel || kit.limits.take(`slack:${name}:${token.team}`, row.limit);
    if (wait > 0) throw new RateLimited(wait);
  };

  const run = (name: MethodName, row: MethodRow, call: Call, seen: { token?: Token }): Json => {
    const { args, token: inForm, warnings } = readCall(call, row);
    const warned =
      warnings.length === 0 ? {} : { warning: warnings.join(','), response_metadata: { warnings: [...warnings] } };
    if (name === 'oauth.v2.access') return { ...exchange(call, args, place, grants), ...warned };
    const token = callerOf(tokenOf(call, inForm));
    seen.token = token;
    demandScope(row.scopes[token.kind], token);
    withinLimits(name, row, token, args.text('channel'));
    const missing = row.required.filter((one) => !args.has(one));
    if (missing.length > 0) throw invalidArguments(...missing.map((one) => `missing required field: ${one}`));
    const installation = store.installations.get(token.team);
    if (!installation) throw new SlackError('account_inactive');
    return { ...warned, ...handlers[name]({ args, token, installation, method: row }) };
  };

  for (const name of methodNames) {
    const row = methods[name];
    const handle = (call: Call): Answer => {
      const seen: { token?: Token } = {};
      const headers = () => ({
        'x-slack-req-id': kit.random(16).toString('hex'),
        ...(seen.token
          ? {
              'x-oauth-scopes': seen.token.scopes.join(','),
              'x-accepted-oauth-scopes': row.scopes[seen.token.kind].join(','),
            }
          : {}),
      });
      try {
        const body = run(name, row, call, seen);
        return { status: 200, headers: headers(), body: { ok: true, ...body } };
      } catch (error) {
        if (error instanceof RateLimited) return rateLimited(error.seconds);
        if (!(error instanceof SlackError)) throw error;
        return { status: 200, headers: headers(), body: { ok: false, error: error.code, ...error.extra } };
      }
    };
    section.on('GET', `/api/${name}`, handle);
    section.on('POST', `/api/${name}`, handle);
  }
}
