/**
 * What must be so before a channel can be a leg, once the service user has its roles: the app in the catalog for the
 * tenant; membership, the app and a view of the messages for the team. Each step may be repeated, and each says in words
 * what a person has to do where it fails.
 */
import type { PlaceInfo } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { pause, seconds } from '../../core/time.ts';
import type { Connections } from '../support/connections.ts';
import { forPerson } from '../support/for-person.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { type Graph, graphOrigin } from './api.ts';
import { installInTeam, publish } from './catalog.ts';
import { graphFailure } from './errors.ts';
import { type FactBook, factsOf } from './facts.ts';
import { type ChannelAddress, conversationId, messagesPath, parseConversationId } from './ids.ts';

/** Teams tells of an installation within a moment; the public service address will do if it does not. */
const waitForInstallMs = seconds(10);
const lookEveryMs = 250;
/** A new member can read after a while: directory and team are two systems. */
const membershipTries = 3;
const membershipPauseMs = seconds(2);
const teamsAtOnce = 4;

interface Team {
  readonly id: string;
  readonly displayName?: string | null;
  readonly isArchived?: boolean | null;
}

interface Channel {
  readonly id: string;
  readonly displayName?: string | null;
  readonly membershipType?: string | null;
  readonly isArchived?: boolean | null;
}

export interface Installer {
  establish(connection: Connection): Promise<void>;
  places(connection: Connection): Promise<readonly PlaceInfo[]>;
  /** Everything but the subscription. */
  join(connection: Connection, place: Place): Promise<void>;
}

export function createInstaller(
  parts: Pick<ConnectorParts, 'clock' | 'publicUrl'> & { readonly appId: string },
  graph: Graph,
  connections: Connections,
  facts: FactBook,
): Installer {
  async function channelsOf(connection: Connection, team: Team): Promise<PlaceInfo[]> {
    const found: PlaceInfo[] = [];
    const headers = { prefer: 'include-unknown-enum-members' };
    const call = { path: `/teams/${team.id}/channels`, headers, operation: 'list channels' };
    for await (const page of graph.pages<Channel>(connection, call)) {
      for (const channel of page) {
        const obstacle = obstacleOf(team, channel);
        found.push({
          conversation: conversationId({ team: team.id, channel: channel.id }),
          title: titleOf(team, channel),
          ...(obstacle === undefined ? {} : { obstacle }),
        });
      }
    }
    return found;
  }

  /** Through the group: the permissions that Mio asks for do not cover adding to the team itself. */
  async function joinTeam(connection: Connection, team: string): Promise<void> {
    const { serviceUser } = factsOf(connection);
    const operation = 'join team';
    const response = await graph.call(connection, {
      method: 'POST',
      path: `/groups/${team}/members/$ref`,
      body: { '@odata.id': `${graphOrigin}/v1.0/directoryObjects/${serviceUser}` },
      alsoFine: 400,
      operation,
    });
    const isMember = response.status !== 400 || response.body.includes('already exist');
    if (!isMember) throw graphFailure(response, operation, 'repeatable', parts.clock.now());
  }

  async function probe(connection: Connection, address: ChannelAddress): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await graph.call(connection, { path: `${messagesPath(address)}?$top=1`, operation: 'probe channel' });
        return;
      } catch (error) {
        const notYet = error instanceof DeliveryError && error.failure === 'refused' && attempt < membershipTries;
        if (!notYet) throw error;
        await pause(parts.clock, membershipPauseMs);
      }
    }
  }

  async function waitForServiceUrl(connection: Connection, team: string): Promise<void> {
    const until = parts.clock.now() + waitForInstallMs;
    while (parts.clock.now() < until) {
      const known = factsOf((await connections.byId(connection.id)) ?? connection).serviceUrls?.[team];
      if (known !== undefined) return;
      await pause(parts.clock, lookEveryMs);
    }
  }

  return {
    async establish(connection) {
      await forPerson(async () => {
        const { catalogId } = await publish(graph, connection, parts);
        await facts.learn(connection, (known) => (known.catalogId === catalogId ? known : { ...known, catalogId }));
      });
    },

    async places(connection) {
      const teams: Team[] = [];
      for await (const page of graph.pages<Team>(connection, { path: '/teams', operation: 'list teams' }))
        teams.push(...page);
      const found: PlaceInfo[] = [];
      for (let first = 0; first < teams.length; first += teamsAtOnce) {
        const some = teams.slice(first, first + teamsAtOnce);
        found.push(...(await Promise.all(some.map((team) => channelsOf(connection, team)))).flat());
      }
      return found.sort((a, b) => a.title.localeCompare(b.title));
    },

    async join(connection, place) {
      const address = parseConversationId(place.conversation);
      await forPerson(async () => {
        await joinTeam(connection, address.team);
        const isNew = await installInTeam(graph, connection, address.team, parts.appId);
        await probe(connection, address);
        if (isNew) await waitForServiceUrl(connection, address.team);
      });
    },
  };
}

/** As a person would say it: `Operations / Incidents`. */
export const titleOf = (team: Team, channel: Channel): string =>
  `${team.displayName ?? team.id} / ${channel.displayName ?? channel.id}`;

export function obstacleOf(team: Team, channel: Channel): string | undefined {
  if (team.isArchived || channel.isArchived) return 'It is archived: nobody can write in it.';
  if (channel.membershipType === 'private') {
    return 'It is a private channel, which Teams does not let Mio join. Choose a standard channel of the team.';
  }
  if (channel.membershipType === 'shared' || channel.membershipType === 'unknownFutureValue') {
    return 'It is a shared channel: Teams does not tell Mio of its messages. Choose a standard channel of the team.';
  }
  return undefined;
}
