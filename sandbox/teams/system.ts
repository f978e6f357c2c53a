/**
 * What Teams says in a channel by itself: who was added to a team or taken out stands in its General channel, a new name
 * in the channel that has it. Page "eventMessageDetail resource type" and those of its kinds.
 */
import type { StoredTeam } from './members.ts';
import type { TeamsEvent } from './world.ts';

export interface SystemEvent {
  readonly kind: 'membersAdded' | 'membersDeleted' | 'channelRenamed';
  /** Object ids. */
  readonly by: string;
  readonly members: readonly string[];
  /** `channelRenamed`: from now on. */
  readonly name: string | null;
}

interface Noted {
  readonly team: string;
  readonly channel: string;
  readonly event: SystemEvent;
}

/** Undefined where Teams says nothing. */
export function notedOf(event: TeamsEvent, teamOf: (id: string) => StoredTeam | undefined): Noted | undefined {
  switch (event.kind) {
    case 'memberAdded':
    case 'memberRemoved': {
      const general = teamOf(event.team)?.channels[0]?.id;
      if (general === undefined) return undefined;
      const kind = event.kind === 'memberAdded' ? 'membersAdded' : 'membersDeleted';
      const { team, user, by = user } = event;
      return { team, channel: general, event: { kind, by, members: [user], name: null } };
    }
    case 'channelChanged': {
      const { change, team, channel, by } = event;
      if (change !== 'Renamed') return undefined;
      const renamed: SystemEvent = { kind: 'channelRenamed', by, members: [], name: channel.name };
      return { team: team.id, channel: channel.id, event: renamed };
    }
    default:
      return undefined;
  }
}

type Resource = Readonly<Record<string, unknown>>;

/** Names are left out: whoever needs one asks for the user. */
export function eventDetail({ kind, by, members, name }: SystemEvent, channel: string): Resource {
  const identity = (id: string) => ({ id, displayName: null, userIdentityType: 'aadUser' });
  const about =
    kind === 'channelRenamed'
      ? { channelId: channel, channelDisplayName: name }
      : {
          ...(kind === 'membersAdded' ? { visibleHistoryStartDateTime: '0001-01-01T00:00:00Z' } : {}),
          members: members.map(identity),
        };
  return {
    '@odata.type': `#microsoft.graph.${kind}EventMessageDetail`,
    ...about,
    initiator: { application: null, device: null, user: identity(by) },
  };
}
