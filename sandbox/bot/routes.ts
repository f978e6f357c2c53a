/** What lives on https://smba.trafficmanager.net/teams/ and https://login.botframework.com. */
import type { Entra } from '../entra/index.ts';
import type { SigningKeys } from '../entra/keys.ts';
import { clientId } from '../entra/registration.ts';
import type { Kit } from '../kit/platform.ts';
import type { Answer, Call, Router } from '../kit/router.ts';
import { parseConversationParameters } from './activity-input.ts';
import type { Connector } from './connector.ts';
import { ConnectorError, errorAnswer, failed, throttled } from './errors.ts';
import { threadOf } from './identity.ts';
import type { LimitedCall } from './limits.ts';
import { takeAll } from './limits.ts';
import type { Rosters } from './rosters.ts';

export interface BotRouteParts {
  readonly kit: Kit;
  readonly entra: Entra;
  readonly connector: Connector;
  readonly rosters: Rosters;
  readonly keys: SigningKeys;
}

export function mountBot(router: Router, { kit, entra, connector, rosters, keys }: BotRouteParts): void {
  const section = router.section({
    prefix: '/bot',
    platform: 'teams',
    recordAs: 'bot',
    throttled,
    failed,
    notFound: () => ({ status: 404, body: { error: { code: 'NotFound', message: 'No such resource.' } } }),
  });
  /** The bot's own token, then the limits of the call, then what it does. */
  const guarded = (method: string, path: string, limit: LimitedCall, act: (call: Call) => Answer) =>
    section.on(method, `/teams/v3/${path}`, async (call) => {
      try {
        const claims = await entra.verify(call.headers['authorization'], 'bot');
        if (claims?.appid !== clientId) throw new ConnectorError('Unauthorized');
        const wait = takeAll(kit, limit, limitedPlace(call));
        return wait > 0 ? throttled(wait) : act(call);
      } catch (failure) {
        if (failure instanceof ConnectorError) return errorAnswer(failure);
        throw failure;
      }
    });
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const param = ({ params }: Call, name: string) => params[name] ?? '';
  const place = (call: Call) => connector.conversation(param(call, 'conversation'));
  const post = (call: Call): Answer => {
    const { id } = connector.post(param(call, 'conversation'), call.json());
    return { status: 201, body: id === null ? {} : { id } };
  };

  guarded('POST', 'conversations', 'send', (call) => connector.create(call.json()));
  guarded('POST', 'conversations/{conversation}/activities', 'send', post);
  // The activity in the path is what is answered; the thread is in the conversation's id, so any value will do.
  guarded('POST', 'conversations/{conversation}/activities/{activity}', 'send', post);
  guarded('PUT', 'conversations/{conversation}/activities/{activity}', 'send', (call) => {
    connector.edit(param(call, 'conversation'), param(call, 'activity'), call.json());
    return ok({ id: param(call, 'activity') });
  });
  guarded('DELETE', 'conversations/{conversation}/activities/{activity}', 'send', (call) => {
    connector.remove(param(call, 'conversation'), param(call, 'activity'));
    return { status: 200 };
  });
  guarded('GET', 'conversations/{conversation}/members', 'unpaged', (call) => ok(rosters.members(place(call))));
  guarded('GET', 'conversations/{conversation}/members/{member}', 'read', (call) =>
    ok(rosters.member(place(call), param(call, 'member'))),
  );
  guarded('GET', 'conversations/{conversation}/pagedmembers', 'read', (call) =>
    ok(rosters.page(place(call), call.query.get('pageSize'), call.query.get('continuationToken'))),
  );
  guarded('GET', 'teams/{team}', 'read', (call) => ok(rosters.team(param(call, 'team'))));
  guarded('GET', 'teams/{team}/conversations', 'read', (call) => ok(rosters.channels(param(call, 'team'))));

  section.on('GET', '/v1/.well-known/openidconfiguration', () =>
    ok({
      issuer: 'https://api.botframework.com',
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: 'https://login.botframework.com/v1/.well-known/keys',
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    }),
  );
  section.on('GET', '/v1/.well-known/keys', () =>
    ok({ keys: keys.published().map((key) => ({ ...key, endorsements: ['msteams'] })) }),
  );
}

/** The conversation that a call's limits are counted for: a channel with all its threads, a chat, a team. */
function limitedPlace({ params, json }: Call): string {
  const named = params['conversation'] ?? params['team'];
  if (named !== undefined) return threadOf(named).channel;
  const { channelData, members } = parseConversationParameters(json());
  return channelData?.channel?.id ?? members?.[0]?.id ?? '';
}
