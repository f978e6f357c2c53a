/**
 * The app package, and its place in the tenant's app catalog. Graph installs only catalog apps into teams, so the app
 * must be there before the first channel can be linked. "Publish teamsApp", "Update teamsApp"
 */
import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import { UserError } from '../../core/errors.ts';
import type { Connection } from '../../core/records.ts';
import { type Graph, graphOrigin } from './api.ts';
import { factsOf } from './facts.ts';

export interface PackageValues {
  /** Id of the app in its manifest, and of its bot. */
  readonly appId: string;
  readonly publicUrl: string;
}

interface CatalogApp {
  readonly id: string;
  readonly appDefinitions?: readonly { readonly version?: string | null; readonly publishingState?: string }[];
}

const folder = new URL('../../../appPackage/', import.meta.url);
/** Of every file, so that the same content makes the same package. */
const packedAt = '1990-01-01T00:00:00Z';

/** The zip that Teams takes: manifest and icons at its root. */
export async function buildPackage(values: PackageValues): Promise<{ version: string; zip: Uint8Array }> {
  const template: unknown = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8'));
  const names: Readonly<Record<string, string>> = {
    TEAMS_APP_ID: values.appId,
    BOT_ID: values.appId,
    PUBLIC_URL: values.publicUrl,
    PUBLIC_HOST: new URL(values.publicUrl).host,
  };
  const manifest = filled(template, names) as { version: string };
  const zip = zipSync(
    {
      'manifest.json': strToU8(JSON.stringify(manifest, null, 2)),
      'color.png': new Uint8Array(await readFile(new URL('color.png', folder))),
      'outline.png': new Uint8Array(await readFile(new URL('outline.png', folder))),
    },
    { mtime: packedAt },
  );
  return { version: manifest.version, zip };
}

/** Puts values into the strings of a parsed template, so that no value can break out of its string. */
function filled(template: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof template === 'string') {
    return template.replaceAll(/\$\{\{([A-Z_]+)\}\}/g, (_, name: string) => {
      const value = names[name];
      if (value === undefined) throw new Error(`the app manifest asks for ${name}, which nobody gives`);
      return value;
    });
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, names));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, names)]));
}

/** Publishes the app, or a newer version of it; answers its id in the catalog. May be repeated. @throws DeliveryError, UserError */
export async function publish(graph: Graph, connection: Connection, values: PackageValues): Promise<string> {
  const { version, zip } = await buildPackage(values);
  const upload = { method: 'POST', body: zip, headers: { 'content-type': 'application/zip' } } as const;
  const listed = await find(graph, connection, values.appId);
  if (!listed) {
    const made = await graph.read<CatalogApp>(connection, {
      ...upload,
      path: '/appCatalogs/teamsApps',
      operation: 'publish app',
    });
    return made.id;
  }
  const published = (listed.appDefinitions ?? []).filter(
    ({ publishingState = 'published' }) => publishingState === 'published',
  );
  if (!published.some((definition) => !isNewer(version, definition.version ?? '0'))) {
    const path = `/appCatalogs/teamsApps/${listed.id}/appDefinitions`;
    await graph.call(connection, { ...upload, path, operation: 'publish app version' });
  }
  return listed.id;
}

async function find(graph: Graph, connection: Connection, externalId: string): Promise<CatalogApp | undefined> {
  const path = `/appCatalogs/teamsApps?$filter=externalId eq '${externalId}'&$expand=appDefinitions`;
  const call = { path: encodeURI(path), operation: 'find app' };
  for await (const page of graph.pages<CatalogApp>(connection, call)) if (page[0]) return page[0];
  return undefined;
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
