/** The pages that the app's manifest names, for whoever wants to know before they add it. */
import { languageFor } from './languages.ts';
import { type LegalPage, legalTexts } from './legal-texts.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, pageOf } from './page.ts';

export const legalPages: readonly LegalPage[] = ['privacy', 'terms'];

/** @param accepted `Accept-Language` */
export function legalPage(name: LegalPage, accepted: string | undefined): PageAnswer {
  const language = languageFor(accepted);
  const { title, sections } = legalTexts[language][name];
  return pageOf({
    status: 200,
    title,
    language,
    paragraphs: [],
    more: sections.map(([about, text]) => `<h2>${escapeHtml(about)}</h2><p>${escapeHtml(text)}</p>`).join(''),
  });
}
