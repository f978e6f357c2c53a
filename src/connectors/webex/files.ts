/**
 * The names of the files in messages. A message tells addresses alone; a name stands in the headers of the file itself,
 * and while a file is scanned for malware even those have to wait ("REST API Basics: Message Attachments").
 */
import { DeliveryError } from '../../core/errors.ts';
import type { Clock, HttpResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { pause } from '../../core/time.ts';
import type { Connections } from '../support/connections.ts';
import type { Json } from '../support/json.ts';
import { createMemo } from '../support/memo.ts';
import { base, type WebexApi } from './api.ts';

/** A scan takes a moment; a message waits no longer than this for a name. */
const looks = 3;
const longestPauseMs = 2_000;
const longestName = 200;
const nameless = 'file';

export interface WebexFiles {
  /** One name per file, in their order; `file` where Webex tells none. Asks nothing for a message without files. */
  names(connection: Connection, item: Json): Promise<readonly string[]>;
}

export function createWebexFiles(api: WebexApi, connections: Connections, clock: Clock): WebexFiles {
  const memo = createMemo<{ readonly name: string }>(clock, async (key) => {
    const [connectionId = '', path = ''] = key.split(' ');
    const connection = await connections.byId(connectionId);
    const name = connection && fileName((await headersOf(connection, path))['content-disposition']);
    return name === undefined ? undefined : { name };
  });

  async function headersOf(connection: Connection, path: string): Promise<HttpResponse['headers']> {
    for (let look = 1; ; look += 1) {
      try {
        return await api.headers(connection, path);
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.failure !== 'busy' || look === looks) throw error;
        await pause(clock, Math.min(error.retryAfterMs ?? longestPauseMs, longestPauseMs));
      }
    }
  }

  return {
    names: (connection, { files }) =>
      Promise.all(
        (Array.isArray(files) ? files : []).map(async (url) => {
          const path = contentPath(url);
          const known = path === undefined ? undefined : await memo.get(`${connection.id} ${path}`);
          return known?.name ?? nameless;
        }),
      ),
  };
}

/** `contents/{id}`; undefined for any address that is not one of Webex's own files: the token goes nowhere else. */
function contentPath(url: unknown): string | undefined {
  const prefix = `${base}contents/`;
  const id = typeof url === 'string' && url.startsWith(prefix) ? url.slice(prefix.length) : '';
  return /^[\w+=-]{1,1000}$/.test(id) ? `contents/${id}` : undefined;
}

/** Of a `Content-Disposition`: `filename*` before `filename` ("RFC 6266"); one line, without a path. */
export function fileName(header: string | string[] | undefined): string | undefined {
  const value = (Array.isArray(header) ? header[0] : header) ?? '';
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(value)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(value);
  const name = decoded(encoded) ?? plain?.[1]?.replaceAll(/\\(.)/g, '$1') ?? plain?.[2];
  const last = name?.split(/[/\\]/).at(-1)?.replaceAll(/\s+/g, ' ').trim();
  return last ? last.slice(0, longestName) : undefined;
}

function decoded(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
