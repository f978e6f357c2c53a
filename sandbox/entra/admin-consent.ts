/**
 * Admin consent, for the whole organization at once. v2 names its scopes; v1 takes everything registered.
 * "Admin consent on the Microsoft identity platform".
 */
import type { Answer, Call } from '../kit/router.ts';
import type { SignIn } from './authorize.ts';
import { errorValues } from './authorize.ts';
import { clientAndReplyAddress } from './authorize-request.ts';
import { mayConsentForAll } from './directory.ts';
import { describe, EntraError } from './errors.ts';
import { accountsPage, adminApprovalPage, consentPage, failurePage } from './pages.ts';
import { registeredPermissions } from './registration.ts';
import { reply } from './reply.ts';
import { parseScopes } from './scopes.ts';

export function createAdminConsent(
  { kit, directory, registration, grants }: SignIn,
  version: 'v1' | 'v2',
): (call: Call) => Answer {
  const proceed = (params: URLSearchParams, tenant: string, redirectUri: string, submitted: boolean): Answer => {
    const scope = version === 'v1' ? '.default' : params.get('scope');
    if (scope === null) throw new EntraError(900144, 'scope');
    const picked = params.get('account');
    if (picked === null) return accountsPage('adminconsent', params, directory.accounts());
    const user = directory.account(picked, { named: true });
    if (user === undefined) throw new EntraError(50034, picked);

    const { openId, named, defaults } = parseScopes(scope, registration.applicationIdUris);
    const asked = [...new Set([...openId, ...named, ...(defaults.size > 0 ? registeredPermissions : [])])];
    const mayConsent = mayConsentForAll(user);
    const decision = submitted ? params.get('decision') : null;
    if (decision === 'cancel') throw new EntraError(mayConsent ? 65004 : 90094);
    if (!mayConsent) return adminApprovalPage('adminconsent', params, user, asked);
    if (decision !== 'accept') return consentPage('adminconsent', params, user, asked, false);
    grants.consent('organization', asked);
    return reply(registration, 'query', redirectUri, {
      admin_consent: 'True',
      tenant,
      scope: version === 'v1' ? null : scope,
      state: params.get('state'),
    });
  };

  return (call) => {
    const params = call.method === 'POST' ? call.form() : call.query;
    let redirectUri: string;
    let tenant: string;
    try {
      const segment = call.params['tenant'] ?? '';
      if (segment.toLowerCase() === 'common') throw new EntraError(50059);
      tenant = directory.tenant(segment).id;
      redirectUri = clientAndReplyAddress(params, registration);
    } catch (failure) {
      if (failure instanceof EntraError) return failurePage(describe(kit, failure).description);
      throw failure;
    }
    try {
      return proceed(params, tenant, redirectUri, call.method === 'POST');
    } catch (failure) {
      if (!(failure instanceof EntraError)) throw failure;
      const values = { admin_consent: 'True', ...errorValues(kit, failure, params.get('state')) };
      return reply(registration, 'query', redirectUri, values);
    }
  };
}
