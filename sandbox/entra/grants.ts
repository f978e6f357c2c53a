/** What people have granted, and the codes and refresh tokens made from it. All of it outlives a restart. */
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser } from '../teams/world.ts';

const codeLifetimeMs = 10 * 60_000;
const refreshLifetimeMs = 90 * 24 * 3_600_000;

export interface Code {
  /** Entra object id. */
  readonly user: string;
  /** The authorize request's `scope`, as text. */
  readonly scope: string;
  readonly redirectUri: string;
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | null;
  readonly nonce: string | null;
  readonly expires: number;
  readonly redeemed: boolean;
}

export interface RefreshToken {
  readonly user: string;
  readonly scope: string;
  readonly expires: number;
  readonly revoked: boolean;
}

/** A person, and the tenant whose administrators speak for them. */
export type Principal = Pick<TeamsUser, 'id' | 'tenant'>;

export interface Consent {
  readonly user: string | null;
  readonly permissions: readonly string[];
}

export interface Grants {
  /** Permissions this person's tokens carry: their own consents and those for their whole organization. */
  permissionsOf(user: Principal): ReadonlySet<string>;
  consent(principal: Principal | 'organization', permissions: Iterable<string>): void;
  /** Everything granted in the tenant; `user` is null where it is for everybody. */
  consents(): readonly Consent[];
  issueCode(code: Omit<Code, 'expires' | 'redeemed'>): string;
  code(value: string): Code | undefined;
  redeem(value: string): void;
  issueRefreshToken(user: string, scope: string): string;
  refreshToken(value: string): RefreshToken | undefined;
  /** Of one person; of everybody where nobody is named. */
  revokeRefreshTokens(user?: string): void;
}

export function createGrants(kit: Kit): Grants {
  const consents = kit.state.collection<readonly string[]>('entra-consents');
  const codes = kit.state.collection<Code>('entra-codes');
  const refreshTokens = kit.state.collection<RefreshToken>('entra-refresh-tokens');

  const forgetExpired = () => {
    const now = kit.clock.now();
    for (const [value, { expires }] of [...codes.entries()]) if (expires + codeLifetimeMs < now) codes.delete(value);
    for (const [value, { expires }] of [...refreshTokens.entries()])
      if (expires < now - refreshLifetimeMs) refreshTokens.delete(value);
  };

  return {
    permissionsOf({ id, tenant }) {
      const forAll = tenant === kit.seed.teams.tenant.id ? (consents.get('organization') ?? []) : [];
      return new Set([...forAll, ...(consents.get(id) ?? [])]);
    },
    consent(principal, permissions) {
      const key = principal === 'organization' ? principal : principal.id;
      consents.set(key, [...new Set([...(consents.get(key) ?? []), ...permissions])]);
    },
    consents: () =>
      [...consents.entries()].map(([key, permissions]) => ({
        user: key === 'organization' ? null : key,
        permissions,
      })),
    issueCode(code) {
      forgetExpired();
      const value = `1.${kit.random(48).toString('base64url')}`;
      codes.set(value, { ...code, expires: kit.clock.now() + codeLifetimeMs, redeemed: false });
      return value;
    },
    code: (value) => codes.get(value),
    redeem(value) {
      const code = codes.get(value);
      if (code !== undefined) codes.set(value, { ...code, redeemed: true });
    },
    issueRefreshToken(user, scope) {
      const value = `1.${kit.random(64).toString('base64url')}`;
      refreshTokens.set(value, { user, scope, expires: kit.clock.now() + refreshLifetimeMs, revoked: false });
      return value;
    },
    refreshToken: (value) => refreshTokens.get(value),
    revokeRefreshTokens(user) {
      for (const [value, token] of [...refreshTokens.entries()])
        if (user === undefined || token.user === user) refreshTokens.set(value, { ...token, revoked: true });
    },
  };
}
