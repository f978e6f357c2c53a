/** Invitations between companies: a code for one use, with an end, that its maker can take back. */
import { ConflictError, UserError } from '../errors.ts';
import type { NewId } from '../identifiers.ts';
import type { ChannelId, InvitationId, Place } from '../model.ts';
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
import type { Audit } from './audit.ts';
import type { Channels } from './channels.ts';
import { sha256 } from './organizations.ts';

export interface InvitationsParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly channels: Channels;
}

const invitationLasts = days(7);

export class Invitations {
  readonly #parts: InvitationsParts;

  constructor(parts: InvitationsParts) {
    this.#parts = parts;
  }

  /** The code is told this once; only its hash is kept. @throws UserError */
  async invite(
    actor: Actor,
    channel: ChannelId,
  ): Promise<{ invitation: InvitationId; code: string; expiresAt: number }> {
    requireAdministrator(actor);
    const { records, audit, clock, random, newId } = this.#parts;
    await ownChannel(records, actor, channel);
    const id = newId<'invitation'>() satisfies InvitationId;
    const code = `${id}.${random(24).toString('base64url')}`;
    const now = clock.now();
    const expiresAt = now + invitationLasts;
    const invitation: Invitation = {
      id,
      channel,
      from: actor.organization,
      codeHash: sha256(code),
      state: 'open',
      expiresAt,
      createdAt: now,
    };
    await records.put('invitation', id, invitation, 0);
    await audit.append({ organization: actor.organization, actor: actor.name, act: 'invitation.create', subject: id });
    return { invitation: id, code, expiresAt };
  }

  /** What an invited administrator sees before accepting. @throws UserError */
  async look(code: string): Promise<{ from: string; channel: string; expiresAt: number }> {
    const { body } = await this.#open(code);
    const channel = await this.#parts.records.get('channel', body.channel);
    return {
      from: await organizationName(this.#parts.records, body.from),
      channel: channel?.body.name ?? '',
      expiresAt: body.expiresAt,
    };
  }

  /** Joins the actor's conversations to the channel, and uses the invitation up. @throws UserError */
  async accept(actor: Actor, code: string, places: readonly Place[]): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records, audit, channels } = this.#parts;
    const stored = await this.#open(code);
    await this.#write(stored, { ...stored.body, state: 'accepted', acceptedBy: actor.organization });
    try {
      const view = await channels.join(actor, stored.body.channel, places);
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

  async #open(code: string): Promise<Stored<'invitation'>> {
    const stored = await this.#parts.records.get('invitation', code.split('.', 1)[0] ?? '');
    const good =
      stored?.body.codeHash === sha256(code) &&
      stored.body.state === 'open' &&
      stored.body.expiresAt > this.#parts.clock.now();
    if (!stored || !good) throw unusable();
    return stored;
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

/** One answer for unknown, used, revoked and expired: a guesser learns nothing. */
const unusable = (): UserError =>
  new UserError(
    'bad_request',
    'the invitation is unknown, used, revoked or expired',
    'Ask whoever invited you for a new invitation: this one can’t be used any more.',
  );
