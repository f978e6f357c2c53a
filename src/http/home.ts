/** Mio's own address, which the app's manifest names as its website: what this is, for whoever comes by it. */
import { homeTexts } from './home-texts.ts';
import { languageFor } from './languages.ts';
import { legalPages } from './legal.ts';
import { legalTexts } from './legal-texts.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, pageOf } from './page.ts';

/** @param accepted `Accept-Language` */
export function homePage(accepted: string | undefined): PageAnswer {
  const language = languageFor(accepted);
  const { title, paragraphs } = homeTexts[language];
  const links = legalPages.map((name) => `<a href="${name}">${escapeHtml(legalTexts[language][name].title)}</a>`);
  return pageOf({ status: 200, title, language, paragraphs: [...paragraphs.map(escapeHtml), links.join(' · ')] });
}
