/**
 * Files as drives hold them. Pages "Get filesFolder", "Get Drive", "Get a driveItem resource", "List the contents of a folder", "Create a
 * new folder in a drive", "Upload or replace the contents of a driveItem", "driveItem: createUploadSession", "Delete a
 * driveItem". Forms with a path between colons are not simulated: Microsoft's permission map has no rows for them.
 */
import type { Answer } from '../../kit/router.ts';
import type { DriveItem, DrivePlace } from '../drives.ts';
import { downloadAddress, drivePlace } from '../sharepoint.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { Conflict, UploadSessions } from '../upload-sessions.ts';
import { conversationOf } from './conversation.ts';
import { driveResource, itemResource } from './drive-resources.ts';
import { badRequest, forbidden, GraphError, notFound } from './errors.ts';
import { pageOf, select } from './odata.ts';
import { entity, type GraphRequest, metadata, noContent, type Operations, objectBody, ok } from './operation.ts';

const largestPut = 250 * 1024 * 1024;
const conflicts: ReadonlySet<unknown> = new Set(['fail', 'replace', 'rename'] satisfies Conflict[]);
/** "Restrictions and limitations in OneDrive and SharePoint" */
const badName = /["*:<>?/\\|]|^[\s~]|[\s.]$|^\.{1,2}$|_vti_/;

const notFoundItem = () => notFound('The resource could not be found.', 'itemNotFound');
const invalid = (message: string) => badRequest(message, 'invalidRequest');

export function driveOperations(tenant: TeamsTenant, uploads: UploadSessions): Operations {
  const isIn = ({ caller }: GraphRequest, { channel }: Pick<DriveItem, 'channel'>): boolean =>
    caller.user === undefined || tenant.roster(channel).includes(caller.user.id);
  const denied = () => forbidden('The caller does not have permission to perform the action.', 'accessDenied');
  const mustBeIn = (request: GraphRequest, item: Pick<DriveItem, 'channel'>): void => {
    if (!isIn(request, item)) throw denied();
  };
  const driveOf = (request: GraphRequest): DriveItem => {
    const folders = tenant.drives.folders(request.params['drive']!);
    if (folders.length === 0) throw notFoundItem();
    const open = folders.find((folder) => isIn(request, folder));
    if (open === undefined) throw denied();
    return open;
  };
  const itemOf = (request: GraphRequest): DriveItem => {
    const item = tenant.drives.get(request.params['drive']!, request.params['item']!);
    if (item === undefined) throw notFoundItem();
    mustBeIn(request, item);
    return item;
  };
  const folderOf = (request: GraphRequest): DriveItem => {
    const item = itemOf(request);
    if (item.file !== null) throw invalid('The item is no folder.');
    return item;
  };
  const fileOf = (request: GraphRequest): DriveItem => {
    const item = itemOf(request);
    if (item.file === null) throw invalid('The item is no file.');
    return item;
  };
  const shared = (request: GraphRequest): DriveItem => {
    const [, encoded] = /^u!([A-Za-z0-9_-]+)$/.exec(request.params['share']!) ?? [];
    if (encoded === undefined) throw invalid('The share id is malformed.');
    const item = tenant.drives.at(Buffer.from(encoded, 'base64url').toString());
    if (item === undefined) throw notFoundItem();
    mustBeIn(request, item);
    return item;
  };

  const written = (request: GraphRequest, item: DriveItem, status = 200): Answer =>
    entity('driveItems', select(request.query, itemResource(tenant, item, request.query)), status);

  const downloaded = (item: DriveItem): Answer => {
    const file = item.file === null ? undefined : tenant.files.get(item.file);
    if (file === undefined) throw notFoundItem();
    return { status: 302, headers: { location: downloadAddress(tenant, file) } };
  };

  const placeOf = (request: GraphRequest): DrivePlace => {
    const { team, channel } = conversationOf(tenant, request);
    return drivePlace(tenant, team.id, channel);
  };

  /** A folder, or a file without anything in it yet. */
  const create = (request: GraphRequest): Answer => {
    const parent = folderOf(request);
    const body = objectBody(request);
    const { name, folder, file } = body;
    if (typeof name !== 'string' || name === '' || badName.test(name))
      throw invalid('The provided name cannot contain…');
    if ((folder === undefined) === (file === undefined)) throw invalid('Neither a folder nor a file, or both.');
    const kind = folder === undefined ? 'file' : 'folder';
    const conflict = conflictOf(body, 'fail');
    const taken = tenant.drives.named(parent, name);
    const by = request.caller.user?.id ?? '';
    if (taken === undefined) return written(request, tenant.drives.create(parent, name, kind, by), 201);
    if (conflict === 'replace') return written(request, taken);
    if (conflict === 'fail') throw new GraphError(409, 'nameAlreadyExists', 'Name already exists');
    return written(request, tenant.drives.create(parent, tenant.drives.freeName(parent, name), kind, by), 201);
  };

  const replaceContent = (request: GraphRequest): Answer => {
    const item = fileOf(request);
    if (request.body.length > largestPut) throw new GraphError(413, 'RequestEntityTooLarge', 'The file is too large.');
    return written(request, tenant.drives.write(item, request.body));
  };

  const children = (request: GraphRequest): Answer => {
    const rows = tenant.drives.children(folderOf(request));
    const { value, links } = pageOf(request, rows, { standard: 200, max: 999 }, (item) =>
      select(request.query, itemResource(tenant, item, request.query)),
    );
    return ok({ '@odata.context': metadata('driveItems'), ...links, value });
  };

  const beginUpload = (request: GraphRequest): Answer => {
    const item = fileOf(request);
    const given = request.body.length === 0 ? {} : objectBody(request)['item'];
    if (typeof given !== 'object' && given !== undefined) throw invalid('item must be an object.');
    const conflict = conflictOf((given ?? {}) as Readonly<Record<string, unknown>>, 'fail');
    return ok({ '@odata.context': metadata('microsoft.graph.uploadSession'), ...uploads.begin(item, conflict) });
  };

  const limit = 'sharePoint' as const;
  const item = '/drives/{drive}/items/{item}';
  return {
    'GET /teams/{team}/channels/{channel}/filesFolder': {
      limit: 'otherGet',
      handle: (request) => written(request, tenant.drives.folder(placeOf(request))),
    },
    'GET /drives/{drive}': {
      limit,
      handle: (request) => entity('drives', select(request.query, driveResource(driveOf(request)))),
    },
    [`GET ${item}`]: { limit, handle: (request) => written(request, itemOf(request)) },
    [`DELETE ${item}`]: {
      limit,
      handle(request) {
        const found = itemOf(request);
        if (found.parent === null) throw forbidden('The folder of a channel cannot be deleted.', 'accessDenied');
        tenant.drives.remove(found);
        return noContent;
      },
    },
    [`GET ${item}/children`]: { limit, handle: children },
    [`POST ${item}/children`]: { limit, handle: create },
    [`GET ${item}/content`]: { limit, handle: (request) => downloaded(fileOf(request)) },
    [`PUT ${item}/content`]: { limit, handle: replaceContent },
    [`POST ${item}/createUploadSession`]: { limit, handle: beginUpload },
    'GET /shares/{share}/driveItem': { limit, handle: (request) => written(request, shared(request)) },
    'GET /shares/{share}/driveItem/content': { limit, handle: (request) => downloaded(shared(request)) },
  };
}

function conflictOf(body: Readonly<Record<string, unknown>>, standard: Conflict): Conflict {
  const given = body['@microsoft.graph.conflictBehavior'] ?? standard;
  if (!conflicts.has(given)) throw invalid('Unknown conflictBehavior.');
  return given as Conflict;
}
