/** Signed activities, as Teams sends them when people write to the bot. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { teamsApp, tenant } from './mio.ts';
import { postBytes } from './raw-http.ts';

/** How many people write, each in a chat of their own. */
const people = 64;
const keyPath = '/v1/.well-known/keys';
/** Where the reference finds the keys: it follows the address as it is, while Mio's way out maps the real one. */
export const referenceMetadataPath = '/reference/openidconfiguration';

/** The Bot Connector, as far as a bot checks it. */
export interface BotConnector {
  /** An `Authorization` header for activities from this service URL. */
  authorization(serviceUrl: string): Promise<string>;
  /** Bodies by path; undefined for every other path. */
  readonly fixed: (path: string) => string | undefined;
}

/** `address`: where the targets will listen. */
export async function createBotConnector(address: () => string): Promise<BotConnector> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'connector', use: 'sig', endorsements: ['msteams'] };
  const metadata = (origin: string) =>
    JSON.stringify({ issuer: 'https://api.botframework.com', jwks_uri: `${origin}${keyPath}` });
  return {
    authorization: async (serviceUrl) => {
      const token = await new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid: 'connector' })
        .setIssuer('https://api.botframework.com')
        .setAudience(teamsApp)
        .setNotBefore('-1m')
        .setExpirationTime('8h')
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    fixed(path) {
      if (path === keyPath) return JSON.stringify({ keys: [key] });
      if (path === referenceMetadataPath) return metadata(address());
      return path.endsWith('/v1/.well-known/openidconfiguration')
        ? metadata('https://login.botframework.com')
        : undefined;
    },
  };
}

export function activityRequest(number: number, serviceUrl: string, authorization: string): Buffer {
  const person = number % people;
  const activity = {
    type: 'message',
    id: `f:${number}`,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    locale: 'en-US',
    from: {
      id: `29:person-${person}`,
      name: `Person ${person}`,
      aadObjectId: `a1a7e2f4-58b3-4d0e-8f96-2b6d41e90${String(person).padStart(3, '0')}`,
    },
    recipient: { id: `28:${teamsApp}`, name: 'Mio' },
    conversation: { id: `a:chat-${person}`, conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    textFormat: 'plain',
    text: 'help',
  };
  return postBytes('/api/messages', { authorization }, JSON.stringify(activity));
}
