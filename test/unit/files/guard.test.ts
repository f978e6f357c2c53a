/** FL-05: no file is given out before it was scanned as a whole, and what is given out is what was scanned. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { type Act, Audit } from '../../../src/core/channels/audit.ts';
import type { Connector, OpenFile } from '../../../src/core/connector.ts';
import { DeliveryError } from '../../../src/core/errors.ts';
import { createGuard } from '../../../src/core/files/guard.ts';
import type { ConnectionId, ConversationId, MessageId, OrganizationId } from '../../../src/core/model.ts';
import { EgressError } from '../../../src/core/ports.ts';
import { minutes } from '../../../src/core/time.ts';
import { clamdAddress, createClamd } from '../../../src/scanner/clamd.ts';
import { type Clamd, eicar, openClamd, signature } from '../../support/clamd.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';
import { read } from './support.ts';

const ref = {
  connection: 'connection-1' as ConnectionId,
  conversation: 'C1' as ConversationId,
  message: '1.5' as MessageId,
};
const plan = { id: 'F1', name: '../plan.pdf' };

describe('FL-05 files with a scanner', () => {
  let clamd: Clamd;
  beforeEach(async () => {
    clamd = await openClamd();
  });
  afterEach(() => clamd.close());

  /** A platform that answers each time it is asked for a file with the next of what is given; the last one stays. */
  async function guarded(...answers: readonly (string | (() => Readable))[]) {
    const clock = createTestClock();
    const records = createMemoryRecords();
    const organization = 'organization-1' as OrganizationId;
    const facts = { account: 'T1', name: 'fabrikam', installer: 'U1', facts: {}, createdAt: 0 };
    const body = { id: ref.connection, organization, platform: 'slack' as const, ...facts };
    await records.put('connection', ref.connection, body, 0);
    const audit = new Audit(records, clock);
    const counted: string[] = [];
    const warned: string[] = [];
    const bodies: Readable[] = [];
    let asked = 0;
    const slack = {
      platform: 'slack',
      async open(): Promise<OpenFile> {
        const answer = answers[Math.min(asked++, answers.length - 1)]!;
        const bytes = typeof answer === 'string' ? Readable.from(pieces(answer)) : answer();
        bodies.push(bytes);
        return { body: bytes, type: 'application/pdf', size: undefined };
      },
    } as unknown as Connector;
    const guard = createGuard({
      scanner: createClamd(clamdAddress(clamd.address)),
      records,
      audit,
      metrics: { count: (_, labels) => void counted.push(labels?.['outcome'] ?? '') },
      clock,
      log: { warn: (_, message) => void warned.push(message) },
    });
    const connector = guard(slack);
    return {
      clock,
      counted,
      warned,
      connector,
      open: (file = plan) => connector.open(ref, null, file),
      asked: () => asked,
      left: () => bodies.filter(({ destroyed }) => !destroyed).length,
      acts: async (): Promise<readonly Act[]> => {
        assert.equal(await audit.firstBroken(), undefined);
        return (await records.list('audit')).map(({ body: { organization: of, actor, act, subject } }) => ({
          organization: of,
          actor,
          act,
          subject,
        }));
      },
    };
  }

  const pieces = (text: string) => [...text].map((character) => Buffer.from(character));
  const textOf = async ({ body }: OpenFile) => (await read(body)).toString();
  const refused = (file: string) => (error: unknown) => {
    assert.ok(error instanceof DeliveryError, String(error));
    assert.deepEqual([error.failure, error.file], ['refused', file]);
    return true;
  };

  it('are given out whole, as they were, with their size known', async () => {
    const { open, connector, asked, left, counted, acts } = await guarded('first second');
    const file = await open();
    assert.deepEqual(clamd.scanned, [12]);
    assert.deepEqual([file.type, file.size], ['application/pdf', 12]);
    assert.equal(await textOf(file), 'first second');
    assert.equal(connector.platform, 'slack');
    assert.equal(asked(), 2);
    assert.equal(left(), 0);
    assert.deepEqual(counted, ['clean']);
    assert.deepEqual(await acts(), []);
  });

  it('may be empty', async () => {
    const { open } = await guarded('');
    const file = await open();
    assert.equal(file.size, 0);
    assert.equal(await textOf(file), '');
  });

  it('are not asked for a second time where something was found; that is in the audit log, once', async () => {
    const { open, asked, left, counted, warned, acts, clock } = await guarded(`<${eicar}>`);
    await assert.rejects(open(), refused('infected'));
    await clock.advance(minutes(60));
    await assert.rejects(open(), refused('infected'));
    assert.equal(asked(), 1);
    assert.equal(left(), 0);
    assert.deepEqual(counted, ['infected']);
    assert.equal(warned.length, 1);
    const subject = `connection-1 C1 1.5 · plan.pdf · ${signature}`;
    assert.deepEqual(await acts(), [{ organization: 'organization-1', actor: 'scanner', act: 'file.hold', subject }]);
  });

  it('are held while the scanner does not answer, and given out once it does', async () => {
    const { open, left, counted } = await guarded('hello');
    await clamd.goAway();
    await assert.rejects(open(), refused('unscanned'));
    await clamd.comeBack();
    assert.equal(await textOf(await open()), 'hello');
    assert.equal(left(), 0);
    assert.deepEqual(counted, ['unavailable', 'clean']);
  });

  it('are held where they are too large for it, and looked at anew the next time', async () => {
    const { open, left } = await guarded('x'.repeat(50));
    clamd.limit = 20;
    await assert.rejects(open(), refused('unscannable'));
    clamd.limit = 100;
    assert.equal((await textOf(await open())).length, 50);
    assert.equal(left(), 0);
  });

  it('are scanned once for all who want them at about one time, and again later', async () => {
    const { open, clock } = await guarded('hello');
    const files = await Promise.all([open(), open(), open()]);
    assert.deepEqual(await Promise.all(files.map(textOf)), ['hello', 'hello', 'hello']);
    assert.equal(await textOf(await open()), 'hello');
    assert.deepEqual(clamd.scanned, [5]);
    await clock.advance(minutes(10) + 1);
    await textOf(await open());
    assert.deepEqual(clamd.scanned, [5, 5]);
  });

  it('are scanned each by itself, six of one connection at a time', async () => {
    const { open } = await guarded('hello');
    const gate = Promise.withResolvers<void>();
    clamd.think = () => gate.promise;
    const all = Promise.all(Array.from({ length: 12 }, (_, n) => open({ id: `F${n}`, name: 'a' }).then(textOf)));
    while (clamd.atOnce() < 6) await new Promise((resolve) => setImmediate(resolve));
    gate.resolve();
    await all;
    assert.equal(clamd.atOnce(), 6);
    assert.equal(clamd.scanned.length, 12);
  });

  // biome-ignore format: a table reads better in rows.
  const changes: readonly (readonly [what: string, then: string])[] = [
    ['other bytes of the same length', 'hello worle'],
    ['more bytes', 'hello world!'],
    ['fewer bytes', 'hello worl'],
    ['no bytes', ''],
    ['other bytes, and bad ones,', `hello ${eicar}`],
  ];
  for (const [what, then] of changes) {
    it(`are never given out to their end where there are ${what} than were scanned`, async () => {
      const { open, left } = await guarded('hello world', then);
      const file = await open();
      let given = '';
      const reading = async () => {
        for await (const chunk of file.body) given += chunk;
      };
      await assert.rejects(reading(), { failure: 'busy', code: 'changed_since_the_scan' });
      assert.ok('hello world'.length > given.length, given);
      assert.equal(left(), 0);
      // And are scanned again when they are wanted again.
      await open().then(textOf, () => '');
      assert.equal(clamd.scanned.length, 2);
    });
  }

  it('say what their platform said where they break off: nothing is known of them', async () => {
    const broken = async function* () {
      yield Buffer.from('first');
      throw new EgressError('cut', true, 'cut');
    };
    const { open, left } = await guarded(() => Readable.from(broken()), 'whole');
    await assert.rejects(open(), { failure: 'busy', code: 'cut' });
    assert.deepEqual(clamd.scanned, []);
    assert.equal(await textOf(await open()), 'whole');
    assert.equal(left(), 0);
  });

  it('leave nothing open where whoever wanted one gives it up unread', async () => {
    const { open, left } = await guarded('hello');
    const { body } = await open();
    body.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(left(), 0);
  });
});
