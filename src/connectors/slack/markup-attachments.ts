/**
 * Reads what hangs below a message ("attachments", secondary message attachments): what apps send beside their text, a
 * message that somebody shares, and tables, which people's clients put here. Previews of links are left out, since
 * the far side's own client makes them from the same links.
 */
import { bold, italic, Lines, plain } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import { mapMentions } from '../../core/content/mentions.ts';
import { parsePlain } from '../../core/content/text.ts';
import type { Block } from '../../core/content/tree.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { quotedFiles } from './files-in.ts';
import { parseBlocks } from './markup-in.ts';
import { decoded } from './markup-line.ts';
import { parseMrkdwn } from './markup-mrkdwn.ts';
import type { Names } from './markup-names.ts';

export function parseAttachments(attachments: unknown, names: Names): Block[] {
  return objects(attachments).flatMap((attachment) => {
    if (attachment['is_msg_unfurl'] === true || attachment['is_share'] === true)
      return sharedMessage(attachment, names);
    return isPreview(attachment) ? [] : parseAttachment(attachment, names);
  });
}

/** Only previews of links say where they are from. */
const isPreview = (attachment: Json) =>
  text(attachment['from_url']) !== undefined || text(attachment['original_url']) !== undefined;

/** What a message looks like whose address was shared: its author, who leads to it, and its content. */
function sharedMessage(attachment: Json, names: Names): Block[] {
  const author = text(attachment['author_name']) ?? text(attachment['author_subname']);
  const address = text(attachment['from_url']) ?? text(attachment['original_url']);
  const messages = objects(attachment['message_blocks']).map((one) => object(one['message']));
  const content = messages.flatMap((message) => parseBlocks(message?.['blocks'], names));
  const children = [
    ...line(author ?? (content.length > 0 ? undefined : address), bold, address),
    ...(content.length > 0 ? content : written(attachment, names)),
    ...[attachment, ...messages].flatMap((message) => (message ? quotedFiles(message) : [])),
  ];
  // Whom the message called was called when it was written.
  return children.length > 0 ? [{ type: 'quote', children: mapMentions(children, () => undefined) }] : [];
}

function written(attachment: Json, names: Names): Block[] {
  const body = parseMrkdwn(text(attachment['text']) ?? '', names);
  return body.length > 0 ? body : fallback(attachment);
}

function parseAttachment(attachment: Json, names: Names): Block[] {
  const blocks = parseBlocks(attachment['blocks'], names);
  if (blocks.length > 0) return blocks;
  const shown = [
    ...parseMrkdwn(text(attachment['pretext']) ?? '', names),
    ...line(text(attachment['author_name']), plain, text(attachment['author_link'])),
    ...line(text(attachment['title']), bold, text(attachment['title_link'])),
    ...parseMrkdwn(text(attachment['text']) ?? '', names),
    ...objects(attachment['fields']).flatMap((field) => parseField(field, names)),
    ...picture(attachment),
    ...objects(attachment['actions']).flatMap(button),
    ...line(text(attachment['footer']), italic),
  ];
  return shown.length > 0 ? shown : fallback(attachment);
}

/** The title in one line, the value below it. */
function parseField(field: Json, names: Names): Block[] {
  const title = line(text(field['title']), bold);
  const [first, ...rest] = parseMrkdwn(text(field['value']) ?? '', names);
  const [above] = title;
  if (above?.type !== 'paragraph' || first?.type !== 'paragraph') return [...title, ...(first ? [first, ...rest] : [])];
  return [{ type: 'paragraph', children: [...above.children, { type: 'break' }, ...first.children] }, ...rest];
}

function picture(attachment: Json): Block[] {
  const url = text(attachment['image_url']);
  return url === undefined ? [] : line('[image]', plain, url);
}

function button(action: Json): Block[] {
  const url = text(action['url']);
  return url === undefined ? [] : line(text(action['text']), plain, url);
}

/** What Slack writes where a client could show nothing. */
const nothing = '[no preview available]';

function fallback(attachment: Json): Block[] {
  const words = text(attachment['fallback']);
  return words === undefined || words === nothing ? [] : parsePlain(decoded(words));
}

function line(words: string | undefined, styles: number, url?: string): Block[] {
  const lines = new Lines();
  lines.text(decoded(words ?? ''), styles, safeUrl(url ?? ''));
  return lines.take();
}
