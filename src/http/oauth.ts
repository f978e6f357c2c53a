/** The two pages of connecting a platform: one that sends the browser there, one that it comes back to. */

import type { Connections } from '../core/channels/connections.ts';
import { UserError } from '../core/errors.ts';
import type { Language } from '../core/language.ts';
import { type Platform, platformNames } from '../core/model.ts';
import { languageFor } from './languages.ts';
import { oauthTexts } from './oauth-texts.ts';
import { escapeHtml, page, pageOf } from './page.ts';
import { redirectToPlatform } from './redirect.ts';
import { broughtBack, type Visit } from './visit.ts';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const startPage = (connections: Connections, platform: Platform, visit: Visit): Promise<PageAnswer> =>
  shown(platform, visit, async () => {
    const begun = await connections.begin(platform, visit.query.get('ticket') ?? '');
    return redirectToPlatform(begun, platform, visit.secure);
  });

export const callbackPage = (connections: Connections, platform: Platform, visit: Visit): Promise<PageAnswer> =>
  shown(platform, visit, async (language) => {
    const { name, installer } = await connections.complete(platform, broughtBack(visit));
    const { title, text } = oauthTexts[language].connected;
    return page(200, title(platformNames[platform]), text(name, installer), language);
  });

async function shown(
  platform: Platform,
  { languages }: Visit,
  work: (language: Language) => Promise<PageAnswer>,
): Promise<PageAnswer> {
  const language = languageFor(languages);
  try {
    return await work(language);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return failedPage(error, platformNames[platform], language);
  }
}

function failedPage({ advice, obstacle }: UserError, platform: string, language: Language): PageAnswer {
  const { reasons, failed } = oauthTexts[language];
  if (obstacle?.reason === 'link_spent' || obstacle?.reason === 'sign_in_cancelled') {
    const { title, text } = reasons[obstacle.reason];
    return page(400, title, text.replaceAll('{platform}', platform), language);
  }
  const paragraphs = [...(failed.text === undefined ? [] : [escapeHtml(failed.text)]), inEnglish(advice)];
  return pageOf({ status: 400, title: failed.title, language, paragraphs });
}

/** So that it is read aloud as what it is. */
const inEnglish = (text: string): string => `<span lang="en">${escapeHtml(text)}</span>`;
