/** Facts and links of cards of every kind, one per line. */
import { bold, Lines } from '../../core/content/lines.ts';
import type { Block } from '../../core/content/tree.ts';
import { type Json, text } from './json.ts';

/** One line per fact, its name in bold. */
export function factsText(facts: readonly Json[]): Block[] {
  const lines = new Lines();
  for (const fact of facts) {
    const title = (text(fact['title']) ?? text(fact['name']) ?? '').replace(/\s*:?\s*$/, '');
    lines.text(title === '' ? '' : `${oneLine(title)}:`, bold);
    lines.text(title === '' ? '' : ' ');
    lines.text(oneLine(text(fact['value']) ?? ''));
    lines.lineBreak();
  }
  return lines.take();
}

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
