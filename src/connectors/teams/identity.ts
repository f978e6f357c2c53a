/**
 * Whose token it is. Of an account that signed in: the id token that came with the grant. Of Teams' single sign-on: the
 * access token for Mio's own API, which anybody could send, so that everything about it is checked.
 */
import type { JWTPayload } from 'jose';
import type { PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { text } from '../support/json.ts';
import { loginOrigin, type Registration } from './entra.ts';
import { isGuid, personId } from './ids.ts';
import type { SigningKeys } from './keys.ts';
import { singleSignOnScope } from './scopes.ts';
import { verified } from './verify.ts';

export interface Identity {
  readonly tenant: string;
  readonly person: PersonId;
  /** As Microsoft names the account. */
  readonly account: string;
  /** Another company's account, invited into the tenant. */
  readonly guest: boolean;
}

export interface IdentityCheck {
  /** Undefined where the token is not authentic, or not for Mio. @throws Error where no signing key is to be had */
  ofIdToken(token: string): Promise<Identity | undefined>;
  ofSingleSignOn(token: string): Promise<Identity | undefined>;
}

export const issuerOf = (tenant: string): string => `${loginOrigin}/${tenant}/v2.0`;
/** Of access tokens in the older form. "Access token claims reference" */
const olderIssuerOf = (tenant: string): string => `https://sts.windows.net/${tenant}/`;

export const tenantMetadataUrl = (tenant: string): string => `${issuerOf(tenant)}/.well-known/openid-configuration`;

/** Teams on desktops and phones, and on the web: "Register your app with Microsoft Entra" lists both as trusted. */
const teamsClients: ReadonlySet<unknown> = new Set([
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
]);
const longestToken = 16 * 1024;

export function createIdentityCheck(
  { appId }: Registration,
  publicUrl: string,
  keys: SigningKeys,
  clock: Clock,
): IdentityCheck {
  const { host } = new URL(publicUrl);
  /** The forms of "webApplicationInfo.resource" that Teams takes, for a bot and for a tab. */
  const ownApi: ReadonlySet<unknown> = new Set([
    appId,
    `api://${appId}`,
    `api://botid-${appId}`,
    `api://${host}/${appId}`,
    `api://${host}/botid-${appId}`,
  ]);

  const claimsOf = async (token: string): Promise<JWTPayload | undefined> =>
    token.length > longestToken ? undefined : await verified(token, keys, clock, undefined);

  return {
    async ofIdToken(token) {
      const claims = await claimsOf(token);
      if (claims?.aud !== appId || claims['ver'] !== '2.0') return undefined;
      return claims.iss === issuerOf(String(claims['tid'])) ? identityOf(claims) : undefined;
    },

    async ofSingleSignOn(token) {
      const claims = await claimsOf(token);
      if (!claims || typeof claims.aud !== 'string' || !ownApi.has(claims.aud)) return undefined;
      const newer = claims['ver'] === '2.0';
      const tenant = String(claims['tid']);
      if (claims.iss !== (newer ? issuerOf(tenant) : olderIssuerOf(tenant))) return undefined;
      if (!teamsClients.has(newer ? claims['azp'] : claims['appid'])) return undefined;
      const permitted = typeof claims['scp'] === 'string' ? claims['scp'].split(' ') : [];
      return permitted.includes(singleSignOnScope) ? identityOf(claims) : undefined;
    },
  };
}

/** "ID token claims reference": people are known by tenant and object id; the rest are names. */
function identityOf(claims: JWTPayload): Identity | undefined {
  const { tid, oid } = claims;
  if (!isGuid(tid) || !isGuid(oid)) return undefined;
  const account =
    text(claims['preferred_username']) ?? text(claims['upn']) ?? text(claims['unique_name']) ?? text(claims['name']);
  return { tenant: tid.toLowerCase(), person: personId(oid), account: account ?? oid, guest: isGuest(claims, tid) };
}

/** An identity provider is named for those alone whom the tenant did not sign in itself. */
function isGuest(claims: JWTPayload, tenant: string): boolean {
  const provider = text(claims['idp']);
  const names = [claims['preferred_username'], claims['upn'], claims['unique_name']];
  return (
    claims['acct'] === 1 ||
    (provider !== undefined && !provider.includes(tenant)) ||
    names.some((name) => typeof name === 'string' && name.toUpperCase().includes('#EXT#'))
  );
}
