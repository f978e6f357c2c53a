/**
 * Files in what a bot posts. It can't write to SharePoint; small pictures it can hold itself, as data in an activity of
 * their own, since Teams parts text from attachments. Everything else is put into the channel by somebody's account
 * (channel-files.ts), or is a line with a link. The size is what the whole request can take once it is Base64. "Format
 * your bot messages"
 */
import type { Readable } from 'node:stream';
import type { DraftFile, PostOptions, Rendered } from '../../core/connector.ts';
import { plainText } from '../../core/content/plain.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { FileReason } from '../../core/files/reasons.ts';
import { EgressError } from '../../core/ports.ts';
import { fileLine } from '../support/file-line.ts';
import { blocksHtml } from './markup-out.ts';
import { fitsTeams, pictureIn } from './picture.ts';

const largestPicture = 180 * 1024;
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif']);
const operation = 'post picture';

/** What `renderFiles` puts into a Rendered. */
export interface PicturePayload {
  readonly picture: string;
  readonly name: string;
}

/** As far as its source says; the bytes decide. */
export const isPicture = ({ type = '', size }: DraftFile): boolean =>
  size !== undefined && size <= largestPicture && pictureTypes.has(type);

export const renderPicture = (file: DraftFile): Rendered => ({
  payload: { picture: file.id, name: file.name } satisfies PicturePayload,
  text: '',
  files: [file],
  instead: (why) => lineInstead(file, why),
});

/** What the bot posts where a file does not come: where everybody who is in the channel may open it. */
export function lineInstead(file: DraftFile, why: FileReason) {
  const line = [fileLine(file, { why, to: 'teams' })];
  return { payload: { html: blocksHtml(line) }, text: plainText(line) };
}

/** @throws DeliveryError `refused` where it turns out not to be such a picture; what `open` throws */
export async function pictureActivity({ files, payload }: Rendered, open: PostOptions['open']) {
  const [file] = files ?? [];
  if (!file) throw new DeliveryError('refused', 'no_file', { operation });
  const bytes = await bytesOf((await open(file)).body);
  const picture = pictureIn(bytes);
  if (!picture || !fitsTeams(picture)) {
    const file = picture ? 'too_large' : 'not_shown';
    throw new DeliveryError('refused', 'no_picture_for_teams', { operation, file });
  }
  const contentUrl = `data:${picture.type};base64,${bytes.toString('base64')}`;
  const { name } = payload as PicturePayload;
  return { type: 'message', attachments: [{ contentType: picture.type, contentUrl, name }] };
}

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestPicture) throw new DeliveryError('refused', 'too_large', { operation, file: 'too_large' });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    const isTooLarge = error instanceof EgressError && error.code === 'too_large';
    throw new DeliveryError(isTooLarge ? 'refused' : 'busy', isTooLarge ? 'too_large' : 'cut', {
      operation,
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}
