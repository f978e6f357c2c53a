/** What the sandbox's platforms send to Mio, as it was sent: for whoever wants to spoil it and send it again. */
import diagnostics from 'node:diagnostics_channel';

export interface RecordedWebhook {
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As undici tells of it ("Diagnostics Channel Support"). */
interface Created {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | string | null;
}

export function recordWebhooks() {
  const seen: (RecordedWebhook & { readonly origin: string })[] = [];
  const created = (message: unknown) => {
    const { origin, method, path, headers, body } = (message as { request: Created }).request;
    if (method !== 'POST' || !/^\/(webhooks|api\/messages)/.test(path)) return;
    const named: Record<string, string> = {};
    for (let at = 0; at + 1 < headers.length; at += 2) named[headers[at]!.toLowerCase()] = headers[at + 1]!;
    const text = typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8');
    seen.push({ origin: String(origin), path, headers: named, body: text });
  };
  diagnostics.subscribe('undici:request:create', created);
  return {
    /** The last one that was sent to such a path of a server. */
    last(url: string, path: string): RecordedWebhook {
      const found = seen.findLast((one) => one.origin === new URL(url).origin && one.path.startsWith(path));
      if (!found) throw new Error(`nothing was sent to ${path}`);
      return found;
    },
    close: () => diagnostics.unsubscribe('undici:request:create', created),
  };
}
