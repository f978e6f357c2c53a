/** The relay's look-ups, on the main thread's own connection: each is one index range, and answers at once. */
import type { DatabaseSync } from 'node:sqlite';
import type { ChannelId, LegId, MessageId, MessageRef, Place } from '../../core/model.ts';
import type { MessageRecord, StoredEvent, TargetReason, TargetRecord } from '../../core/relay/store.ts';
import type { Names } from './names.ts';
import * as states from './states.ts';

export interface RelayReads {
  pending(lane: ChannelId, after: number, limit: number): readonly StoredEvent[];
  message(ref: MessageRef): MessageRecord | undefined;
  messagesSince(place: Place, since: number): readonly MessageRecord[];
  targets(ref: MessageRef): readonly TargetRecord[];
  targetAt(ref: MessageRef): TargetRecord | undefined;
  unsettled(leg: LegId): readonly TargetRecord[];
  dead(leg: LegId, limit: number): readonly TargetRecord[];
  /** The newest sequence and message number: how far a purge has to look. */
  extent(): { readonly events: number; readonly messages: number };
}

interface EventRow {
  sequence: number;
  key: string;
  place: number;
  message: string;
  payload: string;
}

interface MessageRow {
  place: number;
  message: string;
  revision: number;
  version: number;
  at: number;
  root: string | null;
  removed: number;
  reactions: string | null;
}

interface TargetRow {
  source_place: number;
  source_message: string;
  leg: number;
  part: number;
  revision: number;
  place: number;
  state: number;
  attempt: number;
  target: string | null;
  shown: string | null;
  version: number;
  reason: string | null;
  received_at: number;
  sent_at: number | null;
  done_at: number | null;
  target_at: number | null;
}

const messageColumns = 'place, message, revision, version, at, root, removed, reactions';
const targetColumns = `m.place AS source_place, m.message AS source_message, t.leg, t.part, t.revision, t.place, t.state, t.attempt,
  t.target, t.shown, t.version, t.reason, t.received_at, t.sent_at, t.done_at, t.target_at`;

const texts = {
  pending: `SELECT sequence, key, place, message, payload FROM event
    WHERE lane = ? AND sequence > ? AND payload IS NOT NULL ORDER BY sequence LIMIT ?`,
  message: `SELECT ${messageColumns} FROM message WHERE place = ? AND message = ? AND revision > 0`,
  messagesSince: `SELECT id, ${messageColumns} FROM message WHERE place = ?1 AND at >= ?2 AND revision > 0 AND fresh = 0
    UNION ALL SELECT id, ${messageColumns} FROM message INDEXED BY message_fresh
    WHERE fresh = 1 AND place = ?1 AND at >= ?2 AND revision > 0 ORDER BY at, id`,
  targets: `SELECT ${targetColumns} FROM message AS m JOIN target AS t ON t.message = m.id
    WHERE m.place = ? AND m.message = ? ORDER BY t.part`,
  targetAt: `SELECT ${targetColumns} FROM target AS t JOIN message AS m ON m.id = t.message WHERE t.place = ? AND t.target = ?`,
  unsettled: `SELECT ${targetColumns} FROM target AS t INDEXED BY target_open JOIN message AS m ON m.id = t.message
    WHERE t.state <> ${states.done} AND t.leg = ? AND t.state IN (${states.unsettled}) ORDER BY t.received_at, t.message, t.part`,
  dead: `SELECT ${targetColumns} FROM target AS t INDEXED BY target_open JOIN message AS m ON m.id = t.message
    WHERE t.state <> ${states.done} AND t.leg = ? AND t.state = ${states.dead} ORDER BY t.received_at DESC, t.message DESC, t.part DESC LIMIT ?`,
  extent: 'SELECT (SELECT max(sequence) FROM event) AS events, (SELECT max(id) FROM message) AS messages',
} as const;

/** By the leg's own id: its number here says nothing. A stable sort, so parts stay in order. */
const byLeg = (targets: readonly TargetRecord[]) =>
  targets.length < 2 ? targets : targets.toSorted((a, b) => (a.leg < b.leg ? -1 : a.leg > b.leg ? 1 : 0));

export function createRelayReads(database: DatabaseSync, names: Names): RelayReads {
  const prepare = (sql: string) => database.prepare(sql);
  const pending = prepare(texts.pending);
  const message = prepare(texts.message);
  const messagesSince = prepare(texts.messagesSince);
  const targets = prepare(texts.targets);
  const targetAt = prepare(texts.targetAt);
  const unsettled = prepare(texts.unsettled);
  const dead = prepare(texts.dead);
  const extent = prepare(texts.extent);

  const toMessage = (row: MessageRow): MessageRecord => {
    const { connection, conversation } = names.place(row.place);
    return {
      connection,
      conversation,
      message: row.message as MessageId,
      revision: row.revision,
      version: row.version,
      at: row.at,
      root: row.root as MessageId | null,
      removed: row.removed === 1,
      reactions: row.reactions,
    };
  };

  const toTarget = (row: TargetRow): TargetRecord => {
    const { connection, conversation } = names.place(row.source_place);
    return {
      connection,
      conversation,
      message: row.source_message as MessageId,
      revision: row.revision,
      part: row.part,
      leg: names.leg.text(row.leg) as LegId,
      place: names.place(row.place),
      state: states.stateOf(row.state),
      attempt: row.attempt,
      target: row.target as MessageId | null,
      shown: row.shown,
      version: row.version,
      reason: row.reason as TargetReason,
      receivedAt: row.received_at,
      sentAt: row.sent_at,
      doneAt: row.done_at,
      targetAt: row.target_at,
    };
  };

  const toTargets = (rows: readonly object[]) => (rows as readonly TargetRow[]).map(toTarget);

  return {
    pending(lane, after, limit) {
      const id = names.name.find(lane);
      if (id === undefined) return [];
      return (pending.all(id, after, limit) as unknown as readonly EventRow[]).map((row) => ({
        ...names.place(row.place),
        message: row.message as MessageId,
        sequence: row.sequence,
        key: row.key,
        lane,
        payload: row.payload,
      }));
    },
    message(ref) {
      const place = names.findPlace(ref);
      const row = place === undefined ? undefined : message.get(place, ref.message);
      return row && toMessage(row as unknown as MessageRow);
    },
    messagesSince(at, since) {
      const place = names.findPlace(at);
      return place === undefined
        ? []
        : (messagesSince.all(place, since) as unknown as readonly MessageRow[]).map(toMessage);
    },
    targets(ref) {
      const place = names.findPlace(ref);
      return place === undefined ? [] : byLeg(toTargets(targets.all(place, ref.message)));
    },
    targetAt(ref) {
      const place = names.findPlace(ref);
      const row = place === undefined ? undefined : targetAt.get(place, ref.message);
      return row && toTarget(row as unknown as TargetRow);
    },
    unsettled(leg) {
      const id = names.leg.find(leg);
      return id === undefined ? [] : toTargets(unsettled.all(id));
    },
    dead(leg, limit) {
      const id = names.leg.find(leg);
      return id === undefined ? [] : toTargets(dead.all(id, limit));
    },
    extent() {
      const row = extent.get();
      return { events: Number(row?.['events']), messages: Number(row?.['messages']) };
    },
  };
}
