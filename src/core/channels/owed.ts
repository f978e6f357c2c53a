/**
 * What an act on a channel leads to once it is stored: the legs are told, what left is given back, and the act is
 * written down. It stays in the channel's record until all of that is done, so that a stop in the middle leaves nothing
 * half done: the next start goes on with it, and so does whoever repeats the act.
 */
import type { ChannelId } from '../model.ts';
import { activeLegs, type OwedAct, type Records, type UniversalChannel } from '../records.ts';
import type { Audit } from './audit.ts';
import { changeChannel } from './change.ts';
import type { Announcer } from './channels.ts';
import type { Legs } from './legs.ts';
import { leftNotice, namedLeg, noticeFor } from './notices.ts';

export interface OwedParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly legs: Legs;
  readonly relay: Announcer;
}

/** The channel with one more act to be carried out. */
export const owing = (channel: UniversalChannel, act: OwedAct): UniversalChannel => ({
  ...channel,
  owed: [...(channel.owed ?? []), act],
});

export class Owed {
  readonly #parts: OwedParts;
  readonly #turns = new Map<ChannelId, Promise<unknown>>();

  constructor(parts: OwedParts) {
    this.#parts = parts;
  }

  /**
   * Carries out what is owed, one after the other on each channel. Answers the channel then.
   * @throws UserError not_found
   * @throws StoreUnavailableError it is owed still
   */
  settle(id: ChannelId): Promise<UniversalChannel> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const settled = before.then(() => this.#settle(id));
    const turn = settled
      .catch(() => undefined)
      .then(() => {
        if (this.#turns.get(id) === turn) this.#turns.delete(id);
      });
    this.#turns.set(id, turn);
    return settled;
  }

  async #settle(id: ChannelId): Promise<UniversalChannel> {
    const { records, audit, relay } = this.#parts;
    const channel = await changeChannel(records, id, (current) => current);
    const acts = channel.owed ?? [];
    if (acts.length === 0) return channel;
    await relay.channelChanged(channel);
    for (const act of acts) {
      await this.#carryOut(channel, act);
      await audit.appendOnce(act);
    }
    // What came meanwhile stands behind these.
    return await changeChannel(records, id, ({ owed = [], ...current }) =>
      owed.length > acts.length ? { ...current, owed: owed.slice(acts.length) } : current,
    );
  }

  /** Notices have names, and what was given back stays so: it may be repeated. */
  async #carryOut(channel: UniversalChannel, { notice, left = [], freed }: OwedAct): Promise<void> {
    const { records, relay, legs } = this.#parts;
    const { id } = channel;
    if (notice !== undefined)
      await relay.announce(id, { name: notice, content: await noticeFor(records, channel, notice) });
    const remaining = activeLegs(channel).length;
    for (const leg of channel.legs.filter((one) => left.includes(one.id))) {
      await legs.release(leg);
      if (remaining === 0) continue;
      const content = leftNotice(await namedLeg(records, leg), remaining);
      await relay.announce(id, { name: `left ${leg.id}`, content });
    }
    const one = channel.legs.find((leg) => leg.id === freed?.leg);
    if (freed && one) await legs.release({ ...one, conversation: freed.conversation });
  }
}
