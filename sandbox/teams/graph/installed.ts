/**
 * Where apps are: in teams, with people, and in private and shared channels. Pages "Add app to team", "Install app for
 * user", "Get chat between user and teamsApp", and of the beta "Enable app in channel".
 */
import type { Kit } from '../../kit/platform.ts';
import type { Answer } from '../../kit/router.ts';
import type { CatalogApp, Installation } from '../catalog.ts';
import type { TeamsTenant } from '../tenant.ts';
import { appOf } from './apps.ts';
import { badRequest, conflict, forbidden, notFound } from './errors.ts';
import { expands, filterOf } from './odata.ts';
import {
  collection,
  entity,
  type GraphRequest,
  graphRoot,
  noContent,
  type Operations,
  objectBody,
  optionalString,
} from './operation.ts';
import { appResource, definitionResource, type Resource } from './resources.ts';
import { visibleChannel, visibleTeam } from './teams.ts';

/** What has apps: its id in the catalog's books, and its path, as links and contexts write it. */
interface Host {
  readonly id: string;
  readonly path: string;
  readonly context: string;
}

const appAddress = /\/appCatalogs\/teamsApps(?:\/|\(')([0-9a-f-]{36})(?:'\))?$/i;

export function installedOperations({ policies }: Kit, tenant: TeamsTenant): Operations {
  const { catalog } = tenant;
  const teamHost = (request: GraphRequest): Host => {
    const { id } = visibleTeam(tenant, request);
    return { id, path: `/teams/${id}/installedApps`, context: `teams('${id}')/installedApps` };
  };
  /** A signed-in user's token manages that user's own installations, whoever the path names. */
  const personHost = (request: GraphRequest): Host => {
    const id = request.params['user']!;
    const { user } = request.caller;
    if (user !== undefined && user.id !== id && user.mail !== id)
      throw forbidden("Caller is not allowed to manage another user's installed apps.");
    const own = user?.id ?? id;
    const path = `/users/${own}/teamwork/installedApps`;
    return { id: own, path, context: `users('${own}')/teamwork/installedApps` };
  };

  /** The app may have been uploaded by a person: the catalog does not list it, and it is there all the same. */
  const appThere = ({ app }: Installation): CatalogApp => {
    const found = catalog.get(app);
    if (found === undefined) throw notFound('No such app.');
    return found;
  };
  const installable = (request: GraphRequest, property: string): CatalogApp => {
    const id = appAddress.exec(optionalString(objectBody(request), property) ?? '')?.[1];
    if (id === undefined) throw badRequest(`Property '${property}' is missing or no reference to an app.`);
    const app = appOf(tenant, id);
    if (app.publishingState !== 'published') throw forbidden('The app is not published in the tenant.');
    if (policies.get('teams.customApps') === 'blocked')
      throw forbidden(`App with id '${id}' is blocked by an app permission policy.`);
    return app;
  };
  const actor = ({ caller }: GraphRequest): string => caller.user?.id ?? caller.app;

  /** The operations that teams and people have in common. */
  const hosted = (base: string, hostOf: (request: GraphRequest) => Host): Operations => {
    const found = (request: GraphRequest): { readonly host: Host; readonly one: Installation } => {
      const host = hostOf(request);
      const one = catalog.installations(host.id).find(({ id }) => id === request.params['installation']);
      if (one === undefined) throw notFound('No such app installation.');
      return { host, one };
    };
    return {
      [`GET ${base}`]: {
        limit: 'listApps',
        handle(request): Answer {
          const { id, context } = hostOf(request);
          const all = catalog.installations(id).map((one) => installationResource(request, appThere(one), one));
          return collection(
            context,
            all.filter(filterOf(request.query)).map((one) => visible(request, one)),
          );
        },
      },
      [`GET ${base}/{installation}`]: {
        limit: 'listApps',
        handle(request): Answer {
          const { host, one } = found(request);
          return entity(host.context, visible(request, installationResource(request, appThere(one), one)));
        },
      },
      [`POST ${base}`]: {
        limit: 'installApp',
        handle(request): Answer {
          const host = hostOf(request);
          const app = installable(request, 'teamsApp@odata.bind');
          if (tenant.isInstalled(app.id, host.id)) throw conflict('The app is already installed in the scope.');
          const one = tenant.install(app, host.id, actor(request));
          return { status: 201, headers: { Location: `${graphRoot}${host.path}/${one.id}` } };
        },
      },
      [`POST ${base}/{installation}/upgrade`]: {
        limit: 'installApp',
        handle(request): Answer {
          const { one } = found(request);
          if (one.version === appThere(one).version) throw badRequest('The app is already at its latest version.');
          tenant.upgrade(one);
          return noContent;
        },
      },
      [`DELETE ${base}/{installation}`]: {
        limit: 'uninstallApp',
        handle(request): Answer {
          tenant.uninstall(found(request).one, actor(request));
          return noContent;
        },
      },
    };
  };

  /** Of a private or shared channel; a standard one has what its team has. */
  const enabledIn = (request: GraphRequest): { readonly team: string; readonly channel: string } => {
    const { team, channel } = visibleChannel(tenant, request);
    if (channel.membershipType === 'standard')
      throw badRequest('Apps are enabled in private and shared channels only.');
    return { team: team.id, channel: channel.id };
  };
  const enabledApps = '/teams/{team}/channels/{channel}/enabledApps';
  const userApps = '/users/{user}/teamwork/installedApps';

  return {
    ...hosted('/teams/{team}/installedApps', teamHost),
    ...hosted(userApps, personHost),
    [`GET ${userApps}/{installation}/chat`]: {
      limit: 'listApps',
      handle(request): Answer {
        const { id } = personHost(request);
        const one = catalog.installations(id).find((installed) => installed.id === request.params['installation']);
        const bot = one === undefined ? '' : appThere(one).botId;
        if (bot === '') throw notFound('There is no chat between the user and the app.');
        return entity('chats', { id: `19:${[id, bot].toSorted().join('_')}@unq.gbl.spaces` });
      },
    },
    [`GET ${enabledApps}`]: {
      limit: 'listApps',
      handle(request): Answer {
        const { team, channel } = enabledIn(request);
        const apps = catalog.installations(channel).map((one) => appResource(appThere(one)));
        return collection(`teams('${team}')/channels('${encodeURIComponent(channel)}')/enabledApps`, apps);
      },
    },
    [`POST ${enabledApps}/$ref`]: {
      limit: 'installApp',
      handle(request): Answer {
        const { team, channel } = enabledIn(request);
        const app = installable(request, '@odata.id');
        if (!tenant.isInstalled(app.id, team)) throw badRequest('The app is not installed in the team.');
        if (tenant.isInstalled(app.id, channel)) throw conflict('The app is already enabled in the channel.');
        tenant.install(app, channel, actor(request));
        return noContent;
      },
    },
    [`DELETE ${enabledApps}/{app}/$ref`]: {
      limit: 'uninstallApp',
      handle(request): Answer {
        const { channel } = enabledIn(request);
        const one = catalog.installations(channel).find(({ app }) => app === request.params['app']);
        if (one === undefined) throw notFound('The app is not enabled in the channel.');
        tenant.uninstall(one, actor(request));
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
