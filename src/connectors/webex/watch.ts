/**
 * Looks after each connection while nobody calls: tokens are renewed before they end, and webhooks that Webex turned off
 * are turned on again, within two minutes. What happened meanwhile nobody told of: those spaces are reported as gaps.
 * What the spaces of legs are called is learned along the way.
 */
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { Connections } from '../support/connections.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { linkedPlaces } from '../support/places.ts';
import type { Credentials } from '../support/token.ts';
import type { WebexApi } from './api.ts';
import { repairHooks } from './hooks.ts';
import type { Titles } from './titles.ts';

const everyMs = 90_000;
const secretField = 'webhook';
const secretBytes = 32;

export interface Watch {
  start(): void;
  /** Resolves when what was under way has ended. */
  stop(): Promise<void>;
  /** Makes the webhooks of a connection what they should be, its secret included. @throws DeliveryError */
  establish(connection: Connection): Promise<void>;
  secretOf(connection: Connection): Promise<string>;
  onGap(listener: (place: Place) => void): void;
}

export function createWatch(
  parts: Pick<ConnectorParts, 'clock' | 'log' | 'random' | 'publicUrl' | 'records'>,
  connections: Connections,
  credentials: Credentials,
  api: WebexApi,
  titles: Titles,
): Watch {
  const turns = new Map<string, Promise<void>>();
  /** Spaces whose titles could not be learned. */
  const untold = new Set<string>();
  let onGap: (place: Place) => void = () => {};
  let cancel = () => {};
  let stopped = true;
  let round = Promise.resolve();

  /** One repair of a connection at a time: two at once would each miss what the other creates. */
  function inTurn(connection: Connection, repair: () => Promise<void>): Promise<void> {
    const turn = (turns.get(connection.id) ?? Promise.resolve()).catch(() => {}).then(repair);
    turns.set(connection.id, turn);
    return turn;
  }

  async function repair(connection: Connection, confirmSecret: boolean): Promise<void> {
    const secret = await credentials.ensure(connection, secretField, () => parts.random(secretBytes).toString('hex'));
    const others = new Set((await connections.all()).map(({ id }) => id as string));
    others.delete(connection.id);
    const { publicUrl } = parts;
    const wanted = { publicUrl, connection: connection.id, secret, confirmSecret, others };
    if (!(await repairHooks(parts, api, connection, wanted))) return;
    for (const place of await linkedPlaces(parts.records, connection.id)) onGap(place);
  }

  async function look(): Promise<void> {
    for (const connection of await connections.all()) {
      if (stopped) return;
      try {
        await inTurn(connection, () => repair(connection, false));
      } catch (error) {
        const fields = { platform: 'webex', connection: connection.id, error: (error as Error).message };
        parts.log.warn(fields, 'webex webhooks could not be checked');
      }
      for (const place of await linkedPlaces(parts.records, connection.id)) await learnTitle(connection, place);
    }
  }

  /** Said once of each space: what keeps its title from Mio mostly lasts. */
  async function learnTitle(connection: Connection, place: Place): Promise<void> {
    const { conversation } = place;
    try {
      await titles.learn(connection, place);
      untold.delete(conversation);
    } catch (error) {
      const fields = { platform: 'webex', connection: connection.id, conversation, error: (error as Error).message };
      parts.log[untold.has(conversation) ? 'debug' : 'warn'](fields, 'the title of a webex space could not be learned');
      untold.add(conversation);
    }
  }

  function go(): void {
    round = look()
      .catch((error: Error) => parts.log.warn({ platform: 'webex', error: error.message }, 'webex watch failed'))
      .then(() => {
        if (!stopped) cancel = parts.clock.after(everyMs, go);
      });
  }

  return {
    start() {
      stopped = false;
      go();
    },
    async stop() {
      stopped = true;
      cancel();
      await round;
    },
    establish: (connection) => inTurn(connection, () => repair(connection, true)),
    secretOf: (connection) => credentials.open(connection, secretField),
    onGap(listener) {
      onGap = listener;
    },
  };
}
