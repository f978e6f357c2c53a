/**
 * Sealed secrets of connections, opened once and remembered. A secret is one record, so that what belongs together (an
 * access token and the refresh token that came with it) changes together.
 */
import { ConflictError, DeliveryError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { credentialContext } from '../../core/vault.ts';
import type { ConnectorParts } from './parts.ts';

export interface Credentials {
  /** @throws DeliveryError `unauthorized` where the connection has no such secret, or it can't be opened. */
  open(connection: Connection, field: string): Promise<string>;
  /** The stored secret, or a new one from `make`: the first writer wins. */
  ensure(connection: Connection, field: string, make: () => string): Promise<string>;
  /**
   * Replaces `previous`, durably, before anybody can use what replaced it.
   * @throws ConflictError where the stored secret is no longer `previous`.
   */
  replace(connection: Connection, field: string, previous: string, secret: string): Promise<void>;
  /** Reads from the store again at the next use: after a new consent, or when a platform no longer takes a token. */
  forget(connection: ConnectionId): void;
}

export function createCredentials(parts: Pick<ConnectorParts, 'records' | 'vault'>): Credentials {
  const opened = new Map<ConnectionId, Map<string, string>>();

  function remember(connection: Connection, field: string, secret: string): string {
    const fields = opened.get(connection.id) ?? new Map<string, string>();
    opened.set(connection.id, fields.set(field, secret));
    return secret;
  }

  async function read(
    connection: Connection,
    field: string,
  ): Promise<{ secret: string; revision: number } | undefined> {
    const stored = await parts.records.get('credential', `${connection.id}/${field}`);
    if (!stored) return undefined;
    return {
      secret: parts.vault.open(stored.body.sealed, credentialContext(connection, field)),
      revision: stored.revision,
    };
  }

  async function write(connection: Connection, field: string, secret: string, expected: number): Promise<void> {
    const sealed = parts.vault.seal(secret, credentialContext(connection, field));
    await parts.records.put('credential', `${connection.id}/${field}`, { sealed }, expected);
    remember(connection, field, secret);
  }

  async function open(connection: Connection, field: string): Promise<string> {
    const known = opened.get(connection.id)?.get(field);
    if (known !== undefined) return known;
    const found = await read(connection, field).catch((cause) => {
      throw unusable('credential_unreadable', field, cause);
    });
    if (!found) throw unusable('credential_missing', field);
    return remember(connection, field, found.secret);
  }

  return {
    open,
    async ensure(connection, field, make) {
      const found = await read(connection, field);
      if (found) return remember(connection, field, found.secret);
      const secret = make();
      try {
        await write(connection, field, secret, 0);
        return secret;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        return open(connection, field);
      }
    },
    async replace(connection, field, previous, secret) {
      const found = await read(connection, field);
      if (found?.secret !== previous) throw new ConflictError(`the ${field} of a connection was replaced meanwhile`);
      await write(connection, field, secret, found.revision);
    },
    forget(connection) {
      opened.delete(connection);
    },
  };
}

function unusable(code: string, field: string, cause?: unknown): DeliveryError {
  return new DeliveryError('unauthorized', code, {
    operation: `open ${field}`,
    advice: 'Connect this account again.',
    cause,
  });
}
