/**
 * Who is speaking: the Bot Connector, by the token of an activity, and Graph's change tracking, by the tokens of a
 * notification. The Bot Framework's own check takes tokens without an end and activities without an address to answer
 * to, so that Mio checks first and alone decides. Everything forged is refused alike, without a word about why.
 */
import { decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import type { Refusal } from '../../core/connector.ts';
import { deeperThan } from '../../core/depth.ts';
import type { Clock } from '../../core/ports.ts';
import { minutes } from '../../core/time.ts';
import { type Json, object, parseObject, text } from '../support/json.ts';
import { isGuid, sameGuid } from './ids.ts';
import type { SigningKey, SigningKeys } from './keys.ts';
import { loginOrigin, type Registration } from './sign-in.ts';

export const botMetadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
export const entraMetadataUrl = `${loginOrigin}/common/v2.0/.well-known/openid-configuration`;

const botIssuer = 'https://api.botframework.com';
const channel = 'msteams';
/** "Microsoft Graph Change Tracking", the caller of every notification. */
const changeTracking = '0bf30f3b-4a52-48df-9a82-234910c4a086';

/** "Authenticate requests from the Bot Connector service to your bot" allows five minutes. */
const skewSeconds = minutes(5) / 1000;
const largestActivity = 1024 * 1024;
const deepestActivity = 64;

/**
 * Where Teams may be answered: the exact origins that Microsoft names, the public cloud's and the government clouds'.
 * Anyone can register a name under trafficmanager.net, so nothing less than the whole origin will do.
 */
const serviceOrigins: ReadonlySet<string> = new Set([
  'https://smba.trafficmanager.net',
  'https://smba.infra.gcc.teams.microsoft.com',
  'https://smba.infra.gov.teams.microsoft.us',
  'https://smba.infra.dod.teams.microsoft.us',
]);

/** Whether the bot's token may be sent there. The text itself must begin with the origin: nothing is normalised. */
export function isServiceUrl(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > 512) return false;
  const url = URL.parse(text);
  if (!url || url.search || url.hash) return false;
  return serviceOrigins.has(url.origin) && text.startsWith(`${url.origin}/`);
}

/** The parts of an activity that were checked; the rest is as Teams wrote it. */
export interface VerifiedActivity {
  readonly type: string;
  readonly id?: string;
  readonly channelId: 'msteams';
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string; readonly tenantId?: string };
  readonly [property: string]: unknown;
}

export type Verdict =
  | { readonly ok: true; readonly activity: VerifiedActivity; readonly claims: JWTPayload }
  | { readonly ok: false; readonly status: 400 | 401 | 413 | 503; readonly refusal: Refusal };

export interface ActivityGuard {
  check(authorization: unknown, body: Buffer): Promise<Verdict>;
}

const refuse = (status: 400 | 401 | 413 | 503, refusal: Refusal): Verdict => ({ ok: false, status, refusal });

export function createActivityGuard(registration: Registration, keys: SigningKeys, clock: Clock): ActivityGuard {
  async function claimsOf(authorization: unknown): Promise<JWTPayload | undefined> {
    const token =
      typeof authorization === 'string' ? /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1] : undefined;
    const claims =
      token === undefined
        ? undefined
        : await verified(token, keys, clock, botIssuer, (key) => key.endorsements.includes(channel));
    if (!claims || claims.aud !== registration.appId) return undefined;
    // A bot that calls a bot as a skill names itself; Teams does not.
    const caller = claims['appid'] ?? claims['azp'];
    return caller === undefined || caller === registration.appId ? claims : undefined;
  }

  return {
    async check(authorization, body) {
      let claims: JWTPayload | undefined;
      try {
        claims = await claimsOf(authorization);
      } catch {
        return refuse(503, 'bad_token');
      }
      if (!claims) return refuse(401, 'bad_token');
      if (body.length > largestActivity) return refuse(413, 'too_large');
      if (deeperThan(body, deepestActivity)) return refuse(400, 'too_deep');
      const activity = parseObject(body.toString('utf8'));
      if (!activity || !text(activity['type'])) return refuse(400, 'malformed');
      const serviceUrl = activity['serviceUrl'];
      if (!isServiceUrl(serviceUrl) || claims['serviceurl'] !== serviceUrl) return refuse(401, 'bad_token');
      const conversation = text(object(activity['conversation'])?.['id']);
      if (activity['channelId'] !== channel || !conversation) return refuse(401, 'malformed');
      if (!ofTenant(activity, registration.tenantId)) return refuse(401, 'wrong_tenant');
      return { ok: true, activity: activity as unknown as VerifiedActivity, claims };
    },
  };
}

/** A signature by a published key over claims that hold now. Undefined otherwise. @throws where no key is to be had. */
export async function verified(
  token: string,
  keys: SigningKeys,
  clock: Clock,
  issuer: string | undefined,
  allowed: (key: SigningKey) => boolean = () => true,
): Promise<JWTPayload | undefined> {
  const id = keyIdOf(token);
  const key = id === undefined ? undefined : await keys.find(id);
  if (!key || !allowed(key)) return undefined;
  try {
    const { payload } = await jwtVerify(token, key.key, {
      algorithms: ['RS256'],
      ...(issuer === undefined ? {} : { issuer }),
      requiredClaims: ['exp', 'iss', 'aud'],
      clockTolerance: skewSeconds,
      currentDate: new Date(clock.now()),
    });
    return payload;
  } catch {
    return undefined;
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === 'RS256' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** The tenant is what Teams wrote into the body: each place that names one must name ours, and one must. */
function ofTenant(activity: Json, tenantId: string): boolean {
  const named = [
    object(activity['conversation'])?.['tenantId'],
    object(object(activity['channelData'])?.['tenant'])?.['id'],
  ].filter((tenant) => tenant !== undefined && tenant !== null);
  return named.length > 0 && named.every((tenant) => sameGuid(tenant, tenantId));
}

export interface ChangeTrackingCheck {
  /**
   * The tenant that an authentic validation token speaks for; undefined where it is not authentic.
   * @throws Error where that can't be told, since no key is to be had
   */
  tenantOf(token: unknown): Promise<string | undefined>;
}

/** "Set up change notifications that include resource data": tokens come in version 1 and version 2. */
export function createChangeTrackingCheck(
  registration: Registration,
  keys: SigningKeys,
  clock: Clock,
): ChangeTrackingCheck {
  return {
    async tenantOf(token) {
      if (typeof token !== 'string' || token.length > 8192) return undefined;
      const claims = await verified(token, keys, clock, undefined);
      if (!claims || claims.aud !== registration.appId || !isGuid(claims['tid'])) return undefined;
      const second = claims['ver'] === '2.0';
      const issuer = second ? `${loginOrigin}/${claims['tid']}/v2.0` : `https://sts.windows.net/${claims['tid']}/`;
      const caller = second ? claims['azp'] : claims['appid'];
      return claims.iss === issuer && caller === changeTracking ? claims['tid'].toLowerCase() : undefined;
    },
  };
}
