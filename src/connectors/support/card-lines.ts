/** Facts and links of cards of every kind, one per line. */
import { bold, Lines } from '../../core/content/lines.ts';
import type { Block } from '../../core/content/tree.ts';
import { writeCardWords } from './card-markdown.ts';
import { type Json, text } from './json.ts';

/** One line per fact, its name in bold. Clients show both halves as they show any text of a card. "FactSet" */
export function factsText(facts: readonly Json[]): Block[] {
  const lines = new Lines();
  for (const fact of facts) {
    const title = oneLine(text(fact['title']) ?? text(fact['name']) ?? '').trim();
    if (title !== '') {
      writeCardWords(lines, endsInColon.test(title) ? title : `${title}:`, bold);
      lines.text(' ');
    }
    writeCardWords(lines, oneLine(text(fact['value']) ?? ''));
    lines.lineBreak();
  }
  return lines.take();
}

/** Behind it, marks of emphasis may close. */
const endsInColon = /:[*_]{0,3}$/;

/** `url` as `safeUrl` gave it; there is no link without one. */
export interface Destination {
  readonly title: string;
  readonly url: string | undefined;
}

/** One link per line. */
export function linksText(links: readonly (Destination | undefined)[]): Block[] {
  const lines = new Lines();
  for (const link of links) {
    if (link?.url === undefined) continue;
    lines.text(oneLine(link.title), 0, link.url);
    lines.lineBreak();
  }
  return lines.take();
}

const oneLine = (words: string) => words.replaceAll(/[\s\u0085]+/g, ' ');
