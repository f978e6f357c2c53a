/**
 * Access and id tokens: their claims, as "Access token claims reference" and "ID token claims reference" have them, and
 * their verification for the simulated resources.
 */
import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import { uuid } from './ids.ts';
import type { SigningKeys } from './keys.ts';
import { appName, type botAudience, clientId, graphAudience, loginOrigin, servicePrincipalId } from './registration.ts';

/** Microsoft Graph Change Tracking, the caller named in validation tokens. */
const changeTrackingApp = '0bf30f3b-4a52-48df-9a82-234910c4a086';

export interface Issued {
  readonly token: string;
  /** Seconds. */
  readonly lifetime: number;
}

export interface Tokens {
  /** v1-format token for Graph, in the name of a person. */
  graphForUser(user: TeamsUser, scopes: readonly string[]): Issued;
  /** v2 token for the app's own API, in the name of a person. */
  selfForUser(user: TeamsUser, scopes: readonly string[]): Issued;
  /** v1-format token of the app itself. */
  forApp(audience: typeof graphAudience | typeof botAudience): Issued;
  idToken(user: TeamsUser, nonce: string | null, withEmail: boolean): string;
  changeTracking(audience: string, tenant: string, version: 'v1' | 'v2'): string;
  /** The claims of an access token that is good now and was not ended by the fault `expire`. */
  verify(token: string): Promise<JWTPayload | undefined>;
  /** Ends the access tokens issued so far: of one person, of everybody where nobody is named. */
  expire(user?: string): void;
}

export function createTokens(kit: Kit, world: TeamsWorld, keys: SigningKeys): Tokens {
  const tenant = world.tenant.id;
  const marks = kit.state.collection<number>('entra-marks');
  const verified = new LRUCache<string, JWTPayload>({ max: 2_000 });

  /** Counts what ended tokens of that subject: the fault `expire`, for all or for them. */
  const generation = (subject: string) => `${marks.get('generation') ?? 0}-${marks.get(subject) ?? 0}`;
  const opaque = (bytes: number) => kit.random(bytes).toString('base64url');
  /** A fresh token's times, and the ids that no client may interpret; `uti` carries the generation. */
  const stamp = (lifetime: number, subject = servicePrincipalId) => {
    const iat = Math.floor(kit.clock.now() / 1000);
    return { iat, nbf: iat, exp: iat + lifetime, rh: `1.${opaque(24)}.`, uti: `${generation(subject)}.${opaque(12)}` };
  };
  /** 60 to 90 minutes. */
  const randomLifetime = () => 3_600 + (kit.random(2).readUInt16BE(0) % 1_801);
  const access = (claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, string>>): Issued => {
    const lifetime = randomLifetime();
    return { token: keys.sign({ ...claims, ...stamp(lifetime, String(claims['oid'])) }, header), lifetime };
  };

  return {
    graphForUser: (user, scopes) =>
      access(
        {
          aud: graphAudience,
          iss: securityTokenService(user.tenant),
          acr: '1',
          aio: opaque(24),
          amr: ['pwd', 'mfa'],
          app_displayname: appName,
          appid: clientId,
          appidacr: '1',
          idtyp: 'user',
          ipaddr: '203.0.113.7',
          name: user.displayName,
          oid: user.id,
          scp: scopes.join(' '),
          sub: pairwise(user.id, graphAudience),
          tid: user.tenant,
          unique_name: user.mail,
          ...(user.home === undefined ? { upn: user.mail } : guestClaims(user.home, user.mail)),
          ver: '1.0',
          wids: user.roles,
        },
        { nonce: opaque(24) },
      ),
    selfForUser: (user, scopes) =>
      access({
        aud: clientId,
        iss: issuer(user.tenant),
        azp: clientId,
        azpacr: '1',
        name: user.displayName,
        oid: user.id,
        preferred_username: user.mail,
        scp: scopes.join(' '),
        sub: pairwise(user.id, clientId),
        tid: user.tenant,
        ver: '2.0',
      }),
    forApp: (audience) =>
      access({
        aud: audience,
        iss: securityTokenService(tenant),
        aio: opaque(24),
        app_displayname: appName,
        appid: clientId,
        appidacr: '1',
        idp: securityTokenService(tenant),
        idtyp: 'app',
        oid: servicePrincipalId,
        sub: servicePrincipalId,
        tid: tenant,
        ver: '1.0',
      }),
    idToken: (user, nonce, withEmail) =>
      keys.sign({
        aud: clientId,
        iss: issuer(user.tenant),
        aio: opaque(24),
        name: user.displayName,
        oid: user.id,
        preferred_username: user.mail,
        sid: uuid(kit.random),
        sub: pairwise(user.id, clientId),
        tid: user.tenant,
        ver: '2.0',
        ...(user.home === undefined ? {} : guestClaims(user.home, user.mail)),
        ...(nonce === null ? {} : { nonce }),
        ...(withEmail ? { email: user.mail } : {}),
        ...stamp(3_600),
      }),
    changeTracking: (audience, ofTenant, version) =>
      keys.sign({
        aud: audience,
        aio: opaque(24),
        oid: changeTrackingPrincipal,
        sub: changeTrackingPrincipal,
        tid: ofTenant,
        ...(version === 'v2'
          ? { iss: issuer(ofTenant), azp: changeTrackingApp, azpacr: '2', ver: '2.0' }
          : {
              iss: securityTokenService(ofTenant),
              appid: changeTrackingApp,
              appidacr: '2',
              idp: securityTokenService(ofTenant),
              ver: '1.0',
            }),
        ...stamp(24 * 3_600),
      }),
    async verify(token) {
      const claims = verified.get(token) ?? (await keys.verify(token));
      if (claims === undefined || (claims.exp ?? 0) * 1000 <= kit.clock.now()) return undefined;
      if (String(claims['uti']).split('.')[0] !== generation(String(claims['oid']))) return undefined;
      verified.set(token, claims);
      return claims;
    },
    expire(user = 'generation') {
      marks.set(user, (marks.get(user) ?? 0) + 1);
    },
  };
}

/** Object id of the change tracking service's principal in the tenant. */
const changeTrackingPrincipal = '6b2d9e04-57c1-4f8a-a3e6-1d0c94b7f852';

/** Issuer of v1 tokens, and the name of a tenant as an identity provider. */
function securityTokenService(tenant: string): string {
  return `https://sts.windows.net/${tenant}/`;
}

/** What tells a guest's token: who signed them in, and their address, which is no user name here. */
function guestClaims(home: { readonly tenant: string }, email: string) {
  return { idp: securityTokenService(home.tenant), email };
}

function issuer(tenant: string): string {
  return `${loginOrigin}/${tenant}/v2.0`;
}

/** `sub` differs per application, so that nobody joins people across applications by it. */
function pairwise(user: string, audience: string): string {
  return createHash('sha256').update(`${user} ${audience}`).digest('base64url');
}
