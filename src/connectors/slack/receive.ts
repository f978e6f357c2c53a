/**
 * What arrives at Slack's addresses: size, signature and depth are settled before anything is parsed, then the event
 * goes to the one connection that it is for. Nothing has a special way around the signature but Slack's unsigned
 * `ssl_check`, which has no effect.
 */
import type { Connector, Receipt, Refusal, WebhookReply, WebhookRequest } from '../../core/connector.ts';
import { deeperThan } from '../../core/depth.ts';
import type { PersonId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { type Connections, textFact } from '../support/connections.ts';
import type { HealthBook } from '../support/health.ts';
import { type Json, object, objects, parseObject, text } from '../support/json.ts';
import type { Memo } from '../support/memo.ts';
import type { ConnectorParts } from '../support/parts.ts';
import type { EmojiList } from './emoji-list.ts';
import { personId } from './ids.ts';
import { readEvent } from './inbound.ts';
import { identityOf } from './message.ts';
import type { SlackPeople } from './people.ts';
import { placeChangeOf } from './place-change.ts';
import { verifySlack } from './verify.ts';

const largestBody = 1024 * 1024;
const largestSslCheck = 16 * 1024;
const deepest = 64;

const accepted: Receipt = { reply: { status: 200 } };
const refuse = (status: number, refusal: Refusal): Receipt => ({ reply: { status }, refused: [refusal] });

export interface ReceiveParts {
  readonly connections: Connections;
  readonly people: SlackPeople;
  readonly emoji: Pick<Memo<EmojiList>, 'forget'>;
  readonly health: HealthBook;
  readonly signingSecret: string;
  readonly appId: string | undefined;
  /** Slack says of some people that tokens of theirs were revoked. */
  readonly doubted: (connection: Connection, people: readonly PersonId[]) => void;
  /** Events of this connection were lost. */
  readonly missed: (connection: Connection) => Promise<void>;
}

export function createReceive(parts: Pick<ConnectorParts, 'clock' | 'log'>, own: ReceiveParts): Connector['receive'] {
  async function receive(request: WebhookRequest): Promise<Receipt> {
    if (request.body.length > largestBody) return refuse(413, 'too_large');
    if (isSslCheck(request)) return accepted;
    const verdict = verifySlack(own.signingSecret, request, parts.clock.now());
    if (verdict !== 'genuine') return refuse(401, verdict);
    // Buttons and commands are not offered yet: what Slack sends there is taken note of and has no effect.
    if (request.route !== 'events') return accepted;
    if (deeperThan(request.body, deepest)) return refuse(400, 'too_deep');
    const envelope = parseObject(request.body.toString('utf8'));
    if (!envelope) return refuse(400, 'malformed');
    switch (envelope['type']) {
      case 'url_verification':
        return challenged(envelope['challenge']);
      case 'event_callback':
        return await receiveEvent(envelope);
      case 'app_rate_limited':
        return await receiveLoss(envelope);
      default:
        return refuse(400, 'malformed');
    }
  }

  /** "app_rate_limited": over its hourly cap Slack drops events, and says so once a minute. */
  async function receiveLoss(envelope: Json): Promise<Receipt> {
    const connection = await own.connections.byAccount(teamOf(envelope) ?? '');
    if (!connection) return refuse(200, 'unknown_connection');
    parts.log.warn({ platform: 'slack', connection: connection.id }, 'slack drops events: over its cap');
    await own.missed(connection);
    return accepted;
  }

  async function receiveEvent(envelope: Json): Promise<Receipt> {
    const event = object(envelope['event']);
    const key = text(envelope['event_id']);
    const team = teamOf(envelope);
    const app = text(envelope['api_app_id']);
    if (!event || !key || !team || !app) return refuse(400, 'malformed');
    const connection = await own.connections.byAccount(team);
    if (!connection || (own.appId ?? textFact(connection, 'appId')) !== app) return refuse(200, 'unknown_connection');
    noteLifeCycle(event, connection);
    if (event['type'] === 'emoji_changed') own.emoji.forget(connection.id);
    const change = placeChangeOf(event, connection.id);
    if (change) return { ...accepted, changes: [change] };
    const recipient = { connection: connection.id, identity: identityOf(connection) };
    const inbound = await own.people.withNames(connection, (names) => readEvent(event, key, { ...recipient, names }));
    switch (inbound.is) {
      case 'event':
        return { reply: { status: 200 }, events: [inbound.event] };
      case 'ignored':
        parts.log.debug({ platform: 'slack', connection: connection.id, why: inbound.why }, 'slack event ignored');
        return accepted;
      case 'malformed':
        return refuse(400, 'malformed');
    }
  }

  function noteLifeCycle(event: Json, connection: Connection): void {
    if (event['type'] === 'app_uninstalled') {
      own.health.set(connection.id, {
        state: 'removed',
        advice: 'Mio was removed from this workspace. Connect Slack again.',
      });
    } else if (event['type'] === 'tokens_revoked') {
      const { bot, oauth } = object(event['tokens']) ?? {};
      if (Array.isArray(oauth))
        own.doubted(
          connection,
          oauth.map(personId).filter((id) => id !== undefined),
        );
      if (!Array.isArray(bot) || bot.length === 0) return;
      own.health.set(connection.id, {
        state: 'bad_credentials',
        advice: 'Slack revoked Mio’s token. Connect Slack again.',
      });
    }
  }

  return receive;
}

/** "Verifying requests from Slack": sent unsigned, to look at the certificate; answered and otherwise ignored. */
function isSslCheck(request: WebhookRequest): boolean {
  if (request.body.length > largestSslCheck) return false;
  const type = request.headers['content-type'];
  if (typeof type !== 'string' || !type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return false;
  const values = new URLSearchParams(request.body.toString('latin1')).getAll('ssl_check');
  return values.length === 1 && values[0] === '1';
}

/** "url_verification": the challenge comes back as plain text, which no browser takes for a page. */
function challenged(challenge: unknown): Receipt {
  if (typeof challenge !== 'string' || challenge.length > 2048) return refuse(400, 'malformed');
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  const reply: WebhookReply = { status: 200, headers, body: challenge };
  return { reply };
}

/** Whose view the event is: in shared channels the outer team may be the other one's ("The Events API"). */
function teamOf(envelope: Json): string | undefined {
  const [authorization] = objects(envelope['authorizations']);
  return authorization ? text(authorization['team_id']) : text(envelope['team_id']);
}
