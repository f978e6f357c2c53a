/** `/subscriptions`: the handshake, the quotas, and who may touch what. Pages "Create subscription", "Update subscription". */
import type { Kit } from '../../kit/platform.ts';
import type { Answer } from '../../kit/router.ts';
import { uuid } from '../catalog.ts';
import type { TeamsTenant } from '../tenant.ts';
import { conversationOf } from './conversation.ts';
import { badRequest, conflict, forbidden, noSuchObject, notFound } from './errors.ts';
import type { Notifier } from './notifier.ts';
import { page } from './odata.ts';
import { collection, entity, type GraphRequest, noContent, type Operations, objectBody } from './operation.ts';
import { graphTime, knowsNewMembers, type Resource } from './resources.ts';
import { encryptionOf, expiryOf, type WantedSubscription, wantedSubscription } from './subscription-rules.ts';
import type { StoredSubscription, SubscriptionStore } from './subscription-store.ts';
import { nameOf, rulesOf, type Watched } from './watched.ts';

const handshakeTimeoutMs = 10_000;

export function subscriptionOperations(
  kit: Kit,
  tenant: TeamsTenant,
  store: SubscriptionStore,
  notifier: Notifier,
): Operations {
  const mayRead = (request: GraphRequest, watched: Watched): void => {
    const { user, scopes, roles } = request.caller;
    const { permissions } = rulesOf(watched);
    const [needed, held, words] =
      user === undefined
        ? [permissions.application, roles, ['role', 'Roles']]
        : [permissions.delegated, scopes, ['scope', 'Scopes']];
    if (!needed.some((permission) => held.includes(permission))) {
      throw forbidden(
        `Missing ${words[0]} permissions on the request. API requires one of '${needed.join(', ')}'. ${words[1]} on the request '${held.join(', ')}'`,
      );
    }
    if (watched.is === 'messages')
      conversationOf(tenant, { ...request, params: { team: watched.team, channel: watched.channel } });
    else if (watched.is !== 'groups' && tenant.team(watched.group) === undefined) throw noSuchObject(watched.group);
  };

  const ofCaller =
    ({ caller }: GraphRequest) =>
    (one: StoredSubscription): boolean =>
      one.app === caller.app && one.user === (caller.user?.id ?? null);
  /** Only the user (or application) that made one can do anything with it. Of another's, no page says what is answered. */
  const found = (request: GraphRequest): StoredSubscription => {
    const subscription = store.get(request.params['subscription']!);
    if (subscription === undefined || subscription.app !== request.caller.app)
      throw notFound('The object was not found.', 'ResourceNotFound');
    if (ofCaller(request)(subscription)) return subscription;
    throw forbidden('The subscription belongs to another user of the application.');
  };

  const withinQuota = ({ watched, changeType }: WantedSubscription, app: string): void => {
    const rules = rulesOf(watched);
    const family = store.all().filter((one) => rulesOf(one.watched) === rules);
    const own = family.filter((one) => one.app === app);
    const ofResource = own.filter((one) => nameOf(one.watched) === nameOf(watched));
    const same = ofResource.find((one) => one.changeType === changeType);
    if (same !== undefined) throw conflict(`Subscription Id <${same.id}> already exists for the requested combination`);
    for (const [per, there, limit] of [
      ['application and resource', ofResource, rules.perResource],
      ['application and tenant', own, rules.perApp],
      ['tenant', family, rules.perTenant],
    ] as const) {
      if (limit !== undefined && there.length >= limit)
        throw forbidden(`Maximum number of subscriptions per ${per} reached: the limit is ${limit}.`);
    }
  };

  /** Page "Receive change notifications through webhooks", validation: 200, text/plain and the token itself, within 10 s. */
  const handshake = async (url: string): Promise<void> => {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${uuid(kit)}`;
    const answer = await kit.deliver.call({
      platform: 'teams',
      url: `${url}${url.includes('?') ? '&' : '?'}validationToken=${encodeURIComponent(token)}`,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '',
      timeoutMs: handshakeTimeoutMs,
    });
    if (answer.status === 0) throw badRequest('Subscription validation request timed out.', 'ValidationError');
    const plain = answer.headers['content-type']?.toLowerCase().startsWith('text/plain') ?? false;
    if (answer.status === 200 && plain && answer.body === token) return;
    throw badRequest(
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
      'ValidationError',
    );
  };

  const create = async (request: GraphRequest): Promise<Answer> => {
    const wanted = wantedSubscription(objectBody(request), request.now);
    const { caller } = request;
    mayRead(request, wanted.watched);
    withinQuota(wanted, caller.app);
    await handshake(wanted.notificationUrl);
    if (wanted.lifecycleNotificationUrl !== null) await handshake(wanted.lifecycleNotificationUrl);
    withinQuota(wanted, caller.app);
    const subscription: StoredSubscription = {
      ...wanted,
      id: uuid(kit),
      app: caller.app,
      user: caller.user?.id ?? null,
      creator: caller.user?.id ?? caller.app,
      tenant: caller.tenant,
      tokenExpires: caller.tokenExpires,
      isNewKnown: knowsNewMembers(request.headers),
      held: [],
    };
    store.set(subscription);
    notifier.renewed(subscription);
    return entity('subscriptions', { ...resourceOf(subscription), clientState: subscription.clientState }, 201);
  };

  /** Takes the caller's token in the place of the old one. */
  const renew = (request: GraphRequest, change: Partial<StoredSubscription>): StoredSubscription => {
    const subscription = found(request);
    mayRead(request, subscription.watched);
    const renewed = { ...subscription, ...change, tokenExpires: request.caller.tokenExpires };
    store.set(renewed);
    notifier.renewed(renewed);
    return store.get(renewed.id) ?? renewed;
  };

  return {
    'GET /subscriptions': {
      limit: 'listSubscriptions',
      handle(request) {
        const own = store.all().filter(ofCaller(request)).map(resourceOf);
        const { value, links } = page(request, own, { standard: 100, max: 999 });
        return collection('subscriptions', value, links);
      },
    },
    'POST /subscriptions': { limit: 'changeSubscription', handle: create },
    'GET /subscriptions/{subscription}': {
      limit: 'getSubscription',
      handle: (request) => entity('subscriptions', resourceOf(found(request))),
    },
    'PATCH /subscriptions/{subscription}': {
      limit: 'changeSubscription',
      handle(request) {
        const body = objectBody(request);
        const rules = rulesOf(found(request).watched);
        const changed = renew(request, {
          ...(body['expirationDateTime'] === undefined ? {} : { expires: expiryOf(body, rules, request.now) }),
          ...(body['encryptionCertificate'] === undefined ? {} : { encryption: encryptionOf(body) }),
        });
        return entity('subscriptions', { ...resourceOf(changed), clientState: changed.clientState });
      },
    },
    'POST /subscriptions/{subscription}/reauthorize': {
      limit: 'reauthorizeSubscription',
      handle(request) {
        renew(request, {});
        return noContent;
      },
    },
    'DELETE /subscriptions/{subscription}': {
      limit: 'changeSubscription',
      handle(request) {
        notifier.forget(found(request).id);
        return noContent;
      },
    },
  };
}

/** `clientState` is withheld where a subscription is read. */
const resourceOf = (one: StoredSubscription): Resource => ({
  id: one.id,
  resource: one.resource,
  applicationId: one.app,
  changeType: one.changeType,
  clientState: null,
  notificationUrl: one.notificationUrl,
  lifecycleNotificationUrl: one.lifecycleNotificationUrl,
  expirationDateTime: graphTime(one.expires),
  creatorId: one.creator,
  latestSupportedTlsVersion: one.tlsVersion,
  includeResourceData: one.encryption !== null,
  encryptionCertificate: null,
  encryptionCertificateId: one.encryption?.id ?? null,
  notificationQueryOptions: null,
  notificationUrlAppId: one.notificationUrlAppId,
});
