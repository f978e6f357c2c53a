/**
 * `/{tenant}/oauth2/v2.0/authorize`: pick an account, see what is asked for, accept or cancel. The pages carry the whole
 * request in their forms, so that there is no session; a `login_hint` stands for being signed in already.
 */
import type { Kit } from '../kit/platform.ts';
import type { Answer, Call } from '../kit/router.ts';
import type { TeamsUser } from '../teams/world.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { clientAndReplyAddress, parseRequest, replyModeOf } from './authorize-request.ts';
import type { Directory } from './directory.ts';
import { beyondConsent, mayConsentForAll } from './directory.ts';
import { describe, EntraError, errorUri } from './errors.ts';
import type { Grants } from './grants.ts';
import { clientInfoOf } from './issue.ts';
import { accountsPage, adminApprovalPage, consentPage, failurePage } from './pages.ts';
import type { Registration } from './registration.ts';
import { registeredPermissions } from './registration.ts';
import { reply } from './reply.ts';

export interface SignIn {
  readonly kit: Kit;
  readonly directory: Directory;
  readonly registration: Registration;
  readonly grants: Grants;
}

/** No account of that name, or none that may sign in here. */
const staysHere: ReadonlySet<number> = new Set([50020, 50034]);

export function createAuthorize(signIn: SignIn): (call: Call) => Answer {
  const { kit, directory, registration } = signIn;
  return (call) => {
    const params = call.method === 'POST' ? call.form() : call.query;
    let redirectUri: string;
    let tenant: ReturnType<Directory['tenant']>;
    try {
      tenant = directory.tenant(call.params['tenant'] ?? '');
      redirectUri = clientAndReplyAddress(params, registration);
    } catch (failure) {
      if (failure instanceof EntraError) return failurePage(describe(kit, failure).description);
      throw failure;
    }
    try {
      return proceed(signIn, parseRequest(params, redirectUri, registration), tenant, call.method === 'POST');
    } catch (failure) {
      if (!(failure instanceof EntraError)) throw failure;
      // Who may not sign in here at all is told so, and goes nowhere.
      if (staysHere.has(failure.code)) return failurePage(describe(kit, failure).description);
      return reply(registration, replyModeOf(params), redirectUri, errorValues(kit, failure, params.get('state')));
    }
  };
}

function proceed(
  signIn: SignIn,
  request: AuthorizeRequest,
  tenant: { readonly named: boolean },
  submitted: boolean,
): Answer {
  const { kit, directory, grants } = signIn;
  const user = signedIn(directory, request, tenant);
  if (user === undefined) {
    if (request.prompt === 'none') throw new EntraError(50058);
    return accountsPage('authorize', request.params, directory.accounts());
  }

  const granted = grants.permissionsOf(user);
  const asked = askedFor(request, granted);
  const missing = asked.filter((name) => !granted.has(name));
  const shown = request.prompt === 'consent' ? asked : missing;
  const decision = submitted ? request.params.get('decision') : null;
  const beyond = beyondConsent(user, missing, kit.policies.get('entra.userConsent'));
  if (decision === 'cancel') throw new EntraError(beyond.length > 0 ? 90094 : 65004);
  if (shown.length === 0) return codeReply(signIn, request, user);

  if (beyond.length > 0) {
    if (request.prompt === 'none') throw new EntraError(90094);
    return adminApprovalPage('authorize', request.params, user, beyond);
  }
  if (decision !== 'accept') {
    if (request.prompt === 'none') throw new EntraError(65001);
    return consentPage('authorize', request.params, user, shown, mayConsentForAll(user));
  }
  const forAll = request.params.get('organization') === '1' && mayConsentForAll(user);
  grants.consent(forAll ? 'organization' : user, asked);
  return codeReply(signIn, request, user);
}

function signedIn(
  directory: Directory,
  { params, prompt }: AuthorizeRequest,
  tenant: { readonly named: boolean },
): TeamsUser | undefined {
  const picked = params.get('account');
  if (picked !== null) {
    const user = directory.account(picked, tenant);
    if (user === undefined) throw new EntraError(50034, picked);
    return user;
  }
  const hint = params.get('login_hint');
  return hint === null || prompt === 'select_account' || prompt === 'login'
    ? undefined
    : directory.account(hint, tenant);
}

function askedFor({ scopes }: AuthorizeRequest, granted: ReadonlySet<string>): readonly string[] {
  const registered = scopes.defaults.has('graph') ? [...registeredPermissions, ...granted] : [];
  const self = scopes.defaults.has('self') ? ['access_as_user'] : [];
  return [...new Set([...scopes.openId, ...scopes.named, ...registered, ...self])];
}

function codeReply({ registration, grants }: SignIn, request: AuthorizeRequest, user: TeamsUser): Answer {
  const { params, redirectUri, responseMode, challenge } = request;
  const code = grants.issueCode({
    user: user.id,
    scope: params.get('scope') ?? '',
    redirectUri,
    challenge,
    nonce: params.get('nonce'),
  });
  return reply(registration, responseMode, redirectUri, {
    code,
    ...(params.get('client_info') === '1' ? { client_info: clientInfoOf(user) } : {}),
    state: params.get('state'),
  });
}

/** In a redirect, a consent that is missing is a call for interaction; in the token endpoint it is an invalid grant. */
export function errorValues(kit: Kit, failure: EntraError, state: string | null) {
  const error = failure.code === 65001 ? 'interaction_required' : failure.error;
  return { error, error_description: describe(kit, failure).description, error_uri: errorUri(failure), state };
}
