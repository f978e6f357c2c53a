/**
 * `/v1/authorize`: pick an account, grant or decline. Plain GET forms, so that a browser and a script use them alike:
 * `account` (a mail address) and `decision` (`accept` or `cancel`) are the two fields that a person adds to the request.
 */
import type { Answer, Call } from '../kit/router.ts';
import { escapeHtml } from './inline.ts';
import type { Person } from './model.ts';
import type { Store } from './store.ts';
import type { Tokens } from './tokens.ts';

const style = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f7f7f7, #121212) }
  main { width: min(420px, 90vw); box-sizing: border-box; padding: 40px; border-radius: 12px; background: light-dark(#fff, #1f1f1f); box-shadow: 0 2px 12px #0002 }
  h1 { font-size: 22px; margin: 0 0 12px } ul { padding-left: 20px } footer { display: flex; gap: 8px; justify-content: end; margin-top: 24px }
  button { font: inherit; padding: 8px 20px; border: 1px solid #8888; border-radius: 20px; background: none; color: inherit; cursor: pointer }
  button[value=accept] { background: #07c; border-color: #07c; color: #fff }
  button.account { width: 100%; margin: 4px 0; border-radius: 8px; text-align: left } small { opacity: .75 }`;

const page = (status: number, title: string, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`,
});

const form = (params: URLSearchParams, account: string, controls: string): string => {
  const fields = [...params]
    .filter(([name]) => name !== 'account' && name !== 'decision')
    .concat([['account', account]]);
  const hidden = fields.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<form method="get" action="authorize" data-account="${escapeHtml(account)}">${hidden.join('')}${controls}</form>`;
};

const accountsPage = (params: URLSearchParams, people: readonly Person[]): Answer => {
  const forms = people.map(({ name, mail }) =>
    form(
      params,
      mail,
      `<button class="account"><strong>${escapeHtml(name)}</strong><br><small>${escapeHtml(mail)}</small></button>`,
    ),
  );
  return page(200, 'Sign in to Webex', forms.join('\n'));
};

const consentPage = (params: URLSearchParams, person: Person, scopes: readonly string[]): Answer => {
  const wanted = scopes.map((scope) => `<li data-scope="${escapeHtml(scope)}">${escapeHtml(scope)}</li>`).join('');
  const buttons =
    '<footer><button name="decision" value="cancel">Decline</button><button name="decision" value="accept">Accept</button></footer>';
  return page(
    200,
    'Grant access',
    `<p><small>${escapeHtml(person.mail)}</small></p><p>Mio would like to:</p><ul>${wanted}</ul>${form(params, person.mail, buttons)}`,
  );
};

/** Shown, not redirected: without a known client and address there is nowhere to send anybody. */
const failurePage = (reason: string): Answer => page(400, 'This request can’t go on', `<p>${reason}</p>`);

const redirect = (address: string, values: Readonly<Record<string, string | null>>): Answer => {
  const target = new URL(address);
  for (const [name, value] of Object.entries(values)) if (value !== null) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } };
};

export function createAuthorize(store: Store, tokens: Tokens): (call: Call) => Answer {
  return (call) => {
    const params = call.method === 'POST' ? call.form() : call.query;
    if (params.get('client_id') !== tokens.registration.clientId) return failurePage('The client_id is not known.');
    if (params.get('redirect_uri') !== tokens.redirectUri)
      return failurePage('The redirect_uri is not one that was registered for this client.');
    const state = params.get('state');
    const refuse = (error: string) => redirect(tokens.redirectUri, { error, state });
    if (params.get('response_type') !== 'code') return refuse('unsupported_response_type');
    const scopes = (params.get('scope') ?? '').split(' ').filter(Boolean);
    if (scopes.length === 0 || scopes.some((scope) => !tokens.scopes.includes(scope))) return refuse('invalid_scope');
    const challenge = params.get('code_challenge');
    if (challenge !== null && params.get('code_challenge_method') !== 'S256') return refuse('invalid_request');

    const account = params.get('account') ?? '';
    const person = store.personBy('mail', account) ?? store.personBy('person', account);
    if (!person) return accountsPage(params, store.people());
    const decision = params.get('decision');
    if (decision === 'cancel') return refuse('access_denied');
    if (decision !== 'accept') return consentPage(params, person, scopes);
    const code = tokens.issueCode({ person: person.id, scopes, redirectUri: tokens.redirectUri, challenge });
    return redirect(tokens.redirectUri, { code, state });
  };
}
