/** The body of `POST /messages`: JSON with at most one address of a file, or multipart with at most one file. */
import { z } from 'zod';
import type { Kit } from '../../kit/platform.ts';
import type { Call } from '../../kit/router.ts';
import { isTooLong, longestBytes } from '../compose.ts';
import { badRequest } from '../errors.ts';
import { readBody } from './input.ts';

const optional = z
  .string()
  .transform((text) => text || undefined)
  .optional();

/** Both the new and the edited: "at least one of text and markdown", each within the limit. */
export const wordsSchema = { text: optional, markdown: optional };

const schema = z.object({
  ...wordsSchema,
  roomId: optional,
  toPersonId: optional,
  toPersonEmail: optional,
  parentId: optional,
  files: z.array(z.string()).max(1).optional(),
  attachments: z
    .array(z.object({ contentType: z.literal('application/vnd.microsoft.card.adaptive'), content: z.unknown() }))
    .max(1)
    .optional(),
});

export interface IncomingFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export type NewMessageInput = Omit<z.output<typeof schema>, 'files'> & { readonly file: IncomingFile | undefined };

/** "up to 100 MB" (REST API Basics: Message attachments). */
const largestFile = 100 * 1024 * 1024;

/** @throws WebexError 400 */
export function checkLength(words: {
  readonly text?: string | undefined;
  readonly markdown?: string | undefined;
}): void {
  for (const [name, value] of Object.entries(words)) {
    if (value !== undefined && isTooLong(value)) throw badRequest(`${name} is longer than ${longestBytes} bytes`);
  }
}

async function fetchFile(kit: Kit, address: string): Promise<IncomingFile> {
  const local = kit.product.local(address);
  const answer = local === null ? undefined : await fetch(local).catch(() => undefined);
  if (!answer?.ok) throw badRequest('The file could not be fetched from the given address.');
  const disposition = /filename="([^"]*)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const name = disposition ?? new URL(address).pathname.split('/').at(-1) ?? 'file';
  return {
    name,
    type: answer.headers.get('content-type') ?? 'application/octet-stream',
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

/** @throws WebexError 400 */
export async function readNewMessage(kit: Kit, call: Call): Promise<NewMessageInput> {
  const parts = call.multipart();
  const fields = parts.filter(({ name }) => name !== 'files').map(({ name, bytes }) => [name, bytes.toString('utf8')]);
  const { files: addresses = [], ...input } = readBody(
    schema,
    parts.length > 0 ? Object.fromEntries(fields) : call.json(),
  );
  const uploads = parts.filter(({ name }) => name === 'files');
  if (uploads.length > 1) throw badRequest('Only one file can be sent with a message.');
  checkLength({ text: input.text, markdown: input.markdown });

  const [upload] = uploads;
  const [address] = addresses;
  const file = upload
    ? { name: upload.filename ?? 'file', type: upload.type ?? 'application/octet-stream', bytes: upload.bytes }
    : address === undefined
      ? undefined
      : await fetchFile(kit, address);
  if (file && file.bytes.length > largestFile) throw badRequest('Files may have 100 MB at most.');
  if (input.text === undefined && input.markdown === undefined && !file && !input.attachments?.length) {
    throw badRequest('At least one of text, markdown, files and attachments is needed.');
  }
  return { ...input, file };
}
