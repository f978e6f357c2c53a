/**
 * Files on their way from and to Webex, as streams. While one is scanned for malware it is locked, which says nothing
 * about the connection; and what goes wrong at the source of a file says nothing about Webex.
 */
import type { OpenFile } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import { EgressError, type HttpResponse, type StreamResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { HealthBook } from '../support/health.ts';
import { exchange, exchangeStream, type WireParts } from '../support/http.ts';
import { type Json, parseObject } from '../support/json.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { base } from './api.ts';
import { webexError } from './errors.ts';
import { type Form, type FormFile, formWith, SizeChangedError } from './multipart.ts';
import type { WebexTokens } from './tokens.ts';

/** "Files up to 100 MB" ("REST API Basics: Message Attachments"), in bytes. */
export const largestFile = 100 * 1024 * 1024;
/** People may share larger ones than the API takes; what is larger than this, no other platform takes either. */
const largestRead = 2 * 1024 ** 3;
const largestAnswer = 1024 * 1024;
const scanning = 423;

export interface WebexTransfers {
  /** The headers of a file, without it. @throws DeliveryError; `busy` while it is scanned */
  look(connection: Connection, path: string): Promise<HttpResponse['headers']>;
  /** @throws DeliveryError as PostOptions.open does */
  open(connection: Connection, path: string): Promise<OpenFile>;
  /**
   * Posts a message with a file; answers it as Webex shows it. Opened anew where the token had to be.
   * @throws DeliveryError; `refused` where the file is too large, or nobody says how large it is
   */
  post(connection: Connection, fields: Readonly<Record<string, string>>, file: OpenedAs): Promise<Json>;
}

export interface OpenedAs {
  readonly name: string;
  open(): Promise<OpenFile>;
}

type Outcome =
  | { readonly is: 'posted'; readonly message: Json }
  | { readonly is: 'outdated'; readonly token: string }
  | { readonly is: 'broken'; readonly error: DeliveryError };

export function createWebexTransfers(
  parts: WireParts & Pick<ConnectorParts, 'random'>,
  tokens: WebexTokens,
  health: HealthBook,
): WebexTransfers {
  async function asked<Answer extends Pick<HttpResponse, 'status' | 'headers'>>(
    connection: Connection,
    ask: (token: string) => Promise<Answer>,
  ): Promise<Answer> {
    const answer = await health.watch(connection.id, async () => {
      const token = await tokens.access(connection);
      const first = await ask(token);
      const last = first.status === 401 ? await ask(await tokens.renew(connection, token)) : first;
      if (isSuccess(last) || last.status === scanning) return last;
      throw webexError('open', last, parts.clock.now());
    });
    if (!isSuccess(answer)) throw webexError('open', answer, parts.clock.now());
    return answer;
  }

  async function upload(token: string, form: Form): Promise<HttpResponse> {
    const request = {
      method: 'POST',
      url: `${base}messages`,
      headers: { authorization: `Bearer ${token}`, ...form.headers },
      body: form.body,
      limit: largestAnswer,
    } as const;
    const response = await exchangeStream(parts, request, { platform: 'webex', operation: 'post', effect: 'post' });
    return { status: response.status, headers: response.headers, body: await collected(response) };
  }

  async function attempt(connection: Connection, form: Form, outdated: string | undefined): Promise<Outcome> {
    const token = await (outdated === undefined ? tokens.access(connection) : tokens.renew(connection, outdated));
    try {
      const response = await upload(token, form);
      if (response.status === 401 && outdated === undefined) return { is: 'outdated', token };
      if (!isSuccess(response)) throw webexError('post', response, parts.clock.now());
      const message = parseObject(response.body.toString('utf8'));
      if (message) return { is: 'posted', message };
      throw new DeliveryError('doubt', 'unreadable_answer', { operation: 'webex post' });
    } catch (error) {
      if (form.broken() !== undefined) return { is: 'broken', error: asSourceError(form.broken()) };
      throw form.isWhole() ? error : withoutDoubt(error);
    }
  }

  async function posted(
    connection: Connection,
    fields: Readonly<Record<string, string>>,
    file: OpenedAs,
    outdated?: string,
  ): Promise<Json> {
    const opened = await file.open();
    try {
      const form = formWith(fields, sized(file.name, opened), parts.random(24).toString('hex'));
      const outcome = await health.watch(connection.id, () => attempt(connection, form, outdated));
      if (outcome.is === 'posted') return outcome.message;
      if (outcome.is === 'broken') throw outcome.error;
      outdated = outcome.token;
    } finally {
      opened.body.destroy();
    }
    return posted(connection, fields, file, outdated);
  }

  return {
    async look(connection, path) {
      const ask = (token: string) => exchange(parts, { method: 'HEAD', ...at(path, token) }, opening);
      return (await asked(connection, ask)).headers;
    },

    async open(connection, path) {
      const ask = async (token: string): Promise<StreamResponse> => {
        const request = { method: 'GET', ...at(path, token), limit: largestRead } as const;
        const response = await exchangeStream(parts, request, opening);
        if (!isSuccess(response)) response.body.on('error', () => {}).destroy();
        return response;
      };
      const { headers, body } = await asked(connection, ask);
      return { body, ...fileHeaders(headers) };
    },

    post: (connection, fields, file) => posted(connection, fields, file),
  };
}

const opening = { platform: 'webex', operation: 'open', effect: 'repeatable' } as const;

const at = (path: string, token: string) => ({
  url: `${base}${path}`,
  headers: { authorization: `Bearer ${token}` },
});

const isSuccess = ({ status }: Pick<HttpResponse, 'status'>) => status >= 200 && status < 300;

/** What the headers of a file say of it. */
export function fileHeaders(headers: HttpResponse['headers']): Pick<OpenFile, 'type' | 'size'> {
  const type = headers['content-type'];
  const length = headers['content-length'];
  return {
    type: typeof type === 'string' ? type : 'application/octet-stream',
    size: typeof length === 'string' && /^\d{1,15}$/.test(length) ? Number(length) : undefined,
  };
}

function sized(name: string, opened: OpenFile): FormFile {
  const { size } = opened;
  if (size === undefined) throw new DeliveryError('refused', 'unknown_size', { operation: 'webex post' });
  if (size > largestFile) {
    throw new DeliveryError('refused', 'too_large', { operation: 'webex post', file: 'too_large' });
  }
  return { ...opened, name, size };
}

/** Empty where it broke: the status was there before it. */
async function collected({ body }: StreamResponse): Promise<Buffer> {
  try {
    return Buffer.concat(await body.toArray());
  } catch {
    return Buffer.alloc(0);
  }
}

function asSourceError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const isRefused = error instanceof SizeChangedError || (error instanceof EgressError && error.code === 'too_large');
  return new DeliveryError(isRefused ? 'refused' : 'busy', 'broken_file', { operation: 'webex post', cause: error });
}

/** Webex never had the end of the form, so it can't have posted it. */
function withoutDoubt(error: unknown): unknown {
  if (!(error instanceof DeliveryError && error.failure === 'doubt')) return error;
  return new DeliveryError('busy', error.code, { operation: 'webex post', cause: error });
}
