/**
 * The markdown of Adaptive Cards: bold, italic, links and flat lists, nothing else. "Text features" of Adaptive Cards,
 * "Format cards in Teams".
 */
import { Lines } from '../../core/content/lines.ts';
import { Nest } from '../../core/content/nest.ts';
import type { Block } from '../../core/content/tree.ts';
import { writeCardLine } from './markdown-line.ts';

const listLine = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(?=\S)/;

/** Never throws, whatever the input. `styles`: flags of Lines that all of it carries. */
export function parseCardMarkdown(text: string, styles = 0): Block[] {
  const nest = new Nest();
  let list: 'ordered' | 'bullets' | undefined;
  let lines = new Lines();
  const flush = () => {
    nest.add(lines.take());
    lines = new Lines();
  };
  for (const line of withDates(text).split(/\r\n?|\n/)) {
    const marker = listLine.exec(line);
    const kind = marker === null ? undefined : marker[1] === undefined ? 'bullets' : 'ordered';
    if (kind !== undefined || list !== undefined) flush();
    if (list !== undefined && kind !== list) nest.close('list');
    if (kind !== undefined) {
      if (kind !== list) nest.openList(kind === 'ordered', Number(marker?.[1] ?? 1));
      nest.openItem();
    }
    list = kind;
    writeCardLine(lines, line.slice(marker?.[0].length ?? 0), styles);
    if (kind === undefined) lines.lineBreak();
  }
  flush();
  return nest.finish();
}

/** The text of a property that is one line. */
export function writeCardWords(lines: Lines, words: string, styles = 0): void {
  writeCardLine(lines, withDates(words), styles);
}

const dateFunction =
  /\{\{(DATE|TIME)\((\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?(Z|[+-]\d{2}:\d{2})(?:, ?\w{1,10})?\)\}\}/g;

/** `{{DATE(2026-09-14T08:31:22Z,SHORT)}}`, which clients write in the reader's own way. */
function withDates(text: string): string {
  if (!text.includes('{{')) return text;
  return text.replace(dateFunction, (_, kind: string, day: string, time: string, zone: string) =>
    kind === 'DATE' ? day : `${time} ${zone === 'Z' ? 'UTC' : zone}`,
  );
}
