/** What the choice of another company is called, in every language: whole as it is shown, and its beginning. */
import { languages } from '../src/core/language.ts';
import { createSpeech } from './speech.ts';

export const otherCompanyTitles: readonly string[] = languages.flatMap((language) => {
  const title = createSpeech(language).words.chooseOther.anotherCompany;
  return [title, title.split(',', 1)[0]!];
});
