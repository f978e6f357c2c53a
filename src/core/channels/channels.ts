/**
 * Universal channels: made by someone with the right on their side, joined by someone with the right on the other, and
 * left by each at any time. Nothing crosses between organizations that did not join this way.
 */
import { inOneLine } from '../content/author.ts';
import { UserError } from '../errors.ts';
import type { NewId } from '../identifiers.ts';
import type { ChannelId, ConversationId, LegId, MessageId, OrganizationId, Place, Platform } from '../model.ts';
import type { Clock } from '../ports.ts';
import { activeLegs, type Leg, type OwedAct, type Records, type UniversalChannel } from '../records.ts';
import type { Notice } from '../relay/relay.ts';
import { seconds } from '../time.ts';
import {
  type Actor,
  type ChannelView,
  notFound,
  ownChannel,
  requireAdministrator,
  takesPart,
  viewFor,
} from './access.ts';
import type { Audit } from './audit.ts';
import { changeChannel } from './change.ts';
import type { Legs, NewPlace } from './legs.ts';
import { joinedLine, noticeFor } from './notices.ts';
import { Owed, owing } from './owed.ts';

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
  readonly newId: NewId;
  readonly legs: Legs;
  readonly relay: Announcer;
}

/** Whoever made, joined or resumed a channel is answered once messages flow, unless a platform takes longer than this. */
const introductionTakes = seconds(10);

export class Channels {
  readonly #parts: ChannelsParts;
  readonly #owed: Owed;

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
    this.#owed = new Owed(parts);
  }

  /**
   * Makes a channel of one or more conversations of the actor's own; new ones are made when those before them are
   * claimed. @throws UserError with what stands against it
   */
  async create(actor: Actor, name: string, places: readonly (Place | NewPlace)[]): Promise<ChannelView> {
    requireAdministrator(actor);
    const trimmed = usableName(name);
    if (trimmed === undefined) {
      throw new UserError(
        'bad_request',
        'channel name empty or too long',
        `Give the channel a name of 1 to ${longestName} characters.`,
        { obstacle: { reason: 'name_unusable', subject: name } },
      );
    }
    if (places.length === 0)
      throw new UserError('bad_request', 'no places given', 'Choose at least one conversation of your own.');
    const { newId, records } = this.#parts;
    const id = newId<'channel'>() satisfies ChannelId;
    await this.#parts.legs.make(actor, id, places, async (legs) => {
      const act = this.#act(actor, 'channel.create', id);
      const { organization: host } = actor;
      const made: UniversalChannel = { id, name: trimmed, host, legs, state: 'active', createdAt: act.at };
      await records.put('channel', id, withLines(made, legs, act), 0);
    });
    return await this.#told(actor, id);
  }

  /** Adds conversations of the actor's own to a channel, by an invitation that the caller has checked. */
  async join(actor: Actor, id: ChannelId, places: readonly Place[], invitedBy: OrganizationId): Promise<ChannelView> {
    requireAdministrator(actor);
    if (places.length === 0)
      throw new UserError('bad_request', 'no places given', 'Choose at least one conversation of your own.');
    const keep = (legs: readonly Leg[]) => {
      const act = this.#act(actor, 'channel.join', id);
      return changeChannel(this.#parts.records, id, (current) =>
        withLines({ ...current, legs: [...current.legs, ...legs] }, legs, act),
      );
    };
    await this.#parts.legs.make(actor, id, places, keep, invitedBy);
    return await this.#told(actor, id);
  }

  async pause(actor: Actor, id: ChannelId): Promise<ChannelView> {
    return await this.#switch(actor, id, 'paused', (channel, notice, since) => {
      const by = actor.organization;
      return { ...channel, legs: sinceLastPause(channel), pause: { notice, by, since } };
    });
  }

  /** What was written during the pause stays where it was written. */
  async resume(actor: Actor, id: ChannelId): Promise<ChannelView> {
    return await this.#switch(actor, id, 'active', ({ pause, ...channel }, ended, endedAt) => {
      const endedBy = actor.organization;
      if (pause) return { ...channel, pause: { ...pause, ended, endedBy, endedAt } };
      return {
        ...channel,
        legs: channel.legs.map((leg) => (leg.line ? { ...leg, line: ended, lineSince: endedAt } : leg)),
      };
    });
  }

  /**
   * Takes the actor's own legs out. The others are told, and stay connected with one another. May be repeated where it
   * was stopped in the middle. @throws UserError
   */
  async leave(actor: Actor, id: ChannelId, only?: LegId): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records } = this.#parts;
    const { organization } = actor;
    const isLeaving = (leg: Leg) =>
      leg.state !== 'left' && leg.organization === organization && (!only || leg.id === only);
    const stopped = await this.#leftHalfway(actor, id);
    if (stopped && !stopped.legs.some(isLeaving)) return await viewFor(records, stopped, organization);
    const leaving = (await this.#own(actor, id)).legs.filter(isLeaving);
    if (leaving.length === 0)
      throw new UserError(
        'not_found',
        'no active leg to take out',
        'Your organization has no conversation in this channel any more.',
        { obstacle: { reason: 'not_found' } },
      );
    const left = leaving.map((leg) => leg.id);
    const act = { ...this.#act(actor, 'channel.leave', id), left };
    await changeChannel(records, id, (current) => {
      const legs = current.legs.map((leg) => (left.includes(leg.id) ? { ...leg, state: 'left' as const } : leg));
      return owing({ ...current, legs }, act);
    });
    return await viewFor(records, await this.#owed.settle(id), organization);
  }

  /**
   * Decides about a conversation of the actor's own, for what happens from now on.
   * @throws UserError not_found for a leg of another organization
   */
  async decide(actor: Actor, id: ChannelId, leg: LegId, rule: LegRule, on: boolean): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records } = this.#parts;
    const { organization } = actor;
    const before = await this.#own(actor, id);
    const now = before.legs.find((at) => at.id === leg && at.organization === organization && at.state !== 'left');
    if (!now) throw notFound('conversation');
    if ((now[rule] === true) === on) return await viewFor(records, before, organization);
    const act = this.#act(actor, ruleActs[rule][on ? 'on' : 'off'], leg);
    await changeChannel(records, id, (current) => {
      const legs = current.legs.map((at) => (at.id === leg ? withRule(at, rule, on) : at));
      return owing({ ...current, legs }, act);
    });
    return await viewFor(records, await this.#owed.settle(id), organization);
  }

  async list(actor: Actor): Promise<readonly ChannelView[]> {
    const all = await this.#parts.records.list('channel');
    const own = all.filter(({ body }) => takesPart(body, actor.organization));
    return await Promise.all(own.map(({ body }) => viewFor(this.#parts.records, body, actor.organization)));
  }

  /** The channel that a conversation is in; undefined where it is free, or no conversation of the actor's. */
  async at(actor: Actor, platform: Platform, conversation: ConversationId): Promise<ChannelView | undefined> {
    const channel = await this.#parts.legs.holderOf(platform, conversation);
    const own = channel?.legs.some(
      (leg) => leg.conversation === conversation && leg.organization === actor.organization && leg.state !== 'left',
    );
    return channel && own ? await viewFor(this.#parts.records, channel, actor.organization) : undefined;
  }

  async view(actor: Actor, id: ChannelId): Promise<ChannelView> {
    const { body } = await ownChannel(this.#parts.records, actor, id);
    return await viewFor(this.#parts.records, body, actor.organization);
  }

  /**
   * Goes on with acts that a stop left in the middle, and posts the lines that it kept from being posted. A notice that
   * is on its way is not posted again.
   */
  async recover(): Promise<void> {
    const { records, relay } = this.#parts;
    for (const { body } of await records.list('channel')) {
      if (body.owed) await this.#owed.settle(body.id);
      for (const name of relay.undrawn(body.id)) {
        await relay.announce(body.id, { name, content: await noticeFor(records, body, name) });
      }
    }
  }

  /**
   * The channel, once what was done to it is carried out.
   * @throws UserError not_found
   * @throws StoreUnavailableError it is owed still
   */
  settle(id: ChannelId): Promise<UniversalChannel> {
    return this.#owed.settle(id);
  }

  async #switch(
    actor: Actor,
    id: ChannelId,
    state: UniversalChannel['state'],
    change: (channel: UniversalChannel, notice: MessageId, at: number) => UniversalChannel,
  ): Promise<ChannelView> {
    requireAdministrator(actor);
    const { records } = this.#parts;
    const before = await this.#own(actor, id);
    if (before.state === state) return await viewFor(records, before, actor.organization);
    const act = this.#act(actor, `channel.${state}`, id);
    await changeChannel(records, id, (current, revision) => {
      if (current.state === state) return current;
      const notice = `${state} ${revision}` as MessageId;
      return owing({ ...change(current, notice, act.at), state }, { ...act, notice });
    });
    return await this.#told(actor, id);
  }

  #act({ organization, name }: Actor, act: string, subject: string): OwedAct {
    return { at: this.#parts.clock.now(), organization, actor: name, act, subject };
  }

  /** The channel, once what was done to it before is carried out. @throws UserError not_found */
  async #own(actor: Actor, id: ChannelId): Promise<UniversalChannel> {
    const { body } = await ownChannel(this.#parts.records, actor, id);
    return body.owed ? await this.#owed.settle(id) : body;
  }

  /** Where the actor's organization left, and that was stopped in the middle: the channel, now that it is carried out. */
  async #leftHalfway({ organization }: Actor, id: ChannelId): Promise<UniversalChannel | undefined> {
    const owed = (await this.#parts.records.get('channel', id))?.body.owed;
    const isHalfway = owed?.some((act) => act.organization === organization && act.left);
    return isHalfway ? await this.#owed.settle(id) : undefined;
  }

  /** The channel as the actor sees it, once every leg was told of what was done, and the lines are drawn. */
  async #told(actor: Actor, id: ChannelId): Promise<ChannelView> {
    const channel = await this.#owed.settle(id);
    await this.#parts.relay.drawn(id, introductionTakes);
    return await viewFor(this.#parts.records, channel, actor.organization);
  }
}

/** What administrators decide about a leg of their own: see the fields of these names in `Leg`. */
export type LegRule = 'everyone' | 'notices' | 'tombstones';

const ruleActs: Readonly<Record<LegRule, { readonly on: string; readonly off: string }>> = {
  everyone: { on: 'leg.allow_everyone', off: 'leg.deny_everyone' },
  notices: { on: 'leg.tell_notices', off: 'leg.keep_notices' },
  tombstones: { on: 'leg.leave_tombstones', off: 'leg.leave_nothing' },
};

function withRule(leg: Leg, rule: LegRule, on: boolean): Leg {
  const { [rule]: _, ...without } = leg;
  return on ? { ...without, [rule]: true } : without;
}

const longestName = 100;

/** One visible line, since others read it in the middle of theirs; undefined where nothing, or too much, is left. */
export function usableName(name: string): string | undefined {
  const trimmed = inOneLine(name).trim();
  return trimmed === '' || trimmed.length > longestName ? undefined : trimmed;
}

/** One pause is remembered: those of before are behind a new line. */
function sinceLastPause({ legs, pause }: UniversalChannel): readonly Leg[] {
  const { ended, endedAt } = pause ?? {};
  if (ended === undefined || endedAt === undefined) return legs;
  const isOlder = ({ line, lineSince = 0 }: Leg) => line !== undefined && lineSince < endedAt;
  return legs.map((leg) => (isOlder(leg) ? { ...leg, line: ended, lineSince: endedAt } : leg));
}

/** Once there are two legs, those without a line get one: the notice about the leg that came last. */
function withLines(channel: UniversalChannel, joined: readonly Leg[], act: OwedAct): UniversalChannel {
  const last = joined.at(-1);
  if (!last || activeLegs(channel).length < 2) return owing(channel, act);
  const line = `${joinedLine}${last.id}` as MessageId;
  const begun = { line, lineSince: act.at };
  const legs = channel.legs.map((leg) => (leg.state === 'active' && !leg.line ? { ...leg, ...begun } : leg));
  return owing({ ...channel, legs }, { ...act, notice: line });
}
