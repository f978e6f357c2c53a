/**
 * Where files lie in a channel: in the folder that Teams shows as its files, in one named `Mio`, each delivery in a folder
 * of its own. Every step finds what an earlier attempt made, so that no retry makes a second file.
 * "Get filesFolder", "Create a new folder in a drive", "List the contents of a folder", "driveItem resource type"
 */
import { LRUCache } from 'lru-cache';
import { DeliveryError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import { parseObject, text } from '../support/json.ts';
import type { Actor } from './acting.ts';
import type { Graph } from './api.ts';
import { parseConversationId } from './ids.ts';

export interface Item {
  readonly drive: string;
  readonly id: string;
}

/** What a message says of a file that it refers to. */
export interface Reference {
  /** The GUID in its eTag, which is how Teams knows it. */
  readonly id: string;
  readonly contentUrl: string;
  readonly name: string;
}

export interface Drives {
  /** The folder of one delivery. @throws DeliveryError `busy` while the channel has no folder yet */
  folderOf(actor: Actor, place: Place, key: string): Promise<Item>;
  /** A file of that name in it, empty where there was none. */
  fileIn(actor: Actor, folder: Item, name: string): Promise<Item>;
  reference(actor: Actor, file: Item): Promise<Reference>;
  /** Takes away what `folderOf` made a while ago, with what is in it. */
  discard(actor: Actor, key: string): Promise<void>;
  /** The folder that a file lies in, by the file's address. @throws DeliveryError `gone` */
  folderAt(actor: Actor, contentUrl: string): Promise<Item>;
  /** Succeeds where there is no such thing. */
  remove(actor: Actor, item: Item): Promise<void>;
}

const home = 'Mio';
/** Under it, the folders of deliveries: their keys are the relay's. */
const address = /^https:\/\/[^/]+\.sharepoint\.com\/.+\/Mio\/([A-Za-z0-9_-]{22})\/[^/]+$/;

/** The delivery that put the file there; undefined for files of people. */
export const deliveryAt = (contentUrl: string): string | undefined => address.exec(contentUrl)?.[1];

export const itemPath = ({ drive, id }: Item): string =>
  `/drives/${encodeURIComponent(drive)}/items/${encodeURIComponent(id)}`;

const mostRemembered = 1_000;
const operation = 'prepare a file';

interface DriveItem {
  readonly id?: string;
  readonly name?: string;
  readonly eTag?: string;
  readonly webDavUrl?: string;
  readonly parentReference?: { readonly driveId?: string; readonly id?: string };
}

export function createDrives(graph: Graph<Actor>): Drives {
  /** By conversation. */
  const homes = new LRUCache<string, Item>({ max: mostRemembered });
  /** By delivery: what a retry looks for. */
  const folders = new LRUCache<string, Item>({ max: mostRemembered });

  async function filesFolder(actor: Actor, { conversation }: Place): Promise<Item> {
    const { team, channel } = parseConversationId(conversation);
    const path = `/teams/${team}/channels/${channel}/filesFolder`;
    const folder = await graph.read<DriveItem>(actor, { path, operation }).catch((error: unknown) => {
      throw isGone(error) ? new DeliveryError('busy', 'no_files_folder_yet', { operation, cause: error }) : error;
    });
    return itemOf(folder.parentReference?.driveId, folder.id);
  }

  /** Of that name, whoever made it. */
  async function child(actor: Actor, parent: Item, name: string, kind: 'folder' | 'file'): Promise<Item> {
    const path = `${itemPath(parent)}/children`;
    const answer = await graph.call(actor, {
      method: 'POST',
      path,
      body: { name, [kind]: {}, '@microsoft.graph.conflictBehavior': 'fail' },
      alsoFine: 409,
      effect: 'repeatable',
      operation,
    });
    if (answer.status !== 409) return itemOf(parent.drive, text(parseObject(answer.body.toString('utf8'))?.['id']));
    for await (const page of graph.pages<DriveItem>(actor, { path: `${path}?$select=id,name&$top=200`, operation })) {
      // SharePoint's names differ in more than their case.
      const same = page.find((one) => one.name?.toLowerCase() === name.toLowerCase());
      if (same) return itemOf(parent.drive, same.id);
    }
    throw new DeliveryError('busy', 'name_taken', { operation });
  }

  async function homeOf(actor: Actor, place: Place): Promise<Item> {
    const key = `${place.connection} ${place.conversation}`;
    const known = homes.get(key) ?? (await child(actor, await filesFolder(actor, place), home, 'folder'));
    homes.set(key, known);
    return known;
  }

  async function remove(actor: Actor, item: Item): Promise<void> {
    forget(item);
    await graph.call(actor, { method: 'DELETE', path: itemPath(item), alsoFine: 404, operation: 'remove a file' });
  }

  return {
    async folderOf(actor, place, key) {
      const known = folders.get(key);
      if (known) return known;
      try {
        const made = await child(actor, await homeOf(actor, place), key, 'folder');
        folders.set(key, made);
        return made;
      } catch (error) {
        if (!isGone(error)) throw error;
        // Somebody threw it away over there: the next attempt makes it anew.
        homes.delete(`${place.connection} ${place.conversation}`);
        throw new DeliveryError('busy', 'folder_gone', { operation, cause: error });
      }
    },

    async fileIn(actor, folder, name) {
      try {
        return await child(actor, folder, name, 'file');
      } catch (error) {
        if (!isGone(error)) throw error;
        forget(folder);
        throw new DeliveryError('busy', 'folder_gone', { operation, cause: error });
      }
    },

    async reference(actor, file) {
      const path = `${itemPath(file)}?$select=id,name,eTag,webDavUrl`;
      const { name, eTag = '', webDavUrl } = await graph.read<DriveItem>(actor, { path, operation });
      const id = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.exec(eTag)?.[0];
      if (!id || !webDavUrl || !name) throw new DeliveryError('busy', 'unreadable_answer', { operation });
      return { id: id.toLowerCase(), contentUrl: webDavUrl, name };
    },

    async folderAt(actor, contentUrl) {
      const share = `u!${Buffer.from(contentUrl).toString('base64url')}`;
      const path = `/shares/${share}/driveItem?$select=id,parentReference`;
      const { parentReference } = await graph.read<DriveItem>(actor, { path, operation });
      return itemOf(parentReference?.driveId, parentReference?.id);
    },

    async discard(actor, key) {
      const folder = folders.get(key);
      if (folder) await remove(actor, folder);
    },

    remove,
  };

  function forget({ id }: Item): void {
    for (const [key, folder] of folders.entries()) if (folder.id === id) folders.delete(key);
  }
}

function itemOf(drive: string | undefined, id: string | undefined): Item {
  if (!drive || !id) throw new DeliveryError('busy', 'unreadable_answer', { operation });
  return { drive, id };
}

const isGone = (error: unknown): boolean => error instanceof DeliveryError && error.failure === 'gone';
