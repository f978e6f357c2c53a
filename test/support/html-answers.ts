/** Every page that a server in this process answers with, whoever asked for it and however they came there. */
import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

export interface HtmlAnswer {
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
}

export function watchHtmlAnswers() {
  const seen: (HtmlAnswer & { readonly host: string | undefined })[] = [];
  const finished = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const headers = response.getHeaders();
    if (!/html/i.test(String(headers['content-type']))) return;
    const path = (request.url ?? '').split('?', 1)[0]!;
    seen.push({ path, status: response.statusCode, headers, host: request.headers.host });
  };
  diagnostics.subscribe('http.server.response.finish', finished);
  return {
    /** Those of the server at that address. */
    at: (url: string): readonly HtmlAnswer[] => seen.filter(({ host }) => host === new URL(url).host),
    close: () => diagnostics.unsubscribe('http.server.response.finish', finished),
  };
}
