/** The simulated Microsoft Entra ID: one tenant, one app registration, sign-in, consent and tokens. */
import type { Kit } from '../kit/platform.ts';
import type { Router } from '../kit/router.ts';
import type { TeamsWorld } from '../teams/world.ts';
import { createDirectory } from './directory.ts';
import { type Consent, createGrants } from './grants.ts';
import { createSigningKeys } from './keys.ts';
import { botAudience, clientId, createRegistration, graphAudience } from './registration.ts';
import { mountEntra } from './routes.ts';
import { createTokens } from './tokens.ts';

export interface TokenClaims {
  readonly aud: string;
  readonly tid: string;
  readonly oid?: string;
  readonly appid: string;
  readonly scp: readonly string[];
  readonly roles: readonly string[];
  readonly wids?: readonly string[];
  /** Seconds since the epoch, by the kit's clock. */
  readonly exp: number;
}

export interface Entra {
  mount(router: Router): void;
  /** The claims of a bearer token that this Entra issued for that audience, and that is still good; else undefined. */
  verify(authorization: string | undefined, audience: 'graph' | 'bot'): Promise<TokenClaims | undefined>;
  /** The validation token of a rich notification, from the change tracking service to the app; null where there is none. */
  changeTrackingToken(appId: string, tenant: string): string | null;
  /** What has been granted to the app in the tenant. */
  consents(): readonly Consent[];
  /** teamsAppId (client id, also the bot's id), teamsClientSecret, teamsTenantId. */
  app(): Readonly<Record<string, string>>;
}

export function createEntra(kit: Kit, world: TeamsWorld): Entra {
  const keys = createSigningKeys(kit, 'entra');
  const registration = createRegistration(kit);
  const grants = createGrants(kit);
  const tokens = createTokens(kit, world, keys);

  const directory = createDirectory(kit, world);

  kit.faults.onAct('entra', ({ kind, person }) => {
    const user = person === undefined ? undefined : (directory.account(person, { named: true })?.id ?? person);
    if (kind === 'expire') tokens.expire(user);
    if (kind === 'revoke') grants.revokeRefreshTokens(user);
    if (kind === 'roll-keys') keys.roll();
  });

  return {
    mount: (router) => mountEntra(router, { kit, directory, registration, grants, tokens, keys }),
    async verify(authorization, audience) {
      if (!authorization?.startsWith('Bearer ')) return undefined;
      const claims = await tokens.verify(authorization.slice('Bearer '.length));
      if (claims?.aud !== (audience === 'graph' ? graphAudience : botAudience)) return undefined;
      const { oid, scp, wids } = claims as { oid?: string; scp?: string; wids?: readonly string[] };
      return {
        aud: claims.aud,
        tid: String(claims['tid']),
        appid: String(claims['appid']),
        scp: scp?.split(' ') ?? [],
        roles: [],
        exp: claims.exp ?? 0,
        ...(oid === undefined ? {} : { oid }),
        ...(wids === undefined ? {} : { wids }),
      };
    },
    changeTrackingToken(appId, tenant) {
      const version = kit.policies.get('entra.validationTokens');
      return version === 'none' ? null : tokens.changeTracking(appId, tenant, version);
    },
    consents: () => grants.consents(),
    app: () => ({ teamsAppId: clientId, teamsClientSecret: registration.secret, teamsTenantId: world.tenant.id }),
  };
}
