/** What people have granted, and the codes and refresh tokens made from it. All of it outlives a restart. */
import type { Kit } from '../kit/platform.ts';

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

export interface Grants {
  /** Permissions this person's tokens carry: their own consents and those for the whole organization. */
  permissionsOf(user: string): ReadonlySet<string>;
  consent(principal: string | 'organization', permissions: Iterable<string>): void;
  issueCode(code: Omit<Code, 'expires' | 'redeemed'>): string;
  code(value: string): Code | undefined;
  redeem(value: string): void;
  issueRefreshToken(user: string, scope: string): string;
  refreshToken(value: string): RefreshToken | undefined;
  revokeRefreshTokens(): void;
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
    permissionsOf: (user) => new Set([...(consents.get('organization') ?? []), ...(consents.get(user) ?? [])]),
    consent(principal, permissions) {
      consents.set(principal, [...new Set([...(consents.get(principal) ?? []), ...permissions])]);
    },
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
    revokeRefreshTokens() {
      for (const [value, token] of [...refreshTokens.entries()]) refreshTokens.set(value, { ...token, revoked: true });
    },
  };
}
