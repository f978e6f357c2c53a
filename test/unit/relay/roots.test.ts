/** What an answer may show of what it answers: words of its own conversation, and nobody else's. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../src/core/errors.ts';
import type {
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  MessageRef,
  OrganizationId,
  PersonId,
  Place,
  SourceState,
} from '../../../src/core/model.ts';
import type { Leg } from '../../../src/core/records.ts';
import { rootOnLeg } from '../../../src/core/relay/roots.ts';
import type { Storage } from '../../../src/core/relay/store.ts';
import { newTarget } from '../../../src/core/relay/target.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';
import { p } from '../content/build.ts';

const leg: Leg = {
  id: 'leg' as LegId,
  organization: 'fabrikam' as OrganizationId,
  connection: 'fabrikam' as ConnectionId,
  conversation: 'there' as ConversationId,
  platform: 'slack',
  title: '#there',
  state: 'active',
  joinedAt: 0,
};
const ref = (connection: string, conversation: string, message: string): MessageRef => ({
  connection: connection as ConnectionId,
  conversation: conversation as ConversationId,
  message: message as MessageId,
});

/** Everything that the source’s platform has, by connection, conversation and message. */
const written: Readonly<Record<string, string>> = {
  'contoso here 1': 'ours',
  'contoso board 2': 'between us',
  'northwind here 3': 'of another tenant',
  'contoso here old': 'of a channel that it belonged to before',
};

/** A platform that answers for the place that it is asked about. */
const source = {
  async fetch({ connection, conversation, message }: MessageRef): Promise<SourceState | undefined> {
    const text = written[`${connection} ${conversation} ${message}`];
    return text === undefined
      ? undefined
      : {
          is: 'present',
          version: 1,
          at: 1,
          author: { id: 'ada' as PersonId, kind: 'person' },
          root: null,
          content: [p(text)],
        };
  },
} as Pick<Connector, 'fetch'> as Connector;

const failing = (failure: Failure) =>
  ({
    fetch: () => Promise.reject(new DeliveryError(failure, '500', { operation: 'read' })),
  }) as Pick<Connector, 'fetch'> as Connector;

describe('CI-08 an answer', () => {
  let folder: string;
  let storage: Storage;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-roots-'));
    storage = createSqliteStorage({ folder, clock: createTestClock(), log: createTestLog() });
    await storage.open();
  });
  after(async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A copy of a message, as it was brought to the leg. */
  const relayed = async (of: MessageRef, target: string) => {
    const task = { ref: of, receivedAt: 0 } as Parameters<typeof newTarget>[0];
    const at = { connection: leg.connection, conversation: leg.conversation, leg: leg.id };
    await storage.relay.putTarget({
      ...newTarget(task, 0, at),
      state: 'done',
      target: target as MessageId,
      targetAt: 1,
    });
  };
  /** The channel's own legs. */
  const isOurs = ({ connection, conversation }: Place) => connection === 'contoso' && conversation === 'here';
  const root = (of: MessageRef, by: Connector = source) =>
    rootOnLeg(of, leg, { store: storage.relay, source: by, isOurs });

  it('to a message of its own conversation that never crossed quotes it', async () =>
    assert.deepEqual(await root(ref('contoso', 'here', '1')), { root: null, quote: [p('ours')] }));

  const foreign: readonly [what: string, message: string][] = [
    ['another conversation', '2'],
    ['another tenant', '3'],
    ['nowhere', '4'],
  ];
  for (const [what, message] of foreign) {
    it(`that claims to answer a message of ${what} stands alone, and quotes nothing`, async () =>
      assert.deepEqual(await root(ref('contoso', 'here', message)), { root: null }));
  }

  it('TI-01 finds no thread by an id that means something in another conversation, or for another tenant', async () => {
    await relayed(ref('contoso', 'board', '5'), 'copy-5');
    await relayed(ref('northwind', 'here', '6'), 'copy-6');
    assert.deepEqual(await root(ref('contoso', 'here', '5')), { root: null });
    assert.deepEqual(await root(ref('contoso', 'here', '6')), { root: null });
    await relayed(ref('contoso', 'here', '7'), 'copy-7');
    assert.deepEqual(await root(ref('contoso', 'here', '7')), { root: 'copy-7' });
  });

  it('to a copy from a channel that the conversation has left quotes nothing of it', async () => {
    const task = { ref: ref('northwind', 'here', '8'), receivedAt: 0 } as Parameters<typeof newTarget>[0];
    const copy = ref('contoso', 'here', 'old');
    const at = { connection: copy.connection, conversation: copy.conversation, leg: 'left' as LegId };
    await storage.relay.putTarget({ ...newTarget(task, 0, at), state: 'done', target: copy.message, targetAt: 1 });
    assert.deepEqual(await root(copy), { root: null });
  });

  it('quotes nothing that its source refuses to show, and waits for a source that is busy', async () => {
    for (const failure of ['refused', 'gone', 'unauthorized'] as const)
      assert.deepEqual(await root(ref('contoso', 'here', '1'), failing(failure)), { root: null });
    await assert.rejects(root(ref('contoso', 'here', '1'), failing('busy')), { failure: 'busy' });
  });
});
