/**
 * The ordered queue of one target leg: one post in flight, so that order holds and at most one post can be in doubt;
 * its own backoff, so that a dead platform stops nobody else.
 *
 * A task says "make this leg agree with that message", not "post this": it may be repeated at any time.
 */
import type { Connector, Rendered } from '../connector.ts';
import { ConflictError, DeliveryError, StoreUnavailableError } from '../errors.ts';
import type { MessageId, MessageRef, Place } from '../model.ts';
import type { Clock, Log, Metrics } from '../ports.ts';
import type { Leg } from '../records.ts';
import { pause } from '../time.ts';
import { backoff, tooOld } from './backoff.ts';
import type { Allowance, Budgets, Call } from './budget.ts';
import { lookForPost } from './doubt.ts';
import { copyIn, corrected, editionOf, isSpent, openEdition, partOf } from './editions.ts';
import { plan, type Wanted } from './plan.ts';
import { quoteOf, type RootOnLeg } from './roots.ts';
import type { RelayStore, TargetReason, TargetRecord } from './store.ts';
import { deliveryKey, hashOf, newTarget } from './target.ts';
import { type SendTask, TaskQueue } from './tasks.ts';

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
}

interface Attempt {
  readonly task: SendTask;
  readonly part: number;
  readonly rendered: Rendered;
  readonly wanted: Wanted;
  readonly root: MessageId | null;
}

export class Sender {
  readonly #parts: SenderParts;
  readonly #place: Place;
  readonly #allowance: Allowance;
  readonly #queue = new TaskQueue();
  readonly #stopping = new AbortController();
  /** Posts of an earlier process whose outcome is not known yet. */
  #orphans: TargetRecord[] = [];
  /** The ticket of the post whose outcome is not known yet. */
  #flight: number | null = null;
  /** Whether the task at work was given up. */
  #died = false;
  /** The time of the last post here, by the platform's own clock: where a look for a post in doubt begins. */
  #lastTargetAt: number | null = null;
  #working: Promise<void> | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#place = { connection: parts.leg.connection, conversation: parts.leg.conversation };
    this.#allowance = parts.budgets.of(parts.connector.budgets, this.#place);
  }

  get length(): number {
    return this.#queue.length;
  }

  /** Takes up what an earlier process left in flight. To be called before anything is pushed. */
  async start(): Promise<void> {
    const open = await this.#parts.store.unsettled(this.#parts.leg.id);
    this.#orphans = open.filter((target) => target.state === 'sending' || target.state === 'in_doubt');
    if (this.#orphans.length > 0) this.#flight = 0;
    this.#work();
  }

  push(task: SendTask): void {
    this.#queue.push(task);
    this.#work();
  }

  /** Whether a post that began before `ticket` may still turn out to be the cause of what was received then. */
  unsettledBefore(ticket: number): boolean {
    return this.#flight !== null && this.#flight < ticket;
  }

  /** Ends after the call in flight; what is queued stays in the inbox. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  #work(): void {
    this.#working ??= this.#run().finally(() => {
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
      this.#queue.shift()?.settled(this.#died ? 'dead' : 'agreed');
    }
  }

  async #adopt(orphan: TargetRecord): Promise<void> {
    const thread = await this.#parts.threadOf(orphan, this.#parts.leg);
    const root = thread ?? (editionOf(orphan.part) > 0 ? copyIn(await this.#targetsOf(orphan)) : null);
    await this.#settle(orphan, { root, text: null });
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
    let known = task.fresh ? [] : await this.#targetsOf(task.ref);
    if (task.state.is !== 'present') {
      for (const target of known.toReversed()) await this.#agree(target, null);
      return;
    }
    const root = task.root ? await task.root(this.#parts.leg) : null;
    while (!(await this.#show(task, known, root))) known = await this.#targetsOf(task.ref);
  }

  /** False where the platform turned out to take no more edits: the next edition is to show it. */
  async #show(task: SendTask, known: readonly TargetRecord[], thread: RootOnLeg | null): Promise<boolean> {
    const edition = openEdition(known);
    const parts = this.#render(task, thread, edition);
    const root = thread?.root ?? (edition > 0 ? copyIn(known) : null);
    const own = known.filter(({ part }) => editionOf(part) === edition);
    for (let index = 0; index < Math.max(parts.length, own.length); index += 1) {
      const part = partOf(edition, index);
      const rendered = parts[index];
      const target = own.find((candidate) => candidate.part === part);
      const wanted = rendered && { hash: hashOf(rendered), version: task.state.version };
      const settled = await this.#agree(target, wanted ? { task, part, rendered, wanted, root } : null);
      if (settled && isSpent(settled)) return false;
    }
    return true;
  }

  #render(task: SendTask, thread: RootOnLeg | null, edition: number): readonly Rendered[] {
    if (task.state.is !== 'present') return [];
    const body = edition > 0 ? corrected(task.state.content) : task.state.content;
    const content = thread?.quote ? [...quoteOf(thread.quote), ...body] : body;
    return this.#parts.connector.render({ author: task.author, content });
  }

  async #targetsOf(ref: MessageRef): Promise<readonly TargetRecord[]> {
    const all = await this.#parts.store.targets(ref);
    return all.filter((target) => target.leg === this.#parts.leg.id);
  }

  /** Answers how the target stands then. */
  async #agree(known: TargetRecord | undefined, attempt: Attempt | null): Promise<TargetRecord | undefined> {
    let target = known;
    while (!this.#stopping.signal.aborted) {
      switch (plan(target, attempt?.wanted ?? null)) {
        case 'nothing':
          return target;
        case 'post':
          target = await this.#post(target, attempt!);
          break;
        case 'settle':
          target = await this.#settle(target!, { root: attempt?.root ?? null, text: attempt?.rendered.text ?? null });
          break;
        case 'edit':
          target = await this.#edit(target!, attempt!);
          break;
        case 'remove':
          target = await this.#remove(target!);
          break;
        case 'drop':
          target = await this.#put({
            ...target!,
            state: 'removed',
            reason: 'source_removed',
            doneAt: this.#parts.clock.now(),
          });
          break;
      }
    }
    return target;
  }

  async #post(known: TargetRecord | undefined, attempt: Attempt): Promise<TargetRecord> {
    const { clock, connector } = this.#parts;
    const { ref } = attempt.task;
    await this.#allowed('post');
    if (this.#stopping.signal.aborted) throw new DeliveryError('busy', 'stopping', { operation: 'post' });
    this.#flight = this.#parts.ticket();
    let target: TargetRecord;
    try {
      target = await this.#put({
        ...(known ?? newTarget(attempt.task, attempt.part, { ...this.#place, leg: this.#parts.leg.id })),
        state: 'sending',
        attempt: (known?.attempt ?? 0) + 1,
        shown: attempt.wanted.hash,
        version: attempt.wanted.version,
        sentAt: clock.now(),
      });
    } catch (error) {
      this.#landed();
      throw error;
    }
    try {
      const options = { root: attempt.root, key: deliveryKey(ref, attempt.part, this.#parts.leg.id) };
      const posted = await connector.post(this.#place, attempt.rendered, options);
      return await this.#linked(target, posted.message, posted.at);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      return await this.#postFailed(target, error);
    }
  }

  async #postFailed(target: TargetRecord, error: DeliveryError): Promise<TargetRecord> {
    if (error.failure === 'doubt') {
      this.#outcome('in_doubt');
      return await this.#put({ ...target, state: 'in_doubt' });
    }
    this.#landed();
    if (error.failure === 'busy' || error.failure === 'unauthorized') {
      await this.#put({
        ...target,
        state: 'queued',
        reason: error.failure === 'unauthorized' ? 'bad_credentials' : null,
      });
      throw error;
    }
    this.#parts.log.warn({ leg: this.#parts.leg.id, code: error.code }, 'a delivery was refused for good');
    this.#died = true;
    this.#outcome('dead');
    return await this.#put({ ...target, state: 'dead', reason: 'refused', doneAt: this.#parts.clock.now() });
  }

  /** Finds out whether a post happened: `done` with its id, or `queued` again once it is certain that it did not. */
  async #settle(target: TargetRecord, sought: { root: MessageId | null; text: string | null }): Promise<TargetRecord> {
    const { clock, connector, store } = this.#parts;
    this.#flight ??= 0;
    const found = await lookForPost({
      clock,
      store,
      connector,
      place: this.#place,
      ...sought,
      key: deliveryKey(target, target.part, target.leg),
      since: this.#lastTargetAt ?? (target.sentAt ?? 0) - clockAllowance,
      doubtSince: target.sentAt ?? clock.now(),
      allowed: () => this.#allowed('read'),
      signal: this.#stopping.signal,
    });
    if (this.#stopping.signal.aborted) return target;
    if (found) return await this.#linked(target, found.message, found.at);
    const queued = await this.#put({ ...target, state: 'queued' });
    this.#landed();
    return queued;
  }

  /** The post happened: whatever it takes, this must be remembered, and nothing may be posted before it is. */
  async #linked(target: TargetRecord, message: MessageId, at: number): Promise<TargetRecord> {
    const { clock, metrics, leg, log } = this.#parts;
    const doneAt = clock.now();
    for (;;) {
      try {
        const linked = await this.#put({
          ...target,
          state: 'done',
          target: message,
          targetAt: at,
          doneAt,
          reason: null,
        });
        this.#lastTargetAt = at;
        this.#outcome('done');
        metrics.observe('mio_delivery_seconds', (doneAt - target.receivedAt) / 1000, { platform: leg.platform });
        this.#landed();
        return linked;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || this.#stopping.signal.aborted) throw error;
        log.error({ leg: leg.id, err: error }, 'a link can’t be stored yet');
        await pause(clock, 200, this.#stopping.signal);
      }
    }
  }

  async #edit(target: TargetRecord, attempt: Attempt): Promise<TargetRecord> {
    await this.#allowed('edit');
    const changed = { shown: attempt.wanted.hash, version: attempt.wanted.version, doneAt: this.#parts.clock.now() };
    try {
      await this.#parts.connector.edit(this.#copy(target), attempt.rendered, attempt.root);
    } catch (error) {
      if (error instanceof DeliveryError && error.failure === 'spent') {
        this.#outcome('corrected');
        return await this.#put({ ...target, reason: 'edits_spent' });
      }
      return await this.#changeFailed(target, error, { ...target, ...changed, state: 'diverged', reason: 'refused' });
    }
    this.#outcome('edited');
    return await this.#put({ ...target, ...changed });
  }

  async #remove(target: TargetRecord): Promise<TargetRecord> {
    await this.#allowed('remove');
    const removed = { ...target, state: 'removed', reason: 'source_removed', doneAt: this.#parts.clock.now() } as const;
    try {
      await this.#parts.connector.remove(this.#copy(target), null);
    } catch (error) {
      return await this.#changeFailed(target, error, { ...removed, state: 'diverged', reason: 'refused' });
    }
    this.#outcome('removed');
    return await this.#put(removed);
  }

  /** Edits and removals may be repeated, so that only a final no ends them. */
  async #changeFailed(target: TargetRecord, error: unknown, refused: TargetRecord): Promise<TargetRecord> {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.failure === 'gone') return await this.#put({ ...target, state: 'removed_there' });
    if (error.failure !== 'refused') throw error;
    this.#parts.log.warn({ leg: this.#parts.leg.id, code: error.code }, 'a change was refused for good');
    this.#outcome('diverged');
    return await this.#put(refused);
  }

  /** What was never begun leaves a record too: a list of what was given up must not miss the worst of it. */
  async #giveUp(task: SendTask, reason: TargetReason): Promise<void> {
    const known = await this.#targetsOf(task.ref);
    const waiting =
      known.length === 0
        ? [newTarget(task, 0, { ...this.#place, leg: this.#parts.leg.id })]
        : known.filter(({ state }) => state === 'queued');
    for (const target of waiting)
      await this.#put({ ...target, state: 'dead', reason, doneAt: this.#parts.clock.now() });
    this.#died = true;
    this.#outcome('dead');
  }

  #put(record: TargetRecord): Promise<TargetRecord> {
    return this.#parts.store.putTarget(record);
  }

  #copy(target: TargetRecord): MessageRef {
    return { ...this.#place, message: target.target! };
  }

  #landed(): void {
    this.#flight = null;
    this.#parts.wake();
  }

  #allowed(call: Call): Promise<void> {
    return this.#allowance.take(call, this.#stopping.signal);
  }

  #outcome(outcome: string): void {
    this.#parts.metrics.count('mio_deliveries_total', { platform: this.#parts.leg.platform, outcome });
  }
}

/** How far our clock and a platform's may differ where nothing better than ours is known. */
const clockAllowance = 15 * 60 * 1000;
