/**
 * One universal channel at work: its lane, a sender per leg, and where each leg's line is. Reaches exactly the active
 * legs of its channel.
 */
import type { Connector } from '../connector.ts';
import type { Turns } from '../files/turns.ts';
import type { ChannelId, LegId, MessageId, MessageRef, PersonId, Place } from '../model.ts';
import type { Names } from '../people/names.ts';
import type { Clock, Log, Metrics } from '../ports.ts';
import type { Leg, UniversalChannel } from '../records.ts';
import type { Budgets } from './budget.ts';
import { activeLegs } from './directory.ts';
import { type LaneEvent, noticeRef } from './event.ts';
import { type ExtrasParts, extrasOf } from './extras.ts';
import { isShownOn, told } from './gathered.ts';
import { Intake } from './intake.ts';
import { isNotice, Lane } from './lane.ts';
import { Pace } from './pace.ts';
import { keepReactions } from './reacted.ts';
import { authorOf, nextRecord, resolve, rootRef } from './resolve.ts';
import { type RootOnLeg, rootOnLeg, unheard } from './roots.ts';
import { Sender } from './sender.ts';
import type { MessageRecord, RelayStore, TargetRecord } from './store.ts';
import type { SendTask } from './tasks.ts';
import { vote } from './voting.ts';

export interface ChannelParts extends ExtrasParts {
  readonly store: RelayStore;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jitter: () => number;
  readonly ticket: () => number;
  readonly pictureUrl: (ref: MessageRef, author: string) => string | undefined;
  /** A line was posted for files that may still come. */
  readonly held: () => void;
  readonly transfers: Turns;
  /** The name over what a person says in the channel. */
  readonly nameOf: Names['shown'];
  /** A message could not be brought to a leg: its author is to be told. */
  readonly undelivered: (channel: UniversalChannel, source: Leg, event: LaneEvent, target: Leg) => void;
}

interface LegAtWork {
  readonly leg: Leg;
  readonly sender: Sender;
  /** By the leg's own clock; undefined while its notice is not posted yet; infinite where nothing is to cross. */
  line: number | undefined;
}

export class ChannelAtWork {
  readonly #parts: ChannelParts;
  readonly #legs = new Map<LegId, LegAtWork>();
  readonly #lane: Lane;
  readonly #intake: Intake;
  /** Platforms that only hint at reactions are asked for them: a few times a minute, whatever happens. */
  readonly #looks: Pace<LaneEvent>;
  #channel: UniversalChannel;
  readonly #stopping = new AbortController();
  #awaitingLines: (() => void)[] = [];

  constructor(channel: UniversalChannel, parts: ChannelParts) {
    this.#channel = channel;
    this.#parts = parts;
    this.#looks = new Pace({
      clock: parts.clock,
      merge: (earlier, later) => {
        this.#finish(earlier, 'merged');
        return later;
      },
      due: (event) => this.push(event),
    });
    this.#lane = new Lane({
      clock: parts.clock,
      log: parts.log,
      jitter: parts.jitter,
      sourceOf: (event) => this.#sourceOf(event),
      gated: (event, source) => source !== 'mio' && this.#gated(event, source),
      decide: (event) => this.#decide(event),
      drop: (event, reason) => {
        this.#parts.metrics.count('mio_events_total', { outcome: reason });
        this.#settle(event);
      },
    });
    this.#intake = new Intake({ channel: channel.id, store: parts.store, lane: this.#lane, ticket: parts.ticket });
  }

  get id(): ChannelId {
    return this.#channel.id;
  }

  get queued(): number {
    let queued = this.#lane.length;
    for (const { sender } of this.#legs.values()) queued += sender.length;
    return queued;
  }

  /** Takes up what is in the inbox. Nothing is sent before `release`. */
  async start(): Promise<void> {
    await this.update(this.#channel);
    await this.#intake.read();
  }

  release(): void {
    this.#lane.release();
  }

  async update(channel: UniversalChannel): Promise<void> {
    this.#channel = channel;
    const active = new Map(activeLegs(channel).map((leg) => [leg.id, leg]));
    for (const [id, { sender }] of this.#legs) {
      if (active.has(id)) continue;
      this.#legs.delete(id);
      await sender.stop();
    }
    const opened: Sender[] = [];
    for (const leg of active.values()) {
      const line = await this.#lineOf(leg);
      const present = this.#legs.get(leg.id);
      if (present) this.#legs.set(leg.id, { ...present, leg, line });
      else opened.push(this.#open(leg, line));
    }
    // Once every leg is there: what an earlier process left in doubt on one belongs to a thread of another.
    for (const sender of opened) await sender.start();
    this.#lane.wake();
  }

  /** An event that is in the inbox already. */
  push(event: LaneEvent): void {
    if (event.kind === 'reacted') {
      if (!this.#looks.admit(event.ref, event)) return;
      this.#looks.done(event.ref);
    }
    this.#intake.push(event);
  }

  /** The legs whose messages cross, with the time from which they do. */
  repairable(): readonly { readonly leg: Leg; readonly line: number }[] {
    const legs: { leg: Leg; line: number }[] = [];
    for (const { leg, line } of this.#legs.values())
      if (line !== undefined && line !== Infinity) legs.push({ leg, line });
    return legs;
  }

  undrawn(): readonly string[] {
    const waiting = [...this.#legs.values()].filter((at) => at.line === undefined);
    return [...new Set(waiting.flatMap((at) => at.leg.line ?? []))];
  }

  /** Resolves when every leg has its line: from then on, whatever is written crosses. */
  drawn(): Promise<void> {
    if (this.undrawn().length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#awaitingLines.push(resolve));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#looks.stop();
    await this.#lane.stop();
    await Promise.all([...this.#legs.values()].map(({ sender }) => sender.stop()));
  }

  #open(leg: Leg, line: number | undefined): Sender {
    const { store, connectors, budgets, clock, log, metrics, jitter, ticket } = this.#parts;
    const sender = new Sender({
      leg,
      connector: connectors[leg.platform],
      store,
      budgets,
      clock,
      log,
      metrics,
      jitter,
      ticket,
      threadOf: (ref, on) => this.#threadOf(ref, on),
      wake: () => this.#lane.wake(),
      held: this.#parts.held,
      transfers: this.#parts.transfers,
    });
    this.#legs.set(leg.id, { leg, sender, line });
    return sender;
  }

  #sourceOf(event: LaneEvent): LegId | 'mio' | undefined {
    return isNotice(event) ? 'mio' : this.#legAt(event.ref)?.leg.id;
  }

  #legAt(place: Place): LegAtWork | undefined {
    for (const at of this.#legs.values()) {
      if (at.leg.conversation === place.conversation && at.leg.connection === place.connection) return at;
    }
    return undefined;
  }

  #gated(event: LaneEvent, source: LegId): boolean {
    const at = this.#legs.get(source);
    return at !== undefined && (at.line === undefined || at.sender.unsettledBefore(event.ticket));
  }

  async #decide(event: LaneEvent): Promise<void> {
    if (isNotice(event)) this.#announce(event);
    else await this.#relay(event);
    if (this.#intake.isDue) await this.#intake.read();
  }

  async #relay(event: LaneEvent): Promise<void> {
    const source = this.#legAt(event.ref);
    if (!source) return this.#settle(event);
    const connector = this.#parts.connectors[source.leg.platform];
    const { platform, notices } = source.leg;
    const parts = {
      connector,
      platform,
      pictureUrl: this.#parts.pictureUrl,
      nameOf: (person: PersonId, name: string) => this.#parts.nameOf(this.id, platform, person, name),
    };
    const telling = notices ? parts : undefined;
    const line = source.line ?? Infinity;
    const resolution = await resolve(event, { store: this.#parts.store, connector, line, telling });
    if (resolution.is === 'ignored') return this.#finish(event, resolution.reason);
    if (resolution.is === 'copy') return await this.#copyChanged(event, resolution.target);
    const { known, state } = resolution;
    const root = rootRef(event.ref, state);
    if (root && !known) {
      const first = await unheard(root, event, { store: this.#parts.store, source: connector, lane: this.id });
      if (first) await this.#relay(first);
    }
    const before = known?.reactions ?? null;
    const reactions = told(before, source.leg.id, state);
    const record = nextRecord(event.ref, known, state, event.at, reactions);
    const stored = record ? this.#parts.store.putMessage(record) : undefined;
    if (!known && state.is === 'removed') {
      await stored;
      return this.#finish(event, 'removed_unseen');
    }
    const author = await authorOf(event.ref, state, parts);
    const extras = await extrasOf(
      { ref: event.ref, state, root: root?.message ?? null, source: source.leg, reactions, legs: this.#legList() },
      this.#parts,
    );
    const original = () => connector.linkTo?.(event.ref, root?.message ?? null);
    // Of the message itself only what other legs put to it is shown where it stands: nothing, mostly.
    const touched = event.kind === 'reacted' || before !== reactions;
    const isAnswered = touched || isShownOn(reactions, source.leg.id);
    this.#spread(
      event,
      isAnswered ? [...this.#legs.values()] : [...this.#legs.values()].filter((at) => at !== source),
      (at) => ({
        ref: event.ref,
        state,
        author,
        ...(at === source && { atSource: true }),
        tombstone: at.leg.tombstones === true,
        original,
        ...extras(at.leg),
        ...(touched && { touched }),
        ...(event.again && { again: event.again }),
        root: root && ((leg: Leg) => this.#rootOn(leg, root, connector)),
        receivedAt: event.receivedAt,
        fresh: !known,
        settled: (outcome) => {
          if (outcome === 'dead') this.#parts.undelivered(this.#channel, source.leg, event, at.leg);
        },
      }),
      reactions === null ? undefined : (at) => this.#vote(event, at.leg, stored),
    );
    // The sends have begun: their own writes come after this one.
    await stored;
    this.#parts.metrics.count('mio_events_total', { outcome: 'relayed' });
  }

  /** A notice of Mio's own, for every leg or for one. */
  #announce(event: LaneEvent): void {
    const { inline } = event;
    if (inline?.is !== 'present') {
      this.#settle(event);
      return;
    }
    const legs = [...this.#legs.values()].filter((at) => event.only === undefined || at.leg.id === event.only);
    this.#spread(event, legs, (at) => ({
      ref: event.ref,
      state: inline,
      author: null,
      root: inline.root === null ? null : () => Promise.resolve({ root: inline.root }),
      receivedAt: event.receivedAt,
      fresh: false,
      settled: () => void this.#drawLine(at.leg, event.ref.message),
    }));
  }

  /** `after`: what is to be done about each leg once it agrees. */
  #spread(
    event: LaneEvent,
    legs: readonly LegAtWork[],
    task: (at: LegAtWork) => SendTask,
    after?: (at: LegAtWork) => Promise<void>,
  ): void {
    let open = legs.length;
    if (open === 0) this.#settle(event);
    const done = (): void => {
      open -= 1;
      if (open === 0) this.#settle(event);
    };
    for (const at of legs) {
      const own = task(at);
      at.sender.push({
        ...own,
        settled: (outcome) => {
          own.settled(outcome);
          if (after) void after(at).then(done, done);
          else done();
        },
      });
    }
  }

  /** Whoever linked an account on the leg reacts there as themself; what was refused is shown in words. */
  async #vote({ ref, at, receivedAt }: LaneEvent, leg: Leg, stored: Promise<unknown> | undefined): Promise<void> {
    await stored;
    const { ticket } = this.#parts;
    const threadOf = (of: MessageRef, on: Leg) => this.#threadOf(of, on);
    const isRefused = await vote(ref, leg, this.#legList(), {
      ...this.#parts,
      signal: this.#stopping.signal,
      threadOf,
    });
    if (isRefused)
      this.push({ ref, kind: 'reacted', at, inline: undefined, receivedAt, ticket: ticket(), sequence: null });
  }

  /** A copy that somebody took away stays away, and reactions to it are told on; all else that happens to copies was done by us. */
  async #copyChanged(event: LaneEvent, target: TargetRecord): Promise<void> {
    if (event.kind === 'removed' && (target.state === 'done' || target.state === 'held')) {
      await this.#parts.store.putTarget({ ...target, state: 'removed_there', doneAt: this.#parts.clock.now() });
    }
    const at = this.#legAt(event.ref);
    const threadOf = (leg: Leg) => this.#threadOf(target, leg);
    if (at && (await keepReactions(event, target, { ...this.#parts, leg: at.leg, threadOf }))) {
      const { connection, conversation, message } = target;
      return await this.#relay({
        ...event,
        ref: { connection, conversation, message },
        kind: 'reacted',
        inline: undefined,
      });
    }
    this.#finish(event, 'echo');
  }

  async #drawLine(leg: Leg, notice: MessageId): Promise<void> {
    const at = this.#legs.get(leg.id);
    if (at?.leg.line !== notice) return;
    at.line = await this.#lineOf(at.leg);
    this.#lane.wake();
    if (this.undrawn().length > 0) return;
    for (const resolve of this.#awaitingLines.splice(0)) resolve();
  }

  async #lineOf(leg: Leg): Promise<number | undefined> {
    if (leg.line === undefined) return Infinity;
    const targets = await this.#parts.store.targets(noticeRef(this.id, leg.line));
    const target = targets.find((candidate) => candidate.leg === leg.id && candidate.part === 0);
    return target?.state === 'dead' ? Infinity : (target?.targetAt ?? undefined);
  }

  async #threadOf(ref: MessageRef, leg: Leg): Promise<MessageId | null> {
    const record: MessageRecord | undefined = await this.#parts.store.message(ref);
    const source = this.#legAt(ref);
    if (!record?.root || !source) return null;
    const connector = this.#parts.connectors[source.leg.platform];
    const { root } = await this.#rootOn(leg, { ...ref, message: record.root }, connector);
    return root;
  }

  #rootOn(leg: Leg, root: MessageRef, source: Connector): Promise<RootOnLeg> {
    const isOurs = (place: Place): boolean => this.#legAt(place) !== undefined;
    return rootOnLeg(root, leg, { store: this.#parts.store, source, isOurs });
  }

  #legList(): readonly Leg[] {
    return [...this.#legs.values()].map(({ leg }) => leg);
  }

  #finish(event: LaneEvent, outcome: string): void {
    this.#parts.metrics.count('mio_events_total', { outcome });
    this.#settle(event);
  }

  /** Not awaited: an event that is not settled is reconciled again after a restart, to no effect. */
  #settle(event: LaneEvent): void {
    if (event.sequence === null || this.#stopping.signal.aborted) return;
    this.#parts.store.settle(event.sequence).catch((error) => {
      this.#parts.log.warn({ err: error }, 'an event could not be settled');
    });
  }
}
