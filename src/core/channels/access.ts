/**
 * Who acts, and what they may touch. Portal, bot and API work through an actor of one organization: everything that
 * belongs to another organization is "not found", as if it did not exist.
 */
import { UserError } from '../errors.ts';
import type { ChannelId, ConnectionId, LegId, OrganizationId, Platform } from '../model.ts';
import type { Connection, Leg, Records, Stored, UniversalChannel } from '../records.ts';

export interface Actor {
  readonly organization: OrganizationId;
  readonly role: 'administrator' | 'member';
  /** For the audit log: who it is, as their organization knows them. */
  readonly name: string;
  /** Their e-mail addresses, lower case, by their organization's directory; missing for a key, which has none. */
  readonly addresses?: readonly string[];
}

/** @throws UserError forbidden */
export function requireAdministrator(actor: Actor): void {
  if (actor.role === 'administrator') return;
  throw new UserError(
    'forbidden',
    `a ${actor.role} may not do this`,
    'Ask an administrator of your organization to do this.',
    { obstacle: { reason: 'not_administrator' } },
  );
}

export const notFound = (what: string): UserError =>
  new UserError(
    'not_found',
    `no such ${what} for this organization`,
    `Look at the list of your ${what}s: this one is not there.`,
    { obstacle: { reason: 'not_found' } },
  );

/** @throws UserError not_found */
export async function ownConnection(records: Records, actor: Actor, id: ConnectionId): Promise<Connection> {
  const stored = await records.get('connection', id);
  if (stored?.body.organization !== actor.organization) throw notFound('connection');
  return stored.body;
}

/** A channel in which the actor's organization takes part. @throws UserError not_found */
export async function ownChannel(records: Records, actor: Actor, id: ChannelId): Promise<Stored<'channel'>> {
  const stored = await records.get('channel', id);
  if (!stored || !takesPart(stored.body, actor.organization)) throw notFound('channel');
  return stored;
}

/** Whoever left takes no part any more, whoever made the channel as well: it is of those who stayed. */
export const takesPart = (channel: UniversalChannel, organization: OrganizationId): boolean =>
  channel.legs.some((leg) => leg.state !== 'left' && leg.organization === organization);

/** What one organization sees of a channel: its own legs, and of its partners no more than their names. */
export interface ChannelView {
  readonly id: ChannelId;
  readonly name: string;
  readonly state: UniversalChannel['state'];
  readonly hosted: boolean;
  readonly legs: readonly OwnLegView[];
  readonly partners: readonly PartnerView[];
}

export interface OwnLegView {
  readonly id: LegId;
  readonly platform: Platform;
  readonly title: string;
  readonly connection: ConnectionId;
  readonly conversation: Leg['conversation'];
  /** The conversation is archived: nothing crosses there until that is undone. */
  readonly suspended?: true;
  /** The platform does not let Mio read it any more: what somebody can do about that. */
  readonly unheard?: string;
  /** Messages from the other legs may notify everyone there. */
  readonly everyone?: true;
  /** The other legs are told who joins there, who leaves, and what it is called. */
  readonly notices?: true;
  /** Where a message of another leg was deleted, a line stays that says so. */
  readonly tombstones?: true;
}

export interface PartnerView {
  readonly organization: string;
  readonly platform: Platform;
}

export async function viewFor(
  records: Records,
  channel: UniversalChannel,
  organization: OrganizationId,
): Promise<ChannelView> {
  const legs: OwnLegView[] = [];
  const partners: PartnerView[] = [];
  for (const leg of channel.legs) {
    if (leg.state === 'left') continue;
    if (leg.organization === organization) {
      const { id, platform, title, connection, conversation } = leg;
      legs.push({
        id,
        platform,
        title,
        connection,
        conversation,
        ...(leg.state === 'suspended' && { suspended: true }),
        ...(leg.everyone && { everyone: true }),
        ...(leg.notices && { notices: true }),
        ...(leg.tombstones && { tombstones: true }),
      });
    } else partners.push({ organization: await organizationName(records, leg.organization), platform: leg.platform });
  }
  return {
    id: channel.id,
    name: channel.name,
    state: channel.state,
    hosted: channel.host === organization,
    legs,
    partners,
  };
}

export async function organizationName(records: Records, id: OrganizationId): Promise<string> {
  return (await records.get('organization', id))?.body.name ?? 'another organization';
}
