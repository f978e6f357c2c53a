/** The two pages of signing in to the bot: one that sends the browser to a platform, one that it comes back to. */
import type { Returned, SignInPages } from '../core/bot/sign-in.ts';
import { UserError } from '../core/errors.ts';
import type { Language } from '../core/language.ts';
import { signInScripts } from './assets.ts';
import { languageFor } from './languages.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, page, pageOf } from './page.ts';
import { redirectToPlatform } from './redirect.ts';
import { signInTexts, wordsFor } from './sign-in-texts.ts';
import { broughtBack, type Visit } from './visit.ts';

export async function signInStartPage(signIn: SignInPages, { query, languages, secure }: Visit): Promise<PageAnswer> {
  try {
    const begun = await signIn.begin(query.get('ticket') ?? '');
    return redirectToPlatform(begun, begun.platform, secure);
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
