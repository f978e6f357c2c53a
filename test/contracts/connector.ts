/**
 * What every connector must do, as one suite. A platform's own test opens it against a live platform (real or
 * simulated) and calls this; nothing here knows which platform it is.
 */
import assert from 'node:assert/strict';
import { features } from '../../src/core/capabilities.ts';
import type { Connector, Draft, InboundEvent, Rendered, WebhookRequest } from '../../src/core/connector.ts';
import { plainText } from '../../src/core/content/plain.ts';
import { DeliveryError } from '../../src/core/errors.ts';
import type { MessageId, MessageRef, Place, SourceState } from '../../src/core/model.ts';
import type { ArrivedEvent } from '../support/front.ts';

/** A connector with a connection, a place made ready to be a leg, and somebody there. */
export interface LivePlatform {
  readonly connector: Connector;
  readonly place: Place;
  /** How posts of ours look when they come back. */
  readonly ownPosts: 'us' | 'unknown';
  /** Whether the platform keeps a delivery key with a post. */
  readonly keepsKeys: boolean;
  /** A person writes there in their own client. Ids are the client's own, not the connector's. */
  readonly person: {
    readonly name: string;
    post(text: string): Promise<string>;
    reply(to: string, text: string): Promise<string>;
    edit(message: string, text: string): Promise<void>;
    remove(message: string): Promise<void>;
  };
  /** The next event, among those not yet taken, that matches; waits for it. */
  event(match: (event: InboundEvent) => boolean): Promise<ArrivedEvent>;
  /** Every event so far, taken or not. */
  seen(): readonly ArrivedEvent[];
  /** Ways to spoil a webhook that was genuine: each must have no effect. */
  forgeries(genuine: WebhookRequest): readonly { readonly why: string; readonly request: WebhookRequest }[];
  close(): Promise<void>;
}

const author: Draft['author'] = { name: 'Noor Haddad', platform: 'teams' };
const draftOf = (text: string): Draft => ({
  author,
  content: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

const said = (state: SourceState | undefined): string =>
  state?.is === 'present' ? plainText(state.content) : (state?.is ?? 'nothing');

const failing = async (call: Promise<unknown>): Promise<DeliveryError> => {
  const error = await call.then(
    () => assert.fail('it succeeded'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
};

/** @param open makes a platform of its own for this suite; its `close` is called at the end */
export function connectorContract(name: string, open: () => Promise<LivePlatform>): void {
  describe(`${name}, as a connector`, () => {
    let live: LivePlatform;
    let connector: Connector;
    let place: Place;
    /** What Mio posted: it may come back as an event that looks like a person's. */
    const mine = new Set<MessageId>();

    before(async function () {
      this.timeout(60_000);
      live = await open();
      ({ connector, place } = live);
    });
    after(() => live?.close());

    const ref = (message: MessageId): MessageRef => ({ ...place, message });
    const rendered = (text: string): Rendered => connector.render(draftOf(text))[0] ?? assert.fail('nothing rendered');
    /** Posts as Mio; answers what it takes to look for it. */
    async function post(text: string, root: MessageId | null = null) {
      const key = `contract-${mine.size}`;
      const { message, at } = await connector.post(place, rendered(text), { root, key, open: noFiles });
      mine.add(message);
      return { message, at, key };
    }
    /** A person writes: the client's id, and the event that came of it. */
    async function write(text: string, to?: string): Promise<ArrivedEvent & { client: string }> {
      const client = await (to === undefined ? live.person.post(text) : live.person.reply(to, text));
      const arrived = await live.event(({ kind, message }) => kind === 'posted' && !mine.has(message));
      return { ...arrived, client };
    }
    const current = (event: MessageRef, root: MessageId | null = null) => connector.fetch(event, root);
    async function listed(since: number) {
      const seen: { message: MessageId; state: SourceState }[] = [];
      for await (const { message, state } of connector.list(place, since)) if (state) seen.push({ message, state });
      return seen;
    }

    describe('says of itself', () => {
      it('a level for every feature, and in words what becomes of those that are not native', () => {
        assert.deepEqual(Object.keys(connector.capabilities).sort(), [...features].sort());
        for (const feature of features) {
          const { level, as } = connector.capabilities[feature];
          assert.ok(level === 'native' || as, `${feature} is ${level}, but says not into what, or why`);
        }
      });

      it('a published limit for each kind of call', () => {
        for (const kind of ['post', 'edit', 'remove', 'read', 'look'] as const) {
          assert.ok(
            connector.budgets.some(({ covers }) => covers.includes(kind)),
            `no budget covers ${kind}`,
          );
        }
        for (const { calls, everyMs, source } of connector.budgets)
          assert.ok(calls > 0 && everyMs > 0 && source !== '');
      });

      it('that its connection works', () => assert.equal(connector.health(place.connection).state, 'connected'));

      it('that the place may be a leg, twice as well as once', async () => {
        const there = (await connector.places(place.connection)).find(
          ({ conversation }) => conversation === place.conversation,
        );
        assert.ok(there?.title);
        assert.equal(there.obstacle, undefined);
        await connector.prepare(place);
        await connector.prepare(place);
      });
    });

    describe('posts', () => {
      it('what is found, shown, changed and taken back', async () => {
        const { message, at, key } = await post('as it was');
        const found = (await connector.find(place, null, at - 5_000)).find((one) => one.message === message);
        assert.ok(found, 'the post is not found');
        assert.equal(found.text, 'as it was');
        assert.equal(found.key, live.keepsKeys ? key : undefined);
        const before = await current(ref(message));
        await connector.edit(ref(message), rendered('as it is'), null);
        const after = await current(ref(message));
        assert.ok(before?.is === 'present' && after?.is === 'present');
        assert.match(said(before), /as it was/);
        assert.match(said(after), /as it is/);
        assert.ok(after.version > before.version, 'an edit makes no newer version');
        await connector.remove(ref(message), null);
        assert.notEqual((await current(ref(message)))?.is, 'present');
      });

      it('answers into a thread, which is found there and not beside it', async () => {
        const root = await post('the root');
        const answer = await post('the answer', root.message);
        const inThread = await connector.find(place, root.message, root.at - 5_000);
        const beside = await connector.find(place, null, root.at - 5_000);
        assert.deepEqual(
          inThread.map(({ message }) => message),
          [answer.message],
        );
        assert.ok(!beside.some(({ message }) => message === answer.message));
        const state = await current(ref(answer.message), root.message);
        assert.equal(state?.is === 'present' && state.root, root.message);
        await connector.edit(ref(answer.message), rendered('another answer'), root.message);
        assert.match(said(await current(ref(answer.message), root.message)), /another answer/);
        await connector.remove(ref(answer.message), root.message);
        assert.notEqual((await current(ref(answer.message), root.message))?.is, 'present');
      });

      it('takes back twice what was posted once, and says of an edit that it came too late', async () => {
        const { message } = await post('short lived');
        await connector.remove(ref(message), null);
        await connector.remove(ref(message), null);
        const error = await failing(connector.edit(ref(message), rendered('too late'), null));
        assert.ok(error.failure === 'gone' || error.failure === 'refused', error.failure);
      });

      it('long texts as several messages that hold all of it', () => {
        const words = Array.from({ length: 5_000 }, (_, at) => `word${at}`);
        const parts = connector.render(draftOf(words.join(' ')));
        assert.ok(parts.length > 1);
        // Each may say beside it which part it is.
        assert.deepEqual(
          parts.flatMap(({ text }) => text.match(/word\d+/g) ?? []),
          words,
        );
      });

      it('the same appearance for the same draft', () => {
        assert.equal(JSON.stringify(rendered('same').payload), JSON.stringify(rendered('same').payload));
        assert.notEqual(JSON.stringify(rendered('same').payload), JSON.stringify(rendered('other').payload));
      });
    });

    describe('hears', () => {
      it('a person’s message, once by each key, with its text at hand or to be fetched', async () => {
        const { event, request, receipt } = await write('good morning');
        assert.ok(receipt.reply.status >= 200 && receipt.reply.status < 300);
        assert.deepEqual(
          [event.connection, event.conversation, event.by],
          [place.connection, place.conversation, 'unknown'],
        );
        const state = await current(event);
        assert.ok(state?.is === 'present');
        assert.equal(said(state), 'good morning');
        assert.equal(state.author.kind, 'person');
        assert.equal(state.root, null);
        if (event.inline) assert.deepEqual([said(event.inline), event.inline.version], [said(state), state.version]);
        const again = await connector.receive(request);
        assert.equal(again.events?.[0]?.key, event.key, 'a repeat has another key');
        const name = state.author.name ?? (await connector.person(place.connection, state.author.id))?.name;
        assert.equal(name, live.person.name);
      });

      it('an edit as a newer version, and a removal', async () => {
        const first = await write('first version');
        const before = first.event.inline ?? (await current(first.event));
        await live.person.edit(first.client, 'second version');
        const edited = await live.event(({ kind, message }) => kind === 'edited' && message === first.event.message);
        const after = edited.event.inline ?? (await current(edited.event));
        assert.equal(said(after), 'second version');
        assert.ok(before && after && after.version > before.version);
        assert.notEqual(edited.event.key, first.event.key);
        await live.person.remove(first.client);
        const removed = await live.event(({ kind, message }) => kind === 'removed' && message === first.event.message);
        assert.notEqual((removed.event.inline ?? (await current(removed.event)))?.is, 'present');
      });

      it('an answer with its root', async () => {
        const root = await write('a question');
        const answer = await write('an answer', root.client);
        const state = answer.event.inline ?? (await current(answer.event, root.event.message));
        assert.equal(state?.is === 'present' && state.root, root.event.message);
      });

      it('an answer of a person to a post of Mio’s', async () => {
        const first = await write('who is there?');
        const answer = await post('Mio is', first.event.message);
        const state = await current(ref(answer.message), first.event.message);
        assert.equal(state?.is === 'present' && state.root, first.event.message);
      });

      it('its own posts as its own; an echo as well, where what is sent tells', async () => {
        const { message } = await post('an echo');
        const state = await current(ref(message));
        assert.ok(state?.is === 'present' && state.author.kind === 'us');
        // Not every platform sends an echo; where one does, it is there by the time that something later is.
        await write('after the echo');
        for (const { event } of live.seen()) if (event.message === message) assert.equal(event.by, live.ownPosts);
      });

      it('nothing in what was forged', async () => {
        const { request } = await write('to be forged');
        const forgeries = live.forgeries(request);
        assert.ok(forgeries.length > 0);
        for (const { why, request: forged } of forgeries) {
          const { reply, events = [], refused = [] } = await connector.receive(forged);
          assert.deepEqual([why, events], [why, []]);
          assert.ok(refused.length > 0, `${why}: not counted as refused`);
          assert.equal(reply.body ?? '', '', `${why}: says why`);
        }
      });
    });

    describe('lists', () => {
      it('what was written since, roots before their answers, oldest first', async () => {
        const root = await write('listed root');
        const answer = await write('listed answer', root.client);
        const later = await write('listed later');
        const since = root.event.at;
        const seen = await listed(since);
        const order = [root, answer, later].map(({ event }) =>
          seen.findIndex(({ message }) => message === event.message),
        );
        assert.ok(
          order.every((at) => at >= 0),
          `not all listed: ${order}`,
        );
        assert.ok(order[0]! < order[1]!, 'an answer stands before its root');
        assert.ok(order[0]! < order[2]!, 'what is newer stands before what is older');
        for (const { message, state } of seen) {
          const root = state.is === 'present' ? state.root : null;
          const fetched = await current(ref(message), root);
          assert.equal(said(fetched), said(state));
          if (fetched) assert.equal(fetched.version, state.version);
        }
      });

      it('nothing of a time to come', async () => {
        const { event } = await write('the last');
        const seen = await listed(event.at + 60 * 60_000);
        assert.deepEqual(seen, []);
      });
    });

    it('finds nothing where there is no such message', async () => {
      const { message } = await post('soon gone');
      await connector.remove(ref(message), null);
      assert.ok(['nothing', 'removed'].includes(said(await current(ref(message)))));
    });
  });
}

/** These posts hold none. */
const noFiles = (): Promise<never> => Promise.reject(new Error('no file was to be opened'));
