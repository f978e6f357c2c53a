/**
 * What Graph posts to Mio: the handshake of a new subscription, change notifications and lifecycle notifications.
 *
 * There is no signature over the whole, and one request may hold items of several subscriptions. So each item must
 * prove itself: by the client state that only we and Graph know, and by Graph's own token for our tenant; without any
 * token its content is not believed, and it only says where to look. A bad item is dropped and counted; the answer is the
 * same whatever was found, so that a stranger learns nothing.
 * "Receive change notifications through webhooks"
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { InboundEvent, Receipt, Refusal, WebhookReply, WebhookRequest } from '../../core/connector.ts';
import { deeperThan } from '../../core/depth.ts';
import type { Place } from '../../core/model.ts';
import { hours, minutes } from '../../core/time.ts';
import type { Connections } from '../support/connections.ts';
import { type Json, object, parseObject } from '../support/json.ts';
import type { ConnectorParts } from '../support/parts.ts';
import type { Certificates } from './certificates.ts';
import { decrypt, type EncryptedContent } from './crypto.ts';
import { factsOf } from './facts.ts';
import { messageId, parseConversationId, parseResource, type ResourceAddress, sameGuid } from './ids.ts';
import { changeKinds, eventOf } from './inbound.ts';
import { type ChatMessage, isWritten, versionOf } from './message.ts';
import { hashOf } from './subscription-calls.ts';
import type { Subscriptions } from './subscriptions.ts';
import { type SystemMessage, systemEventOf } from './system-event.ts';
import type { ChangeTrackingCheck } from './verify.ts';

const largestBody = 4 * 1024 * 1024;
const deepestBody = 64;
const longestValidationToken = 2048;
/** One token per tenant: more than a few would only make us work. */
const mostValidationTokens = 16;
const tokenHoldsMs = minutes(5);

const accepted: WebhookReply = { status: 202 };

export interface Notifications {
  receive(request: WebhookRequest): Promise<Receipt>;
}

interface Parts extends Pick<ConnectorParts, 'clock' | 'random' | 'log' | 'metrics'> {
  readonly appId: string;
  readonly tenantId: string;
}

/** `unknown`: Graph gave no token, or Microsoft's keys are not to be had. */
type Vouched = 'yes' | 'no' | 'unknown';

/** "validationTokens": what Graph can't make where applications need a role to get a token for Mio. */
const notVouched =
  'In Entra, set “Assignment required” of Mio’s enterprise application to No. Until then Mio asks Graph for every message.';
/** It is said so often in the log that Graph gives no tokens. */
const saidEveryMs = hours(1);

type Outcome = { readonly event?: InboundEvent; readonly refused?: Refusal };

export function createReceive(
  parts: Parts,
  connections: Connections,
  subscriptions: Subscriptions,
  certificates: Certificates,
  tracking: ChangeTrackingCheck,
): Notifications {
  /** Graph sends the same token with many requests; what was found authentic stays so for a while. */
  const authentic = new LRUCache<string, string>({
    max: 64,
    ttl: tokenHoldsMs,
    ttlResolution: 0,
    perf: { now: () => parts.clock.now() },
  });

  let saidAt = Number.NEGATIVE_INFINITY;

  async function tenantOf(token: unknown): Promise<string | undefined> {
    const known = typeof token === 'string' ? authentic.get(token) : undefined;
    if (known !== undefined) return known;
    const tenant = await tracking.tenantOf(token);
    if (tenant !== undefined) authentic.set(String(token), tenant);
    return tenant;
  }

  /** Whether Graph vouches for our tenant's items. One token that is not authentic makes the whole request suspicious. */
  async function vouchedFor(tokens: unknown): Promise<Vouched> {
    if (tokens === null || tokens === undefined) {
      unvouched();
      return 'unknown';
    }
    if (!Array.isArray(tokens) || tokens.length === 0 || tokens.length > mostValidationTokens) return 'no';
    try {
      const tenants = await Promise.all(tokens.map(tenantOf));
      const isAuthentic = tenants.every((tenant) => tenant !== undefined);
      return isAuthentic && tenants.some((tenant) => sameGuid(tenant, parts.tenantId)) ? 'yes' : 'no';
    } catch (error) {
      parts.log.warn(
        { err: error },
        'whether Graph sent a notification can’t be told; its message is looked at instead',
      );
      return 'unknown';
    }
  }

  function unvouched(): void {
    parts.metrics.count('mio_alarms_total', { kind: 'graph_unvouched' });
    const now = parts.clock.now();
    if (now - saidAt < saidEveryMs) return;
    saidAt = now;
    parts.log.warn(
      { advice: notVouched },
      'Graph does not vouch for its notifications; their messages are looked at instead',
    );
  }

  /** Whose item it is, by what only Graph and we know. */
  function owner(item: Json): { readonly place: Place } | Refusal {
    const listening = subscriptions.find(item['subscriptionId']);
    if (!listening) return 'unknown_subscription';
    if (!sameGuid(item['tenantId'], parts.tenantId)) return 'wrong_tenant';
    return carriesState(item['clientState'], listening.stateHash) ? listening : 'wrong_client_state';
  }

  async function change(item: Json, vouched: () => Promise<Vouched>): Promise<Outcome> {
    const owned = owner(item);
    if (typeof owned === 'string') return { refused: owned };
    const kind = typeof item['changeType'] === 'string' ? changeKinds[item['changeType'].toLowerCase()] : undefined;
    const address = parseResource(item['resource']);
    if (!kind || !address || !within(owned.place, address)) return { refused: 'malformed' };
    if (isBare(item)) return { event: hint(owned.place, kind, address, item) };
    const content = encryptedContent(item['encryptedContent']);
    if (!content) return { refused: 'undecryptable' };
    const verdict = await vouched();
    if (verdict === 'no') return { refused: 'bad_token' };
    // What it holds is not believed, but nothing that Graph has told is lost: it would be told once.
    if (verdict === 'unknown') return { event: hint(owned.place, kind, address, item) };
    const message = await open(owned.place, content);
    if (!message || !isAbout(message, address)) return { refused: 'undecryptable' };
    const key = eventKey(item, versionOf(message));
    if (!isWritten(message)) return kind === 'posted' ? await systemEvent(owned.place, key, message) : {};
    return { event: eventOf(owned.place, kind, key, { ...message, replyToId: address.root }, parts.appId) };
  }

  /**
   * An item without content (Graph documents none for removals), or without content that can be believed, still says
   * where to look. Whoever knows the client state can make us read a message of a channel that we read anyway, no more.
   */
  function hint(place: Place, kind: InboundEvent['kind'], address: ResourceAddress, item: Json): InboundEvent {
    // Without a version two changes look alike: better looked at once too often.
    const key = typeof item['id'] === 'string' ? item['id'].slice(0, 64) : parts.random(16).toString('base64url');
    const at = kind === 'posted' ? Number(address.id) : parts.clock.now();
    return { ...place, message: messageId(address), key: `bare-${key}`, kind, by: 'unknown', at };
  }

  async function systemEvent(place: Place, key: string, message: SystemMessage): Promise<Outcome> {
    const connection = await connections.byId(place.connection);
    const event = connection && systemEventOf(place, key, message, factsOf(connection).serviceUser ?? '');
    return event ? { event } : {};
  }

  async function open(place: Place, content: EncryptedContent & { id: unknown }): Promise<SystemMessage | undefined> {
    try {
      const connection = await connections.byId(place.connection);
      const key = connection && (await certificates.key(connection, content.id));
      return key ? (JSON.parse(await decrypt(content, key)) as SystemMessage) : undefined;
    } catch {
      return undefined;
    }
  }

  function lifecycle(item: Json): Outcome {
    const owned = owner(item);
    if (typeof owned === 'string') return { refused: owned };
    const subscription = item['subscriptionId'] as string;
    switch (item['lifecycleEvent']) {
      case 'reauthorizationRequired':
        subscriptions.reauthorize(subscription);
        return {};
      case 'subscriptionRemoved':
        subscriptions.removed(subscription);
        return {};
      // Raised for Outlook alone, says its page; and what may come one day asks nothing of us yet.
      default:
        return { refused: 'malformed' };
    }
  }

  async function outcomes(request: WebhookRequest): Promise<readonly Outcome[]> {
    const body = parseObject(request.body.toString('utf8'));
    const items = body?.['value'];
    if (!Array.isArray(items)) return [{ refused: 'malformed' }];
    let verdict: Promise<Vouched> | undefined;
    const vouched = () => {
      verdict ??= vouchedFor(body?.['validationTokens']);
      return verdict;
    };
    return Promise.all(
      items.map(async (item: unknown): Promise<Outcome> => {
        const fields = object(item);
        if (!fields) return { refused: 'malformed' };
        return request.route === 'lifecycle' ? lifecycle(fields) : change(fields, vouched);
      }),
    );
  }

  return {
    async receive(request) {
      const handshake = answerHandshake(request.query);
      if (handshake) return { reply: handshake };
      if (request.body.length > largestBody) return { reply: { status: 413 }, refused: ['too_large'] };
      if (deeperThan(request.body, deepestBody)) return { reply: accepted, refused: ['too_deep'] };
      const found = await outcomes(request);
      const refused = found.flatMap((outcome) => outcome.refused ?? []);
      if (refused.includes('wrong_tenant') || refused.includes('bad_token')) {
        parts.metrics.count('mio_alarms_total', { kind: 'graph_notification_forged' });
        parts.log.warn({ refused }, 'a Graph notification was not from Graph, or not for this tenant');
      }
      return { reply: accepted, events: found.flatMap((outcome) => outcome.event ?? []), refused };
    },
  };
}

/**
 * The token comes back byte for byte: it is opaque, and real ones hold colons and spaces. What makes the echo harmless
 * is its type. Undefined where the request is no handshake.
 */
export function answerHandshake(query: URLSearchParams): WebhookReply | undefined {
  const tokens = [...query].filter(([name]) => name.toLowerCase() === 'validationtoken').map(([, value]) => value);
  const [token] = tokens;
  if (token === undefined) return undefined;
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
  };
  const acceptable =
    tokens.length === 1 && Buffer.byteLength(token) <= longestValidationToken && !/[\r\n\0]/.test(token);
  return acceptable ? { status: 200, headers, body: token } : { status: 400, headers };
}

function carriesState(given: unknown, stateHash: string): boolean {
  const hash = typeof given === 'string' ? hashOf(given.slice(0, 256)) : '';
  const [a, b] = [Buffer.from(hash), Buffer.from(stateHash)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function within(place: Place, address: ResourceAddress): boolean {
  const { team, channel } = parseConversationId(place.conversation);
  return address.team === team && address.channel === channel;
}

/** What was decrypted must be what the envelope says that it is. */
function isAbout(message: ChatMessage, { id, root, channel }: ResourceAddress): boolean {
  const said = message.channelIdentity?.channelId;
  return message.id === id && (message.replyToId || root) === root && (said === undefined || said === channel);
}

const isBare = (item: Json): boolean => item['encryptedContent'] === undefined || item['encryptedContent'] === null;

function encryptedContent(value: unknown): (EncryptedContent & { id: unknown }) | undefined {
  const { data, dataKey, dataSignature, encryptionCertificateId: id } = object(value) ?? {};
  const whole = typeof data === 'string' && typeof dataKey === 'string' && typeof dataSignature === 'string';
  return whole ? { data, dataKey, dataSignature, id } : undefined;
}

/** The same on every redelivery: what changed, how, and the version that came of it. */
const eventKey = (item: Json, version: number): string =>
  createHash('sha256')
    .update(JSON.stringify([item['subscriptionId'], item['changeType'], item['resource'], version]))
    .digest('base64url');
