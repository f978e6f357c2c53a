/** `POST /{tenant}/oauth2/v2.0/token`: client authentication, then one function per grant. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kit } from '../kit/platform.ts';
import type { Answer, Call } from '../kit/router.ts';
import type { TeamsUser } from '../teams/world.ts';
import type { Directory } from './directory.ts';
import { EntraError, errorAnswer } from './errors.ts';
import type { Code, Grants } from './grants.ts';
import type { UserTokenRequest } from './issue.ts';
import { issueForUser } from './issue.ts';
import type { Registration } from './registration.ts';
import { botAudience, clientId, graphAudience, password } from './registration.ts';
import { parseScopes } from './scopes.ts';
import type { Tokens } from './tokens.ts';

type Grant = (form: URLSearchParams, tenant: { readonly named: boolean }) => Promise<object> | object;

export function createTokenEndpoint(
  kit: Kit,
  {
    directory,
    registration,
    grants,
    tokens,
  }: { directory: Directory; registration: Registration; grants: Grants; tokens: Tokens },
): (call: Call) => Promise<Answer> {
  const uris = registration.applicationIdUris;
  const issue = (form: URLSearchParams, request: Omit<UserTokenRequest, 'clientInfo'>) =>
    issueForUser(tokens, grants, uris, { ...request, clientInfo: form.get('client_info') === '1' });
  /** @throws EntraError 50034 for an account that was deleted meanwhile */
  const userById = (id: string): TeamsUser => {
    const user = directory.userById(id);
    if (user === undefined) throw new EntraError(50034, id);
    return user;
  };
  /** The fault `withhold`: an answer that is good, but for what it lacks. */
  const withoutRefreshToken = ({ method, path }: Call): boolean =>
    kit.faults.strike('entra', `${method} ${path}`, ['withhold']).length > 0;
  const offline = (scope: string) => parseScopes(scope, uris).openId.has('offline_access');

  const grantTypes: Readonly<Record<string, Grant>> = {
    authorization_code(form) {
      const value = required(form, 'code');
      const code = usableCode(kit, grants, value, form);
      grants.redeem(value);
      return issue(form, {
        user: userById(code.user),
        scope: form.get('scope') ?? code.scope,
        firstResource: !form.has('scope'),
        nonce: code.nonce,
        refreshScope: offline(code.scope) ? code.scope : null,
      });
    },
    refresh_token(form) {
      const token = grants.refreshToken(required(form, 'refresh_token'));
      if (token === undefined) throw new EntraError(70000);
      if (token.revoked) throw new EntraError(50173);
      if (token.expires <= kit.clock.now()) throw new EntraError(70008);
      // Each use returns a new token. The old one is not revoked by it: clients store the newest.
      const scope = form.get('scope') ?? token.scope;
      return issue(form, {
        user: userById(token.user),
        scope,
        firstResource: true,
        nonce: null,
        refreshScope: token.scope,
      });
    },
    client_credentials(form, { named }) {
      if (!named) throw new EntraError(50059);
      const text = required(form, 'scope');
      const { resources, defaults } = parseScopes(text, uris);
      const [resource] = resources;
      if (resources.length !== 1 || resource === undefined || !defaults.has(resource))
        throw new EntraError(1002012, text);
      if (resource === 'self') throw new EntraError(500011, text);
      const { token, lifetime } = tokens.forApp(resource === 'bot' ? botAudience : graphAudience);
      return { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: token };
    },
    async 'urn:ietf:params:oauth:grant-type:jwt-bearer'(form) {
      const claims = await tokens.verify(required(form, 'assertion'));
      if (required(form, 'requested_token_use') !== 'on_behalf_of') throw new EntraError(70003, 'jwt-bearer');
      if (claims === undefined) throw new EntraError(50013);
      const scopes = typeof claims['scp'] === 'string' ? claims['scp'].split(' ') : [];
      if (claims.aud !== clientId || !scopes.includes('access_as_user')) throw new EntraError(500131);
      const scope = required(form, 'scope');
      const refreshScope = offline(scope) ? scope : null;
      return issue(form, {
        user: userById(String(claims['oid'])),
        scope,
        firstResource: false,
        nonce: null,
        refreshScope,
      });
    },
    password(form, tenant) {
      const name = required(form, 'username');
      const user = directory.account(name, tenant);
      if (user === undefined) throw new EntraError(50034, name);
      if (required(form, 'password') !== password) throw new EntraError(50126);
      const scope = required(form, 'scope');
      return issue(form, {
        user,
        scope,
        firstResource: false,
        nonce: null,
        refreshScope: offline(scope) ? scope : null,
      });
    },
  };

  return async (call) => {
    try {
      const segment = call.params['tenant'] ?? '';
      const tenant = directory.tenant(segment);
      const form = call.form();
      const type = required(form, 'grant_type');
      authenticate(call.headers['authorization'], form, registration.secret);
      const grant = Object.hasOwn(grantTypes, type) ? grantTypes[type] : undefined;
      if (grant === undefined) throw new EntraError(70003, type);
      if (type === 'password' && segment.toLowerCase() === 'common') throw new EntraError(9001023);
      const body = await grant(form, tenant);
      return {
        status: 200,
        headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
        body: withoutRefreshToken(call) ? { ...body, refresh_token: undefined } : body,
      };
    } catch (failure) {
      if (failure instanceof EntraError) return errorAnswer(kit, failure);
      throw failure;
    }
  };
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw new EntraError(900144, name);
  return value;
}

/** By secret in the body or by HTTP Basic. @throws EntraError of `invalid_client` or `unauthorized_client` */
function authenticate(authorization: string | undefined, form: URLSearchParams, secret: string): void {
  const basic = basicCredentials(authorization);
  const client = basic?.client ?? required(form, 'client_id');
  if (client !== clientId) throw new EntraError(700016, client);
  if (form.has('client_assertion')) throw new EntraError(700027);
  const given = basic?.secret ?? form.get('client_secret');
  if (given === null) throw new EntraError(7000218);
  if (!equal(given, secret)) throw new EntraError(7000215);
}

function basicCredentials(
  authorization: string | undefined,
): { readonly client: string; readonly secret: string } | undefined {
  if (!authorization?.startsWith('Basic ')) return undefined;
  const [client = '', secret = ''] = Buffer.from(authorization.slice(6), 'base64').toString().split(':');
  const decode = (text: string) => new URLSearchParams(`v=${text}`).get('v') ?? '';
  return { client: decode(client), secret: decode(secret) };
}

function usableCode(kit: Kit, grants: Grants, value: string, form: URLSearchParams): Code {
  const code = grants.code(value);
  if (code === undefined) throw new EntraError(70000);
  if (code.redeemed) throw new EntraError(54005);
  if (code.expires <= kit.clock.now()) throw new EntraError(70008);
  const redirectUri = form.get('redirect_uri') ?? '';
  if (redirectUri !== code.redirectUri) throw new EntraError(500112, redirectUri);
  if (!proves(form.get('code_verifier'), code.challenge)) throw new EntraError(501481);
  return code;
}

/** RFC 7636, section 4.6. */
function proves(verifier: string | null, challenge: Code['challenge']): boolean {
  if (challenge === null) return true;
  if (verifier === null) return false;
  const made = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return equal(made, challenge.value);
}

function equal(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
