/**
 * The Teams connector with a Microsoft whose token endpoint says what a test wants: keys and signatures are real. For
 * what the sandbox's Entra, which behaves, never does.
 */
import { createTeamsConnector, type TeamsPeople } from '../../src/connectors/teams/index.ts';
import type { PersonId } from '../../src/core/model.ts';
import type { Records } from '../../src/core/records.ts';
import type { Speaker } from '../../src/core/speaker.ts';
import {
  appId,
  type Microsoft as ScriptedMicrosoft,
  signer,
  startMicrosoft,
  tenantId,
} from '../unit/connectors/teams/support/microsoft.ts';
import { type TeamsTestParts, testParts } from '../unit/connectors/teams/support/parts.ts';
import { createTestClock, type TestClock } from './clock.ts';

export { appId, signer, tenantId };

export const adasId = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
export const speaker: Speaker = { tenant: tenantId, person: adasId as PersonId, name: 'Ada', language: 'en' };

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export type Claims = Readonly<Record<string, unknown>>;

export interface ScriptedEntra {
  readonly microsoft: ScriptedMicrosoft;
  readonly clock: TestClock;
  readonly parts: TeamsTestParts;
  readonly people: TeamsPeople;
  /** Claims that are good now: of an id token, and of a token of Teams' single sign-on. */
  idClaims(): Claims;
  ssoClaims(): Claims;
  sign(claims: Claims): Promise<string>;
  /** What the token endpoint answers from now on, after `first`; `idToken` is signed by Entra unless given whole. */
  answers(answer: {
    idToken?: string | Claims;
    home?: string;
    refreshToken?: string | null;
    first?: () => Promise<void>;
  }): void;
  refuses(status: number, error: string, more?: object): void;
  tokenCalls(grant?: string): URLSearchParams[];
  /** Mio again, over the same store: nothing in memory. */
  restarted(records?: Records): TeamsPeople;
  close(): Promise<void>;
}

export async function startScriptedEntra(): Promise<ScriptedEntra> {
  const clock = createTestClock();
  const microsoft = await startMicrosoft();
  const parts = testParts(clock, microsoft.origins);
  const settings = { appId, appPassword: 'a secret', tenantId };
  const connect = (records: Records) =>
    createTeamsConnector({ ...parts, records }, settings, () => Promise.reject(new Error('nobody talks here'))).people;
  const metadata = `/login/${tenantId}`;
  microsoft.on('GET', new RegExp(`^${metadata}/v2.0/.well-known/openid-configuration$`), () => ({
    json: { jwks_uri: `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys` },
  }));
  microsoft.on('GET', new RegExp(`^${metadata}/discovery/v2.0/keys$`), () => ({
    json: { keys: microsoft.published.entra },
  }));

  const seconds = () => Math.floor(clock.now() / 1000);
  const common = () => ({
    tid: tenantId,
    oid: adasId,
    sub: 'x',
    name: 'Ada Nowak',
    preferred_username: 'ada@contoso.example',
    ver: '2.0',
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    iat: seconds(),
    nbf: seconds(),
    exp: seconds() + 3_600,
  });
  const world: ScriptedEntra = {
    microsoft,
    clock,
    parts,
    people: connect(parts.records),
    idClaims: () => ({ ...common(), aud: appId }),
    ssoClaims: () => ({
      ...common(),
      aud: appId,
      azp: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
      scp: 'access_as_user',
    }),
    sign: (claims) => microsoft.entra.sign({ ...claims }),
    answers({ idToken = world.idClaims(), home = tenantId, refreshToken, first = async () => {} }) {
      let issued = 0;
      microsoft.on('POST', /^\/login\/[^/]+\/oauth2\/v2.0\/token/, async () => {
        issued += 1;
        await first();
        const refresh = refreshToken === undefined ? `refresh-${issued}` : refreshToken;
        return {
          json: {
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'User.Read openid profile',
            access_token: `access-${issued}`,
            ...(refresh === null ? {} : { refresh_token: refresh }),
            id_token: typeof idToken === 'string' ? idToken : await world.sign(idToken),
            client_info: encoded({ uid: adasId, utid: home }),
          },
        };
      });
    },
    refuses(status, error, more = {}) {
      microsoft.on('POST', /^\/login\/[^/]+\/oauth2\/v2.0\/token/, () => ({
        status,
        json: { error, error_description: 'AADSTS: of Ada’s account', ...more },
      }));
    },
    tokenCalls: (grant) =>
      microsoft
        .calls('POST', /\/oauth2\/v2.0\/token/)
        .map(({ body }) => new URLSearchParams(body.toString()))
        .filter((form) => grant === undefined || form.get('grant_type') === grant),
    restarted: (records = parts.records) => connect(records),
    async close() {
      await parts.close();
      await microsoft.close();
    },
  };
  return world;
}
