/**
 * Universal channels: made by someone with the right on their side, joined by someone with the right on the other, and
 * left by each at any time. Nothing crosses between organizations that did not join this way.
 */
import type { Connector } from '../connector.ts';
import { ConflictError, UserError } from '../errors.ts';
import type { NewId } from '../identifiers.ts';
import type { ChannelId, LegId, MessageId, Place, Platform } from '../model.ts';
import { platformNames } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import type { Leg, Records, Stored, UniversalChannel } from '../records.ts';
import { activeLegs } from '../relay/directory.ts';
import type { Notice } from '../relay/relay.ts';
import { seconds } from '../time.ts';
import {
  type Actor,
  type ChannelView,
  organizationName,
  ownChannel,
  ownConnection,
  requireAdministrator,
  takesPart,
  viewFor,
} from './access.ts';
import type { Audit } from './audit.ts';
import { connectedNotice, leftNotice, type NamedLeg, pausedNotice, resumedNotice } from './notices.ts';

/** The relay, as the use cases see it. */
export interface Announcer {
  channelChanged(channel: UniversalChannel): Promise<void>;
  announce(channel: ChannelId, notice: Notice): Promise<void>;
  /** Resolves when every leg's line is drawn, or after `ms`. */
  drawn(channel: ChannelId, ms: number): Promise<void>;
  /** The names of the notices that legs of the channel still wait for. */
  undrawn(channel: ChannelId): readonly string[];
}

export interface ChannelsParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: NewId;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly relay: Announcer;
}

/** Whoever made, joined or resumed a channel is answered once messages flow, unless a platform takes longer than this. */
const introductionTakes = seconds(10);

export class Channels {
  readonly #parts: ChannelsParts;

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
  }

  /** Makes a channel of one or more conversations of the actor's own. @throws UserError with what stands against it */
  async create(actor: Actor, name: string, places: readonly Place[]): Promise<ChannelView> {
    requireAdministrator(actor);
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > 100) {
      throw new UserError(
        'bad_request',
        'channel name empty or too long',
        'Give the channel a name of 1 to 100 characters.',
      );
    }
    if (places.length === 0)
      throw new UserError('bad_request', 'no places given', 'Choose at least one conversation of your own.');
    const { clock, newId, records, audit } = this.#parts;
    const id = newId<'channel'>() satisfies ChannelId;
    const legs = await this.#makeLegs(actor, id, places);
    const channel: UniversalChannel = withLines(
      { id, name: trimmed, host: actor.organization, legs, state: 'active', createdAt: clock.now() },
      legs,
    );
    await records.put('channel', id, channel, 0);
    await audit.append({ organization: actor.organization, actor: actor.name, act: 'channel.create', subject: id });
    await this.#introduce(channel, legs);
    return await viewFor(records, channel, actor.organization);
  }

  /** Adds conversations of the actor's own to a channel. The right to do so is checked by the caller (an invitation). */
  async join(actor: Actor, id: ChannelId, places: readonly Place[]): Promise<ChannelView> {
    requireAdministrator(actor);
    if (places.length === 0)
      throw new UserError('bad_request', 'no places given', 'Choose at least one conversation of your own.');
    const legs = await this.#makeLegs(actor, id, places);
    const channel = await this.#change(id, (current) =>
      withLines({ ...current, legs: [...current.legs, ...legs] }, legs),
    );
    await this.#parts.audit.append({
      organization: actor.organization,
      actor: actor.name,
      act: 'channel.join',
      subject: id,
    });
    await this.#introduce(channel, legs);
    return await viewFor(this.#parts.records, channel, actor.organization);
  }

  async pause(actor: Actor, id: ChannelId): Promise<ChannelView> {
    return await this.#switch(actor, id, 'paused', pausedNotice);
  }

  /** Draws a new line in every leg: what was written during the pause stays where it was written. */
  async resume(actor: Actor, id: ChannelId): Promise<ChannelView> {
    return await this.#switch(actor, id, 'active', resumedNotice);
  }

  /** Takes the actor's own legs out. The others are told, and stay connected with one another. @throws UserError */
  async leave(actor: Actor, id: ChannelId, only?: LegId): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records, audit, relay } = this.#parts;
    const { body } = await ownChannel(records, actor, id);
    const leaving = activeLegs(body).filter(
      (leg) => leg.organization === actor.organization && (!only || leg.id === only),
    );
    if (leaving.length === 0)
      throw new UserError(
        'not_found',
        'no active leg to take out',
        'Your organization has no conversation in this channel any more.',
      );
    const ids = new Set(leaving.map((leg) => leg.id));
    const channel = await this.#change(id, (current) => ({
      ...current,
      legs: current.legs.map((leg) => (ids.has(leg.id) ? { ...leg, state: 'left' } : leg)),
    }));
    await relay.channelChanged(channel);
    const remaining = activeLegs(channel).length;
    for (const leg of leaving) {
      await this.#release(leg);
      if (remaining > 0)
        await relay.announce(id, { name: `left ${leg.id}`, content: leftNotice(await this.#named(leg), remaining) });
    }
    await audit.append({ organization: actor.organization, actor: actor.name, act: 'channel.leave', subject: id });
    return await viewFor(records, channel, actor.organization);
  }

  async list(actor: Actor): Promise<readonly ChannelView[]> {
    const all = await this.#parts.records.list('channel');
    const own = all.filter(({ body }) => takesPart(body, actor.organization));
    return await Promise.all(own.map(({ body }) => viewFor(this.#parts.records, body, actor.organization)));
  }

  async view(actor: Actor, id: ChannelId): Promise<ChannelView> {
    const { body } = await ownChannel(this.#parts.records, actor, id);
    return await viewFor(this.#parts.records, body, actor.organization);
  }

  /** Posts the lines that a stop in the middle kept from being posted. A notice that is on its way is not posted again. */
  async recover(): Promise<void> {
    const { records, relay } = this.#parts;
    for (const { body } of await records.list('channel')) {
      for (const name of relay.undrawn(body.id)) {
        const content = name.startsWith('joined ')
          ? await this.#connected(body)
          : resumedNotice(await organizationName(records, body.host));
        await relay.announce(body.id, { name, content });
      }
    }
  }

  async #switch(
    actor: Actor,
    id: ChannelId,
    state: UniversalChannel['state'],
    notice: (by: string) => Notice['content'],
  ): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records, audit, relay } = this.#parts;
    const before = await ownChannel(records, actor, id);
    if (before.body.state === state) return await viewFor(records, before.body, actor.organization);
    const name = `${state} ${before.revision}`;
    const channel = await this.#change(id, (current) => ({
      ...current,
      state,
      legs:
        state === 'active'
          ? current.legs.map((leg) => (leg.line ? { ...leg, line: name as MessageId } : leg))
          : current.legs,
    }));
    await relay.channelChanged(channel);
    await relay.announce(id, { name, content: notice(await organizationName(records, actor.organization)) });
    await relay.drawn(id, introductionTakes);
    await audit.append({ organization: actor.organization, actor: actor.name, act: `channel.${state}`, subject: id });
    return await viewFor(records, channel, actor.organization);
  }

  /** Makes the conversations ready and claims them. Whatever fails, nothing is left half claimed. */
  async #makeLegs(actor: Actor, channel: ChannelId, places: readonly Place[]): Promise<Leg[]> {
    const legs: Leg[] = [];
    try {
      for (const place of places) {
        const leg = await this.#makeLeg(actor, place);
        await this.#claim(leg, channel);
        legs.push(leg);
        await this.#parts.connectors[leg.platform].prepare(place);
      }
      return legs;
    } catch (error) {
      for (const leg of legs) await this.#release(leg);
      throw error;
    }
  }

  async #makeLeg(actor: Actor, place: Place): Promise<Leg> {
    const { records, connectors, clock, newId } = this.#parts;
    const { platform, organization } = await ownConnection(records, actor, place.connection);
    const info = (await connectors[platform].places(place.connection)).find(
      ({ conversation }) => conversation === place.conversation,
    );
    if (!info)
      throw new UserError(
        'not_found',
        'no such conversation on that connection',
        `Choose one of the conversations that ${platformNames[platform]} shows to Mio.`,
      );
    if (info.obstacle) throw new UserError('failed_dependency', 'the conversation can’t become a leg', info.obstacle);
    const { connection, conversation } = place;
    return {
      id: newId<'leg'>(),
      organization,
      connection,
      conversation,
      platform,
      title: info.title,
      state: 'active',
      joinedAt: clock.now(),
    };
  }

  async #claim(leg: Leg, channel: ChannelId): Promise<void> {
    const { records } = this.#parts;
    const id = claimId(leg);
    const held = await records.get('claim', id);
    if (held && (await this.#isHeld(held))) throw taken(leg);
    try {
      await records.put('claim', id, { channel, leg: leg.id }, held?.revision ?? 0);
    } catch (error) {
      if (error instanceof ConflictError) throw taken(leg);
      throw error;
    }
  }

  /** A claim without its leg was left by a stop in the middle. */
  async #isHeld({ body }: Stored<'claim'>): Promise<boolean> {
    const channel = await this.#parts.records.get('channel', body.channel);
    return Boolean(channel?.body.legs.some((leg) => leg.id === body.leg && leg.state === 'active'));
  }

  async #release(leg: Leg): Promise<void> {
    const { records, connectors, log } = this.#parts;
    const held = await records.get('claim', claimId(leg));
    if (held?.body.leg === leg.id) await records.remove('claim', held.id, held.revision);
    // What can't be undone over there (a platform that is down) must not keep anybody from leaving.
    await connectors[leg.platform]
      .release(leg)
      .catch((err) => log.warn({ leg: leg.id, err }, 'a leg could not be released at its platform'));
  }

  async #change(id: ChannelId, change: (current: UniversalChannel) => UniversalChannel): Promise<UniversalChannel> {
    for (;;) {
      const stored = await this.#parts.records.get('channel', id);
      if (!stored) throw new UserError('not_found', 'the channel is gone', 'This channel does not exist any more.');
      const changed = change(stored.body);
      try {
        await this.#parts.records.put('channel', id, changed, stored.revision);
        return changed;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
  }

  async #introduce(channel: UniversalChannel, joined: readonly Leg[]): Promise<void> {
    const { relay } = this.#parts;
    await relay.channelChanged(channel);
    const last = joined.at(-1);
    if (!last || activeLegs(channel).length < 2) return;
    await relay.announce(channel.id, { name: lineAfter(last), content: await this.#connected(channel) });
    await relay.drawn(channel.id, introductionTakes);
  }

  async #connected(channel: UniversalChannel): Promise<Notice['content']> {
    return connectedNotice(channel.name, await Promise.all(activeLegs(channel).map((leg) => this.#named(leg))));
  }

  async #named(leg: Leg): Promise<NamedLeg> {
    return { organization: await organizationName(this.#parts.records, leg.organization), platform: leg.platform };
  }
}

/** Not scoped to a connection: a conversation that two connections can see (Slack Connect) must not loop. */
const claimId = (leg: Leg): string => `${leg.platform} ${leg.conversation}`;

const taken = (leg: Leg): UserError =>
  new UserError(
    'conflict',
    'the conversation is a leg already',
    `“${leg.title}” belongs to a universal channel already. Leave that one first, or choose another conversation.`,
  );

const lineAfter = (last: Leg): string => `joined ${last.id}`;

/** Once there are two legs, those without a line get one: the notice about the leg that came last. */
function withLines(channel: UniversalChannel, joined: readonly Leg[]): UniversalChannel {
  const last = joined.at(-1);
  if (!last || activeLegs(channel).length < 2) return channel;
  const line = lineAfter(last) as MessageId;
  return {
    ...channel,
    legs: channel.legs.map((leg) => (leg.state === 'active' && !leg.line ? { ...leg, line } : leg)),
  };
}
