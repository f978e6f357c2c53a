/** The simulated Webex organization: its API below `/webex`, its clients by acts and views. */
import type { Kit, PlatformSimulator } from '../kit/platform.ts';
import type { Router } from '../kit/router.ts';
import { mountContents } from './api/contents.ts';
import { answerWith, createApi, type Parts } from './api/guard.ts';
import { mountMessages } from './api/messages.ts';
import { mountPeople } from './api/people.ts';
import { mountRooms } from './api/rooms.ts';
import { mountWebhooks } from './api/webhooks.ts';
import { clientPrefix, createClient } from './client.ts';
import { errorAnswer, throttledAnswer } from './errors.ts';
import { bytesOf } from './files.ts';
import { createLife } from './life.ts';
import { createAuthorize } from './oauth.ts';
import { createStore } from './store.ts';
import { createTokens } from './tokens.ts';
import { createNotifier } from './webhooks.ts';

/** @param scopes that the integration was registered for, where they are others than the guide says */
export function createWebex(kit: Kit, scopes?: readonly string[]): PlatformSimulator {
  const store = createStore(kit);
  const tokens = createTokens(kit, scopes);
  const notifier = createNotifier(kit, store, tokens.registration.application);
  const life = createLife(kit, store, notifier.tell);
  const client = createClient(kit, store, life);
  const parts: Parts = { kit, store, life, tokens };

  /** Files as the client shows them; the API's need a token, which a page does not have. */
  const mountClient = (router: Router) => {
    const missing = { status: 404 };
    const section = router.section({
      prefix: clientPrefix,
      platform: 'webex',
      recordAs: 'client',
      throttled: () => missing,
      failed: (status) => ({ status }),
      notFound: () => missing,
    });
    section.on('GET', '/files/{file}', ({ params }) => {
      const file = store.files.get(params['file'] ?? '');
      if (!file) return missing;
      // What somebody uploaded is never run as a page of the sandbox.
      const headers = {
        'content-type': file.type,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
      };
      return { status: 200, headers, body: bytesOf(file) };
    });
  };

  return {
    world: 'webex',
    mount(router) {
      const section = router.section({
        prefix: '/webex',
        platform: 'webex',
        recordAs: 'webex',
        scopes: tokens.scopesOf,
        throttled: throttledAnswer,
        failed: (status) => errorAnswer(status, 'Something went wrong on our side; try again.'),
        notFound: () => errorAnswer(404, 'The requested resource could not be found.'),
      });
      const authorize = createAuthorize(store, tokens);
      section.on('GET', '/v1/authorize', authorize);
      section.on('POST', '/v1/authorize', authorize);
      section.on('POST', '/v1/access_token', (call) =>
        answerWith(() => ({ status: 200, body: tokens.exchange(call.form()) })),
      );
      const api = createApi(parts, section);
      for (const mount of [mountPeople, mountRooms, mountMessages, mountContents, mountWebhooks]) mount(api, parts);
      mountClient(router);
    },
    places: client.places,
    act: async (act) => client.act(act),
    view: client.view,
    app: () => ({ webexClientId: tokens.registration.clientId, webexClientSecret: tokens.registration.clientSecret }),
    reset: store.clearMessages,
    close: async () => undefined,
  };
}
