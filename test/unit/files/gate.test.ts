/** Who may have a file: every way to no, and that nothing is asked of the source on the way there. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { DeliveryError, type Failure } from '../../../src/core/errors.ts';
import { createFileGate, type FoundFile, type Missing } from '../../../src/core/files/gate.ts';
import { createFileLinks, type FileAddress } from '../../../src/core/files/links.ts';
import type { FileReason } from '../../../src/core/files/reasons.ts';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  OrganizationId,
  PersonId,
  Platform,
  SourceState,
} from '../../../src/core/model.ts';
import type { Leg, UniversalChannel } from '../../../src/core/records.ts';
import type { MessageRecord } from '../../../src/core/relay/store.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';

const tenant = '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01';
const ada = { tenant, person: 'ada' as PersonId };

const leg = (id: string, platform: Platform, more: Partial<Leg> = {}): Leg => ({
  id: id as LegId,
  organization: 'organization-1' as OrganizationId,
  connection: `${platform}-1` as ConnectionId,
  conversation: `conversation of ${id}` as ConversationId,
  platform,
  title: id,
  state: 'active',
  joinedAt: 0,
  ...more,
});

interface Case {
  readonly legs?: readonly Leg[];
  readonly state?: UniversalChannel['state'];
  readonly address?: Partial<FileAddress>;
  readonly visitor?: typeof ada;
  /** Legs that the visitor is in. */
  readonly in?: readonly string[];
  readonly message?: Partial<MessageRecord> | null;
  readonly source?: SourceState | undefined;
  readonly failing?: Failure;
  readonly teamsFailing?: Failure;
  /** Why the file can't be opened. */
  readonly refusing?: FileReason;
}

const source = leg('slack', 'slack');
const teams = leg('teams', 'teams');
const present: SourceState = {
  is: 'present',
  version: 1,
  at: 0,
  author: { id: 'eva' as PersonId, kind: 'person' },
  root: null,
  content: [],
  files: [{ id: 'F1', name: '../notes.txt', size: 5 }],
};

async function ask(given: Case): Promise<{ answer: FoundFile | Missing; asked: string[] }> {
  const { legs = [source, teams], state = 'active', visitor = ada, message = {} } = given;
  const asked: string[] = [];
  const records = createMemoryRecords();
  const channel: UniversalChannel = {
    id: 'channel-1' as ChannelId,
    name: 'Incidents',
    host: 'organization-1' as OrganizationId,
    legs,
    state,
    createdAt: 0,
  };
  await records.put('channel', channel.id, channel, 0);
  for (const { platform, conversation, id } of legs) {
    await records.put('claim', `${platform} ${conversation}`, { channel: channel.id, leg: id }, 0);
  }
  for (const id of new Set(legs.map(({ connection }) => connection))) {
    const platform = id.split('-')[0] as Platform;
    const account = id === 'teams-2' ? 'b61c7e90-3a52-4f0d-8e17-94d2c05af611' : tenant.toUpperCase();
    const facts = { organization: channel.host, account, name: '', installer: '', facts: {}, createdAt: 0 };
    await records.put('connection', id, { id, platform, ...facts }, 0);
  }
  const failure = (kind: Failure) => new DeliveryError(kind, 'x', { operation: 'test' });
  const connector = {
    async fetch() {
      asked.push('fetch');
      if (given.failing) throw failure(given.failing);
      return 'source' in given ? given.source : present;
    },
    async open() {
      asked.push('open');
      if (given.refusing) throw new DeliveryError('gone', 'held', { operation: 'test', file: given.refusing });
      return { body: Readable.from(['hello']), type: 'text/plain', size: 5 };
    },
  };
  const gate = createFileGate({
    records,
    store: {
      async message(ref) {
        if (message === null) return undefined;
        return { ...ref, revision: 1, version: 1, at: 0, root: null, removed: false, reactions: null, ...message };
      },
    },
    connectors: { teams: connector, slack: connector, webex: connector },
    async isIn({ conversation }) {
      asked.push('roster');
      if (given.teamsFailing) throw failure(given.teamsFailing);
      return (given.in ?? ['teams']).some((id) => conversation === `conversation of ${id}`);
    },
  });
  const { connection, conversation } = source;
  const ref = { connection, conversation, message: 'message-1' as MessageId };
  return { answer: await gate.ask({ ref, file: 'F1', leg: teams.id, ...given.address }, visitor), asked };
}

const refTo = (ref: Partial<FileAddress['ref']>): Partial<FileAddress> => ({
  ref: { connection: source.connection, conversation: source.conversation, message: 'message-1' as MessageId, ...ref },
});

describe('FL-09: who may have a file', () => {
  it('is who is in the channel that it was shown in', async () => {
    const { answer, asked } = await ask({});
    assert.ok(typeof answer === 'object');
    assert.deepEqual([answer.name, answer.size, answer.platform], ['notes.txt', 5, 'slack']);
    assert.deepEqual(asked, ['roster', 'fetch']);
    const file = await answer.open();
    assert.ok(typeof file === 'object');
    assert.equal(file.size, 5);
  });

  it('is, of a link on another platform, who is in one of the channel’s places in Teams', async () => {
    const webex = leg('webex', 'webex');
    const legs = [source, webex, leg('elsewhere', 'teams'), teams];
    const { answer } = await ask({ legs, address: { leg: webex.id } });
    assert.equal(typeof answer, 'object');
  });

  for (const [why, missing] of [
    ['infected', 'infected'],
    ['unscannable', 'unscannable'],
    ['unscanned', 'unscanned'],
    ['blocked', 'closed'],
  ] as const) {
    it(`FL-05 is nobody while a scanner says ${why}`, async () => {
      const { answer } = await ask({ refusing: why });
      assert.ok(typeof answer === 'object');
      assert.equal(await answer.open(), missing);
    });
  }

  const secondTenant = leg('teams', 'teams', { connection: 'teams-2' as ConnectionId });
  // biome-ignore format: a table reads better in rows.
  const refusals: readonly (readonly [why: string, given: Case, answer: Missing, asked: string[]])[] = [
    ['the message’s connection is unknown', { address: refTo({ connection: 'slack-9' as ConnectionId }) }, 'apart', []],
    ['the conversation is no leg', { address: refTo({ conversation: 'another' as ConversationId }) }, 'apart', []],
    ['the message is of another connection of that conversation', { legs: [leg('slack', 'slack', { connection: 'slack-2' as ConnectionId }), leg('x', 'slack'), teams] }, 'apart', []],
    ['the message’s leg left', { legs: [{ ...source, state: 'left' }, teams] }, 'apart', []],
    ['the message’s leg is archived', { legs: [{ ...source, state: 'suspended' }, teams] }, 'apart', []],
    ['the leg of the link left', { legs: [source, { ...teams, state: 'left' }] }, 'apart', []],
    ['the leg of the link is of another channel', { address: { leg: 'foreign' as LegId } }, 'apart', []],
    ['the channel pauses', { state: 'paused' }, 'apart', []],
    ['the leg is another tenant’s', { legs: [source, secondTenant] }, 'wrong_tenant', []],
    ['the visitor is of another tenant', { visitor: { ...ada, tenant: 'b61c7e90-3a52-4f0d-8e17-94d2c05af611' } }, 'wrong_tenant', []],
    ['nobody of the channel is in Teams', { legs: [source, leg('webex', 'webex')], address: { leg: 'webex' as LegId } }, 'wrong_tenant', []],
    ['the visitor is in another channel', { in: ['elsewhere'] }, 'not_in_channel', ['roster']],
    ['Teams does not say who is there', { teamsFailing: 'busy' }, 'busy', ['roster']],
    ['Teams lets Mio see nobody', { teamsFailing: 'refused' }, 'apart', ['roster']],
    ['the relay never knew the message', { message: null }, 'gone', ['roster']],
    ['the message was removed', { message: { removed: true } }, 'gone', ['roster']],
    ['the source has no such message', { source: undefined }, 'gone', ['roster', 'fetch']],
    ['the source says that it was removed', { source: { is: 'removed', version: 2 } }, 'gone', ['roster', 'fetch']],
    ['the message has other files', { address: { file: 'F2' } }, 'gone', ['roster', 'fetch']],
    ['the message has no files', { source: { ...present, files: [] } }, 'gone', ['roster', 'fetch']],
    ['the source says that it is gone', { failing: 'gone' }, 'gone', ['roster', 'fetch']],
    ['the source gives nothing', { failing: 'refused' }, 'closed', ['roster', 'fetch']],
    ['the source is busy', { failing: 'busy' }, 'busy', ['roster', 'fetch']],
    ['the source no longer knows Mio', { failing: 'unauthorized' }, 'busy', ['roster', 'fetch']],
  ];
  for (const [why, given, expected, asked] of refusals) {
    it(`is nobody where ${why}: ${expected}`, async () =>
      assert.deepEqual(await ask(given), { answer: expected, asked }));
  }
});

describe('links of files', () => {
  const [older, newer] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const linksWith = (...keys: readonly [Buffer, ...Buffer[]]) => createFileLinks(() => keys);
  const address: FileAddress = {
    ref: {
      connection: 'c' as ConnectionId,
      conversation: 'ä/b|c' as ConversationId,
      message: '1' as MessageId,
    },
    file: 'F1',
    leg: 'l' as LegId,
  };

  it('are the same for the same file, and name it', () => {
    const links = linksWith(older);
    assert.equal(links.write(address), links.write({ ...address }));
    assert.match(links.write(address), /^[\w-]+\.[\w-]{32}$/);
    assert.deepEqual(links.read(links.write(address)), address);
  });

  it('that another key signed are good as long as that one is known', () => {
    const token = linksWith(older).write(address);
    assert.deepEqual(linksWith(newer, older).read(token), address);
    assert.equal(linksWith(newer).read(token), undefined);
    assert.notEqual(linksWith(newer, older).write(address), token);
  });

  it('are signed with a key of their own: no other signature of Mio’s opens one', async () => {
    const { Pictures } = await import('../../../src/http/pictures.ts');
    const pictures = new Pictures(() => [older], '');
    const picture =
      pictures
        .url('c' as ConnectionId, 'p')
        .split('/')
        .at(-1) ?? '';
    assert.deepEqual(pictures.read(picture), { connection: 'c', person: 'p' });
    assert.equal(linksWith(older).read(picture), undefined);
    assert.equal(pictures.read(linksWith(older).write(address)), undefined);
  });
});
