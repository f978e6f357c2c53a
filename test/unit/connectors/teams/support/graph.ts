/** Graph's side of listening: subscriptions that it holds, and notifications encrypted as its page describes. */
import { constants, createCipheriv, createHmac, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { appId, changeTracking, channelId, type Microsoft, type Signer, teamId, tenantId } from './microsoft.ts';

export interface HeldSubscription {
  id: string;
  resource: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string;
  expirationDateTime: string;
  clientState: string;
  encryptionCertificate: string;
  encryptionCertificateId: string;
  [property: string]: unknown;
}

/** A team that can be joined, with one channel and Mio in its catalog; and a subscription service. */
export function graphWithChannel(microsoft: Microsoft) {
  const held = new Map<string, HeldSubscription>();
  let made = 0;
  microsoft.on('POST', /^\/graph\/v1.0\/groups\/([^/]+)\/members\/\$ref$/, () => ({ status: 204 }));
  microsoft.on('GET', /^\/graph\/v1.0\/teams\/([^/]+)\/installedApps/, () => ({
    json: { value: [{ id: 'i1', teamsApp: { id: 'catalog-1' } }] },
  }));
  microsoft.on('GET', /^\/graph\/v1.0\/teams\/([^/]+)\/channels\/([^/]+)\/messages\?\$top=1$/, () => ({
    json: { value: [] },
  }));
  microsoft.on('POST', /^\/graph\/v1.0\/subscriptions$/, ({ body }) => {
    made += 1;
    const subscription = {
      ...(JSON.parse(body.toString()) as HeldSubscription),
      id: `b7f2d960-14ac-4e8b-93d7-${String(made).padStart(12, '0')}`,
    };
    held.set(subscription.id, subscription);
    return { status: 201, json: { ...subscription, encryptionCertificate: null } };
  });
  microsoft.on('GET', /^\/graph\/v1.0\/subscriptions$/, () => ({
    json: { value: [...held.values()].map(({ clientState: _withheld, ...rest }) => rest) },
  }));
  microsoft.on('PATCH', /^\/graph\/v1.0\/subscriptions\/(.+)$/, ({ body }, [, id]) => {
    const subscription = held.get(id!);
    if (!subscription) return { status: 404, json: { error: { code: 'ResourceNotFound', message: '' } } };
    Object.assign(subscription, JSON.parse(body.toString()));
    return { json: { ...subscription } };
  });
  microsoft.on('DELETE', /^\/graph\/v1.0\/subscriptions\/(.+)$/, (_request, [, id]) => ({
    status: held.delete(id!) ? 204 : 404,
  }));
  return { held, only: () => [...held.values()].at(-1)! };
}

export const resourceOf = (root: string, reply?: string, channel = channelId, team = teamId): string =>
  `teams('${team}')/channels('${channel}')/messages('${root}')${reply === undefined ? '' : `/replies('${reply}')`}`;

export interface TestMessage {
  readonly id: string;
  readonly replyToId?: string | null;
  readonly [property: string]: unknown;
}

export const message = (id: string, more: object = {}): TestMessage => ({
  id,
  replyToId: null,
  etag: id,
  messageType: 'message',
  createdDateTime: new Date(Number(id)).toISOString(),
  lastModifiedDateTime: new Date(Number(id)).toISOString(),
  deletedDateTime: null,
  subject: null,
  from: { application: null, user: { id: 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701', displayName: 'Ada Nowak' } },
  body: { contentType: 'html', content: '<p>Hello <strong>there</strong></p>' },
  channelIdentity: { teamId, channelId },
  ...more,
});

export function encrypt(text: string, certificate: string) {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, key);
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: wrapped.toString('base64'),
  };
}

/** One rich item, as Graph would send it for a subscription. */
export function item(subscription: HeldSubscription, content: TestMessage, more: object = {}) {
  const reply = content.replyToId ? content.id : undefined;
  return {
    subscriptionId: subscription.id,
    changeType: 'created',
    clientState: subscription.clientState,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    resource: resourceOf(content.replyToId || content.id, reply),
    resourceData: { id: content.id, '@odata.type': '#Microsoft.Graph.chatMessage' },
    encryptedContent: {
      ...encrypt(JSON.stringify(content), subscription.encryptionCertificate),
      encryptionCertificateId: subscription.encryptionCertificateId,
    },
    tenantId,
    ...more,
  };
}

/** The token with which Graph vouches for a tenant's items, in either version. */
export function validationToken(
  by: Signer,
  now: number,
  version: '1.0' | '2.0' = '2.0',
  more: object = {},
): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const shared = { aud: appId, tid: tenantId, iat: seconds, nbf: seconds, exp: seconds + 8 * 3600, ver: version };
  const own =
    version === '2.0'
      ? { iss: `https://login.microsoftonline.com/${tenantId}/v2.0`, azp: changeTracking }
      : { iss: `https://sts.windows.net/${tenantId}/`, appid: changeTracking };
  return by.sign({ ...shared, ...own, ...more });
}
