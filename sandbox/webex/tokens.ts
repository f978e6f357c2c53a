/** The product's integration and the tokens it was given ("Integrations & Authorization"). */
import { createHash } from 'node:crypto';
import type { Kit } from '../kit/platform.ts';
import type { Call } from '../kit/router.ts';
import { badRequest, WebexError } from './errors.ts';
import { makeUuid } from './ids.ts';

/**
 * What was ticked when the integration was made: it can ask for nothing else ("Integrations & Authorization"). The list
 * is that of an integration made as the product's guide for administrators says; a test holds the two together.
 */
export const registeredScopes: readonly string[] = [
  'spark:kms',
  'spark:people_read',
  'spark:rooms_read',
  'spark:rooms_write',
  'spark:memberships_read',
  'spark:messages_read',
  'spark:messages_write',
];

export interface Registration {
  /** A UUID: the API's application id is made of it. */
  readonly application: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Code {
  readonly code: string;
  readonly person: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** PKCE, S256. */
  readonly challenge: string | null;
  readonly expires: number;
}

export interface Token {
  readonly token: string;
  readonly kind: 'access' | 'refresh';
  readonly person: string;
  readonly scopes: readonly string[];
  readonly expires: number;
}

const day = 86_400_000;
const codeLifeMs = 5 * 60_000;
const lifeMs = { access: 14 * day, refresh: 90 * day } as const;

export interface Tokens {
  readonly registration: Registration;
  /** What the integration may ask for. */
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  issueCode(code: Omit<Code, 'code' | 'expires'>): string;
  /** The answer of `POST /v1/access_token`. @throws WebexError */
  exchange(form: URLSearchParams): object;
  /** The token of a call. @throws WebexError 401 */
  authenticate(call: Call): Token;
  /** The scopes of the token of a call, valid or not. */
  scopesOf(call: Call): readonly string[] | undefined;
}

const bearer = (call: Call): string => /^Bearer (\S+)$/.exec(call.headers['authorization'] ?? '')?.[1] ?? '';

export function createTokens(kit: Kit, registered = registeredScopes): Tokens {
  const { clock, random, state } = kit;
  const codes = state.collection<Code>('webex.codes');
  const tokens = state.collection<Token>('webex.tokens');
  const registrations = state.collection<Registration>('webex.registration');
  const registration = registrations.get('product') ?? {
    application: makeUuid(random),
    clientId: `C${random(32).toString('hex')}`,
    clientSecret: random(32).toString('hex'),
  };
  registrations.set('product', registration);

  kit.faults.onAct('webex', ({ kind }) => {
    for (const token of [...tokens.values()]) {
      if (kind === 'revoke') tokens.delete(token.token);
      else if (kind === 'expire' && token.kind === 'access')
        tokens.set(token.token, { ...token, expires: clock.now() });
    }
  });

  const issue = (kind: Token['kind'], person: string, scopes: readonly string[]): Token => {
    const token = {
      token: random(36).toString('base64url'),
      kind,
      person,
      scopes,
      expires: clock.now() + lifeMs[kind],
    };
    tokens.set(token.token, token);
    return token;
  };
  /** A refresh keeps the refresh token and starts its 90 days again. */
  const answer = (refresh: Token): object => {
    const renewed = { ...refresh, expires: clock.now() + lifeMs.refresh };
    tokens.set(renewed.token, renewed);
    const access = issue('access', refresh.person, refresh.scopes);
    return {
      access_token: access.token,
      expires_in: lifeMs.access / 1000 - 1,
      refresh_token: renewed.token,
      refresh_token_expires_in: lifeMs.refresh / 1000 - 1,
      token_type: 'Bearer',
      scope: refresh.scopes.join(' '),
    };
  };
  const redeem = (form: URLSearchParams): object => {
    const code = codes.get(form.get('code') ?? '');
    if (code) codes.delete(code.code);
    if (!code || code.expires < clock.now())
      throw badRequest('POST failed: HTTP/1.1 400 Bad Request (the code is invalid, expired or used already)');
    if (form.get('redirect_uri') !== code.redirectUri) throw badRequest('redirect_uri does not match');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code.challenge !== null && verifier !== code.challenge)
      throw badRequest('code_verifier does not match the code_challenge');
    return answer(issue('refresh', code.person, code.scopes));
  };
  const refresh = (form: URLSearchParams): object => {
    const token = tokens.get(form.get('refresh_token') ?? '');
    if (token?.kind !== 'refresh' || token.expires < clock.now())
      throw badRequest('The refresh token provided is expired, revoked, malformed, or invalid.');
    return answer(token);
  };

  return {
    registration,
    scopes: registered,
    redirectUri: `${kit.product.publicUrl}/oauth/webex/callback`,
    issueCode(input) {
      const code = random(24).toString('base64url');
      codes.set(code, { ...input, code, expires: clock.now() + codeLifeMs });
      return code;
    },
    exchange(form) {
      if (form.get('client_id') !== registration.clientId || form.get('client_secret') !== registration.clientSecret) {
        throw new WebexError(401, 'Client authentication failed.');
      }
      const grant = form.get('grant_type');
      if (grant === 'authorization_code') return redeem(form);
      if (grant === 'refresh_token') return refresh(form);
      throw badRequest('grant_type must be authorization_code or refresh_token');
    },
    authenticate(call) {
      const token = tokens.get(bearer(call));
      if (token?.kind === 'access' && token.expires > clock.now()) return token;
      throw new WebexError(401, 'The request requires a valid access token set in the Authorization request header.');
    },
    scopesOf: (call) => tokens.get(bearer(call))?.scopes,
  };
}
