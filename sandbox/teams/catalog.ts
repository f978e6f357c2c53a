/** The organization's app catalog, and where its apps are installed. Page "Publish teamsApp", "Add app to team". */
import type { Kit } from '../kit/platform.ts';
import type { TeamsApp } from './world.ts';

/** What a manifest says, as far as the catalog cares. */
export interface Manifest {
  readonly externalId: string;
  readonly botId: string;
  readonly displayName: string;
  readonly version: string;
  readonly shortDescription: string;
  readonly description: string;
}

export interface AppDefinition extends Manifest {
  readonly publishingState: TeamsApp['publishingState'];
}

/** A catalog app; what the world shows of it is its newest published definition, or its newest one. */
export interface CatalogApp extends TeamsApp {
  /** Oldest first. */
  readonly definitions: readonly AppDefinition[];
  /** `sideloaded`: uploaded by a person for one place; the catalog does not list it. */
  readonly distribution: 'organization' | 'sideloaded';
}

export interface Installation {
  readonly id: string;
  /** What has the app: a team (its group's id), a person (object id), a group chat, or a private or shared channel. */
  readonly team: string;
  readonly app: string;
  readonly version: string;
}

export interface Catalog {
  /** The catalog's own; `get` finds sideloaded ones as well. */
  all(): readonly CatalogApp[];
  get(id: string): CatalogApp | undefined;
  /** The app whose manifest names this bot: the catalog's, else the sideloaded one. */
  ofBot(botId: string): CatalogApp | undefined;
  publish(manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  addDefinition(app: CatalogApp, manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  /** What the administrator decided of the version that waits. */
  review(app: CatalogApp, version: string, state: 'published' | 'rejected'): CatalogApp;
  /** Takes a version back that waits; an app without any other is gone. */
  cancelSubmission(app: CatalogApp, version: string): void;
  /** The app that is uploaded into places while the catalog has none; always the same one. */
  sideload(manifest: Manifest): CatalogApp;
  withdraw(app: CatalogApp): void;
  /** `removed`: was there, and somebody took it away. */
  botIn(botId: string, place: string): 'installed' | 'removed' | 'never';
  /** Where the app is. */
  placesOf(app: string): readonly string[];
  installations(team: string): readonly Installation[];
  install(app: CatalogApp, team: string): Installation;
  upgrade(installation: Installation): Installation;
  uninstall(installation: Installation): void;
}

export function createCatalog(kit: Kit): Catalog {
  const apps = kit.state.collection<CatalogApp>('teams.apps');
  const installed = kit.state.collection<Installation>('teams.installations');
  const removed = kit.state.collection<true>('teams.removals');

  const save = (
    id: string,
    definitions: readonly AppDefinition[],
    distribution: CatalogApp['distribution'] = 'organization',
  ): CatalogApp => {
    const shown = definitions.findLast((one) => one.publishingState === 'published') ?? definitions.at(-1)!;
    const { externalId, botId, displayName, version, publishingState } = shown;
    const app: CatalogApp = { id, externalId, botId, displayName, version, publishingState, definitions, distribution };
    apps.set(id, app);
    return app;
  };
  const keep = (installation: Installation): Installation => {
    installed.set(installation.id, installation);
    return installation;
  };

  const ofBot = (botId: string) => [...apps.values()].filter((app) => app.botId === botId);
  const isListed = ({ distribution }: CatalogApp) => distribution !== 'sideloaded';

  return {
    all: () => [...apps.values()].filter(isListed),
    get: (id) => apps.get(id),
    ofBot: (botId) => ofBot(botId).find(isListed) ?? ofBot(botId)[0],
    publish: (manifest, publishingState) => save(uuid(kit), [{ ...manifest, publishingState }]),
    addDefinition: (app, manifest, publishingState) =>
      save(app.id, [...app.definitions, { ...manifest, publishingState }]),
    review: (app, version, publishingState) =>
      save(
        app.id,
        app.definitions.map((one) => (isWaiting(version)(one) ? { ...one, publishingState } : one)),
      ),
    cancelSubmission(app, version) {
      const left = app.definitions.filter((one) => !isWaiting(version)(one));
      if (left.length > 0) save(app.id, left);
      else apps.delete(app.id);
    },
    sideload: (manifest) =>
      ofBot(manifest.botId).find((app) => !isListed(app)) ??
      save(uuid(kit), [{ ...manifest, publishingState: 'published' }], 'sideloaded'),
    withdraw(app) {
      apps.delete(app.id);
      for (const one of [...installed.values()]) if (one.app === app.id) installed.delete(one.id);
    },
    botIn(botId, place) {
      const ids = ofBot(botId).map((app) => installationId(place, app.id));
      if (ids.some((id) => installed.has(id))) return 'installed';
      return removed.has(`${botId} ${place}`) ? 'removed' : 'never';
    },
    placesOf: (app) => [...installed.values()].filter((one) => one.app === app).map(({ team }) => team),
    installations: (team) => [...installed.values()].filter((one) => one.team === team),
    install: (app, team) => keep({ id: installationId(team, app.id), team, app: app.id, version: app.version }),
    upgrade: (one) => keep({ ...one, version: apps.get(one.app)?.version ?? one.version }),
    uninstall(one) {
      installed.delete(one.id);
      removed.set(`${apps.get(one.app)?.botId ?? ''} ${one.team}`, true);
    },
  };
}

const isWaiting =
  (version: string) =>
  (one: AppDefinition): boolean =>
    one.version === version && one.publishingState === 'submitted';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const installationId = (team: string, app: string): string => base64(`${team}##${app}`);

/** The shape of the ids in the published samples. */
export const definitionId = (app: string, one: AppDefinition): string =>
  base64(`${app}##${one.version}##${one.publishingState.charAt(0).toUpperCase()}${one.publishingState.slice(1)}`);

export function uuid(kit: Kit): string {
  const hex = kit.random(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
