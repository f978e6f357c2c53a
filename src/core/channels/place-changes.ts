/** Follows what a platform tells of a conversation into the universal channel that it is a leg of: see `hints.ts`. */
import type { Connector, PlaceChange, PlaceInfo } from '../connector.ts';
import type { ChannelId, Platform } from '../model.ts';
import type { Leg, Records } from '../records.ts';
import type { Announcer } from './channels.ts';
import { type Following, isAway } from './following.ts';
import { Hints, type HintsParts } from './hints.ts';
import { namedLeg, removedNotice } from './notices.ts';

export interface PlaceChangesParts extends HintsParts {
  readonly records: Records;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'look'>>>;
  readonly relay: Pick<Announcer, 'announce'>;
  readonly following: Following;
}

interface Affected {
  readonly channel: ChannelId;
  readonly leg: Leg;
}

type Seen = Exclude<PlaceChange['kind'], 'moved' | 'removed'>;

/** What the platform must show for an event to be true. */
const expected: Readonly<Record<Seen, (info: PlaceInfo | undefined, change: PlaceChange) => boolean>> = {
  renamed: (info, change) => change.kind === 'renamed' && info?.title === change.title,
  archived: (info) => info?.archived === true,
  reopened: (info) => info !== undefined && info.archived !== true,
  deleted: (info) => info === undefined,
};

export class PlaceChanges {
  readonly hints: Hints<PlaceChange>;
  readonly #parts: PlaceChangesParts;

  constructor(parts: PlaceChangesParts) {
    this.#parts = parts;
    this.hints = new Hints(parts, 'places', (change) => this.#follow(change));
  }

  /** Durable when it resolves, and followed after that; of what is no leg nothing is kept. @throws StoreUnavailableError */
  async take(change: PlaceChange): Promise<void> {
    const { kind, conversation, at } = change;
    if (await this.#affected(change)) await this.hints.take(change, `${kind} ${conversation} ${at}`);
  }

  /** Whether the platform shows it, or nothing is left to follow. */
  async #follow(change: PlaceChange): Promise<boolean> {
    const { following, connectors } = this.#parts;
    const affected = await this.#affected(change);
    if (!affected) return true;
    const { channel, leg } = affected;
    if (change.kind === 'moved') await following.moved(channel, leg.id, change.to);
    else if (change.kind === 'removed') await this.#tellRemoved(affected, change.at);
    else {
      const info = await connectors[leg.platform].look(change);
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

  /** Mio may be brought back by whoever took it out; until then the others are to know that nothing arrives there. */
  async #tellRemoved({ channel, leg }: Affected, at: number): Promise<void> {
    if (leg.state !== 'active') return;
    const content = removedNotice(await namedLeg(this.#parts.records, leg));
    await this.#parts.relay.announce(channel, { name: `removed ${leg.id} ${at}`, content });
  }

  /** The leg that is there, or that would be if its conversation were; of one that moved, also where it is by now. */
  async #affected(change: PlaceChange): Promise<Affected | undefined> {
    const now = this.#parts.clock.now();
    const isThere = ({ connection, conversation }: Leg): boolean =>
      connection === change.connection &&
      (conversation === change.conversation || (change.kind === 'moved' && conversation === change.to));
    for (const { body } of await this.#parts.records.list('channel')) {
      const leg = body.legs.find((one) => isThere(one) && (one.state === 'active' || isAway(one, now)));
      if (leg) return { channel: body.id, leg };
    }
    return undefined;
  }
}
