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
}

export interface Installation {
  readonly id: string;
  readonly team: string;
  readonly app: string;
  readonly version: string;
}

export interface Catalog {
  all(): readonly CatalogApp[];
  get(id: string): CatalogApp | undefined;
  publish(manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  addDefinition(app: CatalogApp, manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  withdraw(app: CatalogApp): void;
  installations(team: string): readonly Installation[];
  install(app: CatalogApp, team: string): Installation;
  upgrade(installation: Installation): Installation;
  uninstall(installation: Installation): void;
}

export function createCatalog(kit: Kit): Catalog {
  const apps = kit.state.collection<CatalogApp>('teams.apps');
  const installed = kit.state.collection<Installation>('teams.installations');

  const save = (id: string, definitions: readonly AppDefinition[]): CatalogApp => {
    const shown = definitions.findLast((one) => one.publishingState === 'published') ?? definitions.at(-1)!;
    const { externalId, botId, displayName, version, publishingState } = shown;
    const app: CatalogApp = { id, externalId, botId, displayName, version, publishingState, definitions };
    apps.set(id, app);
    return app;
  };
  const keep = (installation: Installation): Installation => {
    installed.set(installation.id, installation);
    return installation;
  };

  return {
    all: () => [...apps.values()],
    get: (id) => apps.get(id),
    publish: (manifest, publishingState) => save(uuid(kit), [{ ...manifest, publishingState }]),
    addDefinition: (app, manifest, publishingState) =>
      save(app.id, [...app.definitions, { ...manifest, publishingState }]),
    withdraw(app) {
      apps.delete(app.id);
      for (const one of [...installed.values()]) if (one.app === app.id) installed.delete(one.id);
    },
    installations: (team) => [...installed.values()].filter((one) => one.team === team),
    install: (app, team) => keep({ id: installationId(team, app.id), team, app: app.id, version: app.version }),
    upgrade: (one) => keep({ ...one, version: apps.get(one.app)?.version ?? one.version }),
    uninstall: (one) => installed.delete(one.id),
  };
}

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
