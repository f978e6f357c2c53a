/** auth.test and auth.revoke; and the two methods that an app's own credentials open: oauth.v2.access, apps.uninstall. */
import { timingSafeEqual } from 'node:crypto';
import type { Call } from '../../kit/router.ts';
import type { Grants } from '../grants.ts';
import type { Token } from '../model.ts';
import type { Json } from '../wire.ts';
import { type Arguments, SlackError } from './arguments.ts';
import type { Method, Workplace } from './request.ts';

export function authMethods({ store }: Workplace, grants: Grants) {
  const test: Method = ({ token, installation }) => {
    const team = store.team(token.team)!;
    return {
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: store.user(team.id, token.user)?.handle,
      team_id: team.id,
      user_id: token.user,
      ...(token.kind === 'bot' ? { bot_id: installation.botId } : {}),
      is_enterprise_install: false,
    };
  };

  const revoke: Method = ({ args, token }) => {
    if (args.flag('test')) return { revoked: false };
    grants.revoke(token);
    return { revoked: true };
  };

  const uninstall: Method = ({ args, token }) => {
    checkClient(store.app, args.required('client_id'), args.required('client_secret'));
    grants.uninstall(token.team);
    return {};
  };

  return { 'auth.test': test, 'auth.revoke': revoke, 'apps.uninstall': uninstall } as const;
}

/** "oauth.v2.access": the client by HTTP Basic or in the form; a code, or a refresh token. */
export function exchange(call: Call, args: Arguments, { store }: Workplace, grants: Grants): Json {
  const [id, secret] = basicOf(call) ?? [args.text('client_id') ?? '', args.text('client_secret') ?? ''];
  checkClient(store.app, id, secret);
  const type = args.text('grant_type') ?? 'authorization_code';
  if (type === 'refresh_token') return grants.refresh(args.text('refresh_token') ?? '');
  if (type !== 'authorization_code') throw new SlackError('invalid_grant_type');
  return grants.exchange(args.text('code') ?? '', args.text('redirect_uri'), args.text('code_verifier'));
}

function basicOf(call: Call): readonly [string, string] | undefined {
  const [scheme, encoded = ''] = (call.headers['authorization'] ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, secret.join(':')];
}

function checkClient(
  app: { readonly clientId: string; readonly clientSecret: string },
  id: string,
  secret: string,
): void {
  if (id !== app.clientId) throw new SlackError('invalid_client_id');
  const [given, held] = [Buffer.from(secret), Buffer.from(app.clientSecret)];
  if (given.length !== held.length || !timingSafeEqual(given, held)) throw new SlackError('bad_client_secret');
}

/** What a token is answered where it can't be used any more; null where it can. */
export function deathOf(token: Token, now: number): string | null {
  if (token.dead !== null) return token.dead;
  return token.expires !== null && token.expires <= now ? 'token_expired' : null;
}
