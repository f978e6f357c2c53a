/** Rich notifications as Graph sends them for a message in a channel: encrypted, signed, with Graph's own token. */
import {
  constants,
  createCipheriv,
  createHmac,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type BenchStore, clientState, type TeamsPlace, teamsApp, tenant } from './mio.ts';
import { postBytes } from './raw-http.ts';
import { authors, textOf } from './slack-load.ts';

const changeTracking = '0bf30f3b-4a52-48df-9a82-234910c4a086';

/** Signs for Entra, and answers where its keys are. */
export interface Entra {
  readonly validationToken: string;
  /** Bodies by path; undefined for every other path. */
  readonly fixed: (path: string) => string | undefined;
}

export async function createEntra(): Promise<Entra> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'benchmark', use: 'sig', alg: 'RS256' };
  const validationToken = await new SignJWT({ tid: tenant, azp: changeTracking, ver: '2.0' })
    .setProtectedHeader({ alg: 'RS256', kid: 'benchmark', typ: 'JWT' })
    .setIssuer(`https://login.microsoftonline.com/${tenant}/v2.0`)
    .setAudience(teamsApp)
    .setIssuedAt()
    .setNotBefore('-1 min')
    .setExpirationTime('8 h')
    .sign(privateKey);
  const root = 'https://login.microsoftonline.com';
  const metadata = JSON.stringify({
    issuer: `${root}/${tenant}/v2.0`,
    authorization_endpoint: `${root}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${root}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${root}/common/discovery/v2.0/keys`,
  });
  const answers: readonly (readonly [RegExp, string])[] = [
    [/openid-configuration/, metadata],
    [/discovery\/v2\.0\/keys/, JSON.stringify({ keys: [jwk] })],
    [
      /discovery\/instance/,
      JSON.stringify({
        tenant_discovery_endpoint: `${root}/${tenant}/v2.0/.well-known/openid-configuration`,
        metadata: [],
      }),
    ],
    [
      /oauth2\/v2\.0\/token/,
      JSON.stringify({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'benchmark' }),
    ],
  ];
  return { validationToken, fixed: (path) => answers.find(([pattern]) => pattern.test(path))?.[1] };
}

export function graphRequest(number: number, place: TeamsPlace, store: BenchStore, entra: Entra, now: number): Buffer {
  const id = String(now + number);
  const at = new Date(now + number).toISOString();
  const message = {
    id,
    replyToId: null,
    etag: id,
    messageType: 'message',
    createdDateTime: at,
    lastModifiedDateTime: at,
    lastEditedDateTime: null,
    deletedDateTime: null,
    subject: null,
    importance: 'normal',
    from: {
      application: null,
      device: null,
      user: {
        id: `a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a70${number % authors}`,
        displayName: `Author ${number % authors}`,
        userIdentityType: 'aadUser',
      },
    },
    body: {
      contentType: 'html',
      content: `<p>${textOf(number)} The deployment of the payment service is <strong>done</strong>, see <a href="https://status.example/deployments/1482">the report</a>.</p>`,
    },
    channelIdentity: { teamId: place.team, channelId: place.channel },
    attachments: [],
    mentions: [],
    reactions: [],
    replies: [],
    hostedContents: [],
  };
  const resource = `teams('${place.team}')/channels('${place.channel}')/messages('${id}')`;
  const body = JSON.stringify({
    value: [
      {
        subscriptionId: place.subscription,
        changeType: 'created',
        clientState,
        subscriptionExpirationDateTime: '2030-01-01T00:00:00Z',
        resource,
        resourceData: { id, '@odata.type': '#Microsoft.Graph.chatMessage', '@odata.id': resource },
        encryptedContent: encrypt(JSON.stringify(message), store),
        tenantId: tenant,
      },
    ],
    validationTokens: [entra.validationToken],
  });
  return postBytes('/webhooks/graph', {}, body);
}

function encrypt(text: string, { certificate }: BenchStore): Record<string, string> {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const publicKey = createPublicKey(
    new X509Certificate(Buffer.from(certificate.pem, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }),
  );
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, key);
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: wrapped.toString('base64'),
    encryptionCertificateId: certificate.id,
    encryptionCertificateThumbprint: '0'.repeat(40),
  };
}
