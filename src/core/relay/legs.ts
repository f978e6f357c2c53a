/** The legs of one universal channel at work: a sender for each, where its line is, and where a thread stands on it. */
import type { Connector } from '../connector.ts';
import type { ChannelId, LegId, MessageId, MessageRef, Place, Platform } from '../model.ts';
import type { Leg, UniversalChannel } from '../records.ts';
import { activeLegs } from './directory.ts';
import { type LaneEvent, noticeRef } from './event.ts';
import { type RootOnLeg, rootOnLeg } from './roots.ts';
import { Sender, type SenderParts } from './sender.ts';

export interface LegAtWork {
  readonly leg: Leg;
  readonly sender: Sender;
  /** By the leg's own clock; undefined while its notice is not posted yet; infinite where nothing is to cross. */
  line: number | undefined;
}

export interface LegsParts extends Omit<SenderParts, 'leg' | 'connector' | 'threadOf'> {
  readonly connectors: Readonly<Record<Platform, Connector>>;
}

export class LegsAtWork {
  readonly #channel: ChannelId;
  readonly #parts: LegsParts;
  readonly #legs = new Map<LegId, LegAtWork>();
  #updated: Promise<unknown> = Promise.resolve();
  #awaitingLines: (() => void)[] = [];

  constructor(channel: ChannelId, parts: LegsParts) {
    this.#channel = channel;
    this.#parts = parts;
  }

  get queued(): number {
    let queued = 0;
    for (const { sender } of this.#legs.values()) queued += sender.length;
    return queued;
  }

  get all(): readonly LegAtWork[] {
    return [...this.#legs.values()];
  }

  /** Exactly the active legs of the channel. One change after the other: no leg may get two senders. */
  update(channel: UniversalChannel): Promise<void> {
    const updated = this.#updated.then(() => this.#update(channel));
    this.#updated = updated.catch(() => undefined);
    return updated;
  }

  async #update(channel: UniversalChannel): Promise<void> {
    const active = new Map(activeLegs(channel).map((leg) => [leg.id, leg]));
    for (const [id, { sender }] of this.#legs) {
      if (active.has(id)) continue;
      this.#legs.delete(id);
      await sender.stop();
    }
    for (const leg of active.values()) {
      const line = await this.#lineOf(leg);
      const sender = this.#legs.get(leg.id)?.sender ?? this.#open(leg);
      this.#legs.set(leg.id, { leg, sender, line });
    }
    // Once every leg is there: what an earlier process left in doubt on one belongs to a thread of another.
    for (const { sender } of this.all) await sender.start();
  }

  #open(leg: Leg): Sender {
    const connector = this.#parts.connectors[leg.platform];
    return new Sender({ ...this.#parts, leg, connector, threadOf: (ref, on) => this.threadOf(ref, on) });
  }

  at(place: Place): LegAtWork | undefined {
    for (const at of this.#legs.values()) {
      if (at.leg.conversation === place.conversation && at.leg.connection === place.connection) return at;
    }
    return undefined;
  }

  /** Whether what a leg told of has to wait: for its line, or for posts that may turn out to be what it tells of. */
  gated(event: LaneEvent, source: LegId): boolean {
    const at = this.#legs.get(source);
    return at !== undefined && (at.line === undefined || at.sender.unsettledBefore(event.ticket));
  }

  /** The legs whose messages cross, with the time from which they do. */
  repairable(): readonly { readonly leg: Leg; readonly line: number }[] {
    const legs: { leg: Leg; line: number }[] = [];
    for (const { leg, line } of this.#legs.values())
      if (line !== undefined && line !== Infinity) legs.push({ leg, line });
    return legs;
  }

  /** The names of the notices that legs still wait for to draw their line. */
  undrawn(): readonly string[] {
    const waiting = this.all.filter((at) => at.line === undefined);
    return [...new Set(waiting.flatMap((at) => at.leg.line ?? []))];
  }

  /** Resolves when every leg has its line: from then on, whatever is written crosses. */
  drawn(): Promise<void> {
    if (this.undrawn().length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#awaitingLines.push(resolve));
  }

  /** A notice stands on a leg: perhaps the one that draws its line. */
  async draw(id: LegId, notice: MessageId): Promise<void> {
    const at = this.#legs.get(id);
    if (at?.leg.line !== notice) return;
    at.line = await this.#lineOf(at.leg);
    this.#parts.wake();
    if (this.undrawn().length > 0) return;
    for (const resolve of this.#awaitingLines.splice(0)) resolve();
  }

  async #lineOf(leg: Leg): Promise<number | undefined> {
    if (leg.line === undefined) return Infinity;
    const targets = await this.#parts.store.targets(noticeRef(this.#channel, leg.line));
    const target = targets.find((candidate) => candidate.leg === leg.id && candidate.part === 0);
    return target?.state === 'dead' ? Infinity : (target?.targetAt ?? undefined);
  }

  /** The thread on a leg that a message belongs to, from what is stored of it; null where it is a root. */
  async threadOf(ref: MessageRef, leg: Leg): Promise<MessageId | null> {
    const record = await this.#parts.store.message(ref);
    const source = this.at(ref);
    if (!record?.root || !source) return null;
    const connector = this.#parts.connectors[source.leg.platform];
    const { root } = await this.rootOn(leg, { ...ref, message: record.root }, connector);
    return root;
  }

  /** The thread of `root`, which stands where `source` reads, on a leg. */
  rootOn(leg: Leg, root: MessageRef, source: Connector): Promise<RootOnLeg> {
    const isOurs = (place: Place): boolean => this.at(place) !== undefined;
    return rootOnLeg(root, leg, { store: this.#parts.store, source, isOurs });
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map(({ sender }) => sender.stop()));
  }
}
