/** What Graph asks of a subscription before it calls anybody. Pages "Create subscription", "subscription resource type". */
import { X509Certificate } from 'node:crypto';
import { badRequest } from './errors.ts';
import { optionalString } from './operation.ts';
import { rulesOf, type Watched, type WatchRules, watchedBy } from './watched.ts';

const minute = 60_000;
/** Shorter lifetimes are raised to this. */
export const shortestLife = 45 * minute;
const withoutLifecycleUrl = 60 * minute;

type Body = Readonly<Record<string, unknown>>;

export interface Encryption {
  /** Base64 of the DER form, without markers. */
  readonly certificate: string;
  readonly id: string;
}

export interface WantedSubscription {
  /** As it was given. */
  readonly resource: string;
  readonly watched: Watched;
  readonly changeType: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  /** UTC milliseconds. */
  readonly expires: number;
  readonly clientState: string | null;
  /** Null for basic notifications. */
  readonly encryption: Encryption | null;
  readonly tlsVersion: string;
  readonly notificationUrlAppId: string | null;
}

function required(body: Body, name: string): string {
  const value = optionalString(body, name);
  if (value) return value;
  throw badRequest(`Property '${name}' is required for subscription creation.`, 'InvalidRequest');
}

function secureUrl(value: string, name: string): string {
  if (URL.canParse(value) && new URL(value).protocol === 'https:') return value;
  throw badRequest(`Property '${name}' must be a valid https address.`, 'InvalidRequest');
}

/** The lifetime that Graph grants. @throws GraphError 400 */
export function expiryOf(body: Body, { longestLife }: WatchRules, now: number): number {
  const given = Date.parse(required(body, 'expirationDateTime'));
  if (Number.isNaN(given) || given <= now)
    throw badRequest('Subscription expiration can only be in the future.', 'InvalidRequest');
  if (given > now + longestLife) {
    const minutes = longestLife / minute;
    throw badRequest(`Subscription expiration can only be ${minutes} minutes in the future.`, 'InvalidRequest');
  }
  return Math.max(given, now + shortestLife);
}

/** The certificate of rich notifications: RSA, 2048 to 4096 bits; its issuer is not checked. @throws GraphError 400 */
export function encryptionOf(body: Body): Encryption {
  const certificate = required(body, 'encryptionCertificate');
  const id = required(body, 'encryptionCertificateId');
  if (id.length > 128)
    throw badRequest("Property 'encryptionCertificateId' is longer than 128 characters.", 'InvalidRequest');
  let bits: number | undefined;
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    bits = publicKey.asymmetricKeyType === 'rsa' ? publicKey.asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    throw badRequest('Certificate validation error: The encryption certificate cannot be read.', 'InvalidRequest');
  }
  if (bits === undefined || bits < 2048 || bits > 4096) {
    throw badRequest('Certificate validation error: The key must be RSA of 2048 to 4096 bits.', 'InvalidRequest');
  }
  return { certificate, id };
}

const changes = new Set(['created', 'updated', 'deleted']);

/** @throws GraphError 400 */
export function wantedSubscription(body: Body, now: number): WantedSubscription {
  const changeType = required(body, 'changeType');
  if (!changeType.split(',').every((one) => changes.has(one.trim()))) {
    throw badRequest(`Invalid value '${changeType}' for property 'changeType'.`, 'InvalidRequest');
  }
  const notificationUrl = secureUrl(required(body, 'notificationUrl'), 'notificationUrl');
  const lifecycleUrl = optionalString(body, 'lifecycleNotificationUrl');
  const resource = required(body, 'resource');
  const watched = watchedBy(resource);
  if (watched === undefined) throw badRequest(`Resource '${resource}' is not supported.`, 'InvalidRequest');
  const rules = rulesOf(watched);
  const expires = expiryOf(body, rules, now);
  if (rules.needsLifecycleUrl && lifecycleUrl === undefined && expires > now + withoutLifecycleUrl) {
    throw badRequest(
      'lifecycleNotificationUrl is a required property for subscription creation on this resource when the expirationDateTime value is set to greater than 1 hour.',
      'InvalidRequest',
    );
  }
  const clientState = optionalString(body, 'clientState') ?? null;
  if (clientState !== null && clientState.length > 128) {
    throw badRequest("Property 'clientState' is longer than 128 characters.", 'InvalidRequest');
  }
  const wantsData = body['includeResourceData'] === true;
  if (wantsData && !rules.isRich)
    throw badRequest(`Resource data is not supported for '${resource}'.`, 'InvalidRequest');
  return {
    resource,
    watched,
    changeType,
    notificationUrl,
    lifecycleNotificationUrl: lifecycleUrl === undefined ? null : secureUrl(lifecycleUrl, 'lifecycleNotificationUrl'),
    expires,
    clientState,
    encryption: wantsData ? encryptionOf(body) : null,
    tlsVersion: optionalString(body, 'latestSupportedTlsVersion') ?? 'v1_2',
    notificationUrlAppId: optionalString(body, 'notificationUrlAppId') ?? null,
  };
}
