/** Signing in the service user, once, by authorization code with PKCE, and the bot with its secret. */
import { AuthError } from '@azure/msal-node';
import type { AuthorizeRequest, Grant, RedeemRequest } from '../../core/consent.ts';
import { UserError } from '../../core/errors.ts';
import type { MicrosoftGrant } from '../../core/microsoft.ts';
import type { PersonId } from '../../core/model.ts';
import { permissionsOf } from '../../core/permissions.ts';
import type { Egress } from '../../core/ports.ts';
import {
  appAdvice,
  appRefusals,
  type Entra,
  needsAPerson,
  type Registration,
  type Renewed,
  renewalFailure,
  type Token,
} from './entra.ts';
import { sameGuid } from './ids.ts';
import { botScope, graphDefaultScope } from './scopes.ts';

export { loginOrigin, type Registration, type Token } from './entra.ts';

/** The secret of a Grant that holds the service user's sign-in: MSAL's serialised cache. */
export const cacheField = 'cache';

export interface SignIn {
  /** The address of the consent page. */
  authorize(request: AuthorizeRequest): Promise<string>;
  /** @throws UserError where the account will not do or the code is no longer good. */
  redeem(request: RedeemRequest): Promise<Grant>;
  /** A new token of the service user, and the sign-in as it must be kept from now on. @throws DeliveryError */
  renew(cache: string): Promise<Renewed>;
  /** The permissions that the sign-in is good for now, as Microsoft says. @throws DeliveryError */
  granted(cache: string): Promise<readonly string[]>;
  /** @throws DeliveryError */
  bot(): Promise<Token>;
}

export function createSignIn(registration: Registration, entra: Entra, egress: Egress): SignIn {
  const scopes = [...permissionsOf.serviceUser];

  return {
    async authorize({ state, challenge, redirectUri }) {
      const url = await entra.client().getAuthCodeUrl({
        scopes,
        state,
        redirectUri,
        codeChallenge: challenge,
        codeChallengeMethod: 'S256',
        prompt: 'select_account',
      });
      return egress.browserUrl(url);
    },

    async redeem({ code, verifier, redirectUri }) {
      const client = entra.client();
      const result = await client
        .acquireTokenByCode({ code, codeVerifier: verifier, redirectUri, scopes })
        .catch((cause: unknown) => {
          throw redeemFailure(cause);
        });
      const account = result.account;
      if (!account || !sameGuid(result.tenantId, registration.tenantId)) throw wrongTenant();
      return serviceUserGrant({
        tenant: registration.tenantId.toLowerCase(),
        person: account.localAccountId.toLowerCase(),
        account: account.username,
        secret: client.getTokenCache().serialize(),
      });
    },

    renew: (cache) => entra.renew(cache, scopes, 'renew the service user’s token'),
    // Whoever asks for the default gets what was consented to; whoever asks for more by name gets nothing.
    granted: async (cache) => (await entra.renew(cache, [graphDefaultScope], 'read consents')).granted,

    async bot() {
      const operation = 'get the bot’s token';
      const result = await entra
        .client()
        .acquireTokenByClientCredential({ scopes: [botScope], skipCache: true })
        .catch((cause: unknown) => {
          throw renewalFailure(cause, operation);
        });
      return entra.tokenOf(result, operation);
    },
  };
}

/** A signed-in account as a connection of Teams keeps it. */
export const serviceUserGrant = (of: {
  readonly tenant: string;
  readonly person: string;
  readonly account: string;
  readonly secret: string;
}): Grant => ({
  account: of.tenant,
  name: of.account.split('@')[1] ?? of.account,
  installer: of.account,
  secrets: { [cacheField]: of.secret },
  facts: { serviceUser: of.person, serviceUserName: of.account },
});

/** The other way round. */
export const microsoftGrant = (grant: Grant): MicrosoftGrant => ({
  tenant: grant.account,
  person: grant.facts['serviceUser'] as PersonId,
  account: grant.installer,
  secret: grant.secrets[cacheField] ?? '',
});

/** The cause is left out: MSAL's messages quote what Entra said about the account. */
function redeemFailure(cause: unknown): UserError {
  const code = cause instanceof AuthError ? cause.errorCode : 'unreachable';
  if (appRefusals.has(code)) return new UserError('failed_dependency', `redeem a Teams sign-in: ${code}`, appAdvice);
  return needsAPerson.has(code)
    ? new UserError(
        'failed_dependency',
        `redeem a Teams sign-in: ${code}`,
        'Microsoft did not accept this sign-in. Begin again at Connect Platforms, and let an administrator consent.',
      )
    : new UserError(
        'unavailable',
        `redeem a Teams sign-in: ${code}`,
        'Microsoft’s sign-in does not answer. Try again in a minute.',
      );
}

const wrongTenant = () =>
  new UserError(
    'forbidden',
    'redeem a Teams sign-in: another tenant',
    'That account belongs to another company’s tenant. Sign in with the service user of the tenant that Mio is registered in.',
  );
