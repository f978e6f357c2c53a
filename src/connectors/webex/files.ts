/**
 * The files of messages. A message tells addresses alone; name, type and size stand in the headers of the file itself,
 * and while it is scanned for malware even those have to wait ("REST API Basics: Message Attachments").
 */

import { LRUCache } from 'lru-cache';
import type { OpenFile } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef, SourceFile } from '../../core/model.ts';
import type { Clock, HttpResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { pause } from '../../core/time.ts';
import type { Connections } from '../support/connections.ts';
import type { Json } from '../support/json.ts';
import { createMemo } from '../support/memo.ts';
import { inSpace } from './absence.ts';
import { base, type WebexApi } from './api.ts';
import { fileHeaders, type WebexTransfers } from './transfers.ts';

/** A scan takes a moment, mostly: so often it is looked while the message is read. */
const looks = 3;
const longestPauseMs = 2_000;
/** After this long a message goes on without the names of its files. */
const longestWaitMs = 2 * 60_000;
const mostWaiting = 1_000;
const longestName = 200;
const nameless = 'file';

type About = Omit<SourceFile, 'id'>;
type Look = { readonly is: 'told'; readonly about: About } | { readonly is: 'later'; readonly error: DeliveryError };

export interface WebexFiles {
  /**
   * In their order; `file` is the name where Webex tells none. Asks nothing for a message without files.
   * @throws DeliveryError where it may tell later, for two minutes from the first look at the file
   */
  of(connection: Connection, item: Json): Promise<readonly SourceFile[]>;
  /** The same for whoever can't come back later: never throws. */
  ofNow(connection: Connection, item: Json): Promise<readonly SourceFile[]>;
  /** @throws DeliveryError as PostOptions.open does */
  open(connection: Connection, ref: MessageRef, file: SourceFile): Promise<OpenFile>;
}

export function createWebexFiles(
  api: WebexApi,
  transfers: WebexTransfers,
  connections: Connections,
  clock: Clock,
): WebexFiles {
  const memo = createMemo<Look>(clock, async (key) => {
    const [connectionId = '', id = ''] = key.split(' ');
    const connection = await connections.byId(connectionId);
    return connection && (await look(connection, id));
  });
  /** When files that Webex could not tell of yet were first looked at. */
  const waitingSince = new LRUCache<string, number>({ max: mostWaiting });

  async function look(connection: Connection, id: string): Promise<Look> {
    try {
      return { is: 'told', about: about(await headersOf(connection, id)) };
    } catch (error) {
      const mayTell = error instanceof DeliveryError && (error.failure === 'busy' || error.failure === 'unauthorized');
      if (mayTell) return { is: 'later', error };
      throw error;
    }
  }

  async function headersOf(connection: Connection, id: string): Promise<HttpResponse['headers']> {
    for (let look = 1; ; look += 1) {
      try {
        return await transfers.look(connection, pathOf(id));
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.failure !== 'busy' || look === looks) throw error;
        await pause(clock, Math.min(error.retryAfterMs ?? longestPauseMs, longestPauseMs));
      }
    }
  }

  /** @throws DeliveryError where the file's name is worth waiting for */
  async function patiently(connection: Connection, id: string): Promise<SourceFile> {
    const key = `${connection.id} ${id}`;
    const told = await memo.get(key);
    if (told?.is !== 'later') {
      waitingSince.delete(key);
      return { ...(told?.about ?? { name: nameless }), id };
    }
    memo.forget(key);
    const since = waitingSince.get(key) ?? clock.now();
    waitingSince.set(key, since);
    if (clock.now() - since < longestWaitMs) throw told.error;
    return { name: nameless, id };
  }

  const atOnce = (connection: Connection, id: string): Promise<SourceFile> =>
    patiently(connection, id).catch(() => ({ name: nameless, id }));

  const listed =
    (describe: typeof patiently): WebexFiles['of'] =>
    (connection, { files }) => {
      if (!Array.isArray(files)) return Promise.resolve(none);
      return Promise.all(
        files.map((url, at) => {
          const id = contentId(url);
          return id === undefined ? { id: `${elsewhere}${at}`, name: nameless } : describe(connection, id);
        }),
      );
    };

  return {
    of: listed(patiently),
    ofNow: listed(atOnce),

    async open(connection, ref, { id }) {
      // What the relay person may read is more than this message: the file must be one of it.
      const path = `messages/${encodeURIComponent(ref.message)}`;
      const call = () => api.call(connection, { operation: 'read', path });
      const message = await inSpace(api, connection, ref.conversation, call);
      const files = message['roomId'] === ref.conversation ? message['files'] : undefined;
      const isHere = Array.isArray(files) && files.some((url) => contentId(url) === id);
      if (!isHere) throw new DeliveryError('refused', 'not_a_file_of_it', { operation: 'webex open' });
      return transfers.open(connection, pathOf(id));
    },
  };
}

const none: readonly SourceFile[] = [];
/** What no id of Webex begins with. */
const elsewhere = '?';

const pathOf = (id: string) => `contents/${id}`;

/** Undefined for any address that is not one of Webex's own files: the token goes nowhere else. */
function contentId(url: unknown): string | undefined {
  const prefix = `${base}contents/`;
  const id = typeof url === 'string' && url.startsWith(prefix) ? url.slice(prefix.length) : '';
  return /^[\w+=-]{1,1000}$/.test(id) ? id : undefined;
}

function about(headers: HttpResponse['headers']): About {
  const { type, size } = fileHeaders(headers);
  return {
    name: fileName(headers['content-disposition']) ?? nameless,
    type,
    ...(size !== undefined && { size }),
    ...(type.startsWith('image/') && { inline: true }),
  };
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
