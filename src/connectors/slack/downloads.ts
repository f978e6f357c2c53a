/**
 * The bytes of a file. Slack's addresses are asked for anew each time and never kept, and its token goes to its own
 * host for files alone. Whoever is not let in gets the page for people to sign in, with a 200: a page is no file.
 */
import type { OpenFile } from '../../core/connector.ts';
import { DeliveryError, type Failure } from '../../core/errors.ts';
import type { ConversationId, SourceFile } from '../../core/model.ts';
import type { StreamResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { HealthBook } from '../support/health.ts';
import { exchangeStream, failureOfStatus, retryAfterMs, type WireParts } from '../support/http.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import type { Credentials } from '../support/token.ts';
import type { SlackApi } from './api.ts';
import { isElsewhere, isGone, sizeOf } from './files-in.ts';
import { fileId } from './ids.ts';

export const filesHost = 'https://files.slack.com/';
/** "Working with files": nothing larger is taken in. */
export const largestFile = 1024 ** 3;
/** Bytes. Small files too have room for the page to sign in, which is to be seen for what it is. */
const longestPage = 1024 ** 2;
const operation = 'slack download';

export interface Downloads {
  /** @throws DeliveryError `gone`, `refused`, `unauthorized` or `busy` */
  open(connection: Connection, conversation: ConversationId, file: SourceFile): Promise<OpenFile>;
}

export function createDownloads(
  parts: WireParts,
  api: SlackApi,
  credentials: Credentials,
  health: HealthBook,
): Downloads {
  async function download(connection: Connection, url: string, file: Json): Promise<OpenFile> {
    const token = await credentials.open(connection, 'token');
    const limit = Math.max(sizeOf(file) ?? largestFile, longestPage);
    const response = await exchangeStream(
      parts,
      { method: 'GET', url, headers: { authorization: `Bearer ${token}` }, limit },
      { platform: 'slack', operation: 'download', effect: 'repeatable' },
    );
    const failure = failureOf(response, file);
    if (failure === undefined) {
      const type = text(file['mimetype']) ?? header(response, 'content-type') ?? 'application/octet-stream';
      return { body: response.body, type, size: lengthOf(response) ?? sizeOf(file) };
    }
    response.body.destroy();
    if (failure === 'unauthorized') credentials.forget(connection.id);
    throw new DeliveryError(failure, failure === 'unauthorized' ? 'login_page' : `http_${response.status}`, {
      operation,
      ...(failure === 'busy' && { retryAfterMs: retryAfterMs(response.headers, parts.clock.now()) }),
      ...(failure === 'unauthorized' && { advice: 'Slack does not let Mio open files. Connect Slack again.' }),
    });
  }

  return {
    async open(connection, conversation, { id }) {
      if (!fileId(id)) throw new DeliveryError('refused', 'no_file', { operation });
      const answer = await api.read(connection, 'files.info', { file: id });
      const file = object(answer['file']) ?? {};
      if (isGone(file)) throw new DeliveryError('gone', 'file_deleted', { operation });
      const url = text(file['url_private_download']) ?? text(file['url_private']);
      if (isElsewhere(file) || !url?.startsWith(filesHost)) {
        throw new DeliveryError('refused', 'other_host', { operation });
      }
      if (!isSharedIn(file, conversation)) throw new DeliveryError('refused', 'not_shared_here', { operation });
      return await health.watch(connection.id, () => download(connection, url, file));
    },
  };
}

/** A message can't lend its id to a file of another conversation. Of some files Slack does not say where they are. */
function isSharedIn(file: Json, conversation: ConversationId): boolean {
  const shares = object(file['shares']);
  const named = ['channels', 'groups', 'ims'].flatMap((kind): unknown[] =>
    Array.isArray(file[kind]) ? file[kind] : [],
  );
  const shared = objects([shares?.['public'], shares?.['private']]).flatMap(Object.keys);
  const places = [...named, ...shared];
  return places.length === 0 || places.includes(conversation);
}

function failureOf(response: StreamResponse, file: Json): Failure | undefined {
  const { status } = response;
  if (status === 200) return isLoginPage(response, file) ? 'unauthorized' : undefined;
  return status >= 300 && status < 400 ? 'unauthorized' : failureOfStatus(status, 'repeatable');
}

/** A page where none was shared, or one of another length. */
function isLoginPage(response: StreamResponse, file: Json): boolean {
  if (!/^text\/html\b/i.test(header(response, 'content-type') ?? '')) return false;
  return file['mimetype'] !== 'text/html' || lengthOf(response) !== sizeOf(file);
}

function header({ headers }: StreamResponse, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function lengthOf(response: StreamResponse): number | undefined {
  const length = header(response, 'content-length');
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}
