/**
 * Change and lifecycle notifications. Pages "Receive change notifications through webhooks" and "Reduce missing change
 * notifications and removed subscriptions": first try 3 s, retries 10 s for up to four hours; nothing is delivered on a
 * token that has run out, but it is kept for four hours.
 */
import type { Entra } from '../../entra/index.ts';
import type { Kit } from '../../kit/platform.ts';
import type { TeamsTenant } from '../tenant.ts';
import { changeOf, concerns, described } from './changes.ts';
import { richResource } from './resources.ts';
import { encryptedContent } from './rich.ts';
import type { HeldChange, StoredSubscription, SubscriptionStore } from './subscription-store.ts';
import { rulesOf } from './watched.ts';

const minute = 60_000;
const keptFor = 240 * minute;
const firstTimeoutMs = 3_000;
const retryTimeoutMs = 10_000;
/** Waits between attempts: doubling from five seconds to an hour, four hours in all. */
const retryAfterMs = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 2085].map((seconds) => seconds * 1000);
/** A challenge goes out when this much is left of the token or of the subscription, and again every so often. */
const challengeBefore = 15 * minute;
const challengeEvery = 5 * minute;

export interface Notifier {
  /** Something of the subscription changed (made, renewed, reauthorized): delivers what was held, plans the next challenge. */
  renewed(subscription: StoredSubscription): void;
  /** The caller ended it. */
  forget(id: string): void;
  close(): void;
}

/** One request to be made: "one POST can hold many items", of several subscriptions. */
interface Batch {
  readonly items: object[];
  /** Of each application and tenant among the items that bring content. */
  readonly tokens: Map<string, string | null>;
}

export function createNotifier(kit: Kit, entra: Entra, tenant: TeamsTenant, store: SubscriptionStore): Notifier {
  const timers = new Map<string, () => void>();
  const due = new Map<string, Batch>();

  const handOver = (lane: string, url: string, body: object): void => {
    const json = JSON.stringify(body);
    kit.deliver.event(lane, retryAfterMs, (n) => ({
      platform: 'teams',
      url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: json,
      timeoutMs: n === 0 ? firstTimeoutMs : retryTimeoutMs,
    }));
  };
  /** What is due at the same moment at one address goes out together. */
  const batchFor = (url: string, lane: string): Batch => {
    const open = due.get(url);
    if (open) return open;
    const batch: Batch = { items: [], tokens: new Map() };
    due.set(url, batch);
    queueMicrotask(() => {
      due.delete(url);
      const vouching = [...batch.tokens.values()];
      const made = vouching.filter((token) => token !== null);
      const validationTokens = made.length > 0 ? made : null;
      handOver(lane, url, { value: batch.items, ...(vouching.length > 0 && { validationTokens }) });
    });
    return batch;
  };

  const deliver = (subscription: StoredSubscription, change: HeldChange): void => {
    const { encryption, tenant: ofTenant, notificationUrl } = subscription;
    const isRich = encryption !== null && 'message' in change;
    const batch = batchFor(notificationUrl, `graph/${subscription.id}`);
    batch.items.push({
      subscriptionId: subscription.id,
      changeType: change.changeType,
      clientState: subscription.clientState,
      subscriptionExpirationDateTime: longTime(subscription.expires),
      ...described(change, ofTenant, change.at),
      tenantId: ofTenant,
      encryptedContent: isRich
        ? encryptedContent(richResource(tenant, change.message, subscription.isNewKnown), encryption, kit.random)
        : null,
    });
    const app = subscription.notificationUrlAppId ?? subscription.app;
    const pair = `${app} ${ofTenant}`;
    if (isRich && !batch.tokens.has(pair)) batch.tokens.set(pair, entra.changeTrackingToken(app, ofTenant));
  };

  const lifecycle = (
    subscription: StoredSubscription,
    lifecycleEvent: 'reauthorizationRequired' | 'subscriptionRemoved',
  ): void => {
    if (subscription.lifecycleNotificationUrl === null) return;
    if (lifecycleEvent === 'subscriptionRemoved' && !rulesOf(subscription.watched).removalIsTold) return;
    const item = {
      lifecycleEvent,
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: longTime(subscription.expires),
      tenantId: subscription.tenant,
      clientState: subscription.clientState,
    };
    handOver(`graph/${subscription.id}/lifecycle`, subscription.lifecycleNotificationUrl, { value: [item] });
  };

  const stopTimer = (id: string): void => {
    timers.get(id)?.();
    timers.delete(id);
  };
  /** Ends it from the service's side, and says so. */
  const remove = (subscription: StoredSubscription): void => {
    stopTimer(subscription.id);
    store.delete(subscription.id);
    lifecycle(subscription, 'subscriptionRemoved');
  };

  /** Challenges before the end of token or subscription; removes a subscription that nobody reauthorized for four hours. */
  const plan = (subscription: StoredSubscription, notBefore = 0): void => {
    stopTimer(subscription.id);
    const now = kit.clock.now();
    const ends = Math.min(subscription.tokenExpires, subscription.expires);
    const due = Math.max(ends - challengeBefore, notBefore, now);
    timers.set(
      subscription.id,
      kit.clock.after(due - now, () => challenge(subscription.id)),
    );
  };
  const challenge = (id: string): void => {
    timers.delete(id);
    const subscription = store.get(id);
    const now = kit.clock.now();
    if (subscription === undefined) store.delete(id);
    else if (subscription.tokenExpires + keptFor <= now) remove(subscription);
    else {
      lifecycle(subscription, 'reauthorizationRequired');
      plan(subscription, now + challengeEvery);
    }
  };

  tenant.onEvent((event) => {
    if (event.kind === 'memberRemoved') {
      for (const one of store.all()) {
        if (one.watched.is === 'messages' && one.watched.team === event.team && one.user === event.user) remove(one);
      }
    }
    const changed = changeOf(event);
    if (changed === undefined) return;
    const now = kit.clock.now();
    const change: HeldChange = { ...changed, at: now };
    for (const subscription of store.all()) {
      if (!concerns(subscription.watched, change) || !subscription.changeType.includes(change.changeType)) continue;
      if (subscription.tokenExpires > now) deliver(subscription, change);
      else store.set({ ...subscription, held: [...subscription.held, change] });
    }
  });
  kit.faults.onAct('teams', ({ kind }) => {
    for (const one of store.all()) {
      if (kind === 'expire') store.set({ ...one, expires: kit.clock.now() });
      if (kind === 'revoke') remove(one);
    }
  });
  kit.faults.onAct('entra', ({ kind }) => {
    if (kind !== 'expire') return;
    for (const one of store.all()) {
      const lapsed = { ...one, tokenExpires: kit.clock.now() };
      store.set(lapsed);
      plan(lapsed);
    }
  });
  for (const subscription of store.all()) plan(subscription);

  return {
    renewed(subscription) {
      const from = kit.clock.now() - keptFor;
      for (const change of subscription.held) if (change.at > from) deliver(subscription, change);
      if (subscription.held.length > 0) store.set({ ...subscription, held: [] });
      plan(subscription);
    },
    forget(id) {
      stopTimer(id);
      store.delete(id);
    },
    close() {
      for (const id of [...timers.keys()]) stopTimer(id);
    },
  };
}

/** Seven decimals and an offset: one of the forms that notifications carry. */
const longTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '0000+00:00');
