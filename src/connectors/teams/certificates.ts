/**
 * The certificates that notifications are encrypted to, one in use per connection and the earlier ones, whose keys stay
 * good for what was sent before the change. Each is a sealed secret of the connection.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Connection } from '../../core/records.ts';
import { days } from '../../core/time.ts';
import type { ConnectorParts } from '../support/parts.ts';
import type { Credentials } from '../support/token.ts';
import { createKeyPair, endOf, importPrivateKey, type KeyPair, type PrivateKey } from './crypto.ts';

const lifeMs = days(365);
/** Subscriptions name a certificate for three days at most; a month leaves room for an outage. */
const replaceBeforeMs = days(30);
const fieldPrefix = 'certificate-';
const idPattern = /^mio-[0-9a-f]{16}$/;

export interface NamedCertificate {
  /** What Graph echoes with every notification. */
  readonly id: string;
  readonly certificate: string;
}

export interface Certificates {
  /** The one to subscribe with, made where there is none or the last one ends soon. */
  current(connection: Connection): Promise<NamedCertificate>;
  /** Undefined where the connection has no certificate of that name. */
  key(connection: Connection, id: unknown): Promise<PrivateKey | undefined>;
  /** When the one in use ends; undefined where none was made yet. */
  endsAt(connection: Connection): Promise<number | undefined>;
}

type Dated = NamedCertificate & { readonly endsAt: number };

export function createCertificates(
  parts: Pick<ConnectorParts, 'records' | 'clock' | 'random'>,
  credentials: Credentials,
): Certificates {
  const inUse = new Map<string, Dated>();
  const making = new Map<string, Promise<NamedCertificate>>();
  const keys = new LRUCache<string, Promise<PrivateKey | undefined>>({ max: 256 });

  const goodForLong = (endsAt: number) => endsAt - parts.clock.now() > replaceBeforeMs;

  /** The stored one that ends last. */
  async function find(connection: Connection): Promise<Dated | undefined> {
    const prefix = `${connection.id}/${fieldPrefix}`;
    const stored = await parts.records.list('credential', prefix);
    let newest = inUse.get(connection.id);
    for (const { id } of stored) {
      const name = id.slice(prefix.length);
      const { certificate } = JSON.parse(await credentials.open(connection, `${fieldPrefix}${name}`)) as KeyPair;
      const endsAt = endOf(certificate);
      if (!newest || endsAt > newest.endsAt) newest = { id: name, certificate, endsAt };
    }
    return newest;
  }

  async function findOrMake(connection: Connection): Promise<NamedCertificate> {
    let newest = await find(connection);
    if (!newest || !goodForLong(newest.endsAt)) {
      const now = parts.clock.now();
      const pair = await createKeyPair(parts.random, now - days(1), now + lifeMs);
      const id = `mio-${createHash('sha256').update(pair.certificate).digest('hex').slice(0, 16)}`;
      await credentials.ensure(connection, `${fieldPrefix}${id}`, () => JSON.stringify(pair));
      newest = { id, certificate: pair.certificate, endsAt: endOf(pair.certificate) };
    }
    inUse.set(connection.id, newest);
    return newest;
  }

  async function openKey(connection: Connection, id: string): Promise<PrivateKey | undefined> {
    const stored = await parts.records.get('credential', `${connection.id}/${fieldPrefix}${id}`);
    if (!stored) return undefined;
    const { privateKey } = JSON.parse(await credentials.open(connection, `${fieldPrefix}${id}`)) as KeyPair;
    return importPrivateKey(privateKey);
  }

  return {
    async current(connection) {
      const known = inUse.get(connection.id);
      if (known && goodForLong(known.endsAt)) return known;
      const flight = making.get(connection.id) ?? findOrMake(connection).finally(() => making.delete(connection.id));
      making.set(connection.id, flight);
      return flight;
    },

    endsAt: async (connection) => (await find(connection))?.endsAt,

    key(connection, id) {
      if (typeof id !== 'string' || !idPattern.test(id)) return Promise.resolve(undefined);
      const name = `${connection.id}/${id}`;
      const known = keys.get(name);
      if (known) return known;
      const opening = openKey(connection, id);
      keys.set(name, opening);
      // What was not there may be made later, and what failed may work later.
      opening.then(
        (key) => key ?? keys.delete(name),
        () => keys.delete(name),
      );
      return opening;
    },
  };
}
