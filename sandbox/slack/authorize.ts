/**
 * The page where somebody allows the app into a workspace ("Installing with OAuth"). It works without a script: every
 * account is a choice of one form, and the form carries all that the second step needs.
 */
import type { Kit } from '../kit/platform.ts';
import type { Answer, Call, Section } from '../kit/router.ts';
import type { Grants } from './grants.ts';
import { escapeHtml } from './show.ts';
import { appName, type Store } from './store.ts';

export const authorizePath = '/oauth/v2/authorize';

/** The redirect address that the app is registered with. */
export const redirectUriOf = (kit: Kit): string => `${kit.product.publicUrl}/oauth/slack/callback`;

/** What the second step must know of the first; `team` only preselects. */
const carried = [
  'client_id',
  'scope',
  'user_scope',
  'state',
  'redirect_uri',
  'code_challenge',
  'code_challenge_method',
  'team',
] as const;

const words = (list: string | null): readonly string[] =>
  (list ?? '')
    .split(/[,\s]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

export function mountAuthorize(section: Section, kit: Kit, store: Store, grants: Grants): void {
  section.on('GET', authorizePath, (call) => {
    const wrong = refusalOf(call.query, kit, store);
    return wrong === null ? consentPage(call.query, store) : errorPage(wrong);
  });

  section.on('POST', authorizePath, (call: Call) => {
    const form = call.form();
    const wrong = refusalOf(form, kit, store);
    if (wrong !== null) return errorPage(wrong);
    const redirectUri = form.get('redirect_uri') ?? redirectUriOf(kit);
    if (form.get('decision') !== 'allow') return backTo(kit, redirectUri, form, { error: 'access_denied' });
    const [team = '', user = ''] = (form.get('account') ?? '').split('/');
    if (!store.user(team, user)?.person) return errorPage('Choose an account.');
    const code = grants.issueCode({
      team,
      user,
      scopes: words(form.get('scope')),
      userScopes: words(form.get('user_scope')),
      redirectUri,
      challenge: form.get('code_challenge'),
    });
    return backTo(kit, redirectUri, form, { code });
  });
}

/** What is wrong with an authorize request, in words; null where nothing is. */
function refusalOf(given: URLSearchParams, kit: Kit, store: Store): string | null {
  if (given.get('client_id') !== store.app.clientId) return 'Invalid client_id parameter.';
  const redirectUri = given.get('redirect_uri');
  if (redirectUri !== null && redirectUri !== redirectUriOf(kit)) {
    return 'redirect_uri did not match any configured URIs.';
  }
  if (words(given.get('scope')).length + words(given.get('user_scope')).length === 0) return 'No scopes requested.';
  const method = given.get('code_challenge_method');
  if (given.has('code_challenge') && method !== 'S256') return 'code_challenge_method must be S256.';
  return null;
}

/** The browser goes back to the app, at the address where it really is. */
function backTo(
  kit: Kit,
  redirectUri: string,
  form: URLSearchParams,
  result: Readonly<Record<string, string>>,
): Answer {
  const target = new URL(kit.product.local(redirectUri) ?? redirectUri);
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value);
  const state = form.get('state');
  target.searchParams.set('state', state ?? '');
  return { status: 302, headers: { location: target.href } };
}

const page = (status: number, title: string, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`,
});

const style = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1d1c1d; background: #f4ede4; }
main { max-width: 34rem; margin: 8vh auto; padding: 2rem 2.5rem; background: #fff; border-radius: 12px; box-shadow: 0 1px 8px #0002; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2, legend { font-size: 1rem; font-weight: 700; }
fieldset { border: 1px solid #ddd; border-radius: 8px; margin: 0 0 1rem; } label { display: block; padding: .2rem 0; }
ul { padding-left: 1.2rem; } code { font-size: .9em; }
button { font: inherit; padding: .5rem 1.5rem; border-radius: 6px; border: 1px solid #bbb; background: #fff; cursor: pointer; }
button[value=allow] { background: #007a5a; border-color: #007a5a; color: #fff; font-weight: 700; }
`;

const errorPage = (reason: string): Answer =>
  page(400, 'Something went wrong', `<h1>Something went wrong</h1><p role="alert">${escapeHtml(reason)}</p>`);

/** `team` puts its workspace first and chooses its first administrator; without it, nobody is chosen. */
function consentPage(query: URLSearchParams, store: Store): Answer {
  const wanted = query.get('team');
  const teams = store.teams.toSorted((a, b) => Number(b.id === wanted) - Number(a.id === wanted));
  const hidden = carried
    .filter((name) => query.has(name))
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? '')}">`);
  const accounts = teams.map((team) => {
    const people = store.users(team.id).filter(({ person }) => person !== null);
    const ordered = people.toSorted((a, b) => Number(b.admin) - Number(a.admin));
    const choices = ordered.map((user, index) => {
      const checked = team.id === wanted && index === 0 ? ' checked' : '';
      const about = `${escapeHtml(user.name)}${user.admin ? ' (workspace administrator)' : ''}`;
      return `<label><input type="radio" name="account" value="${team.id}/${user.id}" required${checked}> ${about}</label>`;
    });
    return `<fieldset><legend>${escapeHtml(team.name)} (${team.domain}.slack.com)</legend>${choices.join('')}</fieldset>`;
  });
  const scopes = [...words(query.get('scope')), ...words(query.get('user_scope')).map((scope) => `${scope} (as you)`)];
  return page(
    200,
    `Allow ${appName}`,
    `<h1>${appName} is requesting permission to access a Slack workspace</h1>
<form method="post" action="authorize">${hidden.join('')}
<h2>Who are you?</h2>${accounts.join('')}
<h2>What will ${appName} be able to do?</h2><ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<p><button name="decision" value="cancel" formnovalidate>Cancel</button> <button name="decision" value="allow">Allow</button></p>
</form>`,
  );
}
