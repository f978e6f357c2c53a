/** Everything that the bot shows, in one language. Made once per language: nothing in it knows who reads. */
import type { Language } from '../src/core/language.ts';
import { accountCards } from './accounts.ts';
import { answers } from './answers.ts';
import type { Cards } from './contract.ts';
import { creating } from './creating.ts';
import { installing } from './installing.ts';
import { inviting } from './inviting.ts';
import { settingsCards } from './settings.ts';
import { signingIn } from './signing-in.ts';
import { createSpeech } from './speech.ts';
import { universalChannels } from './universal-channels.ts';

export function createCards(language: Language): Cards {
  const speech = createSpeech(language);
  return {
    ...installing(speech),
    ...signingIn(speech),
    ...accountCards(speech),
    ...answers(speech),
    ...creating(speech),
    ...inviting(speech),
    ...universalChannels(speech),
    ...settingsCards(speech),
  };
}
