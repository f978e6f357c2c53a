/**
 * The use cases on a real store, with a company whose directory and conversations a test writes down. Nothing is relayed:
 * what would have been announced is kept.
 */
import { randomBytes } from 'node:crypto';
import { Changes } from '../../../src/core/bot/changes.ts';
import { createChannelUseCases } from '../../../src/core/bot/channels.ts';
import { Rights } from '../../../src/core/bot/rights.ts';
import type { DirectoryChannel, TeamsDirectory } from '../../../src/core/bot/teams-directory.ts';
import type { ChannelUseCases } from '../../../src/core/bot/use-cases.ts';
import { type Announcer, Channels } from '../../../src/core/channels/channels.ts';
import { Following } from '../../../src/core/channels/following.ts';
import { Invitations } from '../../../src/core/channels/invitations.ts';
import { Legs } from '../../../src/core/channels/legs.ts';
import type { Connector, Membership } from '../../../src/core/connector.ts';
import { createIds } from '../../../src/core/identifiers.ts';
import type {
  ConnectionId,
  ConversationId,
  OrganizationId,
  PersonId,
  Place,
  Platform,
} from '../../../src/core/model.ts';
import type { Connection } from '../../../src/core/records.ts';
import type { Speaker } from '../../../src/core/speaker.ts';
import { createTestLog } from '../../support/log.ts';
import { type Office, openOffice } from '../channels/support.ts';

export interface Company {
  readonly tenant: string;
  readonly organization: OrganizationId;
  readonly teams: Connection;
  readonly slack: Connection;
}

export interface ChannelsWorld {
  readonly office: Office;
  readonly useCases: ChannelUseCases;
  readonly channels: Channels;
  readonly invitations: Invitations;
  /** Everything that was asked of the directory, by the names of its methods. */
  readonly asked: string[];
  /** People: who they are, and what they may do. */
  readonly owners: Map<string, Set<string>>;
  readonly administrators: Set<string>;
  readonly addresses: Map<string, readonly string[]>;
  readonly announced: string[];
  /** How Slack answers who is in a channel. */
  memberships: () => Promise<Membership>;
  company(name: string): Promise<Company>;
  speaker(company: Company, person: string): Speaker;
  channelOf(company: Company, team: string, name?: string): Place;
  close(): Promise<void>;
}

/** Not the form of any platform: nobody but the directory takes it apart. */
const conversation = (team: string, name: string) => `${team}#${name}` as ConversationId;

export async function openChannelsWorld(): Promise<ChannelsWorld> {
  const office = await openOffice();
  const { records, audit, clock } = office;
  const log = createTestLog();
  const random = (bytes: number) => randomBytes(bytes);
  const newId = createIds(clock, random);
  const asked: string[] = [];
  const owners = new Map<string, Set<string>>();
  const administrators = new Set<string>();
  const addresses = new Map<string, readonly string[]>();
  const announced: string[] = [];

  const connector = (platform: Platform): Connector => {
    const used: Partial<Connector> = {
      platform,
      health: () => ({ state: 'connected' }),
      look: async (place) => ({ conversation: place.conversation, title: place.conversation }),
      titleFor: (title) => title,
      create: async (_, title) => ({ conversation: title as ConversationId, title }),
      places: async () => [{ conversation: 'incidents' as ConversationId, title: 'incidents' }],
      prepare: async () => {},
      release: async () => {},
      members: () => world.memberships(),
    };
    return used as Connector;
  };
  const connectors = { teams: connector('teams'), slack: connector('slack'), webex: connector('webex') };
  const relay: Announcer = {
    channelChanged: async () => {},
    announce: async (_, { name }) => void announced.push(name),
    drawn: async () => {},
    undrawn: () => [],
  };
  const note = <Answer>(what: string, answer: Answer): Promise<Answer> => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const directory: TeamsDirectory = {
    addressOf(id) {
      const [team, channel] = id.split('#');
      return team && channel ? { team, channel } : undefined;
    },
    serviceUserOf: () => 'mio' as PersonId,
    published: () => true,
    person: (_, person) => note('person', { name: person, addresses: addresses.get(person) ?? [] }),
    standing: (_, person) =>
      note('standing', { administrator: administrators.has(person), groups: new Set(owners.keys()) }),
    owns: (_, person, team) => note('owns', owners.get(team)?.has(person) ?? false),
    membershipByRule: () => note('membershipByRule', false),
    team: (_, id) => note('team', { id, name: id, archived: false }),
    channel: (_, { team, channel }) =>
      note<DirectoryChannel>('channel', {
        conversation: conversation(team, channel),
        name: channel,
        kind: 'standard',
        archived: false,
      }),
    joinedTeams: () =>
      note(
        'joinedTeams',
        [...owners.keys()].map((id) => ({ id, name: id, archived: false })),
      ),
    channels: () => note('channels', []),
  };

  const legs = new Legs({ records, clock, log, newId, connectors });
  const channels = new Channels({ records, audit, clock, newId, legs, relay });
  const invitations = new Invitations({ records, audit, clock, random, channels, publicUrl: 'https://mio.example' });
  const following = new Following({ records, clock, legs, channels });
  const changes = new Changes({ records, store: office.relay, clock, log, directory, following });
  const useCases = createChannelUseCases({
    records,
    clock,
    log,
    connectors,
    directory,
    rights: new Rights({ records, clock, directory }),
    legs,
    channels,
    invitations,
    changes,
  });

  async function connect(organization: OrganizationId, platform: Platform, account: string): Promise<Connection> {
    const id = newId<'connection'>() satisfies ConnectionId;
    const connection: Connection = {
      id,
      organization,
      platform,
      account,
      name: account,
      installer: 'somebody',
      facts: {},
      createdAt: clock.now(),
    };
    await records.put('connection', id, connection, 0);
    await records.put('installation', `account ${platform} ${account}`, { value: id }, 0);
    return connection;
  }

  const world: ChannelsWorld = {
    office,
    useCases,
    channels,
    invitations,
    asked,
    owners,
    administrators,
    addresses,
    announced,
    memberships: async () => ({ count: 0, names: [] }),
    async company(name) {
      const { organization } = await office.organizations.create(name);
      const tenant = `tenant-of-${name.toLowerCase()}`;
      const teams = await connect(organization.id, 'teams', tenant);
      return { tenant, organization: organization.id, teams, slack: await connect(organization.id, 'slack', name) };
    },
    speaker: ({ tenant }, person) => ({ tenant, person: person as PersonId, name: person, language: 'en' }),
    channelOf: ({ teams }, team, name = 'general') => ({
      connection: teams.id,
      conversation: conversation(team, name),
    }),
    close: () => office.close(),
  };
  return world;
}
