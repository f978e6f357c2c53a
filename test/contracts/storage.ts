/**
 * What every storage engine must do, as one suite. An engine's own test opens it and calls this; nothing here knows
 * which engine it is.
 */
import assert from 'node:assert/strict';
import { ConflictError } from '../../src/core/errors.ts';
import type { ChannelId, LegId, MessageId } from '../../src/core/model.ts';
import { type RelayStore, type Storage, type TargetState, targetStates } from '../../src/core/relay/store.ts';
import { event, id, lane, legA, legB, message, organization, slack, target, teams } from './storage-examples.ts';
import { renamedPlaces } from './storage-places.ts';

interface OpenedStorage {
  readonly storage: Storage;
  /** Closes the storage and opens the same store again. */
  reopen(): Promise<Storage>;
  close(): Promise<void>;
}

const names = (list: readonly { readonly message: MessageId }[]) => list.map((one) => one.message);

async function outcomes(attempts: readonly Promise<unknown>[]): Promise<{ won: number; conflicts: number }> {
  const settled = await Promise.allSettled(attempts);
  const conflicts = settled.filter((one) => one.status === 'rejected' && one.reason instanceof ConflictError);
  return { won: settled.filter((one) => one.status === 'fulfilled').length, conflicts: conflicts.length };
}

export function storageContract(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`storage contract: ${name}`, () => {
    let opened: OpenedStorage;
    let storage: Storage;
    let relay: RelayStore;

    const reopen = async () => {
      storage = await opened.reopen();
      relay = storage.relay;
    };

    beforeEach(async () => {
      opened = await open();
      storage = opened.storage;
      relay = storage.relay;
    });
    afterEach(() => opened.close());

    describe('records', () => {
      it('keeps a record from its first write through changes to its removal', async () => {
        const { records } = storage;
        assert.equal(await records.get('organization', 'o'), undefined);
        assert.equal(await records.put('organization', 'o', organization('Contoso'), 0), 1);
        assert.equal(await records.put('organization', 'o', organization('Contoso Ltd'), 1), 2);
        assert.deepEqual(await records.get('organization', 'o'), {
          id: 'o',
          revision: 2,
          body: organization('Contoso Ltd'),
        });
        await records.remove('organization', 'o', 2);
        assert.equal(await records.get('organization', 'o'), undefined);
      });

      it('refuses a write that expects another revision, and changes nothing', async () => {
        const { records } = storage;
        await records.put('organization', 'o', organization('Contoso'), 0);
        for (const expected of [0, 2]) {
          await assert.rejects(records.put('organization', 'o', organization('Evil'), expected), ConflictError);
        }
        await assert.rejects(records.put('organization', 'other', organization('Evil'), 1), ConflictError);
        await assert.rejects(records.remove('organization', 'o', 2), ConflictError);
        assert.equal((await records.get('organization', 'o'))?.body.name, 'Contoso');
        assert.equal(await records.get('organization', 'other'), undefined);
      });

      it('removes what is not there without complaint', () => storage.records.remove('organization', 'nobody', 7));

      it('lets exactly one of 100 concurrent writers win', async () => {
        const put = (n: number) => storage.records.put('organization', 'o', organization(`Writer ${n}`), 0);
        assert.deepEqual(await outcomes(Array.from({ length: 100 }, (_, n) => put(n))), { won: 1, conflicts: 99 });
      });

      it('lists a kind by the beginning of the id, in order, and no other kind', async () => {
        const { records } = storage;
        for (const key of ['b/2', 'a/1', 'b/1', 'b', 'c/1', 'b/é'])
          await records.put('cursor', key, { provedTo: 1 }, 0);
        await records.put('installation', 'b/9', { value: 1 }, 0);
        const ids = async (prefix?: string) => (await records.list('cursor', prefix)).map((one) => one.id);
        assert.deepEqual(await ids('b/'), ['b/1', 'b/2', 'b/é']);
        assert.deepEqual(await ids(), ['a/1', 'b', 'b/1', 'b/2', 'b/é', 'c/1']);
        assert.deepEqual(await ids('d'), []);
      });
    });

    describe('inbox', () => {
      it('gives growing sequences in the order in which events were accepted', async () => {
        const answers = await Promise.all([relay.accept([event('1'), event('2')]), relay.accept([event('3')])]);
        const sequences = answers.flat().map(Number);
        assert.deepEqual(
          sequences,
          sequences.toSorted((a, b) => a - b),
        );
        assert.equal(new Set(sequences).size, 3);
        assert.deepEqual(names(await relay.pending(lane, 0, 10)), ['m-1', 'm-2', 'm-3']);
      });

      it('TI-01 takes a key once per connection, also within one call and after a restart', async () => {
        const [first, again] = await relay.accept([event('1'), event('1')]);
        assert.ok(first);
        assert.equal(again, null);
        await reopen();
        assert.deepEqual(await relay.accept([event('1')]), [null]);
        const [elsewhere] = await relay.accept([event('1', { connection: teams.connection })]);
        assert.ok(elsewhere);
      });

      it('remembers the key of a settled event, and no longer its payload', async () => {
        const [sequence] = await relay.accept([event('1')]);
        await relay.settle(sequence!);
        await relay.settle(sequence!);
        await reopen();
        assert.deepEqual(await relay.pending(lane, 0, 10), []);
        assert.deepEqual(await relay.accept([event('1')]), [null]);
      });

      it('settles many at once, in any order, with others among them that stay', async () => {
        const sequences = await relay.accept(Array.from({ length: 300 }, (_, n) => event(`${n}`)));
        const settled = sequences.filter((_, n) => n % 7 !== 3).toReversed();
        await Promise.all([relay.putMessage(message('1')), ...settled.map((sequence) => relay.settle(sequence!))]);
        const left = (await relay.pending(lane, 0, 1_000)).map(({ sequence }) => sequence);
        assert.deepEqual(
          left,
          sequences.filter((_, n) => n % 7 === 3),
        );
      });

      it('hands out a lane’s unsettled events whole, after a sequence, up to a limit', async () => {
        const [one, two, three] = await relay.accept([event('1'), event('2'), event('3')]);
        await relay.accept([event('4', { lane: 'channel-2' as ChannelId })]);
        await relay.settle(two!);
        assert.deepEqual(await relay.pending(lane, 0, 10), [
          { ...event('1'), sequence: one },
          { ...event('3'), sequence: three },
        ]);
        assert.deepEqual(names(await relay.pending(lane, one!, 10)), ['m-3']);
        assert.deepEqual(names(await relay.pending(lane, 0, 1)), ['m-1']);
        assert.deepEqual(await relay.pending('unknown' as ChannelId, 0, 10), []);
      });

      it('accepts nothing, and counts what is not linked, without complaint', async () => {
        assert.deepEqual(await relay.accept([]), []);
        await Promise.all([
          relay.countUnlinked(slack.connection, '2026-01-01'),
          relay.countUnlinked(slack.connection, '2026-01-01'),
        ]);
      });

      it('keeps what it acknowledged over a restart', async () => {
        const sequences = await Promise.all(Array.from({ length: 50 }, (_, n) => relay.accept([event(`${n}`)])));
        await reopen();
        const kept = await relay.pending(lane, 0, 100);
        assert.deepEqual(
          kept.map((one) => one.sequence),
          sequences.flat(),
        );
      });

      it('keeps text of any form as it was', async () => {
        const payload = JSON.stringify({ text: "Zoë wrote “hi” 👩‍🚀\n\u0000 \\ ' ; --" });
        await relay.accept([event('ключ', { payload })]);
        assert.equal((await relay.pending(lane, 0, 1))[0]?.payload, payload);
      });
    });

    describe('messages', () => {
      it('answers what was put, with the revision it has now', async () => {
        const first = await relay.putMessage(
          message('1', { at: 5, root: id('0'), version: 2 ** 53 - 1, reactions: '{}' }),
        );
        assert.deepEqual(
          first,
          message('1', { at: 5, root: id('0'), version: 2 ** 53 - 1, reactions: '{}', revision: 1 }),
        );
        const second = await relay.putMessage({ ...first, removed: true, root: null });
        assert.equal(second.revision, 2);
        assert.deepEqual(await relay.message(first), second);
        await reopen();
        assert.deepEqual(await relay.message(first), second);
      });

      it('TI-01 knows a message only by its whole reference', async () => {
        await relay.putMessage(message('1'));
        assert.equal(await relay.message({ ...teams, message: id('1') }), undefined);
        assert.equal(await relay.message({ ...slack, message: id('2') }), undefined);
        await relay.putMessage(message('1', teams));
        assert.equal((await relay.message({ ...teams, message: id('1') }))?.conversation, teams.conversation);
      });

      it('lets exactly one of 100 concurrent writers win, first and later', async () => {
        for (const revision of [0, 1]) {
          const puts = Array.from({ length: 100 }, (_, n) => relay.putMessage(message('1', { revision, version: n })));
          assert.deepEqual(await outcomes(puts), { won: 1, conflicts: 99 });
        }
        await assert.rejects(relay.putMessage(message('2', { revision: 1 })), ConflictError);
      });

      it('lists the messages of one place from a time on', async () => {
        for (const at of [30, 10, 20]) await relay.putMessage(message(`${at}`, { at }));
        await relay.putMessage(message('30', { ...teams, at: 30 }));
        await relay.putTarget(target('not put itself'));
        assert.deepEqual(names(await relay.messagesSince(slack, 20)).toSorted(), ['20', '30']);
        assert.deepEqual(await relay.messagesSince(slack, 31), []);
      });

      it('lists them in their order however many there are, of changed ones the last word, over a restart', async () => {
        const count = 2_600;
        const here = (n: number) => (n % 2 === 0 ? slack : teams);
        const put = (n: number) => relay.putMessage(message(`${n}`, { ...here(n), at: (n * 7919) % count }));
        for (const from of [0, 900, 1_800])
          await Promise.all(Array.from({ length: Math.min(900, count - from) }, (_, n) => put(from + n)));
        await relay.putMessage(message('0', { revision: 1, at: count }));
        await relay.putMessage(message(`${count - 2}`, { revision: 1, at: count + 1, removed: true }));
        const listed = async () =>
          (await relay.messagesSince(slack, count / 2)).map(({ message, at }) => [Number(message), at]);
        const expected = Array.from({ length: count }, (_, n) => [n, (n * 7919) % count] as const)
          .filter(([n, at]) => n % 2 === 0 && at >= count / 2 && n !== count - 2)
          .sort(([, one], [, other]) => one - other);
        assert.deepEqual(await listed(), [...expected, [0, count], [count - 2, count + 1]]);
        await reopen();
        assert.deepEqual(await listed(), [...expected, [0, count], [count - 2, count + 1]]);
      });
    });

    describe('targets', () => {
      it('keeps every field of every state', async () => {
        for (const [n, state] of targetStates.entries()) {
          const full = { attempt: 2, shown: 'hash', reason: 'refused', sentAt: 1, doneAt: 2, targetAt: 3 } as const;
          const record = target('1', { part: n, state, target: id(`copy-${n}`), ...full });
          assert.deepEqual(await relay.putTarget(record), { ...record, revision: 1 });
          assert.deepEqual((await relay.targets(record))[n], { ...record, revision: 1 });
        }
      });

      it('lists the targets of a message by leg and part', async () => {
        for (const [leg, part] of [
          [legB, 1],
          [legA, 0],
          [legB, 0],
          [legA, 1],
        ] as const)
          await relay.putTarget(target('1', { leg, part }));
        await relay.putTarget(target('2'));
        assert.deepEqual(
          (await relay.targets(target('1'))).map((one) => [one.leg, one.part]),
          [
            [legA, 0],
            [legA, 1],
            [legB, 0],
            [legB, 1],
          ],
        );
        assert.deepEqual(await relay.targets(target('3')), []);
      });

      it('does not take a target for a message of its own', async () => {
        await relay.putTarget(target('1'));
        assert.equal(await relay.message(target('1')), undefined);
        assert.equal((await relay.putMessage(message('1'))).revision, 1);
        assert.equal((await relay.targets(target('1'))).length, 1);
      });

      it('lets exactly one of 100 concurrent writers win, first and later', async () => {
        for (const revision of [0, 1]) {
          const puts = Array.from({ length: 100 }, (_, n) => relay.putTarget(target('1', { revision, attempt: n })));
          assert.deepEqual(await outcomes(puts), { won: 1, conflicts: 99 });
        }
        await assert.rejects(relay.putTarget(target('2', { revision: 1 })), ConflictError);
        assert.deepEqual(await relay.targets(target('2')), []);
      });

      it('finds the target whose copy a message is, over a restart', async () => {
        const intent = await relay.putTarget(target('1', { state: 'sending' }));
        assert.equal(await relay.targetAt({ ...teams, message: id('copy') }), undefined);
        const linked = await relay.putTarget({ ...intent, state: 'done', target: id('copy') });
        await reopen();
        assert.deepEqual(await relay.targetAt({ ...teams, message: id('copy') }), linked);
        assert.equal(await relay.targetAt({ ...slack, message: id('copy') }), undefined);
      });

      it('links a copy to one target only, and the loser stays as it was', async () => {
        await relay.putTarget(target('1', { target: id('copy') }));
        await assert.rejects(relay.putTarget(target('2', { target: id('copy') })), ConflictError);
        assert.deepEqual(await relay.targets(target('2')), []);
        const other = await relay.putTarget(target('3'));
        await assert.rejects(relay.putTarget({ ...other, target: id('copy') }), ConflictError);
        assert.deepEqual(await relay.targets(other), [other]);
        await relay.putTarget({ ...other, target: id('copy'), place: slack });
      });

      it('lists what is unsettled on a leg, oldest first', async () => {
        const open: TargetState[] = ['held', 'queued', 'in_doubt', 'sending'];
        for (const [n, state] of targetStates.entries())
          await relay.putTarget(target(state, { state, receivedAt: 1_000 - n }));
        await relay.putTarget(target('elsewhere', { leg: legB }));
        const oldestFirst = open.toSorted((a, b) => targetStates.indexOf(b) - targetStates.indexOf(a));
        assert.deepEqual(names(await relay.unsettled(legA)), oldestFirst);
        assert.deepEqual(await relay.unsettled('unknown' as LegId), []);
      });

      it('lists what was given up on, newest first, up to a limit', async () => {
        for (const receivedAt of [20, 30, 10])
          await relay.putTarget(target(`${receivedAt}`, { state: 'dead', receivedAt }));
        await relay.putTarget(target('alive'));
        assert.deepEqual(names(await relay.dead(legA, 10)), ['30', '20', '10']);
        assert.deepEqual(names(await relay.dead(legA, 1)), ['30']);
      });
    });

    renamedPlaces(() => relay, reopen);

    describe('together', () => {
      it('does the others’ writes although one in their midst is refused', async () => {
        await relay.putTarget(target('1'));
        const refused = relay.putTarget(target('1'));
        const [, sequences, put] = await Promise.all([
          assert.rejects(refused, ConflictError),
          relay.accept([event('1')]),
          relay.putMessage(message('1')),
        ]);
        assert.ok(sequences[0]);
        assert.equal(put.revision, 1);
      });

      it('makes writes durable in the order in which they were asked for', async () => {
        const order: string[] = [];
        await Promise.all([
          relay.putTarget(target('1')).then(() => order.push('intent')),
          relay.putTarget(target('1', { revision: 1, state: 'done' })).then(() => order.push('outcome')),
          relay.accept([event('1')]).then(() => order.push('event')),
        ]);
        assert.deepEqual(order, ['intent', 'outcome', 'event']);
        assert.equal((await relay.targets(target('1')))[0]?.state, 'done');
      });

      it('finishes what was asked for when it is closed', async () => {
        const asked = [relay.accept([event('1')]), relay.putMessage(message('1')), relay.putTarget(target('1'))];
        await reopen();
        await Promise.all(asked);
        assert.equal((await relay.pending(lane, 0, 10)).length, 1);
        assert.equal((await relay.targets(target('1'))).length, 1);
      });

      it('purges what is settled and old, keeps what is neither', async () => {
        const [old, , newest] = await relay.accept([event('old'), event('pending'), event('newest')]);
        await Promise.all([relay.settle(old!), relay.settle(newest!)]);
        await relay.putMessage(message('1', { at: 10 }));
        await relay.putTarget(target('1', { state: 'done', receivedAt: 10, target: id('copy-1') }));
        await relay.putTarget(target('2', { state: 'queued', receivedAt: 10 }));
        await relay.putTarget(target('3', { state: 'done', receivedAt: 20 }));
        assert.equal(await relay.purge({ events: 0, targets: 0 }), 0);
        assert.ok((await relay.purge({ events: 2 ** 52, targets: 20 })) >= 2);
        assert.deepEqual(names(await relay.pending(lane, 0, 10)), ['m-pending']);
        assert.equal((await relay.accept([event('old'), event('pending')])).filter(Boolean).length, 1);
        assert.equal(await relay.targetAt({ ...teams, message: id('copy-1') }), undefined);
        assert.equal(await relay.message(message('1')), undefined);
        assert.deepEqual(names(await relay.unsettled(legA)), ['2']);
        assert.equal((await relay.targets(target('3'))).length, 1);
      });

      it('never gives a sequence twice, whatever was purged', async () => {
        const [first] = await relay.accept([event('1')]);
        await relay.settle(first!);
        await relay.purge({ events: 2 ** 52, targets: 0 });
        await reopen();
        const [second] = await relay.accept([event('2')]);
        assert.ok(second! > first!);
      });
    });
  });
}
