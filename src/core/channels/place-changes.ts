/**
 * Follows what a platform tells of a conversation into the universal channel that it is a leg of. An event may come
 * twice, late and in any order, so it decides nothing: it says what to look for, and only what the platform itself shows
 * then is followed. What it does not show yet is looked for again.
 */
import type { Connector, PlaceChange, PlaceInfo } from '../connector.ts';
import type { NewId } from '../identifiers.ts';
import type { ChannelId, MessageId, Platform } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import { activeLegs, type Leg, type Records, type UniversalChannel } from '../records.ts';
import { minutes, seconds } from '../time.ts';
import type { Audit } from './audit.ts';
import { changeChannel } from './change.ts';
import type { Announcer } from './channels.ts';
import { type Following, isAway } from './following.ts';
import type { Legs } from './legs.ts';
import { namedLeg, noticeFor, removedNotice, returnedLine } from './notices.ts';

export interface PlaceChangesParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: NewId;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'look'>>>;
  readonly legs: Legs;
  readonly relay: Announcer;
  readonly following: Following;
}

interface Affected {
  readonly channel: ChannelId;
  readonly leg: Leg;
}

const lookAgainAfter = [seconds(2), seconds(10), seconds(30), minutes(2)];

type Seen = Exclude<PlaceChange['kind'], 'moved' | 'removed'>;

/** What the platform must show for an event to be true. */
const expected: Readonly<Record<Seen, (info: PlaceInfo | undefined, change: PlaceChange) => boolean>> = {
  renamed: (info, change) => change.kind === 'renamed' && info?.title === change.title,
  archived: (info) => info?.archived === true,
  reopened: (info) => info !== undefined && info.archived !== true,
  deleted: (info) => info === undefined,
};

export class PlaceChanges {
  readonly #parts: PlaceChangesParts;

  constructor(parts: PlaceChangesParts) {
    this.#parts = parts;
  }

  /** Resolves after the first look; what is not shown yet is looked for later. Never rejects. */
  async follow(change: PlaceChange): Promise<void> {
    await this.#follow(change, 0);
  }

  async #follow(change: PlaceChange, attempt: number): Promise<void> {
    const { clock, log } = this.#parts;
    const { connection, kind } = change;
    const done = await this.#followNow(change).catch((err) => {
      log.warn({ connection, kind, err }, 'a change of a conversation could not be followed yet');
      return false;
    });
    if (done) return;
    const wait = lookAgainAfter[attempt];
    if (wait !== undefined) clock.after(wait, () => void this.#follow(change, attempt + 1));
    else log.info({ connection, kind }, 'a change of a conversation was overtaken by another');
  }

  async #followNow(change: PlaceChange): Promise<boolean> {
    const affected = await this.#affected(change);
    if (!affected) return true;
    if (change.kind === 'moved') await this.#move(affected, change.to);
    else if (change.kind === 'removed') await this.#tellRemoved(affected, change.at);
    else {
      const info = await this.#parts.connectors[affected.leg.platform].look(change);
      if (!expected[change.kind](info, change)) return false;
      await this.#agree(affected, info);
    }
    return true;
  }

  async #agree({ channel, leg }: Affected, info: PlaceInfo | undefined): Promise<void> {
    const { following, clock } = this.#parts;
    if (!info) return await following.deleted(channel, leg.id);
    await following.renamed(channel, leg.id, info.title);
    if (info.archived) await following.suspended(channel, leg.id);
    else if (isAway(leg, clock.now())) await following.returned(channel, leg.id);
  }

  /**
   * The conversation goes on under another id. All that is remembered of it stands under the old one: a new leg takes
   * its place and begins anew, so that nothing is taken for a message that nobody has seen.
   */
  async #move({ channel: id, leg }: Affected, conversation: Leg['conversation']): Promise<void> {
    const { records, audit, clock, newId, legs, relay } = this.#parts;
    const { line: _before, lineSince: _then, ...kept } = leg;
    const moved: Leg = { ...kept, id: newId<'leg'>(), conversation, joinedAt: clock.now() };
    await (moved.state === 'active' ? legs.resume(moved, id) : legs.claim(moved, id));
    const name = `${returnedLine}${moved.id}`;
    let happened = false;
    const after = await changeChannel(records, id, (current) => {
      happened = current.legs.some((one) => one.id === leg.id && one.state === leg.state);
      return happened ? withMoved(current, leg, moved, name, clock.now()) : current;
    });
    await legs.release(happened ? leg : moved);
    if (!happened) return;
    await relay.channelChanged(after);
    await audit.append({ organization: leg.organization, actor: 'platform', act: 'leg.move', subject: moved.id });
    if (moved.state !== 'active' || activeLegs(after).length < 2) return;
    await relay.announce(id, { name, content: await noticeFor(records, after, name) });
  }

  /** Mio may be brought back by whoever took it out; until then the others are to know that nothing arrives there. */
  async #tellRemoved({ channel, leg }: Affected, at: number): Promise<void> {
    if (leg.state !== 'active') return;
    const content = removedNotice(await namedLeg(this.#parts.records, leg));
    await this.#parts.relay.announce(channel, { name: `removed ${leg.id} ${at}`, content });
  }

  /** The leg that is there, or that would be if its conversation were. */
  async #affected({ connection, conversation }: PlaceChange): Promise<Affected | undefined> {
    const now = this.#parts.clock.now();
    for (const { body } of await this.#parts.records.list('channel')) {
      const leg = body.legs.find(
        (one) =>
          one.connection === connection &&
          one.conversation === conversation &&
          (one.state === 'active' || isAway(one, now)),
      );
      if (leg) return { channel: body.id, leg };
    }
    return undefined;
  }
}

function withMoved(channel: UniversalChannel, leg: Leg, moved: Leg, name: string, lineSince: number): UniversalChannel {
  const { deletedAt: _restorable, ...gone } = leg;
  const others = channel.legs.map((one) => (one.id === leg.id ? { ...gone, state: 'left' as const } : one));
  const changed = { ...channel, legs: [...others, moved] };
  if (moved.state !== 'active' || activeLegs(changed).length < 2) return changed;
  const line = name as MessageId;
  return { ...changed, legs: [...others, { ...moved, line, lineSince }] };
}
