/**
 * Who is asked in an attempt to sign in, and what becomes of the answer: Microsoft, for a stage of permissions; or the
 * platform of a workspace, for an account of the speaker's there.
 */
import type { AccountGrant, AuthorizeRequest, RedeemRequest } from '../consent.ts';
import { UserError } from '../errors.ts';
import type { Microsoft, MicrosoftGrant } from '../microsoft.ts';
import { type Platform, platformNames } from '../model.ts';
import type { SignedInPeople } from '../people/signed-in.ts';
import type { Stage } from '../permissions.ts';
import type { Obstacle, Reason } from '../reasons.ts';
import type { SignInAttempt } from '../records.ts';
import type { Linking } from './linking.ts';
import type { ServiceUser } from './service-user.ts';
import { refusal } from './sign-in-refusal.ts';
import type { AccountLinked, SignedIn } from './use-cases.ts';

export interface WayParts {
  readonly microsoft: Microsoft;
  readonly people: SignedInPeople;
  readonly serviceUser: ServiceUser;
  readonly linking: Linking;
}

export type Asked = Pick<SignInAttempt, 'speaker' | 'stage' | 'connection'>;

/** What was given, and for which account, as its platform names it. */
export interface Given {
  readonly account: string;
  /** JSON; sealed by the caller at once. */
  readonly secret: string;
}

export interface Way {
  /** Whose pages the browser comes back from. */
  readonly platform: Platform;
  /** As people call whoever is asked. */
  readonly name: string;
  /** Whose answers they are, where an answer may say so. */
  readonly issuer?: string;
  authorize(request: AuthorizeRequest): Promise<string>;
  /** What the browser brought back in place of a code. */
  refusal(error: string, description: string): Obstacle;
  /** @throws UserError with an obstacle where it is not the right account; nothing is kept then */
  redeem(request: RedeemRequest): Promise<Given>;
  /** Whoever asked brought the code: only now it counts. */
  link(secret: string): Promise<SignedIn | AccountLinked>;
}

export const createWays =
  (parts: WayParts) =>
  (asked: Asked): Promise<Way> | Way =>
    asked.connection === undefined ? byMicrosoft(parts, asked) : byWorkspace(parts, asked, asked.connection);

function byMicrosoft({ microsoft, people, serviceUser, linking }: WayParts, { speaker, stage }: Asked): Way {
  const accounts: Partial<Record<Stage, () => Promise<string | undefined>>> = {
    serviceUser: async () => undefined,
    serviceUserFidelity: () => serviceUser.widening(speaker),
  };
  const links: Partial<Record<Stage, (grant: MicrosoftGrant) => Promise<unknown>>> = {
    serviceUser: (grant) =>
      serviceUser.link(speaker, grant.account, microsoft.connectionGrant(grant), () =>
        microsoft.organizationName(grant),
      ),
    serviceUserFidelity: (grant) => serviceUser.widen(speaker, grant),
    async accountSync(grant) {
      await people.link(grant, stage);
      await linking.linkedInTeams(speaker);
    },
  };

  return {
    platform: 'teams',
    name: 'Microsoft',
    issuer: microsoft.issuer,

    async authorize(request) {
      const account = await (accounts[stage] ?? (async () => (await people.get(speaker))?.account))();
      return await microsoft.authorize({ stage, ...request, ...(account !== undefined && { account }) });
    },

    refusal: (error, description) => microsoft.refusal(error, description),

    async redeem(request) {
      const grant = await microsoft.redeem({ stage, ...request });
      checkOwner(speaker, stage, grant);
      if (stage === 'serviceUserFidelity') await serviceUser.checkWidening(grant);
      const missing = stage === 'serviceUser' ? await microsoft.missingRoles(grant) : [];
      if (missing.length > 0) throw refusal('roles_missing', 'the account lacks a role', missing.join(', '));
      return { account: grant.account, secret: JSON.stringify(grant) };
    },

    async link(secret) {
      const grant = JSON.parse(secret) as MicrosoftGrant;
      await (links[stage] ?? ((given) => people.link(given, stage)))(grant);
      return { stage, account: grant.account };
    },
  };
}

/** A person signs in as themself; the service user is any account of the tenant. @throws UserError */
export function checkOwner(speaker: Asked['speaker'], stage: Stage, grant: MicrosoftGrant): void {
  if (grant.tenant !== speaker.tenant) throw refusal('wrong_tenant', 'an account of another tenant');
  const isPersonal = stage !== 'serviceUser' && stage !== 'serviceUserFidelity';
  if (isPersonal && grant.person !== speaker.person) {
    throw refusal('wrong_account', 'another account than the speaker’s');
  }
}

/** "The OAuth 2.0 Authorization Framework", 4.1.2.1; anything else is a refusal. */
const refusals: Readonly<Record<string, Reason>> = {
  access_denied: 'sign_in_cancelled',
  server_error: 'platform_unavailable',
  temporarily_unavailable: 'platform_unavailable',
};

async function byWorkspace(
  { linking }: WayParts,
  { speaker }: Asked,
  id: NonNullable<Asked['connection']>,
): Promise<Way> {
  const { connection, signIn } = await linking.workspace(id);
  const name = platformNames[connection.platform];

  return {
    platform: connection.platform,
    name,
    authorize: (request) => signIn.authorize(connection, request),
    refusal: (error) => ({ reason: refusals[error] ?? 'sign_in_refused', subject: name }),

    async redeem(request) {
      const grant = await signIn.redeem(connection, request).catch((error: unknown) => {
        throw error instanceof UserError && !error.obstacle ? unredeemed(error, name) : error;
      });
      return { account: grant.name, secret: JSON.stringify(grant) };
    },

    link: (secret) => linking.link(speaker, id, JSON.parse(secret) as AccountGrant),
  };
}

const unredeemed = ({ code, message, advice, cause }: UserError, subject: string): UserError => {
  const reason: Reason = code === 'unavailable' ? 'platform_unavailable' : 'sign_in_refused';
  return new UserError(code, message, advice, { cause, obstacle: { reason, subject } });
};
