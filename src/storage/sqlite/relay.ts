/** The RelayStore port on the embedded engine: look-ups answer from the main thread's connection, writes join a commit. */
import { ConflictError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { MessageRecord, NewEvent, RelayStore, TargetRecord } from '../../core/relay/store.ts';
import { type Accept, type PutMessage, type PutTarget, refused } from './commands.ts';
import type { Session } from './session.ts';
import { numberOf } from './states.ts';

/** How many numbers one step of a purge looks at: a few milliseconds, so that it holds up no event for long. */
const purgeStep = 2_000;

/** For writes that need not be awaited: their failure is in the log already and must not end the process. */
function unheeded(write: Promise<void>): Promise<void> {
  write.catch(nothing);
  return write;
}

function nothing(): void {}

/** @throws ConflictError */
function revisionOf([answer]: readonly number[], conflict: string): number {
  if (answer === undefined || answer === refused) throw new ConflictError(conflict);
  return answer;
}

export function createRelayStore(session: Session, clock: Clock, commitDeadlineMs: number): RelayStore {
  const toAccept = (event: NewEvent, at: number): Accept => {
    const { key, connection, lane, message, payload } = event;
    return ['accept', key, session.name(connection), session.name(lane), session.place(event), message, at, payload];
  };

  const toPutMessage = (record: MessageRecord): PutMessage => {
    const { message, revision, version, at, root, removed, reactions } = record;
    return ['putMessage', session.place(record), message, revision, version, at, root, removed ? 1 : 0, reactions];
  };

  const toPutTarget = (record: TargetRecord): PutTarget => [
    'putTarget',
    session.place(record),
    record.message,
    session.leg(record.leg),
    record.part,
    record.revision,
    session.place(record.place),
    numberOf(record.state),
    record.attempt,
    record.target,
    record.shown,
    record.version,
    record.reason,
    record.receivedAt,
    record.sentAt,
    record.doneAt,
    record.targetAt,
  ];

  async function purge(step: 'purgeEvents' | 'purgeMessages', newest: number, before: number): Promise<number> {
    let gone = 0;
    for (let from = 0; from <= newest; from += purgeStep) {
      gone += await session.write([[step, from, from + purgeStep - 1, before]], ([rows]) => rows ?? 0);
    }
    return gone;
  }

  return {
    accept(events, late) {
      if (events.length === 0) return Promise.resolve([]);
      const at = clock.now();
      const commands = events.map((event) => toAccept(event, at));
      const toSequences = (answers: readonly number[]) => answers.map((answer) => (answer === refused ? null : answer));
      return session.write(commands, toSequences, commitDeadlineMs, late);
    },
    pending: async (lane, after, limit) => session.relay.pending(lane, after, limit),
    settle: (sequence) => unheeded(session.write([['settle', sequence]], nothing)),
    countUnlinked: (connection, day) =>
      unheeded(session.write([['countUnlinked', session.name(connection), day]], nothing)),

    message: async (ref) => session.relay.message(ref),
    putMessage: (record) =>
      session.write([toPutMessage(record)], (answers) => ({
        ...record,
        revision: revisionOf(answers, `the message is no longer at revision ${record.revision}`),
      })),
    messagesSince: async (place, since) => session.relay.messagesSince(place, since),

    targets: async (ref) => session.relay.targets(ref),
    putTarget: (record) =>
      session.write([toPutTarget(record)], (answers) => ({
        ...record,
        revision: revisionOf(
          answers,
          `the target is no longer at revision ${record.revision}, or its copy is linked already`,
        ),
      })),
    targetAt: async (ref) => session.relay.targetAt(ref),
    unsettled: async (leg) => session.relay.unsettled(leg),
    dead: async (leg, limit) => session.relay.dead(leg, limit),

    renamePlace: (place, conversation) =>
      session.write([['renamePlace', place.connection, place.conversation, conversation]], ([id = 0]) =>
        session.placeRenamed(id, place),
      ),

    async purge(before) {
      const extent = session.relay.extent();
      const events = await purge('purgeEvents', extent.events, before.events);
      return events + (await purge('purgeMessages', extent.messages, before.targets));
    },
  };
}
