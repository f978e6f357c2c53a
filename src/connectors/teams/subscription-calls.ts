/** The calls that make, renew, list and end a subscription at Graph. "subscription resource type" */
import { createHash } from 'node:crypto';
import { DeliveryError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection, Subscription } from '../../core/records.ts';
import { minutes } from '../../core/time.ts';
import type { ConnectorParts } from '../support/parts.ts';
import type { Graph } from './api.ts';
import type { Certificates } from './certificates.ts';
import { messagesPath, parseConversationId } from './ids.ts';
import type { GraphTokens } from './tokens.ts';

/** Graph allows 4,320 minutes for messages; a little less, so that two clocks need not agree. */
const lifeMs = minutes(4_320 - 5);
/** A subscription lives on the token that it was renewed with: so that is a new one, within reason. */
const tokenYoungerThanMs = minutes(5);

export interface RemoteSubscription {
  readonly id: string;
  readonly resource?: string;
  readonly notificationUrl?: string;
  readonly expirationDateTime: string;
}

export type Established = Required<Pick<Subscription, 'remote' | 'stateHash' | 'expiresAt'>> & {
  readonly certificate: string;
};

export interface SubscriptionCalls {
  /**
   * Replaces what the app has on the same channel: one whose client state nobody knows any more, or one for an address
   * that Mio had before. `former`: one that may be another account's, and is tried to be ended. @throws DeliveryError
   */
  create(connection: Connection, place: Place, former?: string): Promise<Established>;
  /** @throws DeliveryError `gone` where Graph no longer has it. */
  renew(
    connection: Connection,
    remote: string,
    certificate: string,
  ): Promise<Pick<Established, 'expiresAt' | 'certificate'>>;
  /** Succeeds where there is nothing to end. */
  end(connection: Connection, remote: string): Promise<void>;
  /** Those of this installation. */
  ours(connection: Connection): Promise<readonly RemoteSubscription[]>;
}

const resourcePath = (place: Place): string => messagesPath(parseConversationId(place.conversation));
/** Graph echoes the resource with or without the slash in front. */
export const comparable = (resource = ''): string => resource.replace(/^\//, '').toLowerCase();
export const resourceOf = (place: Place): string => comparable(resourcePath(place));

export const hashOf = (clientState: string): string => createHash('sha256').update(clientState).digest('hex');

export function createSubscriptionCalls(
  parts: Pick<ConnectorParts, 'clock' | 'random' | 'publicUrl'>,
  graph: Graph,
  tokens: GraphTokens,
  certificates: Certificates,
): SubscriptionCalls {
  const notificationUrl = `${parts.publicUrl}/webhooks/graph`;
  const expiry = () => new Date(parts.clock.now() + lifeMs).toISOString();

  /** Those of the account, whatever address they are for. */
  async function all(connection: Connection): Promise<readonly RemoteSubscription[]> {
    const found: RemoteSubscription[] = [];
    const call = { path: '/subscriptions', operation: 'list subscriptions' };
    for await (const page of graph.pages<RemoteSubscription>(connection, call)) found.push(...page);
    return found;
  }

  async function end(connection: Connection, remote: string): Promise<void> {
    try {
      await graph.call(connection, {
        method: 'DELETE',
        path: `/subscriptions/${remote}`,
        operation: 'end subscription',
      });
    } catch (error) {
      if (!(error instanceof DeliveryError && error.failure === 'gone')) throw error;
    }
  }

  async function subscribe(connection: Connection, resource: string): Promise<Established> {
    const clientState = parts.random(32).toString('base64url');
    const { id, certificate } = await certificates.current(connection);
    await tokens.serviceUser(connection, { youngerThanMs: tokenYoungerThanMs });
    const made = await graph.read<RemoteSubscription>(connection, {
      method: 'POST',
      path: '/subscriptions',
      operation: 'subscribe',
      headers: { prefer: 'include-unknown-enum-members' },
      body: {
        changeType: 'created,updated,deleted',
        notificationUrl,
        lifecycleNotificationUrl: `${notificationUrl}/lifecycle`,
        resource,
        expirationDateTime: expiry(),
        clientState,
        includeResourceData: true,
        encryptionCertificate: certificate,
        encryptionCertificateId: id,
        latestSupportedTlsVersion: 'v1_2',
      },
    });
    return {
      remote: made.id,
      stateHash: hashOf(clientState),
      expiresAt: Date.parse(made.expirationDateTime),
      certificate: id,
    };
  }

  /** Ends what fills the place of a new one. Whether there was anything. */
  async function makeRoom(connection: Connection, place: Place, former: string | undefined): Promise<boolean> {
    const twins = (await all(connection)).filter(({ resource }) => comparable(resource) === resourceOf(place));
    for (const { id } of twins) await end(connection, id);
    if (former === undefined || twins.some(({ id }) => id === former)) return twins.length > 0;
    // Nobody is promised that one account may end what another one made.
    return end(connection, former).then(
      () => true,
      () => twins.length > 0,
    );
  }

  return {
    ours: async (connection) => (await all(connection)).filter((remote) => remote.notificationUrl === notificationUrl),
    end,
    async create(connection, place, former) {
      const resource = resourcePath(place);
      try {
        return await subscribe(connection, resource);
      } catch (error) {
        // One per app and channel: 409 names a twin, 403 the quota that it fills.
        const taken = error instanceof DeliveryError && error.failure === 'refused';
        if (!taken || !(await makeRoom(connection, place, former))) throw error;
        return subscribe(connection, resource);
      }
    },
    async renew(connection, remote, certificate) {
      const current = await certificates.current(connection);
      await tokens.serviceUser(connection, { youngerThanMs: tokenYoungerThanMs });
      const renewed = await graph.read<RemoteSubscription>(connection, {
        method: 'PATCH',
        path: `/subscriptions/${remote}`,
        operation: 'renew subscription',
        body: {
          expirationDateTime: expiry(),
          ...(current.id === certificate
            ? {}
            : { encryptionCertificate: current.certificate, encryptionCertificateId: current.id }),
        },
      });
      return { expiresAt: Date.parse(renewed.expirationDateTime), certificate: current.id };
    },
  };
}
