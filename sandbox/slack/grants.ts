/** Installing, exchanging, refreshing and revoking: "Installing with OAuth", "Using token rotation" and "Using PKCE". */
import { createHash } from 'node:crypto';
import type { Kit } from '../kit/platform.ts';
import { SlackError } from './api/arguments.ts';
import type { Events } from './events.ts';
import type { Code, Installation, Token } from './model.ts';
import { appId, type Store } from './store.ts';
import type { Json } from './wire.ts';

/** What stands in the app's settings; off, as in an app that nobody ever switched it on for. */
export interface AppSwitches {
  /** "Using token rotation": access tokens that live twelve hours. */
  readonly tokenRotation?: boolean;
  /** "Using PKCE": the app is a public client. */
  readonly pkce?: boolean;
  /** "Subscribe to bot events", where they are others than the guide says. */
  readonly events?: readonly string[];
}

export interface Grants {
  /** A code for what somebody allowed on the authorize page. */
  issueCode(grant: Omit<Code, 'code' | 'expires'>): string;
  /**
   * @throws SlackError `invalid_code`, `code_already_used`, `bad_redirect_uri`, `pkce_not_allowed`,
   * `invalid_code_verifier`
   */
  exchange(code: string, redirectUri: string | undefined, verifier: string | undefined): Json;
  /** A new access and a new refresh token; the old ones die. @throws SlackError `invalid_refresh_token` */
  refresh(refreshToken: string): Json;
  /** The token stops working. */
  revoke(token: Token): void;
  /** The app leaves the workspace with its bot and every token. */
  uninstall(team: string): void;
  /** An administrator revokes every token of the app in all workspaces. */
  revokeAll(): void;
  /** Rotating access tokens run out now. */
  expireAll(): void;
}

const codeLifeMs = 10 * 60_000;
/** "Using token rotation": twelve hours. */
const accessSeconds = 43_200;

export function createGrants(
  kit: Kit,
  store: Store,
  events: Events,
  { tokenRotation = false, pkce = false }: AppSwitches,
): Grants {
  const used = kit.state.collection<boolean>('slack.usedCodes');
  const digits = () => String(kit.random(6).readUIntBE(0, 6) % 1e12).padStart(12, '1');
  const secret = (bytes: number) => kit.random(bytes).toString('base64url').replaceAll('_', '0').replaceAll('-', '1');

  const newToken = (grant: Pick<Token, 'team' | 'kind' | 'user' | 'scopes'>): Token => {
    const base = `${grant.kind === 'bot' ? 'xoxb' : 'xoxp'}-${digits()}-${digits()}-${secret(18)}`;
    const token: Token = {
      ...grant,
      token: tokenRotation ? `xoxe.${base.slice(0, 5)}1-${secret(60)}` : base,
      expires: tokenRotation ? kit.clock.now() + accessSeconds * 1000 : null,
      refresh: tokenRotation ? `xoxe-1-${secret(60)}` : null,
      dead: null,
    };
    store.tokens.set(token.token, token);
    return token;
  };

  const written = (token: Token): Json => ({
    access_token: token.token,
    ...(token.refresh === null ? {} : { refresh_token: token.refresh, expires_in: accessSeconds }),
  });

  /** One bot user and bot id per workspace, for ever; a reinstallation adds to its scopes. */
  const install = (team: string, by: string, scopes: readonly string[]): Installation => {
    const known = store.installations.get(team);
    const installation: Installation = {
      team,
      botUser: known?.botUser ?? store.newId('U'),
      botId: known?.botId ?? store.newId('B'),
      scopes: [...new Set([...(known?.active ? known.scopes : []), ...scopes])],
      installedBy: by,
      active: true,
      updated: kit.clock.now(),
    };
    store.installations.set(team, installation);
    return installation;
  };

  /** Without rotation, whoever has a token keeps it from consent to consent, and it is good for more. */
  const tokenFor = (grant: Pick<Token, 'team' | 'kind' | 'user' | 'scopes'>): Token => {
    const known = liveTokens(grant.team).find(({ kind, user }) => kind === grant.kind && user === grant.user);
    if (!known || tokenRotation) return newToken(grant);
    const widened = { ...known, scopes: [...new Set([...known.scopes, ...grant.scopes])] };
    store.tokens.set(known.token, widened);
    return widened;
  };

  const botToken = ({ team, botUser: user, scopes }: Installation): Token =>
    tokenFor({ team, kind: 'bot', user, scopes });

  const liveTokens = (team: string): Token[] =>
    [...store.tokens.values()].filter((token) => token.team === team && token.dead === null);

  const bury = (token: Token, dead: NonNullable<Token['dead']>): void =>
    store.tokens.set(token.token, { ...token, dead, refresh: null });

  const announceRevoked = (team: string, tokens: readonly Token[]): void => {
    const usersOf = (kind: Token['kind']) => tokens.filter((token) => token.kind === kind).map(({ user }) => user);
    events.toApp(team, { type: 'tokens_revoked', tokens: { oauth: usersOf('user'), bot: usersOf('bot') } });
  };

  const deactivate = (team: string): void => {
    const installed = store.installations.get(team);
    if (installed) store.installations.set(team, { ...installed, active: false, updated: kit.clock.now() });
  };

  const revoke = (tokens: readonly Token[], team: string): void => {
    announceRevoked(team, tokens);
    for (const token of tokens) bury(token, 'token_revoked');
    if (tokens.some((token) => token.kind === 'bot')) deactivate(team);
  };

  return {
    issueCode(grant) {
      const code = `${digits()}.${digits()}.${kit.random(32).toString('hex')}`;
      store.codes.set(code, { ...grant, code, expires: kit.clock.now() + codeLifeMs });
      return code;
    },
    exchange(given, redirectUri, verifier) {
      const code = store.codes.get(given);
      if (used.has(given)) throw new SlackError('code_already_used');
      if (!code || code.expires < kit.clock.now()) throw new SlackError('invalid_code');
      if (redirectUri !== code.redirectUri) throw new SlackError('bad_redirect_uri');
      if (!pkce && (code.challenge !== null || verifier !== undefined)) throw new SlackError('pkce_not_allowed');
      if (!proves(code.challenge, verifier)) throw new SlackError('invalid_code_verifier');
      used.set(given, true);
      store.codes.delete(given);
      const team = store.team(code.team)!;
      const user =
        code.userScopes.length === 0
          ? null
          : tokenFor({ team: code.team, kind: 'user', user: code.user, scopes: code.userScopes });
      const present = store.installations.get(code.team);
      // Whoever allows something for themself alone changes nothing of the app that is there.
      const installation =
        code.scopes.length === 0 && present?.active ? present : install(code.team, code.user, code.scopes);
      const bot = code.scopes.length === 0 ? null : botToken(installation);
      events.verify();
      const authed = user === null ? {} : { scope: user.scopes.join(','), token_type: 'user', ...written(user) };
      return {
        app_id: appId,
        authed_user: { id: code.user, ...authed },
        ...(bot === null
          ? {}
          : {
              scope: bot.scopes.join(','),
              token_type: 'bot',
              ...written(bot),
              bot_user_id: installation.botUser,
            }),
        team: { id: team.id, name: team.name },
        enterprise: null,
        is_enterprise_install: false,
      };
    },
    refresh(refreshToken) {
      const old = [...store.tokens.values()].find((token) => token.refresh === refreshToken && token.dead === null);
      if (!old) throw new SlackError('invalid_refresh_token');
      const fresh = newToken(old);
      bury(old, 'token_revoked');
      const installation = store.installations.get(old.team);
      return {
        ...written(fresh),
        token_type: fresh.kind,
        scope: fresh.scopes.join(','),
        bot_user_id: installation?.botUser,
        app_id: appId,
        team: { id: old.team, name: store.team(old.team)?.name },
        enterprise: null,
        is_enterprise_install: false,
      };
    },
    revoke: (token) => revoke([token], token.team),
    uninstall(team) {
      const installed = store.installations.get(team);
      if (!installed?.active) return;
      const tokens = liveTokens(team);
      announceRevoked(team, tokens);
      events.toApp(team, { type: 'app_uninstalled' });
      for (const token of tokens) bury(token, 'account_inactive');
      deactivate(team);
      for (const channel of store.channelsOf(team)) {
        const members = channel.members.filter((id) => id !== installed.botUser);
        if (channel.kind === 'channels' || channel.kind === 'groups') {
          store.channels.set(channel.id, { ...channel, members });
        }
      }
    },
    revokeAll() {
      for (const { id } of store.teams) {
        const tokens = liveTokens(id);
        if (tokens.length > 0) revoke(tokens, id);
      }
    },
    expireAll() {
      for (const token of store.tokens.values()) {
        if (token.expires !== null) store.tokens.set(token.token, { ...token, expires: kit.clock.now() });
      }
    },
  };
}

/** PKCE, S256. A challenge wants its verifier; a verifier without a challenge proves nothing. */
function proves(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null) return verifier === undefined;
  return verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
