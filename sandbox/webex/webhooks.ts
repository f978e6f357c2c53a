/** Webhooks ("Webhooks API"): who hears of what, signed, and switched off after too many failures. */
import { createHmac } from 'node:crypto';
import type { WebhookAnswer } from '../kit/deliver.ts';
import type { Kit } from '../kit/platform.ts';
import { makeTrackingId } from './errors.ts';
import { wireId } from './ids.ts';
import type { Happening } from './life.ts';
import type { Webhook } from './model.ts';
import type { Store } from './store.ts';
import { webhookShape } from './wire.ts';

const timeoutMs = 15_000;
/** "100 failed attempts in 5 minutes": the webhook becomes inactive, and stays so until it is set active. */
const failuresUntilInactive = 100;
const failureWindowMs = 5 * 60_000;

/** What each filter compares with; `me` is the owner. */
const filters: Readonly<
  Record<string, Readonly<Record<string, (data: Happening['data'], value: string, me: string) => boolean>>>
> = {
  messages: {
    roomId: (data, value) => data['roomId'] === value,
    roomType: (data, value) => data['roomType'] === value,
    personId: (data, value, me) => data['personId'] === (value === 'me' ? me : value),
    personEmail: (data, value) => data['personEmail'] === value,
    mentionedPeople: (data, value, me) =>
      Array.isArray(data['mentionedPeople']) && data['mentionedPeople'].includes(value === 'me' ? me : value),
    hasFiles: (data, value) => (data['files'] !== undefined) === (value === 'true'),
    hasAttachments: (data, value) => (data['attachments'] !== undefined) === (value === 'true'),
  },
  memberships: {
    roomId: (data, value) => data['roomId'] === value,
    personId: (data, value, me) => data['personId'] === (value === 'me' ? me : value),
    personEmail: (data, value) => data['personEmail'] === value,
    isModerator: (data, value) => String(data['isModerator']) === value,
  },
  rooms: {
    type: (data, value) => data['type'] === value,
    isLocked: (data, value) => String(data['isLocked']) === value,
  },
};

export const isKnownFilter = (resource: string, name: string): boolean => filters[resource]?.[name] !== undefined;

function passes(webhook: Webhook, { resource, data }: Happening): boolean {
  const me = wireId('PEOPLE', webhook.owner);
  return [...new URLSearchParams(webhook.filter ?? '')].every(
    ([name, value]) => filters[resource]?.[name]?.(data, value, me) ?? false,
  );
}

const hears = (webhook: Webhook, { resource, event }: Happening): boolean =>
  webhook.status === 'active' && ['all', resource].includes(webhook.resource) && ['all', event].includes(webhook.event);

export interface Notifier {
  tell(happening: Happening): void;
}

export function createNotifier(kit: Kit, store: Store, application: string): Notifier {
  const webhooks = kit.state.collection<Webhook>('webex.webhooks');

  const countFailure = (id: string) => {
    const webhook = webhooks.get(id);
    if (!webhook) return;
    const now = kit.clock.now();
    const failures = [...webhook.failures.filter((at) => at > now - failureWindowMs), now];
    const status = failures.length >= failuresUntilInactive ? 'inactive' : webhook.status;
    webhooks.set(id, { ...webhook, failures, status });
  };
  const deliver = (webhook: Webhook, happening: Happening) => {
    const { resource, event, actor, data } = happening;
    // A webhook for everything says in each delivery what it is about.
    const head = { ...webhookShape(store, webhook, application), resource, event };
    const body = JSON.stringify({ ...head, actorId: wireId('PEOPLE', actor), data });
    const signature =
      webhook.secret === null
        ? {}
        : { 'X-Spark-Signature': createHmac('sha1', webhook.secret).update(body).digest('hex') };
    const request = {
      platform: 'webex',
      url: webhook.targetUrl,
      headers: { 'content-type': 'application/json; charset=utf-8', trackingid: makeTrackingId(), ...signature },
      body,
      timeoutMs,
    } as const;
    // Webex promises no second attempt; being asked for one is how a failure is noticed.
    kit.deliver.event(`webex:${webhook.id}:${happening.room}`, [0], (n: number, _previous?: WebhookAnswer) => {
      if (n === 0) return request;
      countFailure(webhook.id);
      return null;
    });
  };

  return {
    tell(happening) {
      for (const webhook of [...webhooks.values()]) {
        const isThere = store.membership(webhook.owner, happening.room) !== undefined;
        const isOwnEnd = happening.resource === 'memberships' && happening.subject === webhook.owner;
        if ((isThere || isOwnEnd) && hears(webhook, happening) && passes(webhook, happening))
          deliver(webhook, happening);
      }
    },
  };
}
