/** Who talks to the bot, and in which language they are answered. */
import type { PersonId } from '../model.ts';

export const languages = ['en', 'de', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The language for a locale such as `de-AT`; English where Mio does not speak it. */
export function languageOf(locale: string | undefined): Language {
  const tongue = (locale ?? '').toLowerCase().split('-', 1)[0];
  return languages.find((language) => language === tongue) ?? 'en';
}

/** A person, as a verified activity says. Never made from what a card or a text contains. */
export interface Speaker {
  /** Entra tenant id, lower case. */
  readonly tenant: string;
  /** Entra object id, lower case. */
  readonly person: PersonId;
  /** As Teams showed it last; empty where it never did. */
  readonly name: string;
  readonly language: Language;
}

/** For the audit log. Names change and repeat; the id in the directory does not. */
export const actorOf = ({ name, person }: Speaker): string => (name === '' ? person : `${name} (${person})`);
