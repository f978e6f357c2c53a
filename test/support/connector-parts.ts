/** What a connector asks of the world, small and in memory: records that compare and set, a vault, a log, no metrics. */
import { createHash, randomBytes } from 'node:crypto';
import type { ConnectorParts } from '../../src/connectors/support/parts.ts';
import { ConflictError } from '../../src/core/errors.ts';
import type { ChannelId, ConnectionId, LegId, OrganizationId, Place, Platform } from '../../src/core/model.ts';
import { type AccountStore, createAccountStore } from '../../src/core/people/account-store.ts';
import { createAccountIndex } from '../../src/core/people/accounts.ts';
import type { Egress, Log, Metrics, Vault } from '../../src/core/ports.ts';
import type { Connection, Leg, RecordKind, RecordKinds, Records, Stored } from '../../src/core/records.ts';
import { createTestClock, type TestClock } from './clock.ts';

export interface TestParts extends ConnectorParts {
  readonly clock: TestClock;
  /** Everything that was logged, as one text. */
  readonly logged: () => string;
}

export function createTestParts(egress: Egress, clock: TestClock = createTestClock()): TestParts {
  const lines: string[] = [];
  const note = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const metrics: Metrics = { count() {}, observe() {}, set() {} };
  return {
    egress,
    records: createMemoryRecords(),
    vault: createTestVault(),
    clock,
    random: (bytes) => randomBytes(bytes),
    log,
    metrics,
    publicUrl: 'https://mio.example',
    logged: () => lines.join('\n'),
  };
}

export function createMemoryRecords(): Records {
  const stored = new Map<string, { revision: number; body: unknown }>();
  const keyOf = (kind: RecordKind, id: string) => `${kind} ${id}`;
  const expect = (kind: RecordKind, id: string, expected: number) => {
    const revision = stored.get(keyOf(kind, id))?.revision ?? 0;
    if (revision !== expected) throw new ConflictError(`${kind} is at revision ${revision}, not ${expected}`);
  };
  return {
    async get<Kind extends RecordKind>(kind: Kind, id: string) {
      const found = stored.get(keyOf(kind, id));
      return found && { id, revision: found.revision, body: structuredClone(found.body) as RecordKinds[Kind] };
    },
    async list<Kind extends RecordKind>(kind: Kind, prefix = '') {
      const found: Stored<Kind>[] = [];
      for (const [key, { revision, body }] of stored) {
        if (!key.startsWith(keyOf(kind, prefix))) continue;
        const id = key.slice(kind.length + 1);
        found.push({ id, revision, body: structuredClone(body) as RecordKinds[Kind] });
      }
      return found.sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async put(kind, id, body, expected) {
      expect(kind, id, expected);
      stored.set(keyOf(kind, id), { revision: expected + 1, body: structuredClone(body) });
      return expected + 1;
    },
    async remove(kind, id, expected) {
      if (!stored.has(keyOf(kind, id))) return;
      expect(kind, id, expected);
      stored.delete(keyOf(kind, id));
    },
  };
}

/** Not encryption: it only holds a secret to its context, as the real one does. */
function createTestVault(): Vault {
  const digest = (context: string) => createHash('sha256').update(context).digest('hex');
  return {
    seal: (secret, context) => JSON.stringify([digest(context), secret]),
    open(sealed, context) {
      const [bound, secret] = JSON.parse(sealed) as [string, string];
      if (bound !== digest(context)) throw new Error('sealed in another context');
      return secret;
    },
  };
}

/** What people linked; nothing to begin with. */
export const accountsOf = (parts: ConnectorParts): AccountStore =>
  createAccountStore({ ...parts, index: createAccountIndex(() => false) });

/** A stored connection with its secrets, as the connect use case leaves it. */
export async function storeConnection(
  parts: ConnectorParts,
  details: {
    id: string;
    platform: Platform;
    account: string;
    facts: Record<string, unknown>;
    secrets: Record<string, string>;
  },
): Promise<Connection> {
  const { id, platform, account, facts, secrets } = details;
  const organization = 'organization-1' as OrganizationId;
  const connection: Connection = {
    id: id as ConnectionId,
    organization,
    platform,
    account,
    name: account,
    installer: 'somebody',
    facts,
    createdAt: 0,
  };
  await parts.records.put('connection', id, connection, 0);
  for (const [field, secret] of Object.entries(secrets)) {
    const sealed = parts.vault.seal(secret, `${organization}|${id}|${field}`);
    await parts.records.put('credential', `${id}/${field}`, { sealed }, 0);
  }
  return connection;
}

/** A universal channel with one leg at that place. */
export async function storeLeg(parts: ConnectorParts, place: Place, platform: Platform): Promise<void> {
  const organization = 'organization-1' as OrganizationId;
  const leg: Leg = {
    ...place,
    id: 'leg-1' as LegId,
    organization,
    platform,
    title: 'somewhere',
    state: 'active',
    joinedAt: 0,
  };
  const id = 'channel-1' as ChannelId;
  const channel = { id, name: 'Incidents', host: organization, legs: [leg], state: 'active', createdAt: 0 } as const;
  await parts.records.put('channel', id, channel, 0);
}
