/**
 * The document libraries behind channels: every channel has a folder, which its files lie in. Names are unique within a
 * folder whatever their case, as SharePoint has it. "driveItem resource type", "Get filesFolder"
 */
import { createHash } from 'node:crypto';
import type { Kit } from '../kit/platform.ts';
import { uuid } from './catalog.ts';
import type { FileStore, NewFile } from './files.ts';
import { mediaType } from './media-types.ts';

export interface DriveItem {
  readonly id: string;
  readonly drive: string;
  /** The channel whose folder it lies in, or is. */
  readonly channel: string;
  /** Null on the folder of a channel. */
  readonly parent: string | null;
  readonly name: string;
  /** `webDavUrl`: where it lies, whatever it is. */
  readonly address: string;
  /** In its eTag: what a message calls the file. */
  readonly guid: string;
  /** Grows with every change. */
  readonly version: number;
  /** Key of its bytes; null for a folder. */
  readonly file: string | null;
  /** Object id. */
  readonly by: string;
  readonly created: number;
  readonly modified: number;
}

export interface DrivePlace {
  readonly channel: string;
  /** Whose site it is: the team, or a private channel. */
  readonly site: string;
  /** Of the channel's folder. */
  readonly address: string;
  readonly name: string;
}

export interface Drives {
  /** The folder of a channel; made when it is first looked at. */
  folder(place: DrivePlace): DriveItem;
  /** The folders of the channels that share that drive. */
  folders(drive: string): readonly DriveItem[];
  get(drive: string, id: string): DriveItem | undefined;
  at(address: string): DriveItem | undefined;
  children(folder: DriveItem): readonly DriveItem[];
  named(folder: DriveItem, name: string): DriveItem | undefined;
  /** A name that is free: `plan 1.txt` where there is `plan.txt`. */
  freeName(folder: DriveItem, name: string): string;
  /** The name must be free. */
  create(folder: DriveItem, name: string, kind: 'folder' | 'file', by: string): DriveItem;
  write(file: DriveItem, bytes: Buffer): DriveItem;
  /** With everything in it. */
  remove(item: DriveItem): void;
  /** As a person's client uploads: under another name where there is one of that name. */
  upload(place: DrivePlace, file: Omit<NewFile, 'channel'>, by: string): DriveItem;
  clear(): void;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `01` and 32 letters and digits. */
const newItemId = (kit: Kit): string =>
  `01${[...kit.random(32)].map((byte) => alphabet[byte % alphabet.length]).join('')}`;

const driveId = (site: string): string => `b!${createHash('sha384').update(site).digest('base64url')}`;

export function createDrives(kit: Kit, files: FileStore): Drives {
  const items = kit.state.collection<DriveItem>('teams.items');

  const save = (item: DriveItem): DriveItem => {
    items.set(item.id, item);
    return item;
  };
  const all = (): DriveItem[] => [...items.values()];
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

  const make = (item: Omit<DriveItem, 'id' | 'guid' | 'version' | 'created' | 'modified'>): DriveItem => {
    const now = kit.clock.now();
    return save({
      ...item,
      id: newItemId(kit),
      guid: uuid(kit).toUpperCase(),
      version: 1,
      created: now,
      modified: now,
    });
  };

  const children = ({ id }: DriveItem): readonly DriveItem[] =>
    all()
      .filter(({ parent }) => parent === id)
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const named: Drives['named'] = (folder, name) => children(folder).find((child) => same(child.name, name));

  const folder: Drives['folder'] = ({ channel, site, address, name }) => {
    const known = all().find((item) => item.parent === null && item.channel === channel);
    return known ?? make({ drive: driveId(site), channel, parent: null, name, address, file: null, by: '' });
  };

  const freeName: Drives['freeName'] = (parent, name) => {
    const [, base = name, ending = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
    let free = name;
    for (let n = 1; named(parent, free) !== undefined; n += 1) free = `${base} ${n}${ending}`;
    return free;
  };

  const create = (parent: DriveItem, name: string, file: string | null, by: string): DriveItem => {
    const { drive, channel, id } = parent;
    const address = `${parent.address}/${encodeURIComponent(name)}`;
    return make({ drive, channel, parent: id, name, address, file, by });
  };

  const remove = (item: DriveItem): void => {
    for (const child of children(item)) remove(child);
    if (item.file !== null) files.forget(item.file);
    items.delete(item.id);
  };

  return {
    folder,
    folders: (drive) => all().filter((item) => item.parent === null && item.drive === drive),
    get(drive, id) {
      const item = items.get(id);
      return item?.drive === drive ? item : undefined;
    },
    at: (address) => all().find((item) => item.address === address),
    children,
    named,
    freeName,
    create(parent, name, kind, by) {
      const { channel } = parent;
      const empty = () => files.keep({ name, type: mediaType(name), bytes: Buffer.alloc(0), channel });
      return create(parent, name, kind === 'folder' ? null : empty().key, by);
    },
    write(item, bytes) {
      const kept = item.file === null ? undefined : files.get(item.file);
      if (kept === undefined) throw new Error(`${item.name} is no file`);
      files.write(kept, bytes);
      return save({ ...item, version: item.version + 1, modified: Math.max(kit.clock.now(), item.modified + 1) });
    },
    remove,
    upload(place, { type, bytes, name: wanted }, by) {
      const parent = folder(place);
      const name = freeName(parent, wanted);
      return create(parent, name, files.keep({ name, type, bytes, channel: place.channel }).key, by);
    },
    clear: () => items.clear(),
  };
}
