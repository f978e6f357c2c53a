/**
 * Carries out commands on the store, inside whatever transaction is open. Every compare-and-set is decided by SQL
 * alone and ends as "no row changed", never as an error, so that one refused write does not disturb its batch.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Accept, type Command, type PutMessage, type PutTarget, refused } from './commands.ts';
import type { Names } from './names.ts';
import { unsettled } from './states.ts';

export interface Applier {
  apply(command: Command): number;
  /** What is added up over a batch; before its commit. */
  finish(): void;
}

/** Fresh messages until they are filed: enough that many of them share a page of `message_time`. */
const mostFresh = 1_000;

const targetColumns =
  'revision, place, state, attempt, target, shown, version, reason, received_at, sent_at, done_at, target_at';

const texts = {
  accept: `INSERT INTO event (key, connection, lane, place, message, accepted_at, payload)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  settle: 'UPDATE event SET payload = NULL WHERE sequence BETWEEN ? AND ? AND payload IS NOT NULL',
  countUnlinked: 'INSERT INTO unlinked VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET events = events + 1',
  insertMessage: `INSERT INTO message (place, message, revision, version, at, root, removed, reactions, fresh)
    VALUES (?, ?, 1, ?, ?, ?, ?, ?, 1)
    ON CONFLICT DO UPDATE SET revision = 1, version = excluded.version, at = excluded.at, root = excluded.root,
      removed = excluded.removed, reactions = excluded.reactions
    WHERE revision = 0`,
  updateMessage: `UPDATE message SET revision = revision + 1, version = ?, at = ?, root = ?, removed = ?, reactions = ?
    WHERE place = ? AND message = ? AND revision = ?`,
  holdMessage: `INSERT INTO message (place, message, revision, version, at, root, removed, fresh)
    VALUES (?, ?, 0, 0, 0, NULL, 0, 1) ON CONFLICT DO NOTHING`,
  countFresh: 'SELECT count(*) AS messages FROM message INDEXED BY message_fresh WHERE fresh = 1',
  fileFresh: 'UPDATE message INDEXED BY message_fresh SET fresh = 0 WHERE fresh = 1',
  insertTarget: `INSERT INTO target (message, leg, part, ${targetColumns})
    SELECT id, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM message WHERE message = ? AND place = ? ON CONFLICT DO NOTHING`,
  updateTarget: `UPDATE OR IGNORE target SET revision = revision + 1, place = ?, state = ?, attempt = ?, target = ?, shown = ?,
      version = ?, reason = ?, received_at = ?, sent_at = ?, done_at = ?, target_at = ?
    WHERE message = (SELECT id FROM message WHERE message = ? AND place = ?) AND leg = ? AND part = ? AND revision = ?`,
  insertRecord: 'INSERT INTO record VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING',
  updateRecord: 'UPDATE record SET revision = revision + 1, body = ? WHERE kind = ? AND id = ? AND revision = ?',
  removeRecord: 'DELETE FROM record WHERE kind = ? AND id = ? AND revision = ?',
  hasRecord: 'SELECT 1 FROM record WHERE kind = ? AND id = ?',
  purgeEvents: `DELETE FROM event WHERE sequence BETWEEN ? AND ? AND accepted_at < ? AND payload IS NULL
    AND sequence < (SELECT max(sequence) FROM event)`,
  purgeTargets: `DELETE FROM target WHERE message BETWEEN ? AND ? AND received_at < ? AND state NOT IN (${unsettled})`,
  purgeMessages: `DELETE FROM message WHERE id BETWEEN ? AND ? AND at < ?
    AND NOT EXISTS (SELECT 1 FROM target WHERE target.message = message.id)`,
} as const;

type Name = keyof typeof texts;
type Value = string | number | null;

export function createApplier(database: DatabaseSync, names: Names): Applier {
  const prepared = Object.entries(texts).map(([name, sql]) => [name, database.prepare(sql)]);
  const statements = Object.fromEntries(prepared) as Record<Name, StatementSync>;
  const run = (name: Name, ...values: Value[]) => statements[name].run(...values);
  const changed = (name: Name, ...values: Value[]) => Number(run(name, ...values).changes);
  const get = (name: Name, ...values: Value[]) => statements[name].get(...values);

  const settled: number[] = [];
  let fresh = Number(get('countFresh')?.['messages']);

  function accept([, key, connection, lane, place, message, at, payload]: Accept): number {
    const { changes, lastInsertRowid } = run(
      'accept',
      key,
      names.name.add(connection),
      names.name.add(lane),
      names.addPlace(place),
      message,
      at,
      payload,
    );
    return changes === 1 ? Number(lastInsertRowid) : refused;
  }

  /** Of messages that may be new: counted for the next filing, where one too many does no harm. */
  function added(name: 'insertMessage' | 'holdMessage', ...values: Value[]): number {
    const rows = changed(name, ...values);
    fresh += rows;
    return rows;
  }

  function putMessage([, placeKey, message, expected, version, at, root, removed, reactions]: PutMessage): number {
    const place = names.addPlace(placeKey);
    const rows =
      expected === 0
        ? added('insertMessage', place, message, version, at, root, removed, reactions)
        : changed('updateMessage', version, at, root, removed, reactions, place, message, expected);
    return rows === 1 ? expected + 1 : refused;
  }

  function putTarget(command: PutTarget): number {
    const [, sourceKey, message, legKey, part, expected, placeKey, state, ...rest] = command;
    const source = names.addPlace(sourceKey);
    const leg = names.leg.add(legKey);
    const place = names.addPlace(placeKey);
    if (expected === 0) {
      const insert = () => changed('insertTarget', leg, part, place, state, ...rest, message, source) === 1;
      return insert() || (added('holdMessage', source, message) === 1 && insert()) ? 1 : refused;
    }
    const rows = changed('updateTarget', place, state, ...rest, message, source, leg, part, expected);
    return rows === 1 ? expected + 1 : refused;
  }

  function apply(command: Command): number {
    switch (command[0]) {
      case 'accept':
        return accept(command);
      case 'settle':
        settled.push(command[1]);
        return 0;
      case 'countUnlinked':
        return changed('countUnlinked', names.name.add(command[1]), command[2]);
      case 'putMessage':
        return putMessage(command);
      case 'putTarget':
        return putTarget(command);
      case 'renamePlace':
        return names.renamePlace(command[1], command[2], command[3]);
      case 'putRecord': {
        const [, kind, id, body, expected] = command;
        const rows =
          expected === 0 ? changed('insertRecord', kind, id, body) : changed('updateRecord', body, kind, id, expected);
        return rows === 1 ? expected + 1 : refused;
      }
      case 'removeRecord': {
        const [, kind, id, expected] = command;
        if (changed('removeRecord', kind, id, expected) === 1) return 0;
        return get('hasRecord', kind, id) ? refused : 0;
      }
      case 'purgeEvents':
        return changed('purgeEvents', command[1], command[2], command[3]);
      case 'purgeMessages': {
        const [, from, to, before] = command;
        return changed('purgeTargets', from, to, before) + changed('purgeMessages', from, to, before);
      }
    }
  }

  /**
   * Neighbours share pages, and are settled at nearly the same time: a run of them is one statement. A long text has pages
   * of its own, which are zeroed as well; what a purge drops was wiped before, and so are pages not written for that.
   */
  function settleRuns(): void {
    if (settled.length === 0) return;
    database.exec('PRAGMA secure_delete = ON');
    const sequences = settled.splice(0).sort((a, b) => a - b);
    for (let at = 0; at < sequences.length; at += 1) {
      const from = sequences[at]!;
      while (sequences[at + 1]! <= sequences[at]! + 1) at += 1;
      run('settle', from, sequences[at]!);
    }
    database.exec('PRAGMA secure_delete = FAST');
  }

  function filing(): void {
    if (fresh < mostFresh) return;
    run('fileFresh');
    fresh = 0;
  }

  function finish(): void {
    settleRuns();
    filing();
  }

  return { apply, finish };
}
