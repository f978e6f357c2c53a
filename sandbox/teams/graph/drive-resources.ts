/** A drive, and what is in it, as Graph writes them. Pages "drive resource type", "driveItem resource type". */
import type { DriveItem } from '../drives.ts';
import type { TeamsTenant } from '../tenant.ts';
import { graphTime, type Resource } from './resources.ts';

const asksFor = (query: URLSearchParams, name: string): boolean =>
  (query.get('$select') ?? '').split(',').some((one) => one.trim() === name);

/** By the folder of one of its channels, which lies at its top. */
export const driveResource = ({ drive, address }: DriveItem): Resource => ({
  id: drive,
  driveType: 'documentLibrary',
  name: 'Documents',
  webUrl: address.slice(0, address.lastIndexOf('/')),
});

/** `webDavUrl` comes only where it is selected. */
export function itemResource(tenant: TeamsTenant, item: DriveItem, query = new URLSearchParams()): Resource {
  const { id, drive, channel, parent, name, address, guid, version, file, by, created, modified } = item;
  const above = parent === null ? undefined : tenant.drives.get(drive, parent);
  const user = tenant.user(by);
  const identity = user === undefined ? {} : { user: { id: user.id, displayName: user.displayName } };
  const kept = file === null ? undefined : tenant.files.get(file);
  return {
    id,
    name,
    eTag: `"{${guid}},${version}"`,
    cTag: `"c:{${guid}},${version}"`,
    webUrl: kept === undefined ? address : viewerAddress(item),
    ...(asksFor(query, 'webDavUrl') && { webDavUrl: address }),
    size: kept?.size ?? 0,
    createdDateTime: graphTime(created),
    lastModifiedDateTime: graphTime(modified),
    createdBy: identity,
    lastModifiedBy: identity,
    parentReference: {
      driveId: drive,
      driveType: 'documentLibrary',
      ...(above && { id: above.id, name: above.name }),
      siteId: `${tenant.tenant.domain.split('.')[0]}.sharepoint.com,${channel.length},${drive.length}`,
    },
    ...(kept === undefined
      ? { folder: { childCount: tenant.drives.children(item).length } }
      : { file: { mimeType: kept.type } }),
  };
}

/** Office files open in their viewer. */
const viewerAddress = ({ name, address, guid }: DriveItem): string =>
  /\.(docx|xlsx|pptx)$/i.test(name)
    ? `${new URL(address).origin}/_layouts/15/Doc.aspx?sourcedoc=%7B${guid}%7D&file=${encodeURIComponent(name)}&action=default`
    : address;
