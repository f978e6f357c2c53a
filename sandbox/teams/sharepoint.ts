/**
 * What lives on https://contoso.sharepoint.com: downloads by an address that carries its own authorization, and refuses
 * any other ("Download a driveItem"), and uploads in pieces. The sandbox's page loads files here as well, by their keys.
 */
import type { Kit } from '../kit/platform.ts';
import type { Answer, Call, Router } from '../kit/router.ts';
import type { DrivePlace } from './drives.ts';
import type { FileStore, KeptFile } from './files.ts';
import type { TeamsTenant } from './tenant.ts';
import type { UploadSessions } from './upload-sessions.ts';

const prefix = '/sharepoint';
const downloads = '/_layouts/15/download.aspx';

export const sharePointOrigin = ({ tenant }: Pick<TeamsTenant, 'tenant'>): string =>
  `https://${tenant.domain.split('.')[0]}.sharepoint.com`;

/** Where the files of a channel are: private and shared channels have sites of their own. */
export function drivePlace(
  tenant: Pick<TeamsTenant, 'tenant' | 'team' | 'channel'>,
  team: string,
  id: string,
): DrivePlace {
  const { name: teamName = team } = tenant.team(team) ?? {};
  const { name = id, membershipType = 'standard' } = tenant.channel(id) ?? {};
  const address = [
    sharePointOrigin(tenant),
    'sites',
    encodeURIComponent(membershipType === 'standard' ? teamName : `${teamName}-${name}`),
    'Shared%20Documents',
    encodeURIComponent(name),
  ].join('/');
  return { channel: id, site: membershipType === 'standard' ? team : id, address, name };
}

/** Where Graph sends whoever may download the file. */
export const downloadAddress = (tenant: TeamsTenant, { key }: KeptFile): string =>
  `${sharePointOrigin(tenant)}${downloads}?UniqueId=${encodeURIComponent(key)}&Translate=false&tempauth=${tenant.files.ticket(key)}`;

/** The page has no session of a person's, so the address carries the key of this one file. */
export const viewAddress = (kit: Pick<Kit, 'url'>, key: string): string => `${kit.url}${prefix}/view/${key}`;

export function mountSharePoint(router: Router, files: FileStore, uploads: UploadSessions): void {
  const refused = (status: number): Answer => ({ status, body: { error: { code: 'accessDenied', message: '' } } });
  const section = router.section({
    prefix,
    platform: 'teams',
    recordAs: 'sharepoint',
    throttled: (seconds) => ({ status: 429, headers: { 'retry-after': String(seconds) } }),
    failed: (status) => ({ status }),
    notFound: () => ({ status: 404 }),
  });
  const sent = (file: KeptFile, disposition: 'attachment' | 'inline'): Answer => ({
    status: 200,
    headers: {
      'content-type': file.type,
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    },
    body: files.bytes(file.key),
  });

  section.on('GET', downloads, ({ query, headers }: Call) => {
    if (headers['authorization'] !== undefined) return refused(401);
    const file = files.redeem(query.get('tempauth') ?? '');
    return file && file.key === query.get('UniqueId') ? sent(file, 'attachment') : refused(401);
  });
  uploads.mount(section);
  section.on('GET', '/view/{key}', ({ params }: Call) => {
    const file = files.get(params['key'] ?? '');
    if (file === undefined) return { status: 404 };
    return sent(file, file.type.startsWith('image/') && file.type !== 'image/svg+xml' ? 'inline' : 'attachment');
  });
}
