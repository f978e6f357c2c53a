/** Answers that send a browser on, with a cookie for its way back. */
import { type AttemptCookie, attemptLastsMs } from '../core/attempt.ts';
import type { Platform } from '../core/model.ts';
import { type NewCookie, setCookie } from './cookies.ts';
import type { PageAnswer } from './oauth.ts';

export const redirect = (location: string, cookie: NewCookie): PageAnswer => ({
  status: 302,
  headers: {
    location,
    'set-cookie': setCookie(cookie),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  body: '',
});

/** To a platform's own page. The cookie comes back to the one address that the platform sends the browser to. */
export const redirectToPlatform = (
  begun: { readonly redirect: string; readonly cookie: AttemptCookie },
  platform: Platform,
  secure: boolean,
): PageAnswer =>
  redirect(begun.redirect, { ...begun.cookie, path: `/oauth/${platform}`, lastsMs: attemptLastsMs, secure });
