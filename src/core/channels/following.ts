/**
 * Legs whose conversation changed at its platform: renamed, archived, deleted, back again, or somewhere else. The
 * caller has looked at the platform and says what is so now; each use case makes the channel agree with it, and may be
 * repeated.
 */
import type { ChannelId, ConversationId, LegId, MessageId } from '../model.ts';
import type { Clock } from '../ports.ts';
import { activeLegs, type Leg, type OwedAct, type Records, type UniversalChannel } from '../records.ts';
import { days } from '../time.ts';
import { changeChannel } from './change.ts';
import type { Channels } from './channels.ts';
import type { Legs } from './legs.ts';
import { deletedLeg, returnedLine, suspendedLeg } from './notices.ts';
import { owing } from './owed.ts';

export interface FollowingParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly legs: Legs;
  /** What follows from a change is owed as what follows from an administrator's act. */
  readonly channels: Pick<Channels, 'settle'>;
}

/** Who did it, for the audit log: the platform, which does not say more. */
const platform = 'platform';
/** What was deleted longer ago can't be restored. "Restore a deleted channel", "Restore a deleted group" */
const restorableFor = days(30);

/** How the channel is then, and what follows from it. */
interface Changed extends Pick<OwedAct, 'notice' | 'freed'> {
  readonly channel: UniversalChannel;
}

interface Current {
  readonly channel: UniversalChannel;
  readonly leg: Leg;
  /** Of the channel's record: no two changes have the same. */
  readonly revision: number;
  readonly now: number;
}

export class Following {
  readonly #parts: FollowingParts;

  constructor(parts: FollowingParts) {
    this.#parts = parts;
  }

  /** The leg is called something else now; so is the channel, where it was called after it. */
  async renamed(id: ChannelId, leg: LegId, title: string): Promise<void> {
    await this.#change(id, leg, 'leg.rename', ({ channel, leg: known }) => {
      if (known.title === title) return undefined;
      const name = nameAfter(channel.name, known.title, title);
      return { channel: { ...withLeg(channel, { ...known, title }), name } };
    });
  }

  /** Nobody can write there for now: nothing is sent there, and the others are told. */
  async suspended(id: ChannelId, leg: LegId): Promise<void> {
    await this.#change(id, leg, 'leg.suspend', ({ channel, leg: known, revision }) => {
      if (known.state !== 'active') return undefined;
      const changed = withLeg(channel, { ...known, state: 'suspended' });
      return { channel: changed, ...told(changed, `${suspendedLeg}${leg} ${revision}`) };
    });
  }

  /** The conversation is gone: the leg leaves, and the others are told. */
  async deleted(id: ChannelId, leg: LegId): Promise<void> {
    await this.#change(id, leg, 'leg.delete', ({ channel, leg: known, revision, now }) => {
      if (known.state === 'left') return undefined;
      const changed = withLeg(channel, { ...known, state: 'left', deletedAt: now });
      const freed = { leg, conversation: known.conversation };
      return { channel: changed, freed, ...told(changed, `${deletedLeg}${leg} ${revision}`) };
    });
  }

  /**
   * The conversation can be written in again: the leg goes on from here, if an archive or a deletion is why it stopped.
   * @throws UserError where the conversation can't be made ready, or was given to another channel meanwhile
   */
  async returned(id: ChannelId, leg: LegId): Promise<void> {
    const { clock, legs } = this.#parts;
    const away = await this.#known(id, leg);
    if (!away || !isAway(away, clock.now())) return;
    await legs.resume(away, id);
    await this.#change(id, leg, 'leg.return', ({ channel, leg: known, revision, now }) => {
      if (!isAway(known, now)) return undefined;
      const { deletedAt: _over, ...kept } = known;
      return begunAnew(channel, { ...kept, state: 'active' }, revision, now);
    });
  }

  /**
   * The conversation goes on under another id, and so does the leg: with all that is remembered of it, but from a new line
   * on, so that nothing is taken for a message that nobody has seen.
   * @throws UserError where the conversation can't be made ready, or belongs to another channel
   */
  async moved(id: ChannelId, leg: LegId, conversation: ConversationId): Promise<void> {
    const { legs } = this.#parts;
    const before = await this.#known(id, leg);
    if (!before || before.conversation === conversation) return;
    const there = { ...before, conversation };
    await (before.state === 'active' ? legs.resume(there, id) : legs.claim(there, id));
    const after = await this.#change(id, leg, 'leg.move', ({ channel, leg: known, revision, now }) => {
      const isLeg = known.state === 'active' || isAway(known, now);
      if (!isLeg || known.conversation !== before.conversation) return undefined;
      const moved = { ...known, conversation, formerly: known.conversation };
      const freed = { leg, conversation: known.conversation };
      const isActive = known.state === 'active';
      return { ...(isActive ? begunAnew(channel, moved, revision, now) : { channel: withLeg(channel, moved) }), freed };
    });
    const isThere = after.legs.some((one) => one.id === leg && one.conversation === conversation);
    if (!isThere) await legs.release(there);
  }

  /** The leg, once what was done to its channel before is carried out. */
  async #known(id: ChannelId, leg: LegId): Promise<Leg | undefined> {
    return (await this.#parts.channels.settle(id)).legs.find((one) => one.id === leg);
  }

  /** @param change undefined where it is so already. May be repeated: what it leads to is carried out then. */
  async #change(
    id: ChannelId,
    leg: LegId,
    act: string,
    change: (current: Current) => Changed | undefined,
  ): Promise<UniversalChannel> {
    const { records, clock, channels } = this.#parts;
    await changeChannel(records, id, (channel, revision) => {
      const known = channel.legs.find((one) => one.id === leg);
      const now = clock.now();
      const changed = known && change({ channel, leg: known, revision, now });
      if (!changed) return channel;
      const { channel: after, ...leadsTo } = changed;
      const { organization } = known;
      return owing(after, { at: now, organization, actor: platform, act, subject: leg, ...leadsTo });
    });
    return await channels.settle(id);
  }
}

/** Whether a leg waits for its conversation to come back. */
export const isAway = ({ state, deletedAt }: Leg, now: number): boolean =>
  state === 'suspended' || (state === 'left' && deletedAt !== undefined && now - deletedAt < restorableFor);

/** A channel named after a conversation, whole or by its last part, follows its name. */
function nameAfter(name: string, before: string, after: string): string {
  if (name === before) return after;
  const last = (title: string) => title.split(' / ').at(-1) ?? title;
  return name === last(before) ? last(after) : name;
}

const withLeg = (channel: UniversalChannel, leg: Leg): UniversalChannel => ({
  ...channel,
  legs: channel.legs.map((one) => (one.id === leg.id ? leg : one)),
});

/** The notice, where somebody is there to read it. */
const told = (channel: UniversalChannel, notice: string): Pick<OwedAct, 'notice'> =>
  activeLegs(channel).length > 0 ? { notice: notice as MessageId } : {};

/** What comes back begins anew; where two are back that had nobody else, both do. */
function begunAnew(channel: UniversalChannel, leg: Leg, revision: number, lineSince: number): Changed {
  const { line: _before, lineSince: _then, ...back } = leg;
  const changed = withLeg(channel, back);
  if (activeLegs(changed).length < 2) return { channel: changed };
  const line = `${returnedLine}${leg.id} ${revision}` as MessageId;
  const legs = changed.legs.map((one) => (one.state === 'active' && !one.line ? { ...one, line, lineSince } : one));
  return { channel: { ...changed, legs }, notice: line };
}
