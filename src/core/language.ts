/** The languages that people are answered in. */

export const languages = ['en', 'de', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The language for a locale such as `de-AT`; English where Mio does not speak it. */
export function languageOf(locale: string | undefined): Language {
  const tongue = (locale ?? '').toLowerCase().split('-', 1)[0];
  return languages.find((language) => language === tongue) ?? 'en';
}
