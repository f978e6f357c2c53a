/** The organization's app catalog. Pages "Publish teamsApp", "Update teamsApp", "List teamsApps", "Delete teamsApp". */
import type { Kit } from '../../kit/platform.ts';
import { type CatalogApp, definitionId } from '../catalog.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { TeamsApp } from '../world.ts';
import { badRequest, conflict, forbidden, notFound } from './errors.ts';
import { compareVersions, manifestOf } from './manifest.ts';
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

/** An app of the catalog, which knows nothing of what people uploaded for themselves. @throws GraphError 404 */
export function appOf({ catalog }: TeamsTenant, id: string): CatalogApp {
  const app = catalog.all().find((one) => one.id === id);
  if (app === undefined) throw notFound(`App with id '${id}' not found in the tenant's app catalog.`);
  return app;
}

export function appOperations({ policies }: Kit, tenant: TeamsTenant): Operations {
  const { catalog } = tenant;
  const named = (request: GraphRequest): CatalogApp => appOf(tenant, request.params['app']!);
  const withDefinitions = (request: GraphRequest, app: CatalogApp): Resource => {
    const bot = (request.query.get('$expand') ?? '').includes('$expand=bot');
    const appDefinitions = app.definitions.map((one) => definitionResource(app, one, bot));
    return { ...appResource(app), ...(expands(request.query, 'appDefinitions') ? { appDefinitions } : {}) };
  };
  /** Only administrators of Teams publish; what anybody else hands in waits for review, and where the tenant has it so, everything does. */
  const publishingState = (request: GraphRequest): TeamsApp['publishingState'] => {
    if (request.query.get('requiresReview')?.toLowerCase() === 'true') return 'submitted';
    mayPublish(request);
    return policies.get('teams.catalogReview') === 'required' ? 'submitted' : 'published';
  };
  const definitionOf = (request: GraphRequest) => {
    const app = named(request);
    const definition = app.definitions.find((one) => definitionId(app.id, one) === request.params['definition']);
    if (definition === undefined) throw notFound('No such definition of the app.');
    return { app, definition };
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
        const app = named(request);
        mayPublish(request);
        tenant.withdraw(app, signedIn(request).id);
        return noContent;
      },
    },
    'POST /appCatalogs/teamsApps/{app}/appDefinitions': {
      limit: 'otherWrite',
      handle(request) {
        const app = named(request);
        const state = publishingState(request);
        const manifest = manifestOf(request);
        if (manifest.externalId !== app.externalId) throw badRequest("The manifest's id is not the id of the app.");
        const standing = app.definitions.filter((one) => one.publishingState !== 'rejected');
        if (standing.some((one) => compareVersions(manifest.version, one.version) <= 0))
          throw conflict(`App definition version ${manifest.version} is not higher than the current version.`);
        const updated = tenant.addDefinition(app, manifest, state);
        const context = `appCatalogs/teamsApps('${app.id}')/appDefinitions`;
        return entity(context, definitionResource(updated, updated.definitions.at(-1)!), 201);
      },
    },
    'PATCH /appCatalogs/teamsApps/{app}/appDefinitions/{definition}': {
      limit: 'otherWrite',
      handle(request) {
        const { app, definition } = definitionOf(request);
        mayPublish(request);
        const state = optionalString(objectBody(request), 'publishingState');
        if (state !== 'published' && state !== 'rejected')
          throw badRequest(`Invalid value '${state ?? ''}' for property 'publishingState'.`);
        if (definition.publishingState !== 'submitted') throw conflict('The app definition is not waiting for review.');
        const reviewed = tenant.review(app, definition.version, state);
        const found = reviewed.definitions.find(({ version }) => version === definition.version)!;
        return entity(`appCatalogs/teamsApps('${app.id}')/appDefinitions`, definitionResource(reviewed, found));
      },
    },
    'DELETE /appCatalogs/teamsApps/{app}/appDefinitions/{definition}': {
      limit: 'otherWrite',
      handle(request) {
        const { app, definition } = definitionOf(request);
        if (definition.publishingState !== 'submitted') throw forbidden('Only a pending submission can be cancelled.');
        tenant.cancelSubmission(app, definition.version);
        return noContent;
      },
    },
  };
}

function mayPublish({ caller }: GraphRequest): void {
  if (!administersTeams(caller)) throw forbidden('User not authorized to perform this operation.');
}
