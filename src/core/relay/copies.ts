/**
 * The copies of messages on one leg, each made to agree with its source by itself: posted, looked for, changed, removed,
 * with every step stored before and after. One post in flight at a time.
 */
import type { FoundPost, PostOptions, Rendered } from '../connector.ts';
import { normalise } from '../content/plain.ts';
import { ConflictError, DeliveryError, StoreUnavailableError } from '../errors.ts';
import { type FileReason, isFileReason, mayStillCome } from '../files/reasons.ts';
import type { LegId, MessageId, MessageRef, Place } from '../model.ts';
import { pause } from '../time.ts';
import { isHopeless, opening } from './attachments.ts';
import type { Allowance, Call } from './budget.ts';
import { type Doubt, lookForPost } from './doubt.ts';
import { isFile } from './parts.ts';
import { plan, type Wanted } from './plan.ts';
import { RootGoneError } from './roots.ts';
import type { SenderParts } from './sender.ts';
import type { TargetRecord } from './store.ts';
import { deliveryKey, newTarget } from './target.ts';
import type { SendTask } from './tasks.ts';
import { UnlinkedPosts } from './unlinked.ts';

/** One message of ours that is to be there. */
export interface Attempt {
  readonly task: SendTask;
  readonly part: number;
  readonly rendered: Rendered;
  readonly wanted: Wanted;
  readonly root: MessageId | null;
  /** Why it is a line for its files. */
  readonly why?: FileReason;
}

/** What the queue of the leg wants to hear. */
interface Watch {
  readonly signal: AbortSignal;
  /** Something was refused for good. */
  readonly died: () => void;
  /** A copy of the message was changed. */
  readonly changed: (ref: MessageRef) => void;
}

interface Linking {
  /** Ticket of the post that this link belongs to. */
  readonly ticket: number;
  /** Whether it is stored. Never rejects. */
  readonly stored: Promise<boolean>;
}

export class Copies {
  readonly unlinked: UnlinkedPosts;
  readonly #parts: SenderParts;
  readonly #watch: Watch;
  readonly #place: Place;
  readonly #allowance: Allowance;
  /** The ticket of the post whose outcome is not known yet. */
  #flight: number | null = null;
  /** The post before it, whose link is on its way into the store. */
  #linking: Linking | null = null;
  /** The time of the last post here, by the platform's own clock: where a look for a post in doubt begins. */
  #lastTargetAt: number | null = null;

  constructor(parts: SenderParts, watch: Watch) {
    this.#parts = parts;
    this.#watch = watch;
    this.#place = { connection: parts.leg.connection, conversation: parts.leg.conversation };
    this.#allowance = parts.budgets.of(parts.connector.budgets, this.#place);
    this.unlinked = new UnlinkedPosts({ ...parts, place: this.#place, allowed: () => this.#allowed('read') });
  }

  /** Posts of an earlier process may have happened. */
  doubt(): void {
    this.#flight = 0;
  }

  /** Whether a post that began before `ticket` may still turn out to be the cause of what was received then. */
  unsettledBefore(ticket: number): boolean {
    const began = this.#linking?.ticket ?? this.#flight;
    return began !== null && began < ticket;
  }

  /** Whether the link of the last post is stored; undefined where none is on its way. What reads links waits for it. */
  get linking(): Promise<boolean> | undefined {
    return this.#linking?.stored;
  }

  /** Answers how the target stands then. @throws RootGoneError, and DeliveryError when it is to be tried again */
  async agree(known: TargetRecord | undefined, attempt: Attempt | null): Promise<TargetRecord | undefined> {
    let target = known;
    while (!this.#watch.signal.aborted) {
      switch (plan(target, attempt?.wanted ?? null)) {
        case 'nothing':
          return target;
        case 'post': {
          const mayStand = this.unlinked.mayHold(attempt!.task.state, attempt!.root);
          const recognised = mayStand ? await this.#recognised(target, attempt!) : undefined;
          target = recognised ?? (await this.#postInTurn(target, attempt!));
          break;
        }
        case 'settle':
          target = await this.settle(target!, {
            root: attempt?.root ?? null,
            text: attempt && sentText(target!, attempt),
          });
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

  /** How the target stands where an earlier process posted it, and the store does not know. */
  async #recognised(known: TargetRecord | undefined, attempt: Attempt): Promise<TargetRecord | undefined> {
    const { task, part, root, rendered, wanted } = attempt;
    await this.linking;
    // What people answer to it has to wait.
    this.#flight ??= 0;
    const target = known ?? newTarget(task, part, { ...this.#place, leg: this.#parts.leg.id });
    let found: FoundPost | undefined;
    try {
      found = await this.unlinked.take({ root, key: deliveryKey(target, part, target.leg), rendered });
    } finally {
      if (!found) this.#landed();
    }
    if (!found) return undefined;
    // What it says is seen by the eye alone: the version that it shows is not known.
    const isSame = normalise(found.text) === normalise(rendered.text);
    const shown = isSame ? { shown: wanted.hash, version: wanted.version } : {};
    return await this.#linkFound({ ...target, ...shown, attempt: target.attempt + 1 }, found);
  }

  /** Files are few at once, lest one organization's take all the room. Text waits for nobody's. */
  #postInTurn(known: TargetRecord | undefined, attempt: Attempt): Promise<TargetRecord> {
    const { transfers, leg } = this.#parts;
    if (!attempt.rendered.files) return this.#post(known, attempt);
    return transfers.take(leg.organization, () => this.#post(known, attempt));
  }

  async #post(known: TargetRecord | undefined, attempt: Attempt): Promise<TargetRecord> {
    const { clock, connector } = this.#parts;
    await this.#allowed('post');
    if (this.#watch.signal.aborted) throw new DeliveryError('busy', 'stopping', { operation: 'post' });
    this.#flight = this.#parts.ticket();
    const before = this.linking;
    let target: TargetRecord;
    try {
      target = await this.#put({
        ...(known ?? newTarget(attempt.task, attempt.part, { ...this.#place, leg: this.#parts.leg.id })),
        state: 'sending',
        attempt: (known?.attempt ?? 0) + 1,
        shown: attempt.wanted.hash,
        version: attempt.wanted.version,
        reason: attempt.why ?? null,
        sentAt: clock.now(),
      });
      if (before && !(await before)) throw notLinked();
    } catch (error) {
      this.#landed();
      throw error;
    }
    try {
      const options = new Posting(attempt, this.#parts.leg.id);
      const posted = await connector.post(this.#place, attempt.rendered, options);
      const lacking = posted.lacks ? { ...target, reason: posted.lacks } : target;
      return this.#link(lacking, posted.message, posted.at);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      return await this.#postFailed(target, attempt, error);
    }
  }

  async #postFailed(target: TargetRecord, attempt: Attempt, error: DeliveryError): Promise<TargetRecord> {
    if (error.failure === 'doubt') {
      this.#outcome('in_doubt');
      // An upload takes its time: it is looked for from its end on.
      const sentAt = attempt.rendered.files ? this.#parts.clock.now() : target.sentAt;
      return await this.#put({ ...target, state: 'in_doubt', sentAt });
    }
    this.#landed();
    const { instead, files } = attempt.rendered;
    // Of a message of files it may be a file that is gone.
    if (error.failure === 'gone' && attempt.root !== null && !files) {
      await this.#put({ ...target, state: 'queued' });
      throw new RootGoneError(attempt.root, error);
    }
    if (instead && isHopeless(error, target)) {
      const why = error.file ?? 'not_brought';
      const queued = await this.#put({ ...target, state: 'queued' });
      return await this.#post(queued, { ...attempt, rendered: instead(why), why });
    }
    if (error.failure === 'busy' || error.failure === 'unauthorized') {
      await this.#put({
        ...target,
        state: 'queued',
        reason: error.failure === 'unauthorized' ? 'bad_credentials' : null,
      });
      throw error;
    }
    this.#parts.log.warn({ leg: this.#parts.leg.id, code: error.code }, 'a delivery was refused for good');
    this.#watch.died();
    this.#outcome('dead');
    return await this.#put({ ...target, state: 'dead', reason: 'refused', doneAt: this.#parts.clock.now() });
  }

  /** Finds out whether a post happened: `done` with its id, or `queued` again once it is certain that it did not. */
  async settle(target: TargetRecord, sought: Pick<Doubt, 'root' | 'text' | 'left'>): Promise<TargetRecord> {
    const { clock, connector, store } = this.#parts;
    await this.linking;
    this.#flight ??= 0;
    const found = await lookForPost({
      clock,
      store,
      connector,
      place: this.#place,
      ...sought,
      key: deliveryKey(target, target.part, target.leg),
      files: isFile(target.part),
      stoodBefore: (message) => this.unlinked.has(message),
      since: this.#lastTargetAt ?? (target.sentAt ?? 0) - clockAllowance,
      doubtSince: target.sentAt ?? clock.now(),
      allowed: () => this.#allowed('read'),
      signal: this.#watch.signal,
    });
    if (this.#watch.signal.aborted) return target;
    if (found) return await this.#linkFound(target, found);
    const queued = await this.#put({ ...target, state: 'queued' });
    this.#landed();
    return queued;
  }

  /** Answers the target as it is stored: it may have to be changed at once. */
  async #linkFound(target: TargetRecord, { message, at }: FoundPost): Promise<TargetRecord> {
    const linked = this.#link(target, message, at);
    if ((await this.linking) === false) throw notLinked();
    return (await this.#parts.store.targetAt({ ...this.#place, message })) ?? linked;
  }

  /**
   * The post happened. Answers how the target stands once that is stored, which is not waited for here: the intent of
   * the next post may join the same commit.
   */
  #link(target: TargetRecord, message: MessageId, at: number): TargetRecord {
    const why = isFileReason(target.reason) ? target.reason : null;
    const state = why && mayStillCome(why) ? 'held' : 'done';
    const linked = {
      ...target,
      state,
      target: message,
      targetAt: at,
      doneAt: this.#parts.clock.now(),
      reason: why,
    } as const;
    this.#lastTargetAt = at;
    const linking = { ticket: this.#flight ?? 0, stored: this.#store(linked) };
    this.#linking = linking;
    this.#flight = null;
    void linking.stored.then(() => {
      if (this.#linking === linking) this.#linking = null;
      this.#parts.wake();
    });
    return linked;
  }

  /** Whatever it takes, a link must be remembered, and nothing may be posted before it is. */
  async #store(linked: TargetRecord & { readonly doneAt: number }): Promise<boolean> {
    const { clock, metrics, leg, log } = this.#parts;
    for (;;) {
      try {
        await this.#put(linked);
        this.#outcome(linked.state);
        if (linked.state === 'held') this.#parts.held();
        metrics.observe('mio_delivery_seconds', (linked.doneAt - linked.receivedAt) / 1000, { platform: leg.platform });
        return true;
      } catch (error) {
        if (this.#watch.signal.aborted) return false;
        log.error({ leg: leg.id, err: error }, 'a link can’t be stored yet');
        if (!(error instanceof StoreUnavailableError)) return false;
        await pause(clock, 200, this.#watch.signal);
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
      const gone = { ...target, state: 'removed_there' } as const;
      return await this.#changeFailed(error, gone, { ...target, ...changed, state: 'diverged', reason: 'refused' });
    }
    this.#outcome('edited');
    this.#watch.changed(attempt.task.ref);
    return await this.#put({ ...target, ...changed });
  }

  async #remove(target: TargetRecord): Promise<TargetRecord> {
    await this.#allowed('remove');
    const removed = { ...target, state: 'removed', reason: 'source_removed', doneAt: this.#parts.clock.now() } as const;
    try {
      await this.#parts.connector.remove(this.#copy(target), null);
    } catch (error) {
      // Mostly by an earlier attempt whose answer was lost: its author may bring it back.
      return await this.#changeFailed(error, removed, { ...removed, state: 'diverged', reason: 'refused' });
    }
    this.#outcome('removed');
    return await this.#put(removed);
  }

  /** Edits and removals may be repeated, so that only a final no ends them. */
  async #changeFailed(error: unknown, gone: TargetRecord, refused: TargetRecord): Promise<TargetRecord> {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.failure === 'gone') return await this.#put(gone);
    if (error.failure !== 'refused') throw error;
    this.#parts.log.warn({ leg: this.#parts.leg.id, code: error.code }, 'a change was refused for good');
    this.#outcome('diverged');
    return await this.#put(refused);
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
    return this.#allowance.take(call, this.#watch.signal);
  }

  #outcome(outcome: string): void {
    this.#parts.metrics.count('mio_deliveries_total', { platform: this.#parts.leg.platform, outcome });
  }
}

/** What a connector is told about a post. A class: an object literal with a getter has a shape of its own each time. */
class Posting implements PostOptions {
  readonly root: MessageId | null;
  readonly open: PostOptions['open'];
  readonly #attempt: Attempt;
  readonly #leg: LegId;

  constructor(attempt: Attempt, leg: LegId) {
    this.root = attempt.root;
    this.open = opening(attempt.task);
    this.#attempt = attempt;
    this.#leg = leg;
  }

  /** Made where it is asked for: not every platform has a place for it. */
  get key(): string {
    return deliveryKey(this.#attempt.task.ref, this.#attempt.part, this.#leg);
  }
}

/** What the post in doubt says; null where its source says something else by now. */
const sentText = ({ shown }: TargetRecord, { rendered, wanted }: Attempt): string | null =>
  shown === wanted.hash ? rendered.text : null;

const notLinked = () => new ConflictError('the link of a post could not be stored');

/** How far our clock and a platform's may differ where nothing better than ours is known. */
const clockAllowance = 15 * 60 * 1000;
