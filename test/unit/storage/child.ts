/**
 * A process of its own around one store, for faults that end or cripple a process. Prints a line for each write that
 * was acknowledged, `refused` when one was refused, and goes on when a line comes in.
 */
import { createInterface } from 'node:readline';
import { StoreUnavailableError } from '../../../src/core/errors.ts';
import type { ChannelId, ConnectionId, ConversationId, LegId, MessageId } from '../../../src/core/model.ts';
import type { TargetRecord } from '../../../src/core/relay/store.ts';
import { systemClock } from '../../../src/core/time.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';

const [folder, run] = process.argv.slice(2) as [string, string];
const print = (line: string) => process.stdout.write(`${line}\n`);
const storage = createSqliteStorage({
  folder,
  clock: systemClock,
  log: { debug() {}, info() {}, warn() {}, error() {} },
});
const place = { connection: 'connection' as ConnectionId, conversation: 'conversation' as ConversationId };

async function write(key: string): Promise<void> {
  const message = key as MessageId;
  const payload = 'x'.repeat(2_000);
  const intent: TargetRecord = {
    ...place,
    message,
    revision: 0,
    part: 0,
    leg: 'leg' as LegId,
    place,
    state: 'sending',
    attempt: 1,
    target: null,
    shown: null,
    version: 1,
    reason: null,
    receivedAt: 1,
    sentAt: 1,
    doneAt: null,
    targetAt: null,
  };
  await Promise.all([
    storage.relay
      .accept([{ ...place, message, key, lane: 'lane' as ChannelId, payload }])
      .then(() => print(`event ${key}`)),
    storage.relay.putTarget(intent).then(() => print(`target ${key}`)),
  ]);
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

await storage.open();
print('open');
for (let n = 0; ; n++) {
  try {
    await Promise.all([write(`${run}-${n}-a`), write(`${run}-${n}-b`), write(`${run}-${n}-c`)]);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    print('refused');
    await lines.next();
  }
}
