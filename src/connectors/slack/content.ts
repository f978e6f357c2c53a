/** All that a Slack message shows to a reader: its text, what hangs below it, and the names of its files. */
import { Lines } from '../../core/content/lines.ts';
import { mapParagraphs } from '../../core/content/map.ts';
import type { Block, Inline } from '../../core/content/tree.ts';
import { type Json, objects, text } from '../support/json.ts';
import { parseSlack } from './markup.ts';
import type { Names } from './markup-names.ts';

export function contentOf(message: Json, names: Names): readonly Block[] {
  const { blocks, attachments } = message;
  const written = parseSlack({ blocks, attachments, text: text(message['text']) ?? '' }, names);
  const files = fileNames(message['files']);
  const all = files.length > 0 ? [...written, ...files] : written;
  // What people type behind /me is shown slanted.
  return message['subtype'] === 'me_message' ? mapParagraphs(all, (children) => children.map(slanted)) : all;
}

function slanted(inline: Inline): Inline {
  if (inline.type === 'break') return inline;
  if (inline.type !== 'link') return { ...inline, italic: true };
  return { ...inline, children: inline.children.map((child) => ({ ...child, italic: true })) };
}

/** Files that are no longer there ("file object", mode). */
const gone: ReadonlySet<unknown> = new Set(['tombstone', 'hidden_by_limit']);

function fileNames(files: unknown): Block[] {
  const lines = new Lines();
  for (const file of objects(files)) {
    if (gone.has(file['mode'])) continue;
    lines.text(`📎 ${(text(file['name']) ?? text(file['title']) ?? 'file').replaceAll('\n', ' ')}`);
    lines.lineBreak();
  }
  return lines.take();
}
