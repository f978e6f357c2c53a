/**
 * Signing in people to the bot: what is asked of Microsoft for each stage, and whose account an answer is. Nothing is
 * kept here; what Microsoft gives goes back to the caller, who seals it.
 */
import { AuthError, type AuthenticationResult, InteractionRequiredAuthError } from '@azure/msal-node';
import { DeliveryError, UserError, type UserErrorCode } from '../../core/errors.ts';
import type { Microsoft, MicrosoftGrant } from '../../core/microsoft.ts';
import { permissionsOf } from '../../core/permissions.ts';
import type { Egress } from '../../core/ports.ts';
import type { Reason } from '../../core/reasons.ts';
import type { WireParts } from '../support/http.ts';
import { object, parseObject } from '../support/json.ts';
import { createGraph } from './api.ts';
import { type Entra, loginOrigin, needsAPerson, type Registration } from './entra.ts';
import { type Identity, type IdentityCheck, issuerOf } from './identity.ts';
import { isGuid } from './ids.ts';
import type { RenewPerson } from './person-tokens.ts';
import { missingRoles } from './roles.ts';
import { scopeUrl } from './scopes.ts';
import { serviceUserGrant } from './sign-in.ts';

export interface PeopleSignIn extends Microsoft {
  readonly renew: RenewPerson;
}

export interface PeopleSignInParts extends WireParts {
  readonly egress: Egress;
  readonly registration: Registration;
  readonly entra: Entra;
  readonly identities: IdentityCheck;
}

export function createPeopleSignIn(parts: PeopleSignInParts): PeopleSignIn {
  const { registration, entra, identities, egress } = parts;
  const tenant = registration.tenantId.toLowerCase();

  /** With the token that came with the grant. */
  const graph = createGraph<MicrosoftGrant>(parts, {
    async take({ secret }) {
      const client = entra.client();
      client.getTokenCache().deserialize(secret);
      const [account] = await client.getTokenCache().getAllAccounts();
      if (!account) throw refused('sign_in_refused', 'no account in the grant');
      const operation = 'use a new sign-in';
      const result = await client.acquireTokenSilent({ account, scopes: [...permissionsOf.serviceUser] });
      return entra.tokenOf(result, operation).text;
    },
    spent: () => false,
  });

  /** @throws UserError where it is not certain whose account it is, or whoever it is can't be let in. */
  async function identityOf(check: () => Promise<Identity | undefined>): Promise<Identity> {
    const identity = await check().catch(() => {
      throw unavailable('no signing keys');
    });
    if (!identity) throw refused('sign_in_refused', 'a token that proves nothing');
    if (identity.tenant !== tenant || identity.guest) throw refused('wrong_tenant', 'an account of another tenant');
    return identity;
  }

  return {
    issuer: issuerOf(tenant),

    async authorize({ stage, state, challenge, redirectUri, account }) {
      const url = await entra.client().getAuthCodeUrl({
        scopes: [...permissionsOf[stage]],
        state,
        redirectUri,
        codeChallenge: challenge,
        codeChallengeMethod: 'S256',
        // "Microsoft identity platform and OAuth 2.0 authorization code flow": a hint and a choice exclude each other.
        ...(account === undefined ? { prompt: 'select_account' } : { loginHint: account }),
      });
      return egress.browserUrl(url);
    },

    adminConsentUrl({ stage, state, redirectUri }) {
      const query = new URLSearchParams({
        client_id: registration.appId,
        scope: permissionsOf[stage].map(scopeUrl).join(' '),
        redirect_uri: redirectUri,
        state,
      });
      return egress.browserUrl(`${loginOrigin}/${tenant}/v2.0/adminconsent?${query}`);
    },

    refusal: (error, description) => ({ reason: reasonOf(error, description) }),

    async redeem({ stage, code, verifier, redirectUri }) {
      const client = entra.client();
      const scopes = [...permissionsOf[stage]];
      const result = await client
        .acquireTokenByCode({ code, codeVerifier: verifier, redirectUri, scopes })
        .catch((cause: unknown) => {
          throw failureOf(cause);
        });
      const identity = await identityOf(() => identities.ofIdToken(result.idToken));
      if (isFromElsewhere(result, tenant)) throw refused('wrong_tenant', 'an account of another tenant');
      return grantOf(identity, client.getTokenCache().serialize());
    },

    async missingRoles(grant) {
      try {
        return await missingRoles(graph, grant);
      } catch (error) {
        if (!(error instanceof DeliveryError || error instanceof AuthError)) throw error;
        throw unavailable('the roles could not be read');
      }
    },

    async organizationName(grant) {
      try {
        const call = { path: '/organization', operation: 'read organization' };
        const { value } = await graph.read<{ value: readonly { displayName?: string | null }[] }>(grant, call);
        return value[0]?.displayName ?? undefined;
      } catch (error) {
        if (!(error instanceof DeliveryError || error instanceof AuthError)) throw error;
        return undefined;
      }
    },

    connectionGrant: serviceUserGrant,

    async exchange(speaker, token) {
      const identity = await identityOf(() => identities.ofSingleSignOn(token));
      if (identity.person !== speaker.person) throw refused('wrong_account', 'a token of another account');
      const client = entra.client();
      const scopes = [...permissionsOf.signUp];
      const result = await client.acquireTokenOnBehalfOf({ oboAssertion: token, scopes }).catch((cause: unknown) => {
        if (isAQuestion(cause)) return undefined;
        throw failureOf(cause);
      });
      return result ? grantOf(identity, client.getTokenCache().serialize()) : undefined;
    },

    renew: (cache, stage) => entra.renew(cache, permissionsOf[stage], 'renew a person’s token'),
  };
}

/** @throws UserError where the sign-in would end with its first token. */
function grantOf({ tenant, person, account }: Identity, secret: string): MicrosoftGrant {
  const kept = object(parseObject(secret)?.['RefreshToken']);
  if (!kept || Object.keys(kept).length === 0) throw refused('sign_in_refused', 'no refresh token was given');
  return { tenant, person, account, secret };
}

/** MSAL names an account by its home, `{object id}.{tenant}`; a guest's is not this tenant. */
function isFromElsewhere({ account }: AuthenticationResult, tenant: string): boolean {
  const home = account?.homeAccountId.split('.')[1]?.toLowerCase();
  return isGuid(home) && home !== tenant;
}

/** Microsoft wants to ask the person something that a token can't answer. */
const isAQuestion = (cause: unknown): boolean =>
  cause instanceof InteractionRequiredAuthError || (cause instanceof AuthError && cause.errorCode === 'invalid_grant');

/** "Microsoft Entra authentication and authorization error codes": those of a missing consent. */
const consentCodes = /\bAADSTS(?:65001|90094|90095|90093)\b/;

/** Refusing what was asked for is an answer of the person's own. The words of Microsoft are read and never repeated. */
function reasonOf(error: string, description: string): Reason {
  if (error === 'consent_required' || consentCodes.test(description)) return 'administrator_consent_needed';
  if (error === 'access_denied') return 'sign_in_cancelled';
  return error === 'temporarily_unavailable' || error === 'server_error' ? 'platform_unavailable' : 'sign_in_refused';
}

/** The cause is left out: MSAL's messages quote what Entra said about the account. */
function failureOf(cause: unknown): UserError {
  if (!(cause instanceof AuthError)) return unavailable('Microsoft does not answer');
  const { errorCode, errorMessage } = cause;
  const consent = cause instanceof InteractionRequiredAuthError && cause.subError === 'consent_required';
  if (consent || consentCodes.test(errorMessage)) return refused('administrator_consent_needed', errorCode);
  return needsAPerson.has(errorCode) || cause instanceof InteractionRequiredAuthError
    ? refused('sign_in_refused', errorCode)
    : unavailable(errorCode);
}

const obstacles: Partial<Record<Reason, UserErrorCode>> = { platform_unavailable: 'unavailable' };

const refused = (reason: Reason, what: string, subject?: string): UserError =>
  new UserError(
    obstacles[reason] ?? 'forbidden',
    `sign in a person: ${what}`,
    'Ask Mio for a new link and try again.',
    {
      obstacle: { reason, ...(subject !== undefined && { subject }) },
    },
  );

const unavailable = (what: string): UserError => refused('platform_unavailable', what, 'Microsoft');
