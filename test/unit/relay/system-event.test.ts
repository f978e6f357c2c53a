/** A platform's own line on its way to the other legs: whether it is told at all, and how. */
import assert from 'node:assert/strict';
import type { Connector } from '../../../src/core/connector.ts';
import { displayName } from '../../../src/core/content/author.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import type {
  Author,
  ConnectionId,
  ConversationId,
  MessageId,
  PersonId,
  PresentMessage,
} from '../../../src/core/model.ts';
import type { LaneEvent } from '../../../src/core/relay/event.ts';
import { authorOf, nextRecord, type Resolution, resolve } from '../../../src/core/relay/resolve.ts';
import type { RelayStore } from '../../../src/core/relay/store.ts';

const ref = { connection: 'c' as ConnectionId, conversation: 'v' as ConversationId, message: 'm' as MessageId };
const named = (text: string, id: string): Block => ({
  type: 'paragraph',
  children: [
    { type: 'text', text, mention: { of: 'person', id: id as PersonId } },
    { type: 'text', text: ' joined' },
  ],
});
const state = (more: Partial<PresentMessage> = {}): PresentMessage => ({
  is: 'present',
  version: 7,
  at: 5,
  author: { id: 'ada' as PersonId, kind: 'person' },
  root: null,
  content: [named('Someone', 'ada')],
  notice: true,
  ...more,
});
const event = (inline: PresentMessage, kind: LaneEvent['kind'] = 'posted'): LaneEvent => ({
  ref,
  kind,
  at: 5,
  inline,
  receivedAt: 0,
  ticket: 1,
  sequence: 1,
});
const store = { targetAt: async () => undefined, message: async () => undefined } as unknown as RelayStore;
const people: Readonly<Record<string, string>> = { ada: 'Ada\u202e  Nowak\n', mio: 'Mio' };

function connectorOf(asked: string[]): Connector {
  return {
    person: async (_: ConnectionId, id: PersonId): Promise<Author | undefined> => {
      asked.push(id);
      if (id === 'broken') throw new Error('the directory is down');
      const name = people[id];
      return name === undefined ? undefined : { id, name, kind: 'person' };
    },
  } as unknown as Connector;
}
const asked: string[] = [];
const telling = {
  connector: connectorOf(asked),
  platform: 'teams',
  nameOf: (_: PersonId, name: string) => displayName(name),
} as const;
const wanted = { store, connector: telling.connector, isNew: () => true, telling };
const unwanted = { store, connector: telling.connector, isNew: () => true };

const line = (resolution: Resolution): string => {
  assert.ok(resolution.is === 'message' && resolution.state.is === 'present');
  return resolution.state.content
    .flatMap((block) => (block.type === 'paragraph' ? block.children : []))
    .map((inline) => {
      assert.ok(inline.type === 'text' && inline.italic && !inline.mention);
      return inline.text;
    })
    .join('');
};

describe('a platform’s own line', () => {
  beforeEach(() => void asked.splice(0));

  it('is counted, and told nobody, unless somebody wants it: no name is asked for', async () => {
    assert.deepEqual(await resolve(event(state()), unwanted), { is: 'ignored', reason: 'system_event' });
    assert.deepEqual(asked, []);
  });

  it('is told by name, slanted, with its platform, and names nobody that would be notified', async () => {
    assert.equal(line(await resolve(event(state()), wanted)), 'Ada Nowak joined (Teams)');
  });

  for (const [why, who, text, expected] of [
    ['the event’s own name where the directory knows none', 'ben', 'Ben Ito', 'Ben Ito joined (Teams)'],
    ['the event’s own name where the directory is down', 'broken', 'Cleo', 'Cleo joined (Teams)'],
    ['nobody’s name where none is known', 'ben', 'Someone', 'Someone joined (Teams)'],
  ] as const) {
    it(`has ${why}`, async () =>
      assert.equal(line(await resolve(event(state({ content: [named(text, who)] })), wanted)), expected));
  }

  it('is told of what happens from the line on, and never of Mio itself', async () => {
    assert.deepEqual(await resolve(event(state()), { ...wanted, isNew: () => false }), {
      is: 'ignored',
      reason: 'not_to_cross',
    });
    const ours = state({ author: { id: 'mio' as PersonId, kind: 'us' } });
    assert.deepEqual(await resolve(event(ours), wanted), { is: 'ignored', reason: 'ours' });
  });

  for (const kind of ['edited', 'reacted'] as const)
    it(`is not told anew where it was ${kind}`, async () =>
      assert.deepEqual(await resolve(event(state(), kind), wanted), { is: 'ignored', reason: 'system_event' }));

  it('has no author, no reactions, and no record that a sweep would compare', async () => {
    const reactions = [{ emoji: '👍', people: ['ada' as PersonId], count: 1 }];
    const resolution = await resolve(event(state({ reactions })), wanted);
    assert.ok(resolution.is === 'message' && resolution.state.is === 'present');
    assert.equal(resolution.state.reactions, undefined);
    assert.equal(nextRecord(ref, undefined, resolution.state, 5), null);
    assert.equal(await authorOf(ref, resolution.state, { ...telling, pictureUrl: () => undefined }), null);
  });
});
