/** Webhooks: each belongs to the person of the token that made it. */
import { z } from 'zod';
import { badRequest, notFound } from '../errors.ts';
import { makeUuid, uuidIn } from '../ids.ts';
import type { Webhook } from '../model.ts';
import type { Token } from '../tokens.ts';
import { isKnownFilter } from '../webhooks.ts';
import { webhookShape } from '../wire.ts';
import { type Api, type Parts, requireScope } from './guard.ts';
import { readBody } from './input.ts';
import { answerPage, byOffset } from './paging.ts';

/** What can be listened to, and the scope it takes: the read scope of the resource. */
const resources: Readonly<Record<string, { readonly scope: string; readonly events: readonly string[] }>> = {
  messages: { scope: 'spark:messages_read', events: ['created', 'updated', 'deleted', 'all'] },
  memberships: { scope: 'spark:memberships_read', events: ['created', 'updated', 'deleted', 'all'] },
  rooms: { scope: 'spark:rooms_read', events: ['created', 'updated', 'migrated', 'all'] },
  attachmentActions: { scope: 'spark:messages_read', events: ['created', 'all'] },
  all: { scope: 'spark:all', events: ['all'] },
};

const address = z.url({ protocol: /^https$/, error: 'a public https address is needed' });
const secret = z.string().min(1).optional();
const ownedBy = z.literal('creator').optional();
const newWebhook = z.object({
  name: z.string().min(1),
  targetUrl: address,
  resource: z.string(),
  event: z.string(),
  filter: z.string().optional(),
  secret,
  ownedBy,
});
const changedWebhook = z.object({
  name: z.string().min(1),
  targetUrl: address,
  secret,
  ownedBy,
  status: z.literal('active').optional(),
});

export function mountWebhooks(api: Api, { store, kit, tokens }: Parts): void {
  const webhooks = kit.state.collection<Webhook>('webex.webhooks');
  const shape = (webhook: Webhook) => ({
    ...webhookShape(store, webhook, tokens.registration.application),
    ...(webhook.secret === null ? {} : { secret: webhook.secret }),
  });
  const own = (token: Token, id: string | undefined): Webhook => {
    const webhook = webhooks.get(uuidIn('WEBHOOK', id ?? '') ?? '');
    if (webhook?.owner === token.person) return webhook;
    throw notFound('Could not find a webhook with provided ID.');
  };

  api.on('GET', '/v1/webhooks', null, 'common', (call, token) => {
    const rows = [...webhooks.values()].filter(({ owner }) => owner === token.person);
    return answerPage(call, rows, { defaultMax: 100, mostMax: 100, ...byOffset, shape });
  });
  api.on('GET', '/v1/webhooks/{webhookId}', null, 'common', ({ params }, token) => ({
    status: 200,
    body: shape(own(token, params['webhookId'])),
  }));

  api.on('POST', '/v1/webhooks', null, 'common', (call, token) => {
    const input = readBody(newWebhook, call.json());
    const resource = resources[input.resource];
    if (!resource?.events.includes(input.event))
      throw badRequest(`There is no event ${input.event} of the resource ${input.resource}.`);
    for (const name of new URLSearchParams(input.filter ?? '').keys()) {
      if (!isKnownFilter(input.resource, name))
        throw badRequest(`The resource ${input.resource} can’t be filtered by ${name}.`);
    }
    requireScope(token, resource.scope);
    const webhook: Webhook = {
      id: makeUuid(kit.random),
      owner: token.person,
      name: input.name,
      targetUrl: input.targetUrl,
      resource: input.resource,
      event: input.event,
      filter: input.filter ?? null,
      secret: input.secret ?? null,
      status: 'active',
      created: kit.clock.now(),
      failures: [],
    };
    webhooks.set(webhook.id, webhook);
    return { status: 200, body: shape(webhook) };
  });

  api.on('PUT', '/v1/webhooks/{webhookId}', null, 'common', (call, token) => {
    const webhook = own(token, call.params['webhookId']);
    const { name, targetUrl, secret: given, status } = readBody(changedWebhook, call.json());
    // Failures are remembered: a webhook set active too early falls back at the next one.
    const changed: Webhook = {
      ...webhook,
      name,
      targetUrl,
      secret: given ?? webhook.secret,
      status: status ?? webhook.status,
    };
    webhooks.set(webhook.id, changed);
    return { status: 200, body: shape(changed) };
  });
  api.on('DELETE', '/v1/webhooks/{webhookId}', null, 'common', ({ params }, token) => {
    webhooks.delete(own(token, params['webhookId']).id);
    return { status: 204 };
  });
}
