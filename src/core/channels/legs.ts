/**
 * Conversations on their way to being legs: looked at, made ready, and claimed, so that none is ever in two universal
 * channels; and given back when they leave.
 */

import type { Connector, PlaceInfo } from '../connector.ts';
import { ConflictError, UserError } from '../errors.ts';
import type { NewId } from '../identifiers.ts';
import {
  type ChannelId,
  type ConnectionId,
  type LegId,
  type OrganizationId,
  type Place,
  type Platform,
  platformNames,
} from '../model.ts';
import { asked } from '../obstacles.ts';
import type { Clock, Log } from '../ports.ts';
import { type Connection, claimId, type Leg, type Records, type Stored, type UniversalChannel } from '../records.ts';
import { type Actor, ownConnection } from './access.ts';

export interface LegsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: NewId;
  readonly connectors: Readonly<Record<Platform, Connector>>;
}

/** A conversation that is made on the spot, once everything before it is claimed. */
export interface NewPlace {
  readonly connection: ConnectionId;
  readonly title: string;
}

export class Legs {
  readonly #parts: LegsParts;
  /** Claimed by who is at it now, and in no channel's record yet. */
  readonly #making = new Set<LegId>();

  constructor(parts: LegsParts) {
    this.#parts = parts;
  }

  /**
   * Makes the conversations ready and claims them, one after the other, and has them kept in their channel's record.
   * Whatever stands against one of them, nothing is left half claimed. Until they are kept they are nobody else's, not
   * even a second time for the same channel.
   * @throws UserError with what stands against one of them
   */
  async make(
    actor: Actor,
    channel: ChannelId,
    places: readonly (Place | NewPlace)[],
    keep: (legs: readonly Leg[]) => Promise<unknown>,
    invitedBy?: OrganizationId,
  ): Promise<void> {
    const making: LegId[] = [];
    const begin = ({ id }: Leg) => {
      making.push(id);
      this.#making.add(id);
    };
    try {
      await keep(await this.#claimAll(actor, channel, places, begin, invitedBy));
    } finally {
      for (const id of making) this.#making.delete(id);
    }
  }

  async #claimAll(
    actor: Actor,
    channel: ChannelId,
    places: readonly (Place | NewPlace)[],
    begin: (leg: Leg) => void,
    invitedBy: OrganizationId | undefined,
  ): Promise<readonly Leg[]> {
    const legs: Leg[] = [];
    try {
      for (const wanted of places) {
        const connection = await ownConnection(this.#parts.records, actor, wanted.connection);
        await asked(platformNames[connection.platform], async () => {
          const leg = this.#legOf(connection, await this.#infoOf(connection, wanted), invitedBy);
          begin(leg);
          await this.claim(leg, channel);
          legs.push(leg);
          await this.#parts.connectors[leg.platform].prepare(leg);
        });
      }
      return legs;
    } catch (error) {
      for (const leg of legs) await this.release(leg);
      throw error;
    }
  }

  /** Claims and makes ready again what was a leg before. @throws UserError */
  async resume(leg: Leg, channel: ChannelId): Promise<void> {
    await this.claim(leg, channel);
    await this.#parts.connectors[leg.platform].prepare(leg);
  }

  /** @throws UserError `already_linked` */
  async claim(leg: Leg, channel: ChannelId): Promise<void> {
    const { records } = this.#parts;
    const id = claimId(leg.platform, leg.conversation);
    const held = await records.get('claim', id);
    if (held && held.body.leg !== leg.id && (this.#making.has(held.body.leg) || (await this.#holder(held))))
      throw taken(leg);
    try {
      await records.put('claim', id, { channel, leg: leg.id }, held?.revision ?? 0);
    } catch (error) {
      if (error instanceof ConflictError) throw taken(leg);
      throw error;
    }
  }

  /** The universal channel that a conversation belongs to; undefined where it is free. */
  async holderOf(platform: Platform, conversation: Place['conversation']): Promise<UniversalChannel | undefined> {
    const held = await this.#parts.records.get('claim', claimId(platform, conversation));
    return held && (await this.#holder(held));
  }

  /** Gives a conversation back, unless another leg has it by now. May be repeated. */
  async release(leg: Leg): Promise<void> {
    const { records, connectors, log } = this.#parts;
    const held = await records.get('claim', claimId(leg.platform, leg.conversation));
    if (held && held.body.leg !== leg.id) return;
    if (held) await records.remove('claim', held.id, held.revision);
    // What can't be undone over there (a platform that is down) must not keep anybody from leaving.
    await connectors[leg.platform]
      .release(leg)
      .catch((err) => log.warn({ leg: leg.id, err }, 'a leg could not be released at its platform'));
  }

  async #infoOf({ platform }: Connection, wanted: Place | NewPlace): Promise<PlaceInfo> {
    const connector = this.#parts.connectors[platform];
    if ('title' in wanted) {
      if (!connector.create) throw uncreatable(platform);
      return await connector.create(wanted.connection, wanted.title);
    }
    const info = await connector.look(wanted);
    if (!info) throw gone(platform);
    if (info.obstacle === undefined) return info;
    throw new UserError('failed_dependency', 'the conversation can’t become a leg', info.obstacle, {
      obstacle: { reason: 'place_unusable', subject: info.title },
    });
  }

  #legOf(connection: Connection, { conversation, title }: PlaceInfo, invitedBy: OrganizationId | undefined): Leg {
    const { id, organization, platform } = connection;
    return {
      id: this.#parts.newId<'leg'>(),
      organization,
      connection: id,
      conversation,
      platform,
      title,
      state: 'active',
      joinedAt: this.#parts.clock.now(),
      ...(invitedBy && { invitedBy }),
    };
  }

  /** A claim without its leg was left by a stop in the middle. */
  async #holder({ body }: Stored<'claim'>): Promise<UniversalChannel | undefined> {
    const channel = await this.#parts.records.get('channel', body.channel);
    return channel?.body.legs.some((leg) => leg.id === body.leg && leg.state !== 'left') ? channel.body : undefined;
  }
}

const taken = (leg: Leg): UserError =>
  new UserError(
    'conflict',
    'the conversation is a leg already',
    `“${leg.title}” belongs to a universal channel already. Leave that one first, or choose another conversation.`,
    { obstacle: { reason: 'already_linked', subject: leg.title } },
  );

const gone = (platform: Platform): UserError =>
  new UserError(
    'not_found',
    'no such conversation on that connection',
    `Choose one of the conversations that ${platformNames[platform]} shows to Mio.`,
    { obstacle: { reason: 'place_gone', subject: platformNames[platform] } },
  );

const uncreatable = (platform: Platform): UserError =>
  new UserError(
    'failed_dependency',
    'Mio makes no conversations on this platform',
    `Make it in ${platformNames[platform]} and choose it.`,
    { obstacle: { reason: 'creation_unsupported', subject: platformNames[platform] } },
  );
