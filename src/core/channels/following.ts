/**
 * Legs whose conversation changed at its platform: renamed, archived, deleted, or back again. The caller has looked at
 * the platform and says what is so now; each use case makes the channel agree with it, and may be repeated.
 */
import type { ChannelId, LegId, MessageId } from '../model.ts';
import type { Clock } from '../ports.ts';
import { activeLegs, type Leg, type Records, type UniversalChannel } from '../records.ts';
import type { Notice } from '../relay/relay.ts';
import { days, seconds } from '../time.ts';
import type { Audit } from './audit.ts';
import { changeChannel } from './change.ts';
import type { Announcer } from './channels.ts';
import type { Legs } from './legs.ts';
import { deletedNotice, namedLeg, noticeFor, returnedLine, suspendedNotice } from './notices.ts';

export interface FollowingParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly legs: Legs;
  readonly relay: Announcer;
}

/** Who did it, for the audit log: the platform, which does not say more. */
const platform = 'platform';
/** What was deleted longer ago can't be restored. "Restore a deleted channel", "Restore a deleted group" */
const restorableFor = days(30);
const linesTake = seconds(10);

export class Following {
  readonly #parts: FollowingParts;

  constructor(parts: FollowingParts) {
    this.#parts = parts;
  }

  /** The leg is called something else now; so is the channel, where it was called after it. */
  async renamed(id: ChannelId, leg: LegId, title: string): Promise<void> {
    const [before, after] = await this.#change(id, (channel) => {
      const known = channel.legs.find((one) => one.id === leg);
      if (!known || known.title === title) return channel;
      const legs = channel.legs.map((one) => (one.id === leg ? { ...one, title } : one));
      return { ...channel, name: nameAfter(channel.name, known.title, title), legs };
    });
    if (before === after) return;
    await this.#parts.relay.channelChanged(after);
    await this.#audit(after, leg, 'leg.rename');
  }

  /** Nobody can write there for now: nothing is sent there, and the others are told. */
  async suspended(id: ChannelId, leg: LegId): Promise<void> {
    await this.#out(id, leg, 'leg.suspend', { state: 'suspended' }, async (gone) =>
      suspendedNotice(await namedLeg(this.#parts.records, gone)),
    );
  }

  /** The conversation is gone: the leg leaves, and the others are told. */
  async deleted(id: ChannelId, leg: LegId): Promise<void> {
    const now = this.#parts.clock.now();
    const lost = await this.#out(id, leg, 'leg.delete', { state: 'left', deletedAt: now }, async (gone, remaining) =>
      deletedNotice(await namedLeg(this.#parts.records, gone), remaining),
    );
    if (lost) await this.#parts.legs.release(lost);
  }

  /**
   * The conversation can be written in again: the leg goes on from here, if an archive or a deletion is why it stopped.
   * @throws UserError where the conversation can't be made ready, or was given to another channel meanwhile
   */
  async returned(id: ChannelId, leg: LegId): Promise<void> {
    const { records, clock, legs, relay } = this.#parts;
    const stored = await records.get('channel', id);
    const away = stored?.body.legs.find((one) => one.id === leg);
    if (!stored || !away || !isAway(away, clock.now())) return;
    await legs.resume(away, id);
    const name = `${returnedLine}${leg} ${stored.revision}`;
    const [before, after] = await this.#change(id, (channel) => {
      const known = channel.legs.find((one) => one.id === leg);
      if (!known || !isAway(known, clock.now())) return channel;
      const { deletedAt: _over, line: _before, lineSince: _then, ...kept } = known;
      const back: Leg = { ...kept, state: 'active' };
      return withLine(
        { ...channel, legs: channel.legs.map((one) => (one.id === leg ? back : one)) },
        name,
        clock.now(),
      );
    });
    if (before === after) return;
    await relay.channelChanged(after);
    await this.#audit(after, leg, 'leg.return');
    if (activeLegs(after).length < 2) return;
    await relay.announce(id, { name, content: await noticeFor(records, after, name) });
    await relay.drawn(id, linesTake);
  }

  /** Takes a leg out of the relay. Answers it where it was in until now. */
  async #out(
    id: ChannelId,
    leg: LegId,
    act: string,
    becomes: Pick<Leg, 'state' | 'deletedAt'>,
    notice: (gone: Leg, remaining: number) => Promise<Notice['content']>,
  ): Promise<Leg | undefined> {
    const [before, after] = await this.#change(id, (channel) => {
      const known = channel.legs.find((one) => one.id === leg);
      if (!known || known.state === 'left' || known.state === becomes.state) return channel;
      return { ...channel, legs: channel.legs.map((one) => (one.id === leg ? { ...one, ...becomes } : one)) };
    });
    const gone = before.legs.find((one) => one.id === leg);
    if (before === after || !gone) return undefined;
    const { relay, clock } = this.#parts;
    await relay.channelChanged(after);
    await this.#audit(after, leg, act);
    const remaining = activeLegs(after).length;
    const name = `${becomes.state} ${leg} ${clock.now()}`;
    if (remaining > 0) await relay.announce(id, { name, content: await notice(gone, remaining) });
    return gone;
  }

  async #change(
    id: ChannelId,
    change: (current: UniversalChannel) => UniversalChannel,
  ): Promise<readonly [UniversalChannel, UniversalChannel]> {
    let before: UniversalChannel | undefined;
    const after = await changeChannel(this.#parts.records, id, (current) => {
      before = current;
      return change(current);
    });
    return [before ?? after, after];
  }

  async #audit(channel: UniversalChannel, leg: LegId, act: string): Promise<void> {
    const organization = channel.legs.find(({ id }) => id === leg)?.organization ?? channel.host;
    await this.#parts.audit.append({ organization, actor: platform, act, subject: leg });
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

/** What comes back begins anew; where two are back that had nobody else, both do. */
function withLine(channel: UniversalChannel, name: string, lineSince: number): UniversalChannel {
  if (activeLegs(channel).length < 2) return channel;
  const line = name as MessageId;
  return {
    ...channel,
    legs: channel.legs.map((leg) => (leg.state === 'active' && !leg.line ? { ...leg, line, lineSince } : leg)),
  };
}
