/** What lives on https://login.microsoftonline.com. */
import type { Answer, Call, Router } from '../kit/router.ts';
import { createAdminConsent } from './admin-consent.ts';
import type { SignIn } from './authorize.ts';
import { createAuthorize } from './authorize.ts';
import { instanceDiscovery, jsonWebKeys, openIdConfiguration } from './discovery.ts';
import { EntraError, errorAnswer } from './errors.ts';
import type { SigningKeys } from './keys.ts';
import { signedOutPage } from './pages.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { Tokens } from './tokens.ts';

export function mountEntra(
  router: Router,
  parts: SignIn & { readonly tokens: Tokens; readonly keys: SigningKeys },
): void {
  const { kit, directory, registration, keys } = parts;
  const section = router.section({
    prefix: '/entra',
    platform: 'entra',
    recordAs: 'entra',
    throttled: (seconds) => ({ ...unavailable(429, 90055), headers: { 'retry-after': String(seconds) } }),
    failed: (status) => unavailable(status, 90033),
    notFound: () => ({ status: 404, body: '' }),
  });
  const inTenant =
    (act: (tenant: { readonly id: string; readonly named: boolean }, segment: string) => Answer) => (call: Call) => {
      const segment = call.params['tenant'] ?? '';
      try {
        return act(directory.tenant(segment), segment);
      } catch (failure) {
        if (!(failure instanceof EntraError)) throw failure;
        const { status, body } = errorAnswer(kit, failure);
        return { status, body: { ...(body as object), error: 'invalid_tenant' } };
      }
    };

  const configuration = inTenant(({ id, named }, segment) => ({
    status: 200,
    body: openIdConfiguration(segment, named ? id : null),
  }));
  const publicKeys = inTenant(() => ({ status: 200, body: jsonWebKeys(keys.published()) }));
  section.on('GET', '/{tenant}/v2.0/.well-known/openid-configuration', configuration);
  section.on('GET', '/{tenant}/discovery/v2.0/keys', publicKeys);
  section.on('GET', '/common/discovery/instance', (call) => {
    const authority = call.query.get('authorization_endpoint');
    return { status: 200, body: instanceDiscovery(authority?.split('/')[3] ?? 'common') };
  });

  const authorize = createAuthorize(parts);
  section.on('GET', '/{tenant}/oauth2/v2.0/authorize', authorize);
  section.on('POST', '/{tenant}/oauth2/v2.0/authorize', authorize);
  section.on('POST', '/{tenant}/oauth2/v2.0/token', createTokenEndpoint(kit, parts));
  for (const [pattern, version] of [
    ['/{tenant}/v2.0/adminconsent', 'v2'],
    ['/{tenant}/adminconsent', 'v1'],
  ] as const) {
    const adminConsent = createAdminConsent(parts, version);
    section.on('GET', pattern, adminConsent);
    section.on('POST', pattern, adminConsent);
  }
  section.on('GET', '/{tenant}/oauth2/v2.0/logout', ({ query }) => {
    const after = query.get('post_logout_redirect_uri');
    const origin = `${kit.product.publicUrl}/`;
    if (after === null || !after.startsWith(origin)) return signedOutPage();
    return { status: 302, headers: { location: registration.reachable(after) } };
  });
}

function unavailable(status: number, code: number): Answer {
  return {
    status,
    body: {
      error: 'temporarily_unavailable',
      error_description: `AADSTS${code}: The service is temporarily unavailable. Please retry later.`,
      error_codes: [code],
    },
  };
}
