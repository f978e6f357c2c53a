/** How each connection is, learned from the calls that are made anyway. */

import type { Health } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/model.ts';
import { AppRefusedError } from './app-refused.ts';

export interface HealthBook {
  of(connection: ConnectionId): Health;
  set(connection: ConnectionId, health: Health): void;
  /** Runs a call and notes how it went. What the platform refused still shows that the connection works. */
  watch<Result>(connection: ConnectionId, call: () => Promise<Result>): Promise<Result>;
}

const connected: Health = { state: 'connected' };

export function createHealthBook(platform: string): HealthBook {
  const book = new Map<ConnectionId, Health>();

  function note(connection: ConnectionId, error: unknown): void {
    if (!(error instanceof DeliveryError)) return;
    if (error.failure === 'unauthorized') {
      book.set(connection, {
        state: 'bad_credentials',
        advice:
          error instanceof AppRefusedError
            ? error.advice
            : `${platform} no longer accepts Mio’s authorisation. Connect ${platform} again.`,
      });
    } else if (error.failure === 'doubt' || error.failure === 'busy') {
      book.set(connection, {
        state: 'retrying',
        advice: `${platform} does not answer as it should. Mio keeps trying.`,
      });
    } else {
      book.delete(connection);
    }
  }

  return {
    of: (connection) => book.get(connection) ?? connected,
    set: (connection, health) => void book.set(connection, health),
    watch: (connection, call) =>
      call().then(
        (result) => {
          book.delete(connection);
          return result;
        },
        (error: unknown) => {
          note(connection, error);
          throw error;
        },
      ),
  };
}
