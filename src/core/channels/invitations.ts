/**
 * Invitations between companies: a code for one use, with an end, that its maker can take back. An invitation is found by
 * its code's hash, and nowhere kept with it.
 */

import { ConflictError, UserError } from '../errors.ts';
import { invitationGroups, newGroupedCode, readCode } from '../grouped-code.ts';
import { sameHash, sha256 } from '../hash.ts';
import type { ChannelId, InvitationId, OrganizationId, Place } from '../model.ts';
import type { Clock, Random } from '../ports.ts';
import type { Invitation, Records, Stored } from '../records.ts';
import { days } from '../time.ts';
import {
  type Actor,
  type ChannelView,
  notFound,
  organizationName,
  ownChannel,
  requireAdministrator,
} from './access.ts';
import { requireAddress } from './addresses.ts';
import type { Audit } from './audit.ts';
import type { Channels } from './channels.ts';

export interface InvitationsParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly channels: Channels;
  /** Where people find Mio's pages. */
  readonly publicUrl: string;
}

export interface MadeInvitation {
  readonly invitation: InvitationId;
  readonly code: string;
  /** Mio's page for whoever is invited. The code stands where no server sees it: after the `#`. */
  readonly link: string;
  readonly expiresAt: number;
}

/** What whoever has the code is told. */
export interface InvitationPreview {
  /** The organization that invites. */
  readonly from: string;
  readonly channel: string;
  readonly expiresAt: number;
  /** It is for one e-mail address. */
  readonly bound: boolean;
  /** Somebody with that address has signed in: their organization can accept it. */
  readonly proved: boolean;
  /** It can be accepted in Teams. Not where the inviting company is the one whose Teams Mio's bot is in. */
  readonly teams: boolean;
}

const invitationLasts = days(7);

export class Invitations {
  readonly #parts: InvitationsParts;

  constructor(parts: InvitationsParts) {
    this.#parts = parts;
  }

  /** Code and link are told this once; only a hash is kept. @throws UserError */
  async invite(actor: Actor, channel: ChannelId, address?: string): Promise<MadeInvitation> {
    requireAdministrator(actor);
    const bound = address === undefined ? undefined : requireAddress(address);
    const { records, audit, clock, random, publicUrl } = this.#parts;
    await ownChannel(records, actor, channel);
    const code = newGroupedCode(random, invitationGroups);
    const id = idOf(code);
    const now = clock.now();
    const expiresAt = now + invitationLasts;
    const invitation: Invitation = {
      id,
      channel,
      from: actor.organization,
      codeHash: sha256(code),
      ...(bound !== undefined && { address: bound }),
      state: 'open',
      expiresAt,
      createdAt: now,
    };
    await records.put('invitation', id, invitation, 0);
    await audit.append({ organization: actor.organization, actor: actor.name, act: 'invitation.create', subject: id });
    return { invitation: id, code, link: `${publicUrl}/invitation#${code}`, expiresAt };
  }

  /** Those of the actor's organization that can still be accepted, oldest first. */
  async list(actor: Actor): Promise<readonly Invitation[]> {
    const all = await this.#parts.records.list('invitation');
    return all
      .map(({ body }) => body)
      .filter((body) => body.from === actor.organization && this.#isOpen(body))
      .sort((one, other) => one.createdAt - other.createdAt);
  }

  /** The open invitation of a code. @throws UserError where the code is good for nothing */
  async opened(code: string): Promise<Invitation> {
    return (await this.#open(code)).body;
  }

  /**
   * Somebody of that organization has that address, as its directory says. False where it is not the one that the
   * invitation is for. @throws UserError where it is not open any more
   */
  async prove(id: InvitationId, by: { address: string; organization: OrganizationId }): Promise<boolean> {
    const { records, audit } = this.#parts;
    const stored = await records.get('invitation', id);
    if (!stored || !this.#isOpen(stored.body)) throw unusable();
    if (stored.body.address !== by.address || stored.body.from === by.organization) return false;
    await this.#write(stored, { ...stored.body, provedBy: by.organization });
    await audit.append({ organization: by.organization, actor: by.address, act: 'invitation.prove', subject: id });
    return true;
  }

  /** What anybody sees who has the code. @throws UserError */
  async preview(code: string): Promise<InvitationPreview> {
    return await this.#described((await this.#open(code)).body);
  }

  /** What an invited administrator sees before accepting. @throws UserError where the actor may not accept it */
  async look(actor: Actor, code: string): Promise<InvitationPreview> {
    const { body } = await this.#open(code);
    requireInvited(actor, body);
    return await this.#described(body);
  }

  /** Joins the actor's conversations to the channel, and uses the invitation up. @throws UserError */
  async accept(actor: Actor, code: string, places: readonly Place[]): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records, audit, channels } = this.#parts;
    const stored = await this.#open(code);
    requireInvited(actor, stored.body);
    await this.#write(stored, { ...stored.body, state: 'accepted', acceptedBy: actor.organization });
    try {
      const view = await channels.join(actor, stored.body.channel, places, stored.body.from);
      await audit.append({
        organization: actor.organization,
        actor: actor.name,
        act: 'invitation.accept',
        subject: stored.id,
      });
      return view;
    } catch (error) {
      // What stood against it can be mended: the invitation is good for another try.
      await records.put('invitation', stored.id, stored.body, stored.revision + 1);
      throw error;
    }
  }

  /** @throws UserError when it is not the actor's, or not open any more */
  async revoke(actor: Actor, id: InvitationId): Promise<void> {
    requireAdministrator(actor);
    const stored = await this.#parts.records.get('invitation', id);
    if (stored?.body.from !== actor.organization) throw notFound('invitation');
    if (stored.body.state !== 'open') throw unusable();
    await this.#write(stored, { ...stored.body, state: 'revoked' });
    await this.#parts.audit.append({
      organization: actor.organization,
      actor: actor.name,
      act: 'invitation.revoke',
      subject: id,
    });
  }

  async #open(typed: string): Promise<Stored<'invitation'>> {
    const code = readCode(typed);
    const stored = await this.#parts.records.get('invitation', idOf(code));
    if (!stored || !sameHash(stored.body.codeHash, sha256(code)) || !this.#isOpen(stored.body)) throw unusable();
    await this.#requireInviter(stored.body);
    return stored;
  }

  async #described({ from, channel, expiresAt, address, provedBy }: Invitation): Promise<InvitationPreview> {
    const { records } = this.#parts;
    const [stored, connections] = await Promise.all([records.get('channel', channel), records.list('connection')]);
    const ownsTeams = connections.some(({ body }) => body.organization === from && body.platform === 'teams');
    return {
      from: await organizationName(records, from),
      channel: stored?.body.name ?? '',
      expiresAt,
      bound: address !== undefined,
      proved: provedBy !== undefined,
      teams: !ownsTeams,
    };
  }

  #isOpen({ state, expiresAt }: Invitation): boolean {
    return state === 'open' && expiresAt > this.#parts.clock.now();
  }

  /** Whoever left a channel invites nobody into it any more. */
  async #requireInviter({ channel, from }: Invitation): Promise<void> {
    const stored = await this.#parts.records.get('channel', channel);
    if (!stored?.body.legs.some((leg) => leg.organization === from && leg.state !== 'left')) throw unusable();
  }

  async #write(stored: Stored<'invitation'>, body: Invitation): Promise<void> {
    try {
      await this.#parts.records.put('invitation', stored.id, body, stored.revision);
    } catch (error) {
      if (error instanceof ConflictError) throw unusable();
      throw error;
    }
  }
}

/** Where the invitation of a code is kept. Nobody gets from there to the code: it has eighty bits, for a week. */
const idOf = (code: string): InvitationId => sha256(code).slice(0, 32) as InvitationId;

/** One answer for unknown, used, revoked and expired: a guesser learns nothing. */
const unusable = (): UserError =>
  new UserError(
    'bad_request',
    'the invitation is unknown, used, revoked or expired',
    'Ask whoever invited you for a new invitation: this one can’t be used any more.',
    { obstacle: { reason: 'invitation_unusable' } },
  );

/** @throws UserError `invitation_own` or `invitation_other_address` */
function requireInvited(actor: Actor, { from, address, provedBy }: Invitation): void {
  if (from === actor.organization) {
    throw new UserError(
      'conflict',
      'an organization can’t accept its own invitation',
      'Send the invitation to the other company: somebody there must accept it.',
      { obstacle: { reason: 'invitation_own' } },
    );
  }
  if (address === undefined || actor.addresses?.includes(address) || provedBy === actor.organization) return;
  throw new UserError(
    'forbidden',
    'the invitation is for another address',
    'This invitation is for one e-mail address. Have whoever has it sign in on the page of the invitation, or ask for an invitation of your own.',
    { obstacle: { reason: 'invitation_other_address' } },
  );
}
