/**
 * What arrives at a connection's own address: size, signature and depth are settled before anything is parsed. An
 * unknown connection is answered like a wrong signature, so that nobody learns which ones exist.
 */
import type { Receipt, Refusal, WebhookRequest } from '../../core/connector.ts';
import { deeperThan } from '../../core/depth.ts';
import type { Connection } from '../../core/records.ts';
import { type Connections, textFact } from '../support/connections.ts';
import { parseObject } from '../support/json.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { readWebhook } from './inbound.ts';
import type { Titles } from './titles.ts';
import { verifyWebex } from './verify.ts';

const largestBody = 1024 * 1024;
const deepest = 64;

const refuse = (status: number, refusal: Refusal): Receipt => ({ reply: { status }, refused: [refusal] });

export function createReceive(
  parts: Pick<ConnectorParts, 'clock' | 'log'>,
  connections: Connections,
  secretOf: (connection: Connection) => Promise<string>,
  titles: Pick<Titles, 'isNew'>,
) {
  return async function receive(request: WebhookRequest): Promise<Receipt> {
    if (request.body.length > largestBody) return refuse(413, 'too_large');
    const connection = await connections.byId(request.connection ?? '');
    if (!connection) return refuse(401, 'unknown_connection');
    // Where no secret can be had, nothing can be genuine.
    const secret = await secretOf(connection).catch(() => '');
    if (!verifyWebex(secret, request)) return refuse(401, 'bad_signature');
    if (deeperThan(request.body, deepest)) return refuse(400, 'too_deep');
    const envelope = parseObject(request.body.toString('utf8'));
    if (!envelope) return refuse(400, 'malformed');
    if (envelope['orgId'] !== connection.account) return refuse(200, 'wrong_tenant');
    const inbound = readWebhook(envelope, connection.id, parts.clock.now(), {
      relay: textFact(connection, 'personId'),
      isRenamed: (conversation, title) => titles.isNew(connection, conversation, title),
    });
    switch (inbound.is) {
      case 'event':
        return { reply: { status: 200 }, events: [inbound.event] };
      case 'ignored':
        parts.log.debug({ platform: 'webex', connection: connection.id, why: inbound.why }, 'webex event ignored');
        return { reply: { status: 200 } };
      case 'malformed':
        return refuse(400, 'malformed');
    }
  };
}
