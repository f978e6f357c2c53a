/**
 * The pages of the sign-in: plain HTML forms that carry the request in hidden fields, so that a browser and a script use
 * them alike. One form per account (`data-account` holds its user name); `decision` is the button of the consent form.
 */
import type { Answer } from '../kit/router.ts';
import type { TeamsUser } from '../teams/world.ts';
import { permissions } from './permissions.ts';
import { appName } from './registration.ts';

const style = `
  :root { color-scheme: light dark; font: 15px/1.4 "Segoe UI", system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f2f2f2, #1b1a19) }
  main { width: min(440px, 92vw); box-sizing: border-box; padding: 44px; background: light-dark(#fff, #292827);
    box-shadow: 0 2px 6px #0003 }
  h1 { font-size: 24px; font-weight: 600; margin: 0 0 12px }
  ul { padding: 0; list-style: none } li { margin: 8px 0 }
  small { color: light-dark(#605e5c, #c8c6c4) }
  button { font: inherit; padding: 6px 20px; border: 0; background: light-dark(#e6e6e6, #3b3a39); color: inherit; cursor: pointer }
  button[value=accept] { background: #0067b8; color: #fff }
  button.account { width: 100%; padding: 12px; text-align: left; background: none }
  button.account:hover, button.account:focus-visible { background: light-dark(#edebe9, #3b3a39) }
  footer { display: flex; gap: 8px; justify-content: end; margin-top: 24px }`;

export function accountsPage(action: string, params: URLSearchParams, users: readonly TeamsUser[]): Answer {
  const choices = users.map(
    (
      user,
    ) => `<form method="get" action="${action}" data-account="${escapeHtml(user.mail)}">${hidden(params, ['account'])}
      <input type="hidden" name="account" value="${escapeHtml(user.mail)}">
      <button class="account"><strong>${escapeHtml(user.displayName)}</strong><br><small>${escapeHtml(user.mail)}</small></button></form>`,
  );
  const another = `<form method="get" action="${action}">${hidden(params, ['account'])}
    <details><summary>Use another account</summary>
      <p><label>Email <input name="account" type="email" required></label> <button>Next</button></p></details></form>`;
  return page(200, 'Pick an account', `<p>to continue to ${appName}</p>${choices.join('\n')}${another}`);
}

export function consentPage(
  action: string,
  params: URLSearchParams,
  user: TeamsUser,
  names: readonly string[],
  offerOrganization: boolean,
): Answer {
  const organization = offerOrganization
    ? '<p><label><input type="checkbox" name="organization" value="1"> Consent on behalf of your organization</label></p>'
    : '';
  return page(
    200,
    'Permissions requested',
    `<p><small>${escapeHtml(user.mail)}</small></p><p><strong>${appName}</strong> would like to:</p>${list(names)}
    <form method="post" action="${action}" data-account="${escapeHtml(user.mail)}">${hidden(params, ['account', 'decision', 'organization'])}
      <input type="hidden" name="account" value="${escapeHtml(user.mail)}">${organization}
      <footer><button name="decision" value="cancel">Cancel</button><button name="decision" value="accept">Accept</button></footer>
    </form>`,
  );
}

/** A dead end for this person, except for the way back without the consent. */
export function adminApprovalPage(
  action: string,
  params: URLSearchParams,
  user: TeamsUser,
  names: readonly string[],
): Answer {
  const again = new URLSearchParams(
    [...params].filter(([name]) => !['account', 'decision', 'login_hint'].includes(name)),
  );
  return page(
    200,
    'Need admin approval',
    `<p><strong>${appName}</strong> needs permission to access resources in your organization that only an admin can grant.
    Ask an admin to grant permission to this app before you can use it.</p>${list(names)}
    <p>Have an admin account? <a href="${escapeHtml(`${action}?${again}`)}">Sign in with that account</a></p>
    <p><small>AADSTS90094 · signed in as ${escapeHtml(user.mail)}</small></p>
    <form method="post" action="${action}" data-account="${escapeHtml(user.mail)}">${hidden(params, ['account', 'decision'])}
      <input type="hidden" name="account" value="${escapeHtml(user.mail)}">
      <footer><button name="decision" value="cancel">Return to the application without granting consent</button></footer></form>`,
  );
}

export function failurePage(description: string): Answer {
  return page(400, 'Sorry, but we’re having trouble signing you in.', `<p>${escapeHtml(description)}</p>`);
}

export function signedOutPage(): Answer {
  return page(200, 'You signed out of your account', '<p>It’s a good idea to close all browser windows.</p>');
}

export function formPostPage(action: string, values: readonly (readonly [string, string])[]): Answer {
  const inputs = values.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    200,
    'Working…',
    `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Continue</button></noscript></form>
    <script>document.forms[0].submit()</script>`,
  );
}

function page(status: number, title: string, body: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
  };
}

function list(names: readonly string[]): string {
  const items = names.map(
    (name) =>
      `<li data-permission="${escapeHtml(name)}">${escapeHtml(permissions.get(name)?.sentence ?? name)}<br><small>${escapeHtml(name)}</small></li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}

function hidden(params: URLSearchParams, except: readonly string[]): string {
  return [...params]
    .filter(([name]) => !except.includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
