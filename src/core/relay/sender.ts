/**
 * The ordered queue of one target leg: one post in flight, so that order holds and at most one post can be in doubt;
 * its own backoff, so that a dead platform stops nobody else.
 *
 * A task says "make this leg agree with that message", not "post this": it may be repeated at any time.
 */
import type { Connector, Rendered } from '../connector.ts';
import type { Block } from '../content/tree.ts';
import { ConflictError, DeliveryError, StoreUnavailableError } from '../errors.ts';
import type { Turns } from '../files/turns.ts';
import type { MessageId, MessageRef, Place } from '../model.ts';
import type { Clock, Log, Metrics } from '../ports.ts';
import type { Leg } from '../records.ts';
import { pause } from '../time.ts';
import { backoff, tooOld } from './backoff.ts';
import type { Budgets } from './budget.ts';
import { type Attempt, Copies } from './copies.ts';
import { Pace } from './pace.ts';
import { copyIn, isAnswer, isNote, isSpent } from './parts.ts';
import { RootGoneError, type RootOnLeg, rememberGone } from './roots.ts';
import { showingsOf, tombstone, tombstoneAt } from './showing.ts';
import type { RelayStore, TargetReason, TargetRecord } from './store.ts';
import { hashOf, newTarget } from './target.ts';
import { merged, type SendTask, TaskQueue } from './tasks.ts';
import type { Unknown } from './unlinked.ts';

export interface SenderParts {
  readonly leg: Leg;
  readonly connector: Connector;
  readonly store: RelayStore;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jitter: () => number;
  /** The next number in the order of everything that this process starts or receives. */
  readonly ticket: () => number;
  /** The thread on this leg that a message belongs to, from what is stored of it. */
  readonly threadOf: (ref: MessageRef, leg: Leg) => Promise<MessageId | null>;
  /** Something that waited for a post to this leg may look again. */
  readonly wake: () => void;
  /** A line was posted for files that may still come. */
  readonly held: () => void;
  /** Whose turn it is to move files. */
  readonly transfers: Turns;
  /** What the store may not know of the leg; missing for one that is younger than this process. */
  readonly unknown?: Unknown | undefined;
}

const noneGone: readonly MessageId[] = [];
const noTargets: readonly TargetRecord[] = [];

export class Sender {
  readonly #parts: SenderParts;
  readonly #place: Place;
  readonly #copies: Copies;
  readonly #queue = new TaskQueue();
  readonly #pace: Pace<SendTask>;
  readonly #stopping = new AbortController();
  /** Posts of an earlier process whose outcome is not known yet. */
  #orphans: TargetRecord[] = [];
  /** Nothing is posted before what an earlier process left is known. */
  #isStarted = false;
  #hasLeft = false;
  /** Whether the task at work was given up. */
  #died = false;
  #working: Promise<void> | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#place = { connection: parts.leg.connection, conversation: parts.leg.conversation };
    this.#pace = new Pace({ clock: parts.clock, merge: merged, due: (task) => this.#enqueue(task) });
    this.#copies = new Copies(parts, {
      signal: this.#stopping.signal,
      died: () => {
        this.#died = true;
      },
      changed: (ref) => this.#pace.done(ref),
    });
  }

  get length(): number {
    return this.#queue.length + this.#pace.length;
  }

  /** Takes up what an earlier process left in flight; what is pushed before waits for that. Once. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    const open = await this.#parts.store.unsettled(this.#parts.leg.id);
    this.#orphans = open.filter((target) => target.state === 'sending' || target.state === 'in_doubt');
    if (this.#orphans.length > 0) this.#copies.doubt();
    this.#isStarted = true;
    this.#work();
  }

  push(task: SendTask): void {
    if (this.#hasLeft) {
      task.settled('left');
      return;
    }
    // A removal waits for nothing.
    const admitted = task.fresh ? task : this.#pace.admit(task.ref, task, task.state.is !== 'present');
    if (admitted) this.#enqueue(admitted);
  }

  /**
   * Whether a post that began before `ticket` may still turn out to be the cause of what was received then, or a message
   * that waits may turn out to be a post that was answered then.
   */
  unsettledBefore(ticket: number): boolean {
    return this.#copies.unsettledBefore(ticket) || this.#isRecognising;
  }

  /** Whether an earlier process may have posted here what the store does not know. */
  get mayHoldUnlinked(): boolean {
    return this.#copies.unlinked.mayBeAny;
  }

  get #isRecognising(): boolean {
    const { unlinked } = this.#copies;
    const { head } = this.#queue;
    return head !== undefined && unlinked.isOld(head.state) && unlinked.mayBeAny;
  }

  /** Ends after the call in flight; what is queued stays in the inbox. Answers what rested, and was not queued yet. */
  async stop(): Promise<readonly SendTask[]> {
    this.#stopping.abort();
    const resting = this.#pace.stop();
    await this.#working;
    await this.#copies.linking;
    return resting;
  }

  /** Ends with its leg: whatever still waits was for nobody else. */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    for (const task of await this.stop()) task.settled('left');
    while (this.#queue.length > 0) this.#queue.shift()!.settled('left');
  }

  #enqueue(task: SendTask): void {
    this.#queue.push(task);
    this.#work();
  }

  #work(): void {
    if (!this.#isStarted) return;
    this.#working ??= this.#run().then(() => {
      this.#working = null;
      if (this.#queue.length > 0 && !this.#stopping.signal.aborted) this.#work();
    });
  }

  async #run(): Promise<void> {
    while (this.#orphans.length > 0 && !this.#stopping.signal.aborted) {
      const orphan = this.#orphans[0]!;
      if (await this.#persist(() => this.#adopt(orphan))) this.#orphans.shift();
    }
    while (this.#queue.length > 0 && !this.#stopping.signal.aborted) {
      this.#died = false;
      if (!(await this.#persist(() => this.#reconcile(this.#queue.begin())))) return;
      const task = this.#queue.shift()!;
      this.#settle(task, this.#died ? 'dead' : 'agreed');
      if (this.#copies.unlinked.isOld(task.state)) this.#parts.wake();
    }
  }

  /** Whoever is told looks at links: the last one has to be there. Where it could not be stored, the task begins anew. */
  #settle(task: SendTask, outcome: 'agreed' | 'dead'): void {
    const stored = (isStored: boolean): void => {
      if (isStored) {
        task.settled(outcome);
      } else {
        this.#queue.putBack(task);
        this.#work();
      }
    };
    const { linking } = this.#copies;
    if (linking) void linking.then(stored);
    else task.settled(outcome);
  }

  async #adopt(orphan: TargetRecord): Promise<void> {
    const thread = await this.#parts.threadOf(orphan, this.#parts.leg);
    const root = thread ?? this.#answered(orphan, orphan.part, await this.#targetsOf(orphan));
    await this.#copies.settle(orphan, { root, text: null, left: true });
  }

  /** What an answer of Mio's stands below where the message itself is no answer. */
  #answered(ref: MessageRef, part: number, known: readonly TargetRecord[]): MessageId | null {
    if (!isAnswer(part, this.#parts.connector.filesIn)) return null;
    const isAtSource = ref.connection === this.#place.connection && ref.conversation === this.#place.conversation;
    return isAtSource ? ref.message : copyIn(known);
  }

  /** Tries until it is done or given up; false when stopped before. */
  async #persist(work: () => Promise<void>): Promise<boolean> {
    const { clock, log, jitter, leg } = this.#parts;
    for (let failures = 0; !this.#stopping.signal.aborted; failures += 1) {
      try {
        await work();
        return true;
      } catch (error) {
        this.#queue.failed();
        const task = this.#orphans.length === 0 ? this.#queue.head : undefined;
        const known =
          error instanceof DeliveryError || error instanceof StoreUnavailableError || error instanceof ConflictError;
        const level = known ? 'warn' : 'error';
        log[level]({ leg: leg.id, platform: leg.platform, failures, err: error }, 'a delivery has to wait');
        if (!known && failures >= 4) {
          this.#parts.metrics.count('mio_alarms_total', { kind: 'unrenderable' });
          if (task) await this.#giveUp(task, 'unrenderable');
          return true;
        }
        if (task && clock.now() - task.receivedAt > tooOld) {
          await this.#giveUp(task, 'expired');
          return true;
        }
        const wait = backoff(failures, jitter, error instanceof DeliveryError ? error.retryAfterMs : undefined);
        await pause(clock, wait, this.#stopping.signal);
      }
    }
    return false;
  }

  /** Makes this leg agree with one message. @throws DeliveryError when it is to be tried again */
  async #reconcile(task: SendTask): Promise<void> {
    if (!task.fresh || task.root) await this.#copies.linking;
    let known = task.fresh ? noTargets : await this.#targetsOf(task.ref);
    if (task.state.is !== 'present') return await this.#takeAway(task, known);
    let thread = task.root ? await task.root(this.#parts.leg) : null;
    let gone: readonly MessageId[] = noneGone;
    const content = task.content ? await task.content() : task.state.content;
    for (;;) {
      try {
        if (await this.#show(task, content, thread, gone, known)) return;
      } catch (error) {
        if (!(error instanceof RootGoneError)) throw error;
        gone = [...gone, await this.#rootGone(error)];
        thread = task.root ? await task.root(this.#parts.leg) : null;
      }
      known = await this.#targetsOf(task.ref);
    }
  }

  async #rootGone(error: RootGoneError): Promise<MessageId> {
    const { clock, leg, log, store } = this.#parts;
    log.warn({ leg: leg.id, platform: leg.platform, err: error }, 'an answer stands without what it answers');
    await rememberGone({ ...this.#place, message: error.root }, store, clock.now());
    return error.root;
  }

  async #takeAway(task: SendTask, known: readonly TargetRecord[]): Promise<void> {
    const stays = task.tombstone ? tombstoneAt(known) : undefined;
    const rendered = stays === undefined ? undefined : this.#parts.connector.render(tombstone)[0];
    for (const target of known.toReversed()) {
      const line = target.part === stays && rendered ? this.#attempt(task, target.part, rendered, null) : null;
      const settled = await this.#copies.agree(target, line);
      // It takes no more edits: then there is no line either.
      if (line && settled && isSpent(settled)) await this.#copies.agree(settled, null);
    }
  }

  /**
   * False where the platform turned out to take no more edits of one: something else is to show it.
   * @param gone what turned out not to be there any more: nothing is posted below it
   */
  async #show(
    task: SendTask,
    content: readonly Block[],
    thread: RootOnLeg | null,
    gone: readonly MessageId[],
    known: readonly TargetRecord[],
  ): Promise<boolean> {
    let now = known;
    for (const { part, rendered } of showingsOf({ task, content, thread, known }, this.#parts.connector)) {
      const target = now.find((candidate) => candidate.part === part);
      const answered = thread?.root ?? this.#answered(task.ref, part, now);
      const root = answered !== null && gone.includes(answered) ? null : answered;
      // Reactions to something that is not there say nothing.
      if (isNote(part) && rendered && root === null) continue;
      const settled = await this.#copies.agree(target, rendered && this.#attempt(task, part, rendered, root));
      if (!settled) continue;
      if (rendered && isSpent(settled)) return false;
      now = [...now.filter((candidate) => candidate.part !== part), settled].sort((a, b) => a.part - b.part);
    }
    return true;
  }

  #attempt(task: SendTask, part: number, rendered: Rendered, root: MessageId | null): Attempt {
    const { touched, state } = task;
    const wanted = { hash: hashOf(rendered), version: state.version, ...(touched && { touched }) };
    return { task, part, rendered, wanted, root };
  }

  async #targetsOf(ref: MessageRef): Promise<readonly TargetRecord[]> {
    const all = await this.#parts.store.targets(ref);
    return all.filter((target) => target.leg === this.#parts.leg.id);
  }

  /** What was never begun leaves a record too: a list of what was given up must not miss the worst of it. */
  async #giveUp(task: SendTask, reason: TargetReason): Promise<void> {
    const known = await this.#targetsOf(task.ref);
    const waiting =
      known.length === 0
        ? [newTarget(task, 0, { ...this.#place, leg: this.#parts.leg.id })]
        : known.filter(({ state }) => state === 'queued');
    for (const target of waiting)
      await this.#parts.store.putTarget({ ...target, state: 'dead', reason, doneAt: this.#parts.clock.now() });
    this.#died = true;
    this.#parts.metrics.count('mio_deliveries_total', { platform: this.#parts.leg.platform, outcome: 'dead' });
  }
}
