/** Files of channels: rows of Microsoft's published permission map of 2026-08-07. */
import type { Rows } from '../permissions.ts';

const read = {
  family: 'teams',
  delegated: 'Files.Read Files.ReadWrite Files.Read.All Files.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
  application: 'Files.Read.All Files.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
} as const;
const write = {
  family: 'teams',
  delegated: 'Files.ReadWrite Files.ReadWrite.All Sites.ReadWrite.All',
  application: 'Files.ReadWrite.All Sites.ReadWrite.All',
} as const;

export const files: Rows = {
  'GET /teams/{team}/channels/{channel}/filesFolder': {
    family: 'teams',
    delegated:
      'Files.Read.All Files.Read Files.ReadWrite Files.ReadWrite.All Group.Read.All Group.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
    application:
      'Files.Read.All File.Read.Group Files.ReadWrite.All Group.Read.All Group.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
  },
  'GET /drives/{drive}': read,
  'GET /drives/{drive}/items/{item}': {
    family: 'teams',
    delegated:
      'Files.Read Files.ReadWrite Files.Read.All Files.ReadWrite.All Group.Read.All Group.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
    application:
      'Files.Read.All Files.ReadWrite.All Group.Read.All Group.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
  },
  'DELETE /drives/{drive}/items/{item}': write,
  'GET /drives/{drive}/items/{item}/children': read,
  'POST /drives/{drive}/items/{item}/children': write,
  'GET /drives/{drive}/items/{item}/content': read,
  'PUT /drives/{drive}/items/{item}/content': write,
  'POST /drives/{drive}/items/{item}/createUploadSession': { ...write, application: 'Sites.ReadWrite.All' },
  /** The table asks for write, though nothing is written. */
  'GET /shares/{share}/driveItem': write,
  'GET /shares/{share}/driveItem/content': {
    ...read,
    delegated: 'Files.Read Files.Read.All Files.ReadWrite Files.ReadWrite.All Sites.Read.All Sites.ReadWrite.All',
  },
};
