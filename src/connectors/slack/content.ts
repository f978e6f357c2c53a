/** All that a Slack message says to a reader: its text, what hangs below it, and what it points at. */
import { mapParagraphs } from '../../core/content/map.ts';
import { inStyle } from '../../core/content/restyle.ts';
import type { Block, Inline } from '../../core/content/tree.ts';
import { type Json, text } from '../support/json.ts';
import { fileLinks } from './files-in.ts';
import { parseSlack } from './markup.ts';
import type { Known } from './markup-names.ts';

export function contentOf(message: Json, known: Known): readonly Block[] {
  const { blocks, attachments } = message;
  const written = parseSlack({ blocks, attachments, text: text(message['text']) ?? '' }, known);
  const links = message['files'] === undefined ? [] : fileLinks(message, known);
  const all = links.length > 0 ? [...written, ...links] : written;
  // What people type behind /me is shown slanted.
  return message['subtype'] === 'me_message' ? mapParagraphs(all, (children) => children.map(slanted)) : all;
}

const slanted = (inline: Inline): Inline => inStyle(inline, { italic: true });
