/** The two pages of signing in to the bot: one that sends the browser to a platform, one that it comes back to. */
import type { BroughtBack, Returned, SignInPages } from '../core/bot/sign-in.ts';
import type { Language } from '../core/bot/speaker.ts';
import { UserError } from '../core/errors.ts';
import { signInScripts } from './assets.ts';
import { cookieIn } from './cookies.ts';
import { languageFor } from './languages.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, page, pageOf } from './page.ts';
import { signInTexts, wordsFor } from './sign-in-texts.ts';

/** What a browser sent along. */
export interface Visit {
  readonly query: URLSearchParams;
  readonly cookies: string | undefined;
  /** `Accept-Language`: for pages that belong to nobody who is known. */
  readonly languages: string | undefined;
  /** Cookies are sent over https alone. */
  readonly secure: boolean;
  /** The origin of a page that stands for Teams, where there is one. */
  readonly teamsHost?: string;
}

/** Codes of Microsoft stand at the beginning. */
const longestDescription = 1_000;

export async function signInStartPage(signIn: SignInPages, { query, languages, secure }: Visit): Promise<PageAnswer> {
  try {
    const { redirect, platform, cookie } = await signIn.begin(query.get('ticket') ?? '');
    // The only path that the browser comes back to.
    const attributes = `Path=/oauth/${platform}; HttpOnly; SameSite=Lax; Max-Age=600${secure ? '; Secure' : ''}`;
    return {
      status: 302,
      headers: {
        location: redirect,
        'set-cookie': `${cookie.name}=${cookie.value}; ${attributes}`,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
      body: '',
    };
  } catch (error) {
    if (!(error instanceof UserError && error.obstacle)) throw error;
    const { title, text } = wordsFor(languageFor(languages), error.obstacle.reason, error.obstacle.subject);
    return page(400, title, text, languageFor(languages));
  }
}

export async function signInReturnPage(signIn: SignInPages, visit: Visit): Promise<PageAnswer> {
  const returned = await signIn.complete(broughtBack(visit));
  return returnedPage(returned, languageFor(visit.languages), visit.teamsHost);
}

export const broughtBack = ({ query, cookies }: Visit): BroughtBack => ({
  state: query.get('state') ?? '',
  cookie: (name) => cookieIn(cookies, name),
  code: query.get('code'),
  error: query.get('error'),
  description: query.get('error_description')?.slice(0, longestDescription) ?? '',
  issuer: query.get('iss'),
});

function returnedPage(returned: Returned, browserLanguage: Language, teamsHost: string | undefined): PageAnswer {
  switch (returned.is) {
    case 'consented': {
      const { language, given } = returned;
      const { title, text } = signInTexts[language][given ? 'consented' : 'notConsented'];
      return page(given ? 200 : 400, title, text, language);
    }
    case 'obstacle': {
      const { obstacle, language = browserLanguage, by } = returned;
      const { title, text } = wordsFor(language, obstacle.reason, obstacle.subject, by);
      return page(400, title, text, language);
    }
    case 'code':
      return codePage(returned, teamsHost);
  }
}

function codePage(
  { code, account, attempt: { speaker } }: Returned & { is: 'code' },
  teamsHost: string | undefined,
): PageAnswer {
  const texts = signInTexts[speaker.language].code;
  const host = teamsHost === undefined ? '' : ` data-host="${escapeHtml(teamsHost)}"`;
  return pageOf({
    status: 200,
    title: texts.title,
    language: speaker.language,
    paragraphs: [
      escapeHtml(texts.signedInAs(account)),
      `<output id="code" class="code"${host}>${escapeHtml(code)}</output>`,
      escapeHtml(texts.bring(speaker.name || account)),
      escapeHtml(texts.notYou),
    ],
    scripts: signInScripts,
  });
}
