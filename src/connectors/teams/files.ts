/**
 * Opens files of messages, with the service user's eyes. Graph answers a request for a shared file with the address of
 * its bytes, which carries its own authorization: it gets no token of ours, and is never written down. Those eyes see
 * more than people of the channel may, so that a file must lie where all of them may look.
 * "Access shared items (shares)", "Download a driveItem", "Get chatMessageHostedContent"
 */
import type { OpenFile } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef, SourceFile } from '../../core/model.ts';
import type { StreamResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { exchangeStream, type WireParts } from '../support/http.ts';
import type { Graph } from './api.ts';
import { graphFailure } from './errors.ts';
import { hostedId, referencedFile } from './files-in.ts';
import { createLibraries } from './files-library.ts';
import { messagePath, parseConversationId, parseMessageId } from './ids.ts';
import type { ChatMessage } from './message.ts';
import { isSharePoint } from './sharepoint.ts';

/** Nobody takes more in one piece: Slack a gigabyte, Webex a tenth of it. */
const largestFile = 1024 ** 3;
const operation = 'open file';

export interface Files {
  /**
   * @throws DeliveryError `gone` where the message no longer has it; `refused`, with `elsewhere` for its file, where it
   * is not among the files of the channel; as `Connector.open`
   */
  open(connection: Connection, ref: MessageRef, file: SourceFile): Promise<OpenFile>;
}

export function createFiles(parts: WireParts, graph: Graph): Files {
  const libraries = createLibraries(graph);

  async function referred(connection: Connection, path: string, { id }: SourceFile): Promise<string> {
    const message = await graph.read<ChatMessage>(connection, { path, operation });
    const attachment = (message.deletedDateTime ? [] : (message.attachments ?? [])).find(
      (one) => one.id === id && referencedFile(one),
    );
    if (!attachment?.contentUrl) throw new DeliveryError('gone', 'no_such_file', { operation });
    return attachment.contentUrl;
  }

  async function download(connection: Connection, address: string): Promise<StreamResponse> {
    const share = `u!${Buffer.from(address).toString('base64url')}`;
    const path = `/shares/${share}/driveItem/content`;
    const answer = await graph.call(connection, { path, alsoFine: 302, operation });
    const url = String(answer.headers['location'] ?? '');
    if (!isSharePoint(url)) throw new DeliveryError('refused', 'foreign_download', { operation });
    const purpose = { platform: 'teams', operation: 'download', effect: 'repeatable' } as const;
    const response = await exchangeStream(parts, { method: 'GET', url, limit: largestFile }, purpose);
    if (response.status === 200) return response;
    response.body.destroy();
    throw downloadFailure(response, parts.clock.now());
  }

  return {
    async open(connection, { conversation, message }, file) {
      const path = messagePath(parseConversationId(conversation), parseMessageId(message));
      const hosted = hostedId(file);
      if (hosted === undefined) {
        const contentUrl = await referred(connection, path, file);
        return opened(await download(connection, await libraries.addressIn(connection, conversation, contentUrl)));
      }
      const value = `${path}/hostedContents/${hosted}/$value`;
      const picture = opened(await graph.stream(connection, { path: value, operation }, largestFile));
      if (picture.type.startsWith('image/')) return picture;
      // Somebody on the way answers in Graph's place.
      picture.body.destroy();
      throw new DeliveryError('busy', 'unreadable_answer', { operation });
    },
  };
}

/** Made for us a moment ago: where it is refused, a rule of the organization forbids downloads. */
function downloadFailure(response: StreamResponse, now: number): DeliveryError {
  if (response.status === 401 || response.status === 403) {
    return new DeliveryError('refused', String(response.status), { operation: 'download' });
  }
  return graphFailure({ ...response, body: Buffer.alloc(0) }, 'download', 'repeatable', now);
}

function opened({ headers, body }: StreamResponse): OpenFile {
  const [type = ''] = String(headers['content-type'] ?? '').split(';');
  const size = /^\d{1,15}$/.exec(String(headers['content-length'] ?? ''))?.[0];
  return {
    body,
    type: type.trim().toLowerCase() || 'application/octet-stream',
    size: size === undefined ? undefined : Number(size),
  };
}
