/** The part of the storage contract about places that their platform gave another id. */
import assert from 'node:assert/strict';
import type { ConversationId, MessageId, Place } from '../../src/core/model.ts';
import type { RelayStore } from '../../src/core/relay/store.ts';
import { event, id, lane, legB, message, slack, target, teams } from './storage-examples.ts';

const names = (list: readonly { readonly message: MessageId }[]) => list.map((one) => one.message);

/** @param reopen closes the store and opens it again: another `relay` from then on. */
export function renamedPlaces(relay: () => RelayStore, reopen: () => Promise<void>): void {
  describe('a place with another id', () => {
    const shared = { ...slack, conversation: 'shared' as ConversationId };
    const rename = () => relay().renamePlace(slack, shared.conversation);
    /** A message that was written there, its copy elsewhere; one from elsewhere, its copy there; and an event. */
    const remembered = async () => {
      await relay().putMessage(message('1', { at: 5 }));
      await relay().putTarget(target('1', { state: 'done', target: id('copy') }));
      await relay().putMessage(message('2', teams));
      await relay().putTarget(target('2', { ...teams, leg: legB, place: slack, state: 'done', target: id('back') }));
      await relay().accept([event('1')]);
    };
    const at = async (place: Place) => [
      (await relay().message({ ...place, message: id('1') }))?.conversation,
      names(await relay().messagesSince(place, 0)),
      (await relay().targets({ ...place, message: id('1') })).map(({ target }) => target),
      (await relay().targetAt({ ...place, message: id('back') }))?.message,
    ];
    const everything = (place: Place) => [place.conversation, ['1'], ['copy'], '2'];
    const nothing = [undefined, [], [], undefined];

    it('is known by the new one alone, with all that is remembered of it, at once and over a restart', async () => {
      await remembered();
      assert.deepEqual(await at(slack), everything(slack));
      await rename();
      for (const isNew of [false, true]) {
        if (isNew) await reopen();
        assert.deepEqual([await at(slack), await at(shared)], [nothing, everything(shared)]);
        assert.equal((await relay().targetAt({ ...teams, message: id('copy') }))?.conversation, shared.conversation);
        assert.deepEqual((await relay().targets(target('2', teams)))[0]?.place, shared);
        assert.deepEqual(
          (await relay().pending(lane, 0, 10)).map(({ conversation }) => conversation),
          [shared.conversation],
        );
      }
    });

    it('goes on under it: what is written next is a next revision', async () => {
      await remembered();
      await rename();
      const known = (await relay().message({ ...shared, message: id('1') }))!;
      assert.equal((await relay().putMessage({ ...known, version: 2 })).revision, 2);
      const [copy] = await relay().targets(known);
      assert.equal((await relay().putTarget({ ...copy!, version: 2 })).revision, 2);
      await relay().putMessage(message('3', { ...shared, at: 6 }));
      assert.deepEqual(names(await relay().messagesSince(shared, 0)), ['1', '3']);
    });

    it('is renamed once, also where that is asked for again, after a restart or together with other writes', async () => {
      await remembered();
      await Promise.all([rename(), relay().putMessage(message('3', teams)), rename()]);
      await reopen();
      await rename();
      assert.deepEqual([await at(slack), await at(shared)], [nothing, everything(shared)]);
    });

    it('may be another place again', async () => {
      await remembered();
      await rename();
      await relay().putMessage(message('1', { version: 7 }));
      assert.equal((await relay().message(message('1')))?.version, 7);
      assert.deepEqual(await at(shared), everything(shared));
    });

    it('stays as it is where something is remembered under the new one', async () => {
      await remembered();
      await relay().putMessage(message('1', { ...shared, version: 7 }));
      await rename();
      assert.deepEqual(await at(slack), everything(slack));
      assert.equal((await relay().message(message('1', shared)))?.version, 7);
    });

    it('needs not be known, and is another connection’s own', async () => {
      await relay().putMessage(message('1', { connection: teams.connection }));
      await rename();
      assert.deepEqual(await at(shared), nothing);
      assert.ok(await relay().message(message('1', { connection: teams.connection })));
    });
  });
}
