/**
 * The connections of one platform, held in memory: every webhook asks for one, and none may cost a look into the store.
 * One that is not known is looked for in the store, at most every few seconds, so that a stranger who invents accounts
 * costs nothing either.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { ConnectionId, Platform } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { ConnectorParts } from './parts.ts';

const shortestRefreshMs = 3_000;

export interface Connections {
  byId(id: string): Promise<Connection | undefined>;
  /** As it is held now, without a look into the store. */
  held(id: string): Connection | undefined;
  /** @throws DeliveryError `refused` where there is no such connection. */
  required(id: string): Promise<Connection>;
  /** Runs `work` with a connection that is `required`. Waits for nothing where it is held, as it is for every message. */
  use<Result>(id: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** By the platform's id of the tenant, workspace or organization. */
  byAccount(account: string): Promise<Connection | undefined>;
  /** As the store has them now. */
  all(): Promise<readonly Connection[]>;
  /** Takes in what was just stored, without waiting for a refresh. */
  learn(connection: Connection): void;
}

export function createConnections(platform: Platform, parts: Pick<ConnectorParts, 'records' | 'clock'>): Connections {
  let ids = new Map<string, Connection>();
  let accounts = new Map<string, Connection>();
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;

  function learn(connection: Connection): void {
    ids.set(connection.id, connection);
    accounts.set(connection.account, connection);
  }

  async function load(): Promise<void> {
    refreshedAt = parts.clock.now();
    const stored = await parts.records.list('connection');
    ids = new Map();
    accounts = new Map();
    for (const { body } of stored) if (body.platform === platform) learn(body);
  }

  async function refresh(): Promise<void> {
    refreshing ??= load().finally(() => {
      refreshing = undefined;
    });
    await refreshing;
  }

  async function lookAgain(find: () => Connection | undefined): Promise<Connection | undefined> {
    if (refreshing || parts.clock.now() - refreshedAt >= shortestRefreshMs) await refresh();
    return find();
  }

  function lookUp(find: () => Connection | undefined): Promise<Connection | undefined> {
    const known = find();
    return known ? Promise.resolve(known) : lookAgain(find);
  }

  async function required(id: string): Promise<Connection> {
    const connection = await lookUp(() => ids.get(id));
    if (!connection) throw new DeliveryError('refused', 'unknown_connection', { operation: `${platform} connection` });
    return connection;
  }

  return {
    byId: (id) => lookUp(() => ids.get(id)),
    held: (id) => ids.get(id),
    required,
    use(id, work) {
      const known = ids.get(id);
      return known ? work(known) : required(id).then(work);
    },
    byAccount: (account) => lookUp(() => accounts.get(account)),
    async all() {
      await refresh();
      return [...ids.values()];
    },
    learn,
  };
}

/** A fact that the connection's own connector once wrote there. */
export function textFact(connection: Connection, name: string): string | undefined {
  const fact = connection.facts[name];
  return typeof fact === 'string' ? fact : undefined;
}

export const connectionId = (id: string): ConnectionId => id as ConnectionId;
