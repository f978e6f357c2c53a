/** Slack, simulated: the workspaces of the seed behind slack.com's own paths, and what their people see and do. */
import type { Kit, PlatformSimulator } from '../kit/platform.ts';
import type { Call } from '../kit/router.ts';
import { mountFiles } from './api/files.ts';
import { mountApi, rateLimited, tokenOf, unknownMethod } from './api/serve.ts';
import { mountAuthorize } from './authorize.ts';
import { createEvents } from './events.ts';
import { type AppSwitches, createGrants } from './grants.ts';
import { createLife } from './life.ts';
import { createNotices } from './notices.ts';
import { createActs } from './people.ts';
import { appId, openStore } from './store.ts';
import { mountTeamEmoji } from './team-emoji.ts';
import { placesOf, viewOf } from './view.ts';
import { createWriter } from './wire.ts';

export function createSlack(kit: Kit, switches: AppSwitches = {}): PlatformSimulator {
  const store = openStore(kit);
  const writer = createWriter(store);
  const events = createEvents(kit, store, switches.events);
  const life = createLife(kit, store, createNotices(store, events, writer), writer);
  const grants = createGrants(kit, store, events, switches);
  const place = { kit, store, life, writer };
  const acts = createActs(place);

  kit.faults.onAct('slack', ({ kind }) => {
    if (kind === 'revoke') grants.revokeAll();
    if (kind === 'expire') grants.expireAll();
  });

  const tokenUsed = (call: Call): string | undefined => {
    const isForm = (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    return tokenOf(call, (isForm && call.form().get('token')) || call.query.get('token') || undefined);
  };

  return {
    world: 'slack',
    mount(router) {
      const section = router.section({
        prefix: '/slack',
        platform: 'slack',
        recordAs: 'slack',
        scopes: (call) => store.tokens.get(tokenUsed(call) ?? '')?.scopes,
        throttled: rateLimited,
        failed: (status) => ({ status, body: { ok: false, error: 'internal_error' } }),
        notFound: (call) =>
          call.path.startsWith('/api/')
            ? unknownMethod(call)
            : { status: 404, body: 'There is no such page on Slack.' },
      });
      mountApi(section, place, grants);
      mountAuthorize(section, kit, store, grants);
      mountFiles(section, place);
      mountTeamEmoji(section, store.emoji);
    },
    places: () => placesOf(store),
    act: async (act) => acts(act),
    view: (channel, as) => viewOf(store, kit, channel, as),
    app: () => ({
      slackAppId: appId,
      slackClientId: store.app.clientId,
      slackClientSecret: store.app.clientSecret,
      slackSigningSecret: store.app.signingSecret,
    }),
    reset() {
      store.messages.clear();
      store.files.clear();
      store.contents.clear();
    },
    close: async () => events.close(),
  };
}
