/**
 * Mio's place in the tenant's app catalog. Graph installs only catalog apps into teams, so the app must be there before
 * the first channel can be linked. "Publish teamsApp", "Update teamsApp"
 */
import type { Publication } from '../../core/bot/administration.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import type { Connection } from '../../core/records.ts';
import { object, parseObject, text } from '../support/json.ts';
import { type Graph, graphOrigin } from './api.ts';
import { factsOf } from './facts.ts';
import { buildPackage, type PackageValues } from './package.ts';

interface CatalogApp {
  readonly id: string;
  readonly distributionMethod?: string | null;
  readonly appDefinitions?: readonly Definition[] | null;
}

interface Definition {
  readonly version?: string | null;
  readonly publishingState?: string | null;
}

/**
 * How the catalog stands to a version of the app. `version` is the latest one in that state.
 * - `current`: this version, or a later one, is published.
 * - `submitted`, `rejected`: an administrator has yet to decide on it, or decided against it.
 * - `older`: only earlier versions are there.
 */
export type CatalogEntry =
  | { readonly state: 'missing' }
  | {
      readonly state: 'current' | 'submitted' | 'rejected' | 'older';
      readonly catalogId: string;
      readonly version?: string;
    };
type ListedEntry = Exclude<CatalogEntry, { state: 'missing' }>;

/** How the tenant's catalog stands to `version` of the app. @throws DeliveryError */
export async function entryOf(
  graph: Graph,
  connection: Connection,
  appId: string,
  version: string,
): Promise<CatalogEntry> {
  const path = `/appCatalogs/teamsApps?$filter=externalId eq '${appId}'&$expand=appDefinitions`;
  const call = { path: encodeURI(path), operation: 'find app' };
  for await (const page of graph.pages<CatalogApp>(connection, call)) {
    // A package that somebody uploaded for themselves has the same id, and helps nobody else.
    const listed = page.find(({ distributionMethod }) => distributionMethod !== 'sideloaded');
    if (listed) return { catalogId: listed.id, ...standing(listed.appDefinitions ?? [], version) };
  }
  return { state: 'missing' };
}

/** What Graph calls the state of a definition, in the order in which it decides. */
const decisive = [
  ['published', 'current'],
  ['submitted', 'submitted'],
  ['rejected', 'rejected'],
] as const;

function standing(definitions: readonly Definition[], wanted: string): Pick<ListedEntry, 'state' | 'version'> {
  const latest = (state: string): string | undefined =>
    definitions
      .filter(({ publishingState }) => (publishingState ?? 'published') === state)
      .map(({ version }) => version ?? '0')
      .reduce<string | undefined>((best, other) => (best && !isNewer(other, best) ? best : other), undefined);

  for (const [published, state] of decisive) {
    const version = latest(published);
    if (version !== undefined && !isNewer(wanted, version)) return { state, version };
  }
  const version = latest('published');
  return { state: 'older', ...(version === undefined ? {} : { version }) };
}

/**
 * Publishes the app, or a newer version of it; for review where the service user may not publish by itself. May be
 * repeated. @throws DeliveryError
 */
export async function publish(graph: Graph, connection: Connection, values: PackageValues): Promise<Publication> {
  const { version, zip } = await buildPackage(values);
  const find = () => entryOf(graph, connection, values.appId, version);

  async function update(entry: ListedEntry): Promise<Publication> {
    const { catalogId } = entry;
    const waits = entry.state === 'submitted';
    if (waits || entry.state === 'current') {
      const there = { version: entry.version ?? version, catalogId, changed: false };
      return { outcome: waits ? 'needs_review' : 'already_there', ...there };
    }
    const path = `/appCatalogs/teamsApps/${catalogId}/appDefinitions`;
    const { reviewed } = await upload(graph, connection, { path, operation: 'publish app version', zip });
    return { outcome: reviewed ? 'needs_review' : 'updated', version, catalogId, changed: true };
  }

  const known = await find();
  if (known.state !== 'missing') return update(known);
  try {
    const sent = { path: '/appCatalogs/teamsApps', operation: 'publish app', zip };
    const { reviewed, id } = await upload(graph, connection, sent);
    if (id === undefined) throw new DeliveryError('busy', 'unreadable_answer', { operation: sent.operation });
    return { outcome: reviewed ? 'needs_review' : 'published', version, catalogId: id, changed: true };
  } catch (error) {
    // Somebody else may have published it in the same moment.
    const refused = error instanceof DeliveryError && error.failure === 'refused';
    const now: CatalogEntry = refused ? await find() : { state: 'missing' };
    if (now.state === 'missing') throw error;
    return update(now);
  }
}

/** Sends the package, at first to be published as it is. Who may not do that may still ask for it. */
async function upload(
  graph: Graph,
  connection: Connection,
  { path, operation, zip }: { readonly path: string; readonly operation: string; readonly zip: Uint8Array },
): Promise<{ readonly reviewed: boolean; readonly id: string | undefined }> {
  const call = { method: 'POST', body: zip, headers: { 'content-type': 'application/zip' }, operation } as const;
  let response = await graph.call(connection, { ...call, path, alsoFine: 403 });
  const reviewed = response.status === 403;
  if (reviewed) response = await graph.call(connection, { ...call, path: `${path}?requiresReview=true` });
  return { reviewed, id: text(object(parseObject(response.body.toString('utf8')))?.['id']) };
}

/** Whether version `a` comes after version `b`, part by part. */
export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let part = 0; part < Math.max(left!.length, right!.length); part += 1) {
    const difference = (left![part] ?? 0) - (right![part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** Makes sure that Mio is installed in a team; answers whether it was not before. @throws DeliveryError, UserError */
export async function installInTeam(
  graph: Graph,
  connection: Connection,
  team: string,
  appId: string,
): Promise<boolean> {
  const { catalogId } = factsOf(connection);
  if (catalogId === undefined) {
    throw new UserError(
      'failed_dependency',
      'the Teams app is not published',
      'Connect Microsoft Teams again, so that Mio can publish its app.',
    );
  }
  const installedApps = `/teams/${team}/installedApps`;
  const query = encodeURI(`?$expand=teamsApp&$filter=teamsApp/externalId eq '${appId}'`);
  const listing = { path: `${installedApps}${query}`, operation: 'list installed apps' };
  for await (const page of graph.pages<{ teamsApp?: { id?: string } }>(connection, listing)) {
    if (page.some(({ teamsApp }) => teamsApp?.id === catalogId)) return false;
  }
  const response = await graph.call(connection, {
    method: 'POST',
    path: installedApps,
    operation: 'install app',
    body: { 'teamsApp@odata.bind': `${graphOrigin}/v1.0/appCatalogs/teamsApps/${catalogId}` },
    alsoFine: 409,
  });
  return response.status !== 409;
}
