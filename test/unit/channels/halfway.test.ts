/**
 * An act on a channel, an administrator's or a platform's, that a stop cuts in the middle, wherever it does: once the
 * channel was changed, the next start, or whoever repeats the act, brings it to its end. The legs are told once, the audit
 * log has it once.
 */
import assert from 'node:assert/strict';
import type { Actor, ChannelView } from '../../../src/core/channels/access.ts';
import { Audit } from '../../../src/core/channels/audit.ts';
import { type Announcer, Channels } from '../../../src/core/channels/channels.ts';
import { Following } from '../../../src/core/channels/following.ts';
import { Legs } from '../../../src/core/channels/legs.ts';
import type { Connector } from '../../../src/core/connector.ts';
import { StoreUnavailableError } from '../../../src/core/errors.ts';
import type { ConnectionId, ConversationId, Id, OrganizationId, Place, Platform } from '../../../src/core/model.ts';
import type { Connection, Records } from '../../../src/core/records.ts';
import { createTestLog } from '../../support/log.ts';
import { type Office, openOffice } from './support.ts';

const administrator = (organization: string): Actor => ({
  organization: organization as OrganizationId,
  role: 'administrator',
  name: `${organization}’s administrator`,
});
const [contoso, fabrikam] = [administrator('contoso'), administrator('fabrikam')];
let ids = 0;
const newId = <Kind extends string>(): Id<Kind> => {
  ids += 1;
  return `id-${String(ids).padStart(6, '0')}` as Id<Kind>;
};
const connectionOf = ({ organization }: Actor, platform: Platform): Connection => ({
  id: `${organization} ${platform}` as ConnectionId,
  organization,
  platform,
  account: organization,
  name: organization,
  installer: 'somebody',
  facts: {},
  createdAt: 1,
});
const connections = [connectionOf(contoso, 'teams'), connectionOf(fabrikam, 'slack'), connectionOf(fabrikam, 'webex')];
/** Conversations of one channel; another number, another channel. */
const placesOf = (number: number) =>
  connections.map(({ id }) => ({ connection: id, conversation: `${id} ${number}` as ConversationId }));

interface Deed {
  readonly what: string;
  /** What has been done before; answers the channel. */
  readonly before: (run: Run, number: number) => Promise<ChannelView>;
  readonly deed: (run: Run, view: ChannelView, number: number) => Promise<unknown>;
  /** The deed, and what comes of it: the notices that the legs are told, by their names' beginnings. */
  readonly act: string;
  readonly told: readonly string[];
  readonly claims: number;
  /** By whoever does it again; a conversation joins once. */
  readonly repeated: boolean;
}

const made = ({ channels }: Run, number: number) => channels.create(contoso, 'Incidents', [placesOf(number)[0]!]);
const join = ({ channels }: Run, { id }: ChannelView, number: number) =>
  channels.join(fabrikam, id, placesOf(number).slice(1), contoso.organization);
const joined = async (run: Run, number: number) => join(run, await made(run, number), number);
const pause = ({ channels }: Run, { id }: ChannelView) => channels.pause(fabrikam, id);
const paused = async (run: Run, number: number) => pause(run, await joined(run, number));
/** By their platform, to the Slack leg. */
const archive = ({ following }: Run, { id, legs }: ChannelView) => following.suspended(id, legs[0]!.id);
const archived = async (run: Run, number: number) => {
  const view = await joined(run, number);
  await archive(run, view);
  return view;
};

const deeds: readonly Deed[] = [
  {
    what: 'joining',
    before: made,
    deed: join,
    act: 'channel.join',
    told: ['joined'],
    claims: 3,
    repeated: false,
  },
  { what: 'a pause', before: joined, deed: pause, act: 'channel.paused', told: ['paused'], claims: 3, repeated: true },
  {
    what: 'the end of a pause',
    before: paused,
    deed: ({ channels }, { id }) => channels.resume(fabrikam, id),
    act: 'channel.active',
    told: ['active'],
    claims: 3,
    repeated: true,
  },
  {
    what: 'leaving',
    before: joined,
    deed: ({ channels }, { id }) => channels.leave(fabrikam, id),
    act: 'channel.leave',
    told: ['left', 'left'],
    claims: 1,
    repeated: true,
  },
  {
    what: 'leaving with one leg',
    before: joined,
    deed: ({ channels }, { id, legs }) => channels.leave(fabrikam, id, legs[0]!.id),
    act: 'channel.leave',
    told: ['left'],
    claims: 2,
    repeated: true,
  },
  {
    what: 'a rule',
    before: joined,
    deed: ({ channels }, { id, legs }) => channels.decide(fabrikam, id, legs[0]!.id, 'everyone', true),
    act: 'leg.allow_everyone',
    told: [],
    claims: 3,
    repeated: true,
  },
  {
    what: 'an archive',
    before: joined,
    deed: archive,
    act: 'leg.suspend',
    told: ['suspended'],
    claims: 3,
    repeated: true,
  },
  {
    what: 'the end of an archive',
    before: archived,
    deed: ({ following }, { id, legs }) => following.returned(id, legs[0]!.id),
    act: 'leg.return',
    told: ['returned'],
    claims: 3,
    repeated: true,
  },
  {
    what: 'a deletion',
    before: joined,
    deed: ({ following }, { id, legs }) => following.deleted(id, legs[0]!.id),
    act: 'leg.delete',
    told: ['deleted'],
    claims: 2,
    repeated: true,
  },
  {
    what: 'a new name',
    before: joined,
    deed: ({ following }, { id, legs }) => following.renamed(id, legs[0]!.id, 'Outages'),
    act: 'leg.rename',
    told: [],
    claims: 3,
    repeated: true,
  },
  {
    what: 'a new id',
    before: joined,
    deed: ({ following }, { id, legs }, number) =>
      following.moved(id, legs[0]!.id, `moved ${number}` as ConversationId),
    act: 'leg.move',
    told: ['returned'],
    claims: 3,
    repeated: true,
  },
];

/** One run of Mio, which ends at some step: from then on nothing it does happens any more. */
interface Run {
  readonly channels: Channels;
  readonly following: Following;
  readonly isOver: () => boolean;
}

describe('F1 an act on a channel that is cut in the middle', () => {
  let office: Office;
  const announced = new Set<string>();
  before(async () => {
    office = await openOffice();
    for (const connection of connections) await office.records.put('connection', connection.id, connection, 0);
  });
  after(() => office.close());

  async function run(steps = Number.POSITIVE_INFINITY): Promise<Run> {
    let left = steps;
    const step = () => {
      left -= 1;
      if (left < 0) throw new StoreUnavailableError('the process has ended');
    };
    const { clock } = office;
    const records: Records = {
      ...office.records,
      async put(...record) {
        step();
        return await office.records.put(...record);
      },
      async remove(...record) {
        step();
        await office.records.remove(...record);
      },
    };
    const relay: Announcer = {
      channelChanged: async () => step(),
      async announce(_, { name }) {
        step();
        announced.add(name);
      },
      drawn: async () => {},
      undrawn: () => [],
    };
    const connector = {
      look: async ({ conversation }: Place) => ({ conversation, title: conversation }),
      prepare: async () => {},
      release: async () => step(),
    } as unknown as Connector;
    const connectors = { teams: connector, slack: connector, webex: connector };
    const audit = new Audit(records, clock);
    await audit.load();
    const legs = new Legs({ records, clock, log: createTestLog(), newId, connectors });
    const channels = new Channels({ records, audit, clock, newId, legs, relay });
    return { channels, following: new Following({ records, clock, legs, channels }), isOver: () => left < 0 };
  }

  /** What the deed has left: who was told, what was written down, which conversations are taken, and what is owed. */
  async function outcome({ id, legs }: ChannelView) {
    const { records } = office;
    const audit = (await records.list('audit')).map(({ body }) => body);
    const claims = (await records.list('claim')).filter(({ body }) => body.channel === id);
    return {
      told: [...announced].map((name) => name.split(' ')[0]),
      acts: audit
        .filter(({ subject }) => subject === id || legs.some((leg) => leg.id === subject))
        .map(({ act }) => act),
      claims: claims.length,
      owed: (await records.get('channel', id))?.body.owed,
    };
  }

  let number = 0;
  for (const { what, before: prepare, deed, act, told, claims, repeated } of deeds) {
    for (const how of repeated ? ['a new start', 'whoever repeats it'] : ['a new start']) {
      it(`${what}: ${how} brings it to its end, however far it got`, async () => {
        let cuts = 0;
        for (let isWhole = false; !isWhole; cuts += 1) {
          number += 1;
          const view = await prepare(await run(), number);
          const before = await outcome(view);
          const { revision } = (await office.records.get('channel', view.id))!;
          announced.clear();
          const cut = await run(cuts);
          await deed(cut, view, number).catch(() => undefined);
          isWhole = !cut.isOver();
          const isDone = (await office.records.get('channel', view.id))!.revision > revision;
          const next = await run();
          if (how === 'a new start') await next.channels.recover();
          // Who has left has nothing to leave any more.
          else await deed(next, view, number).catch((error) => assert.ok(isWhole, error));
          const after = await outcome(view);
          if (isDone || how !== 'a new start')
            assert.deepEqual(
              after,
              { told, acts: [...before.acts, act], claims, owed: undefined },
              `after ${cuts} steps`,
            );
          else assert.deepEqual([after.told, after.acts], [[], before.acts], `after ${cuts} steps`);
        }
        assert.ok(cuts > 4, 'it was cut often');
      });
    }
  }
});
