/** What the bot can have done with universal channels: each use case, behind the check of who asks for it. */
import { type ChannelView, viewFor } from '../channels/access.ts';
import type { Channels } from '../channels/channels.ts';
import { withHearing } from '../channels/hearing.ts';
import type { Invitations } from '../channels/invitations.ts';
import type { Legs } from '../channels/legs.ts';
import type { Connector } from '../connector.ts';
import type { ChannelId, InvitationId, Place, Platform } from '../model.ts';
import { hindered } from '../obstacles.ts';
import type { Clock, Log } from '../ports.ts';
import type { Invitation, Records, UniversalChannel } from '../records.ts';
import type { Speaker } from '../speaker.ts';
import type { Changes } from './changes.ts';
import { Choices } from './choices.ts';
import { Members } from './members.ts';
import { lookAtPlace, lookAtSource, preflight } from './preflight.ts';
import type { Rights, Seat } from './rights.ts';
import type { TeamsDirectory } from './teams-directory.ts';
import type { ChannelDraft, ChannelUseCases, CreatedChannel, NewInvitation, OpenInvitation } from './use-cases.ts';

export interface ChannelUseCasesParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly directory: TeamsDirectory;
  readonly rights: Rights;
  readonly legs: Legs;
  readonly channels: Channels;
  readonly invitations: Invitations;
  readonly changes: Pick<Changes, 'take'>;
}

export function createChannelUseCases(parts: ChannelUseCasesParts): ChannelUseCases {
  const { records, rights, channels, invitations, changes } = parts;
  const choices = new Choices(parts);
  const members = new Members(parts);
  const looking = { ...parts, choices };

  /** A channel that the speaker may see. @throws UserError `not_found` */
  async function seen(speaker: Speaker, id: ChannelId): Promise<{ seat: Seat; channel: UniversalChannel }> {
    const seat = await rights.seat(speaker);
    const stored = await records.get('channel', id);
    if (stored && (await rights.sees(seat, stored.body))) return { seat, channel: stored.body };
    throw hindered({ reason: 'not_found' });
  }

  async function actorIn(speaker: Speaker, id: ChannelId, whole?: boolean) {
    const { seat, channel } = await seen(speaker, id);
    return await rights.actorIn(seat, channel, whole);
  }

  /** @throws UserError `not_found` where it is another organization's, or nobody's */
  async function ownInvitation({ connection }: Seat, id: InvitationId): Promise<Invitation> {
    const stored = await records.get('invitation', id);
    if (stored?.body.from === connection.organization) return stored.body;
    throw hindered({ reason: 'not_found' });
  }

  async function channelOf(invitation: Invitation): Promise<UniversalChannel | undefined> {
    return (await records.get('channel', invitation.channel))?.body;
  }

  async function madeInvitation(view: ChannelView, actor: Parameters<Invitations['invite']>[0], address?: string) {
    const { invitation, code, link, expiresAt } = await invitations.invite(actor, view.id, address);
    const bound = address?.trim().toLowerCase();
    return { id: invitation, channel: view.name, code, link, expiresAt, ...(bound && { address: bound }) };
  }

  /** A channel and the invitation into it: both, or neither. */
  async function createAndInvite(
    actor: Parameters<Invitations['invite']>[0],
    draft: ChannelDraft,
    address: string | undefined,
  ): Promise<CreatedChannel> {
    const channel = await channels.create(actor, draft.name, [draft.source]);
    try {
      return { channel, invitation: await madeInvitation(channel, actor, address) };
    } catch (error) {
      await channels.leave(actor, channel.id);
      throw error;
    }
  }

  /** Who may bring a conversation in that is there already: for Teams, whoever governs the team; elsewhere, an administrator. */
  async function acceptor(speaker: Speaker, place: Place) {
    const seat = await rights.seat(speaker);
    const { platform } = await choices.otherConnection(seat, place.connection);
    if (platform !== 'teams') return { seat, platform, actor: await rights.administrator(seat) };
    if (place.connection !== seat.connection.id) throw hindered({ reason: 'not_found' });
    return { seat, platform, actor: await rights.actorFor(seat, place.conversation) };
  }

  return {
    teams: (speaker) => choices.teams(speaker),
    channels: (speaker, team) => choices.channels(speaker, team),
    connections: (speaker) => choices.connections(speaker),
    places: (speaker, connection) => choices.places(speaker, connection),

    preflight: async (speaker, draft) => await preflight(looking, await rights.seat(speaker), draft),

    async create(speaker, draft) {
      const seat = await rights.seat(speaker);
      const { obstacles } = await preflight(looking, seat, draft);
      if (obstacles[0]) throw hindered(obstacles[0]);
      const { other } = draft;
      const actor =
        other.is === 'place'
          ? await rights.administrator(seat)
          : await rights.actorFor(seat, draft.source.conversation);
      if (other.is === 'invitation') return await createAndInvite(actor, draft, other.address);
      const places = [draft.source, other.is === 'place' ? other.place : other];
      return { channel: await channels.create(actor, draft.name, places) };
    },

    async invite(speaker, id, address): Promise<NewInvitation> {
      const { seat, channel } = await seen(speaker, id);
      const actor = await rights.actorIn(seat, channel);
      return await madeInvitation(await viewFor(records, channel, actor.organization), actor, address);
    },

    async invitations(speaker): Promise<readonly OpenInvitation[]> {
      const seat = await rights.seat(speaker);
      const own: OpenInvitation[] = [];
      for (const invitation of await invitations.list(rights.member(seat))) {
        const channel = await channelOf(invitation);
        if (!channel || !(await rights.governsIn(seat, channel))) continue;
        const { id, expiresAt, address } = invitation;
        own.push({ id, channel: channel.name, expiresAt, ...(address !== undefined && { address }) });
      }
      return own;
    },

    async revoke(speaker, id) {
      const seat = await rights.seat(speaker);
      const channel = await channelOf(await ownInvitation(seat, id));
      if (!channel) throw hindered({ reason: 'not_found' });
      await invitations.revoke(await rights.actorIn(seat, channel), id);
    },

    async look(speaker, code) {
      return await invitations.look(await rights.addressee(await rights.seat(speaker)), code);
    },

    async accept(speaker, code, place) {
      const { seat, platform, actor } = await acceptor(speaker, place);
      const { obstacles } =
        platform === 'teams' ? await lookAtSource(looking, seat, place) : await lookAtPlace(looking, platform, place);
      if (obstacles[0]) throw hindered(obstacles[0]);
      return await invitations.accept(actor, code, [place]);
    },

    pause: async (speaker, id) => await channels.pause(await actorIn(speaker, id), id),
    resume: async (speaker, id) => await channels.resume(await actorIn(speaker, id), id),
    leave: async (speaker, id) => await channels.leave(await actorIn(speaker, id, true), id),

    async mine(speaker) {
      const seat = await rights.seat(speaker);
      const own: ChannelView[] = [];
      for (const { body } of await records.list('channel')) {
        if (!(await rights.sees(seat, body))) continue;
        own.push(withHearing(parts.connectors, await viewFor(records, body, seat.connection.organization)));
      }
      return own;
    },

    async at(speaker, conversation) {
      const view = await channels.at(rights.member(await rights.seat(speaker)), 'teams', conversation);
      return view && withHearing(parts.connectors, view);
    },

    async members(speaker, id) {
      const { seat, channel } = await seen(speaker, id);
      return await members.of(channel, seat);
    },

    find: async (speaker, text) => await members.find(await rights.seat(speaker), text),

    async changed(change) {
      const connection = await rights.connectionOf(change.tenant);
      if (connection) await changes.take(connection, change);
    },
  };
}
