/** The app catalog, and apps installed in teams. Pages "Publish teamsApp", "List teamsApps", "Add app to team". */
import { strFromU8, unzipSync } from 'fflate';
import type { Answer } from '../../kit/router.ts';
import type { CatalogApp, Installation, Manifest } from '../catalog.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { TeamsApp } from '../world.ts';
import { badRequest, conflict, forbidden, notFound } from './errors.ts';
import { expands, filterOf, select } from './odata.ts';
import {
  collection,
  entity,
  type GraphRequest,
  graphRoot,
  noContent,
  type Operations,
  objectBody,
  optionalString,
  signedIn,
} from './operation.ts';
import { appResource, definitionResource, type Resource } from './resources.ts';
import { administersTeams } from './roles.ts';
import { visibleTeam } from './teams.ts';

export function appOperations(tenant: TeamsTenant): Operations {
  const { catalog } = tenant;
  const appOf = (id: string): CatalogApp => {
    const app = catalog.get(id);
    if (app === undefined) throw notFound(`App with id '${id}' not found in the tenant's app catalog.`);
    return app;
  };
  const withDefinitions = (request: GraphRequest, app: CatalogApp): Resource => {
    const bot = (request.query.get('$expand') ?? '').includes('$expand=bot');
    const appDefinitions = app.definitions.map((one) => definitionResource(app, one, bot));
    return { ...appResource(app), ...(expands(request.query, 'appDefinitions') ? { appDefinitions } : {}) };
  };

  const installations = (request: GraphRequest): Resource[] => {
    const team = visibleTeam(tenant, request);
    return catalog.installations(team.id).map((one) => installationResource(request, appOf(one.app), one));
  };
  const installationOf = (request: GraphRequest): Installation => {
    const team = visibleTeam(tenant, request);
    const found = catalog.installations(team.id).find(({ id }) => id === request.params['installation']);
    if (found === undefined) throw notFound('No such app installation in the team.');
    return found;
  };

  return {
    'GET /appCatalogs/teamsApps': {
      limit: 'otherGet',
      handle(request) {
        const all = catalog.all().map((app) => withDefinitions(request, app));
        return collection(
          'appCatalogs/teamsApps',
          all.filter(filterOf(request.query)).map((app) => select(request.query, app)),
        );
      },
    },
    'POST /appCatalogs/teamsApps': {
      limit: 'otherWrite',
      handle(request) {
        const state = publishingState(request);
        const manifest = manifestOf(request);
        const taken = catalog.all().find((app) => app.externalId === manifest.externalId);
        if (taken !== undefined)
          throw conflict(`App with same id already exists in the tenant. Conflicting app id: ${taken.id}`);
        const app = tenant.publish(manifest, state);
        const answer = entity('appCatalogs/teamsApps', appResource(app), 201);
        return { ...answer, headers: { Location: `${graphRoot}/appCatalogs/teamsApps/${app.id}` } };
      },
    },
    'DELETE /appCatalogs/teamsApps/{app}': {
      limit: 'otherWrite',
      handle(request) {
        const app = appOf(request.params['app']!);
        mayPublish(request);
        tenant.withdraw(app, signedIn(request).id);
        return noContent;
      },
    },
    'POST /appCatalogs/teamsApps/{app}/appDefinitions': {
      limit: 'otherWrite',
      handle(request) {
        const app = appOf(request.params['app']!);
        const state = publishingState(request);
        const manifest = manifestOf(request);
        if (manifest.externalId !== app.externalId) throw badRequest("The manifest's id is not the id of the app.");
        if (compareVersions(manifest.version, app.definitions.at(-1)!.version) <= 0) {
          throw conflict(`App definition version ${manifest.version} is not higher than the current version.`);
        }
        const updated = tenant.addDefinition(app, manifest, state);
        const context = `appCatalogs/teamsApps('${app.id}')/appDefinitions`;
        return entity(context, definitionResource(updated, updated.definitions.at(-1)!), 201);
      },
    },
    'GET /teams/{team}/installedApps': {
      limit: 'listApps',
      handle(request) {
        const found = installations(request).filter(filterOf(request.query));
        return collection(
          `teams('${request.params['team']}')/installedApps`,
          found.map((one) => visible(request, one)),
        );
      },
    },
    'GET /teams/{team}/installedApps/{installation}': {
      limit: 'listApps',
      handle(request) {
        const one = installationOf(request);
        const resource = visible(request, installationResource(request, appOf(one.app), one));
        return entity(`teams('${one.team}')/installedApps`, resource);
      },
    },
    'POST /teams/{team}/installedApps': {
      limit: 'installApp',
      handle(request): Answer {
        const team = visibleTeam(tenant, request);
        const bound = optionalString(objectBody(request), 'teamsApp@odata.bind') ?? '';
        const id = /\/appCatalogs\/teamsApps(?:\/|\(')([0-9a-f-]{36})(?:'\))?$/i.exec(bound)?.[1];
        if (id === undefined) throw badRequest("Property 'teamsApp@odata.bind' is missing or no reference to an app.");
        const app = appOf(id);
        if (app.publishingState !== 'published') throw forbidden('The app is not published in the tenant.');
        if (tenant.isInstalled(app.id, team.id)) throw conflict('The app is already installed in the team.');
        const one = tenant.install(app, team.id, request.caller.user?.id ?? request.caller.app);
        return { status: 201, headers: { Location: `${graphRoot}/teams/${team.id}/installedApps/${one.id}` } };
      },
    },
    'POST /teams/{team}/installedApps/{installation}/upgrade': {
      limit: 'installApp',
      handle(request) {
        const one = installationOf(request);
        if (one.version === appOf(one.app).version) throw badRequest('The app is already at its latest version.');
        tenant.upgrade(one);
        return noContent;
      },
    },
    'DELETE /teams/{team}/installedApps/{installation}': {
      limit: 'uninstallApp',
      handle(request) {
        tenant.uninstall(installationOf(request), request.caller.user?.id ?? request.caller.app);
        return noContent;
      },
    },
  };
}

/** An installation with everything that can be expanded: filters look at it before it is cut down. */
const installationResource = (request: GraphRequest, app: CatalogApp, one: Installation): Resource => ({
  id: one.id,
  consentedPermissionSet: null,
  teamsApp: appResource(app),
  teamsAppDefinition: definitionResource(
    app,
    app.definitions.find(({ version }) => version === one.version) ?? app.definitions.at(-1)!,
    (request.query.get('$expand') ?? '').includes('$expand=bot'),
  ),
});

const visible = (request: GraphRequest, { teamsApp, teamsAppDefinition, ...rest }: Resource): Resource => ({
  ...rest,
  ...(expands(request.query, 'teamsApp') ? { teamsApp } : {}),
  ...(expands(request.query, 'teamsAppDefinition') ? { teamsAppDefinition } : {}),
});

function mayPublish({ caller }: GraphRequest): void {
  if (!administersTeams(caller)) throw forbidden('User not authorized to perform this operation.');
}

/** Only administrators of Teams publish; what anybody else hands in waits for review. */
function publishingState(request: GraphRequest): TeamsApp['publishingState'] {
  if (request.query.get('requiresReview')?.toLowerCase() === 'true') return 'submitted';
  mayPublish(request);
  return 'published';
}

/** A version's numbers, compared from the left. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parseManifest(archive: Buffer): object {
  let file: Uint8Array | undefined;
  try {
    file = unzipSync(archive, { filter: ({ name }) => name === 'manifest.json' })['manifest.json'];
  } catch {
    throw manifestError('The package is no zip archive.');
  }
  if (file === undefined) throw manifestError('manifest.json | Serialization_FileMissing');
  try {
    return JSON.parse(strFromU8(file)) as object;
  } catch {
    throw manifestError('manifest.json | Serialization_FileNotValidJson');
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const manifestError = (detail: string): Error => badRequest(detail, 'UnableToParseTeamsAppManifest');

/** Reads `manifest.json` at the root of the package. @throws GraphError 400 */
function manifestOf(request: GraphRequest): Manifest {
  if (!request.headers['content-type']?.startsWith('application/zip'))
    throw badRequest('Content-Type must be application/zip.');
  const manifest = parseManifest(request.body);
  const { id, version, name, description, bots } = manifest as {
    id?: string;
    version?: string;
    name?: { short?: string };
    description?: { short?: string; full?: string };
    bots?: { botId?: string }[];
  };
  if (!guid.test(id ?? '')) throw manifestError('id | CommonAppIdIsNotGuid');
  if (!/^\d+(\.\d+)+$/.test(version ?? '')) throw manifestError('version | SchemaError_Pattern');
  if (!name?.short) throw manifestError('name.short | SchemaError_Required');
  return {
    externalId: id!,
    version: version!,
    displayName: name.short,
    botId: bots?.[0]?.botId ?? '',
    shortDescription: description?.short ?? '',
    description: description?.full ?? '',
  };
}
