/** The language of a page that belongs to nobody who is known. */
import { type Language, languages } from '../core/language.ts';

/** The one of Mio's languages that the browser likes best; English where it names none. "RFC 9110, 12.5.4" */
export function languageFor(accepted: string | undefined): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', weight] = range.split(';', 2);
      return { tongue: tag.trim().toLowerCase().split('-', 1)[0], quality: qualityIn(weight) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { tongue } of wanted) {
    const known = languages.find((language) => language === tongue);
    if (known) return known;
  }
  return 'en';
}

const qualityIn = (weight = ''): number => Number(/^\s*q=([\d.]+)/i.exec(weight)?.[1] ?? 1);
