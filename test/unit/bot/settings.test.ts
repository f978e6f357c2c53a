/** The settings check and publishing as use cases: who may, in what order, and what a failure hides (nothing). */
import assert from 'node:assert/strict';
import type { Administration, Finding, Publication } from '../../../src/core/bot/administration.ts';
import { createSettingsUseCases } from '../../../src/core/bot/settings.ts';
import { type CheckName, type CheckResult, checks } from '../../../src/core/bot/use-cases.ts';
import { Audit } from '../../../src/core/channels/audit.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { ConnectionId, OrganizationId, PersonId } from '../../../src/core/model.ts';
import type { Connection } from '../../../src/core/records.ts';
import type { Speaker } from '../../../src/core/speaker.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';
import { createTestLog } from '../../support/log.ts';

const ada: Speaker = { tenant: 'tenant-1', person: 'ada' as PersonId, name: 'Ada Nowak', language: 'en' };
const connection: Connection = {
  id: 'connection-1' as ConnectionId,
  organization: 'contoso' as OrganizationId,
  platform: 'teams',
  account: ada.tenant,
  name: 'contoso.example',
  installer: 'mio@contoso.example',
  facts: {},
  createdAt: 0,
};
const published: Publication = { outcome: 'published', version: '1.1.0', catalogId: 'catalog-1', changed: true };

interface World {
  readonly administrator?: boolean;
  readonly connected?: boolean;
  readonly probe?: Administration['probe'];
  readonly publish?: Administration['publish'];
}

async function open({ administrator = true, connected = true, probe, publish }: World = {}) {
  const records = createMemoryRecords();
  const clock = createTestClock();
  const log = createTestLog();
  if (connected) await records.put('connection', connection.id, connection, 0);
  const asked: string[] = [];
  const useCases = createSettingsUseCases({
    administration: {
      probe(check, of) {
        asked.push(`${check} of ${of?.id ?? 'nothing'}`);
        return probe?.(check, of) ?? Promise.resolve<Finding>({ result: 'passed' });
      },
      page: (check) => (check === 'signed_in' ? undefined : `https://admin.example/${check}`),
      publish: async (of) => {
        asked.push(`publish as ${of.installer}`);
        return publish?.(of) ?? published;
      },
    },
    records,
    audit: new Audit(records, clock),
    serviceUser: { narrow: async ({ person }) => void asked.push(`narrow for ${person}`) },
    clock,
    log,
    isAdministrator: async ({ person }) => person === ada.person && administrator,
  });
  return { useCases, records, clock, log, asked };
}

const obstacle = (reason: string) => (error: unknown) => {
  assert.ok(error instanceof UserError);
  assert.equal(error.obstacle?.reason, reason);
  return true;
};
const failed = (results: readonly CheckResult[]) =>
  results.filter(({ result }) => result !== 'passed').map(({ check, result }) => `${check}: ${result}`);

describe('the settings check', () => {
  it('looks at every item, in the order in which an administrator would', async () => {
    const { useCases, asked } = await open();
    const results = await useCases.check(ada);
    assert.deepEqual(
      results.map(({ check }) => check),
      checks,
    );
    assert.deepEqual(
      asked,
      checks.map((check) => `${check} of connection-1`),
    );
    assert.deepEqual(results[0], { check: 'signed_in', result: 'passed' });
    assert.deepEqual(results[1], { check: 'roles', result: 'passed', link: 'https://admin.example/roles' });
  });

  it('tells each result as soon as it is known', async () => {
    let answerRoles: (finding: Finding) => void = () => {};
    const probe = (check: CheckName): Promise<Finding> =>
      check === 'roles'
        ? new Promise((resolve) => {
            answerRoles = resolve;
          })
        : Promise.resolve({ result: 'passed' });
    const { useCases, clock } = await open({ probe });
    const heard: string[] = [];
    const checking = useCases.check(ada, ({ check, result }) => void heard.push(`${check}: ${result}`));
    await clock.advance(0);
    assert.equal(heard.length, checks.length - 1);
    assert.ok(!heard.some((line) => line.startsWith('roles')));
    answerRoles({ result: 'failed', subject: 'Teams administrator' });
    assert.deepEqual(failed(await checking), ['roles: failed']);
    assert.equal(heard.at(-1), 'roles: failed');
  });

  it('hides nothing behind an item that could not be found out: that one asks a person to look', async () => {
    const probe = async (check: CheckName): Promise<Finding> => {
      if (check === 'consents') throw new Error('Graph is down');
      return { result: check === 'webhook' ? 'failed' : 'passed' };
    };
    const { useCases, log } = await open({ probe });
    assert.deepEqual(failed(await useCases.check(ada)), ['consents: look', 'webhook: failed']);
    assert.match(log.all(), /"check":"consents"/);
  });

  for (const [slow, ms] of [
    ['teams_joined', 5_000],
    ['webhook', 15_000],
  ] as const)
    it(`waits ${ms / 1_000} seconds for an item (${slow}), and no longer`, async () => {
      const probe = (check: CheckName): Promise<Finding> =>
        check === slow ? new Promise(() => {}) : Promise.resolve({ result: 'passed' });
      const { useCases, clock } = await open({ probe });
      let results: readonly CheckResult[] | undefined;
      const checking = useCases.check(ada).then((all) => {
        results = all;
      });
      await clock.advance(ms - 1);
      assert.equal(results, undefined);
      await clock.advance(1);
      await checking;
      assert.deepEqual(failed(results ?? []), [`${slow}: look`]);
    });

  it('works where the tenant was never connected, and not with the connection of another tenant', async () => {
    const { useCases, asked } = await open({ connected: false });
    await useCases.check(ada);
    assert.ok(asked.every((line) => line.endsWith('of nothing')));
    const other = await open();
    await other.useCases.check({ ...ada, tenant: 'tenant-2' });
    assert.ok(other.asked.every((line) => line.endsWith('of nothing')));
  });

  it('AC-02: is not for somebody who is no administrator: no item is looked at', async () => {
    const { useCases, asked } = await open({ administrator: false });
    await assert.rejects(useCases.check(ada), obstacle('not_administrator'));
    assert.deepEqual(asked, []);
  });
});

describe('publishing', () => {
  it('publishes as the service user, and writes down who asked for it', async () => {
    const { useCases, records, asked } = await open();
    assert.deepEqual(await useCases.publish(ada), { outcome: 'published', version: '1.1.0' });
    assert.deepEqual(asked, ['publish as mio@contoso.example']);
    const [entry, ...rest] = (await records.list('audit')).map(({ body }) => body);
    assert.deepEqual(rest, []);
    assert.deepEqual(
      [entry?.organization, entry?.actor, entry?.act, entry?.subject],
      ['contoso', 'Ada Nowak (ada)', 'app.published', 'catalog-1'],
    );
  });

  for (const outcome of ['already_there', 'needs_review'] as const) {
    it(`writes down nothing where nothing was done (${outcome})`, async () => {
      const { useCases, records } = await open({ publish: async () => ({ ...published, outcome, changed: false }) });
      assert.equal((await useCases.publish(ada)).outcome, outcome);
      assert.deepEqual(await records.list('audit'), []);
    });
  }

  it('writes down nothing where it failed, and says why', async () => {
    const refuse = async () => {
      throw new UserError('forbidden', 'refused', 'advice', { obstacle: { reason: 'roles_missing' } });
    };
    const { useCases, records } = await open({ publish: refuse });
    await assert.rejects(useCases.publish(ada), obstacle('roles_missing'));
    assert.deepEqual(await records.list('audit'), []);
  });

  it('AC-02: is not for somebody who is no administrator', async () => {
    const { useCases, asked } = await open({ administrator: false });
    await assert.rejects(useCases.publish(ada), obstacle('not_administrator'));
    assert.deepEqual(asked, []);
  });

  it('needs a connected tenant', async () => {
    const { useCases } = await open({ connected: false });
    await assert.rejects(useCases.publish(ada), obstacle('platform_not_connected'));
  });
});
