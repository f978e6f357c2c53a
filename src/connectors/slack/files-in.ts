/**
 * What hangs at a message ("file object"). Slack holds most of it and hands it out; what it only points at, files of
 * other services and documents of its own, is a line that leads there.
 */
import { Lines, plain } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Block } from '../../core/content/tree.ts';
import type { SourceFile } from '../../core/model.ts';
import { type Json, objects, text } from '../support/json.ts';
import { fileId } from './ids.ts';
import type { Known } from './markup-names.ts';

/** Files that are no longer there, or never were for Mio. */
const goneModes: ReadonlySet<unknown> = new Set(['tombstone', 'hidden_by_limit']);
const closed: ReadonlySet<unknown> = new Set(['access_denied', 'file_not_found']);
/** Canvases, lists and posts are pages of Slack's, not bytes. */
const documents: ReadonlySet<unknown> = new Set(['post', 'space', 'quip', 'canvas', 'list']);
/** What Slack shows in the message itself. */
const picture = /^image\/(?!svg)/;

export const isGone = (file: Json): boolean => goneModes.has(file['mode']) || closed.has(file['file_access']);
export const isElsewhere = (file: Json): boolean => file['is_external'] === true || file['mode'] === 'external';

/** In the author's order; what can't be had is left out. */
export function filesOf(message: Json, known: Pick<Known, 'file'>): SourceFile[] {
  return told(message, known).flatMap((file) => sourceFile(file) ?? []);
}

/** Of files shared from another organization Slack says the id alone ("Slack Connect"). */
const told = (message: Json, known: Pick<Known, 'file'>): Json[] =>
  objects(message['files']).map((file) =>
    file['file_access'] === 'check_file_info' ? { ...known.file(text(file['id']) ?? ''), id: file['id'] } : file,
  );

function sourceFile(file: Json): SourceFile | undefined {
  const id = fileId(file['id']);
  if (id === undefined || isGone(file) || isElsewhere(file) || documents.has(file['mode'])) return undefined;
  const type = text(file['mimetype']);
  const size = sizeOf(file);
  return {
    id,
    name: text(file['name']) ?? text(file['title']) ?? 'file',
    ...(type !== undefined && { type }),
    ...(size !== undefined && { size }),
    ...(type !== undefined && picture.test(type) && { inline: true }),
  };
}

/** Bytes; undefined where Slack does not say. */
export function sizeOf(file: Json): number | undefined {
  const size = file['size'];
  return Number.isSafeInteger(size) && Number(size) >= 0 ? Number(size) : undefined;
}

/** One line for each that Slack points at. */
export function fileLinks(message: Json, known: Pick<Known, 'file'>): Block[] {
  return linesOf(told(message, known).filter((file) => documents.has(file['mode']) || isElsewhere(file)));
}

/** One line for each that a quoted message has: the bytes stay with that message. */
export const quotedFiles = (message: Json): Block[] => linesOf(objects(message['files']));

function linesOf(files: readonly Json[]): Block[] {
  const lines = new Lines();
  for (const file of files) {
    if (isGone(file)) continue;
    const name = text(file['title']) ?? text(file['name']) ?? 'file';
    const address = text(isElsewhere(file) ? file['url_private'] : file['permalink']);
    lines.text('📎 ');
    lines.text(name.replaceAll('\n', ' '), plain, safeUrl(address ?? ''));
    lines.lineBreak();
  }
  return lines.take();
}
