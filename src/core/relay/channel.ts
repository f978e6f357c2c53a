/** One universal channel at work: what happened on one of its legs is decided in its lane, and brought to the others. */
import type { ChannelId, LegId, MessageRef } from '../model.ts';
import type { Names } from '../people/names.ts';
import type { Leg, UniversalChannel } from '../records.ts';
import type { LaneEvent } from './event.ts';
import { type ExtrasParts, extrasOf } from './extras.ts';
import { isShownOn, told } from './gathered.ts';
import { Intake } from './intake.ts';
import { forgottenAfter } from './keeping.ts';
import { isNotice, Lane } from './lane.ts';
import { type LegAtWork, LegsAtWork, type LegsParts } from './legs.ts';
import { crosses } from './lines.ts';
import { Pace } from './pace.ts';
import { keepReactions } from './reacted.ts';
import { type AuthorParts, authorOf, nextRecord, type Resolution, resolve, rootRef, type Source } from './resolve.ts';
import { unheard } from './roots.ts';
import type { TargetRecord } from './store.ts';
import type { SendTask } from './tasks.ts';
import { vote } from './voting.ts';

export interface ChannelParts extends ExtrasParts, Omit<LegsParts, 'wake'> {
  readonly pictureUrl: (ref: MessageRef, author: string) => string | undefined;
  /** The name over what a person says in the channel. */
  readonly nameOf: Names['shown'];
  /** A message could not be brought to a leg: its author is to be told. */
  readonly undelivered: (channel: UniversalChannel, source: Leg, event: LaneEvent, target: Leg) => void;
}

type SeenMessage = Extract<Resolution, { readonly is: 'message' }>;

/** What is kept of a message besides its state. */
interface Kept {
  readonly reactions: string | null;
  /** What is shown beside the message changed. */
  readonly touched: boolean;
  readonly stored: Promise<unknown> | undefined;
}

export class ChannelAtWork {
  readonly legs: LegsAtWork;
  readonly #parts: ChannelParts;
  readonly #lane: Lane;
  readonly #intake: Intake;
  /** Platforms that only hint at reactions are asked for them: a few times a minute, whatever happens. */
  readonly #looks: Pace<LaneEvent>;
  #channel: UniversalChannel;
  readonly #stopping = new AbortController();

  constructor(channel: UniversalChannel, parts: ChannelParts) {
    this.#channel = channel;
    this.#parts = parts;
    this.legs = new LegsAtWork(channel, { ...parts, wake: () => this.#lane.wake() });
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
      startedAt: parts.startedAt,
      inOrder: () => this.legs.mayHoldUnlinked,
      sourceOf: (event) => this.#sourceOf(event),
      gated: (event, source) => source !== 'mio' && this.legs.gated(event, source),
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
    return this.#lane.length + this.legs.queued;
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
    await this.legs.update(channel);
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

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#looks.stop();
    await this.#lane.stop();
    await this.legs.stop();
  }

  #sourceOf(event: LaneEvent): LegId | 'mio' | undefined {
    return isNotice(event) ? 'mio' : this.legs.at(event.ref)?.leg.id;
  }

  async #decide(event: LaneEvent): Promise<void> {
    if (isNotice(event)) this.#announce(event);
    else await this.#relay(event);
    if (this.#intake.isDue) await this.#intake.read();
  }

  async #relay(event: LaneEvent): Promise<void> {
    const source = this.legs.at(event.ref);
    if (!source) return this.#settle(event);
    const seen = await resolve(event, this.#sourceParts(source));
    if (seen.is === 'ignored') this.#finish(event, seen.reason);
    else if (seen.is === 'copy') await this.#copyChanged(event, seen.target);
    else await this.#bring(event, source, seen);
  }

  #sourceParts({ leg, lines }: LegAtWork): Source {
    const { store, clock } = this.#parts;
    return {
      store,
      connector: this.#parts.connectors[leg.platform],
      isNew: (at) => at > clock.now() - forgottenAfter && crosses(lines, at),
      telling: leg.notices ? this.#authorParts(leg) : undefined,
    };
  }

  #authorParts({ platform }: Leg): AuthorParts {
    const { connectors, pictureUrl, nameOf } = this.#parts;
    return {
      connector: connectors[platform],
      platform,
      pictureUrl,
      nameOf: (person, name) => nameOf(this.id, platform, person, name),
    };
  }

  /** Brings what the source of a message says now to every leg that may be shown it. */
  async #bring(event: LaneEvent, source: LegAtWork, seen: SeenMessage): Promise<void> {
    const { known, state } = seen;
    const root = rootRef(event.ref, state);
    if (root && !known) await this.#relayUnheard(root, event, source.leg);
    const kept = this.#remember(event, source.leg, seen);
    if (!known && state.is === 'removed') {
      await kept.stored;
      return this.#finish(event, 'removed_unseen');
    }
    const task = await this.#taskFor(event, source, { ...seen, ...kept, root });
    const isShared = state.is !== 'present' || state.at > source.lines.shared;
    const audience = isShared ? this.legs.all : await this.legs.audience(source, event.ref, state.at);
    // Where the message itself stands, only reactions from elsewhere are shown: mostly there are none.
    const isShownAtSource = kept.touched || isShownOn(kept.reactions, source.leg.id);
    const shownOn = isShownAtSource ? audience : audience.filter((at) => at !== source);
    const after = kept.reactions === null ? undefined : (at: LegAtWork) => this.#vote(event, at.leg, kept.stored);
    this.#spread(event, shownOn, task, after);
    // The sends have begun: their own writes come after this one.
    await kept.stored;
    this.#parts.metrics.count('mio_events_total', { outcome: 'relayed' });
  }

  /** A root that nobody was told of goes before what answers it. */
  async #relayUnheard(root: MessageRef, answer: LaneEvent, { platform }: Leg): Promise<void> {
    const { store, connectors } = this.#parts;
    const first = await unheard(root, answer, { store, source: connectors[platform], lane: this.id });
    if (first) await this.#relay(first);
  }

  #remember(event: LaneEvent, source: Leg, { known, state }: SeenMessage): Kept {
    const before = known?.reactions ?? null;
    const reactions = told(before, source.id, state);
    const record = nextRecord(event.ref, known, state, event.at, reactions);
    return {
      reactions,
      touched: event.kind === 'reacted' || before !== reactions,
      stored: record ? this.#parts.store.putMessage(record) : undefined,
    };
  }

  async #taskFor(
    event: LaneEvent,
    source: LegAtWork,
    { known, state, reactions, touched, root }: SeenMessage & Kept & { readonly root: MessageRef | null },
  ): Promise<(at: LegAtWork) => SendTask> {
    const { ref, receivedAt, again } = event;
    const connector = this.#parts.connectors[source.leg.platform];
    const author = await authorOf(ref, state, this.#authorParts(source.leg));
    const thread = root?.message ?? null;
    const whole = { ref, state, root: thread, source: source.leg, reactions, legs: this.#legList() };
    const extras = await extrasOf(whole, this.#parts);
    return (at) => ({
      ref,
      state,
      author,
      ...(at === source && { atSource: true }),
      tombstone: at.leg.tombstones === true,
      original: () => connector.linkTo?.(ref, thread),
      ...extras(at.leg),
      ...(touched && { touched }),
      ...(again && { again }),
      root: root && ((leg: Leg) => this.legs.rootOn(leg, root, connector)),
      receivedAt,
      fresh: !known,
      settled: (outcome) => {
        if (outcome === 'dead') this.#parts.undelivered(this.#channel, source.leg, event, at.leg);
      },
    });
  }

  /** A notice of Mio's own, for every leg or for one. */
  #announce(event: LaneEvent): void {
    const { inline } = event;
    if (inline?.is !== 'present') {
      this.#settle(event);
      return;
    }
    const legs = this.legs.all.filter((at) => event.only === undefined || at.leg.id === event.only);
    this.#spread(event, legs, (at) => ({
      ref: event.ref,
      state: inline,
      author: null,
      root: inline.root === null ? null : () => Promise.resolve({ root: inline.root }),
      receivedAt: event.receivedAt,
      fresh: false,
      settled: () => void this.legs.draw(at.leg.id, event.ref.message),
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
          if (after && outcome !== 'left') void after(at).then(done, done);
          else done();
        },
      });
    }
  }

  /** Whoever linked an account on the leg reacts there as themself; what was refused is shown in words. */
  async #vote({ ref, at, receivedAt }: LaneEvent, leg: Leg, stored: Promise<unknown> | undefined): Promise<void> {
    await stored;
    const { ticket } = this.#parts;
    const threadOf = (of: MessageRef, on: Leg) => this.legs.threadOf(of, on);
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
      // Where the message itself was taken back, so were its copies, by us, whether or not we were answered.
      const isOurs = (await this.#parts.store.message(target))?.removed === true;
      if (!isOurs)
        await this.#parts.store.putTarget({ ...target, state: 'removed_there', doneAt: this.#parts.clock.now() });
    }
    const at = this.legs.at(event.ref);
    const threadOf = (leg: Leg) => this.legs.threadOf(target, leg);
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

  #legList(): readonly Leg[] {
    return this.legs.all.map(({ leg }) => leg);
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
