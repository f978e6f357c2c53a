/**
 * Which files Mio opens: those of the library that the channel keeps its files in. A message may refer to any address,
 * and whoever writes it need not be allowed to read what lies there; the service user, who is in every linked team, often
 * is. What lies in the channel's own library is open to everybody in the channel anyway.
 *
 * Asking SharePoint where an address leads takes the right to write, which the service user does not have, so addresses
 * are compared. "Get filesFolder", "Get Drive", "Access shared items (shares)"
 */
import { LRUCache } from 'lru-cache';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { Graph } from './api.ts';
import { parseConversationId } from './ids.ts';
import { isSharePoint } from './sharepoint.ts';

export interface Libraries {
  /**
   * The address to ask for, if it is of a file in that channel's library.
   * @throws DeliveryError `refused`, with `elsewhere` for its file, where it is not
   */
  addressIn(connection: Connection, conversation: MessageRef['conversation'], contentUrl: string): Promise<string>;
}

const mostRemembered = 1_000;
const operation = 'look for the files of a channel';

export function createLibraries(graph: Graph): Libraries {
  /** By channel. */
  const known = new LRUCache<string, string>({ max: mostRemembered });

  async function libraryOf(connection: Connection, conversation: MessageRef['conversation']): Promise<string> {
    const { team, channel } = parseConversationId(conversation);
    const path = `/teams/${team}/channels/${channel}/filesFolder`;
    const folder = await graph.read<{ parentReference?: { driveId?: unknown } }>(connection, { path, operation });
    const drive = folder.parentReference?.driveId;
    if (typeof drive !== 'string') throw new DeliveryError('busy', 'unreadable_answer', { operation });
    const library = { path: `/drives/${encodeURIComponent(drive)}?$select=webUrl`, operation };
    const { webUrl } = await graph.read<{ webUrl?: unknown }>(connection, library);
    if (typeof webUrl !== 'string') throw new DeliveryError('busy', 'unreadable_answer', { operation });
    return webUrl;
  }

  /** A channel whose files nobody ever looked at has no folder for them yet. */
  const libraryOrNone = (connection: Connection, conversation: MessageRef['conversation']) =>
    libraryOf(connection, conversation).catch((error: unknown) => {
      if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
      throw error;
    });

  return {
    async addressIn(connection, conversation, contentUrl) {
      const key = `${connection.id} ${conversation}`;
      const remembered = known.get(key);
      const address = remembered === undefined ? undefined : addressWithin(remembered, contentUrl);
      if (address !== undefined) return address;
      // A site may have been given another address since.
      const library = await libraryOrNone(connection, conversation);
      if (library !== undefined) known.set(key, library);
      const found = library === undefined ? undefined : addressWithin(library, contentUrl);
      if (found !== undefined) return found;
      const advice = 'The file is not one of the channel’s own. Its author can upload it to the channel.';
      throw new DeliveryError('refused', 'file_elsewhere', { operation, advice, file: 'elsewhere' });
    },
  };
}

/**
 * The address of a file in a library, without whatever says more than where it lies; undefined where it is not in there.
 * Names are told apart as SharePoint does: whatever their case.
 */
export function addressWithin(library: string, contentUrl: string): string | undefined {
  const [home, file] = [partsOf(library), partsOf(contentUrl)];
  if (!home || !file || home.origin !== file.origin || file.names.length <= home.names.length) return undefined;
  const isWithin = home.names.every((name, depth) => file.names[depth] === name);
  return isWithin ? file.address : undefined;
}

interface Parts {
  readonly address: string;
  readonly origin: string;
  /** Folders from the outside in, and the file. */
  readonly names: readonly string[];
}

/** What would lead out of a folder, even where it were unescaped once more than it was escaped. */
const leadsAway = /^(?:\.|%2e){1,2}$|[/\\]|%2f|%5c/i;

/** Undefined for what is no plain path. */
function partsOf(text: string): Parts | undefined {
  // Steps up and backslashes are resolved here, so that nobody else resolves them in another way.
  const url = URL.parse(text);
  if (!url || !isSharePoint(url.href)) return undefined;
  const { origin, pathname } = url;
  const names = pathname.replace(/\/$/, '').split('/').slice(1).map(decoded);
  const isPlain = names.length > 0 && names.every((name) => name !== '' && !leadsAway.test(name));
  return isPlain ? { address: origin + pathname, origin, names: names.map((name) => name.toLowerCase()) } : undefined;
}

/** A percent sign that stands for itself is left as it is: not everybody who writes addresses escapes them. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
