/** The legs of a channel, on a real store: who waits for a line, and what happens where it can't be kept. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '../../../src/core/connector.ts';
import { StoreUnavailableError } from '../../../src/core/errors.ts';
import { createTurns } from '../../../src/core/files/turns.ts';
import type { ChannelId, MessageId, OrganizationId } from '../../../src/core/model.ts';
import type { Leg, Records, UniversalChannel } from '../../../src/core/records.ts';
import { Budgets } from '../../../src/core/relay/budget.ts';
import { noticeRef } from '../../../src/core/relay/event.ts';
import { LegsAtWork } from '../../../src/core/relay/legs.ts';
import type { Storage } from '../../../src/core/relay/store.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { legA, target, teams } from '../../contracts/storage-examples.ts';
import { createTestClock } from '../../support/clock.ts';
import { createTestLog, type TestLog } from '../../support/log.ts';

const line = 'joined leg-a' as MessageId;
const leg: Leg = {
  ...teams,
  id: legA,
  organization: 'contoso' as OrganizationId,
  platform: 'teams',
  title: 'Incidents',
  state: 'active',
  joinedAt: 0,
  line,
};
const channel: UniversalChannel = {
  id: 'channel' as ChannelId,
  name: 'Incidents',
  host: leg.organization,
  legs: [leg],
  state: 'active',
  createdAt: 0,
};

describe('the line of a leg', () => {
  let folder: string;
  let storage: Storage;
  let log: TestLog;
  let legs: LegsAtWork;
  let isStuck: boolean;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-legs-'));
    const clock = createTestClock();
    log = createTestLog();
    storage = createSqliteStorage({ folder, clock, log });
    await storage.open();
    isStuck = false;
    const records: Records = {
      ...storage.records,
      put: (...record) =>
        isStuck ? Promise.reject(new StoreUnavailableError('stuck')) : storage.records.put(...record),
    };
    const connector = { platform: 'teams', budgets: [] } as unknown as Connector;
    legs = new LegsAtWork(channel, {
      store: storage.relay,
      records,
      connectors: { teams: connector, slack: connector, webex: connector },
      budgets: new Budgets(clock, 1),
      clock,
      log,
      metrics: { count() {}, observe() {}, set() {} },
      jitter: () => 0.5,
      startedAt: 0,
      ticket: () => 1,
      wake() {},
      held() {},
      transfers: createTurns(1, 1),
    });
    await legs.update(channel);
    assert.deepEqual(legs.undrawn(), [line]);
  });
  afterEach(async () => {
    await legs.stop();
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  it('holds although the store could not keep it, and is kept with the next change', async () => {
    const waiting = legs.drawn();
    const { connection, conversation, message } = noticeRef(channel.id, line);
    const posted = { connection, conversation, state: 'done', target: 'copy' as MessageId, targetAt: 1_003 } as const;
    await storage.relay.putTarget(target(message, posted));

    isStuck = true;
    await legs.draw(legA, line);
    await waiting;
    assert.equal(legs.at(teams)?.lines.from, 1_003);
    assert.match(log.text(), /where a notice stands could not be kept yet/);

    isStuck = false;
    await legs.update(channel);
    assert.deepEqual((await storage.records.get('line', `${legA} ${line}`))?.body, { at: 1_003 });
  });

  it('is waited for no longer once the leg has left', async () => {
    const waiting = legs.drawn();
    await legs.update({ ...channel, legs: [{ ...leg, state: 'left' }] });
    await waiting;
    assert.deepEqual(legs.undrawn(), []);
  });
});
