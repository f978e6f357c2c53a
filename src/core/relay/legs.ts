/** The legs of one universal channel at work: a sender for each, its lines, and where a thread stands on it. */
import type { Connector } from '../connector.ts';
import type { LegId, MessageId, MessageRef, Place, Platform } from '../model.ts';
import { activeLegs, type Leg, type Records, type UniversalChannel } from '../records.ts';
import { type LaneEvent, noticeRef } from './event.ts';
import { type Lines, linesOf, reaches, type Standing } from './lines.ts';
import { type RootOnLeg, rootOnLeg } from './roots.ts';
import { Sender, type SenderParts } from './sender.ts';
import { mayStandUnlinked, type Unknown } from './unlinked.ts';

export interface LegAtWork {
  readonly leg: Leg;
  readonly sender: Sender;
  lines: Lines;
}

export interface LegsParts extends Omit<SenderParts, 'leg' | 'connector' | 'threadOf' | 'unknown'> {
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly records: Records;
  /** When this process began: our clock. */
  readonly startedAt: number;
}

export class LegsAtWork {
  readonly #parts: LegsParts;
  readonly #legs = new Map<LegId, LegAtWork>();
  #channel: UniversalChannel;
  #turn: Promise<unknown> = Promise.resolve();
  #awaitingLines: (() => void)[] = [];

  constructor(channel: UniversalChannel, parts: LegsParts) {
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

  /** Exactly the active legs of the channel. */
  update(channel: UniversalChannel): Promise<void> {
    return this.#inTurn(() => this.#update(channel));
  }

  /** One change after the other: no leg may get two senders, and no line be the one of before. */
  #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#turn.then(change).then(() => this.#tellDrawn());
    this.#turn = changed.catch(() => undefined);
    return changed;
  }

  #tellDrawn(): void {
    if (this.undrawn().length > 0) return;
    for (const resolve of this.#awaitingLines.splice(0)) resolve();
  }

  async #update(channel: UniversalChannel): Promise<void> {
    this.#channel = channel;
    const active = new Map(activeLegs(channel).map((leg) => [leg.id, leg]));
    for (const [id, { sender }] of this.#legs) {
      if (active.has(id)) continue;
      this.#legs.delete(id);
      await sender.leave();
    }
    for (const leg of active.values()) {
      const lines = await this.#linesOf(leg);
      const sender = this.#legs.get(leg.id)?.sender ?? (await this.#open(leg));
      this.#legs.set(leg.id, { leg, sender, lines });
    }
    // Once every leg is there: what an earlier process left in doubt on one belongs to a thread of another.
    for (const { sender } of this.all) await sender.start();
  }

  async #open(leg: Leg): Promise<Sender> {
    const connector = this.#parts.connectors[leg.platform];
    const unknown = await this.#unknownOn(leg);
    return new Sender({ ...this.#parts, leg, connector, unknown, threadOf: (ref, on) => this.threadOf(ref, on) });
  }

  async #unknownOn({ id, lineSince = 0 }: Leg): Promise<Unknown | undefined> {
    const { records, startedAt } = this.#parts;
    if (lineSince >= startedAt) return undefined;
    const cursor = await records.get('cursor', id);
    return { since: (cursor?.body.provedTo ?? lineSince) - mayStandUnlinked, startedAt };
  }

  at(place: Place): LegAtWork | undefined {
    for (const at of this.#legs.values()) {
      if (at.leg.conversation === place.conversation && at.leg.connection === place.connection) return at;
    }
    return undefined;
  }

  /** Whether what a leg told of has to wait: for a line, or for posts that may turn out to be what it tells of. */
  gated(event: LaneEvent, source: LegId): boolean {
    const at = this.#legs.get(source);
    return at !== undefined && (at.lines.awaited.length > 0 || at.sender.unsettledBefore(event.ticket));
  }

  /** Whether posts of an earlier process may stand on one of them that the store does not know. */
  get mayHoldUnlinked(): boolean {
    return this.all.some(({ sender }) => sender.mayHoldUnlinked);
  }

  /** The legs whose messages cross. */
  repairable(): readonly LegAtWork[] {
    return this.all.filter(({ lines }) => lines.awaited.length === 0 && lines.from !== Infinity);
  }

  /** The legs that may be shown a message of one of them: those that were there when it was written, or have it. */
  async audience(source: LegAtWork, ref: MessageRef, at: number): Promise<readonly LegAtWork[]> {
    const having = new Set((await this.#parts.store.targets(ref)).map(({ leg }) => leg));
    const isOne = ({ leg: { id } }: LegAtWork) => having.has(id) || reaches(source.lines, at, id);
    return this.all.filter((one) => one === source || isOne(one));
  }

  /** The names of the notices that legs still wait for. */
  undrawn(): readonly string[] {
    return [...new Set(this.all.flatMap(({ lines }) => lines.awaited))];
  }

  /** Resolves when no leg waits for a notice: from then on, whatever is to cross does. */
  drawn(): Promise<void> {
    if (this.undrawn().length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#awaitingLines.push(resolve));
  }

  /** A notice was posted on a leg, or will not be: perhaps one that it waits for. */
  draw(id: LegId, notice: MessageId): Promise<void> {
    return this.#inTurn(async () => {
      const at = this.#legs.get(id);
      if (!at || ![...at.lines.awaited, ...at.lines.refused].includes(notice)) return;
      at.lines = await this.#linesOf(at.leg);
      this.#parts.wake();
    });
  }

  /** Lets a notice that a leg's platform refused be posted there after all. */
  async revive(id: LegId, notice: MessageId): Promise<void> {
    const targets = await this.#parts.store.targets(noticeRef(this.#channel.id, notice));
    const refused = targets.find((target) => target.leg === id && target.state === 'dead');
    if (refused) await this.#parts.store.putTarget({ ...refused, state: 'queued', reason: null });
  }

  #linesOf(leg: Leg): Promise<Lines> {
    return linesOf(leg, this.#channel, (notice) => this.#stands(leg.id, notice));
  }

  async #stands(leg: LegId, notice: MessageId): Promise<Standing> {
    const { log, records, store } = this.#parts;
    const id = `${leg} ${notice}`;
    const drawn = await records.get('line', id);
    if (drawn) return drawn.body.at;
    const targets = await store.targets(noticeRef(this.#channel.id, notice));
    const target = targets.find((candidate) => candidate.leg === leg && candidate.part === 0);
    if (target?.state === 'dead') return 'refused';
    if (target?.targetAt == null) return 'awaited';
    // The delivery says so too, for 400 days: what can't be stored now is with the next change, or start.
    await records
      .put('line', id, { at: target.targetAt }, 0)
      .catch((err) => log.warn({ leg, err }, 'where a notice stands could not be kept yet'));
    return target.targetAt;
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
