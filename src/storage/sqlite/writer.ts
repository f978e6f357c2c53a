/**
 * The main thread's side of the writer: what is asked for while one commit is under way goes into the next (`batch.ts`),
 * so the disk sets the size of a batch and no timer does.
 */
import { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '../../core/errors.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { StoreHealth } from '../../core/relay/store.ts';
import { Backlog } from './batch.ts';
import { type Command, impossible, type Order, type Report, type WorkerData } from './commands.ts';

interface Write {
  readonly commands: readonly Command[];
  /** When whoever asked gives up; a write that has not left by then is never done. */
  readonly expiresAt: number;
  /** What is answered; it may throw. */
  readonly conclude: (answers: readonly number[]) => unknown;
  /** Told what is answered; whoever asked may have given up since. */
  resolve: (result: never) => void;
  readonly late: ((result: never) => void) | undefined;
  readonly reject: (error: unknown) => void;
}

export interface WriterOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told before a commit begins, and once it has ended. */
  readonly committing: (isUnderWay: boolean) => void;
  /** Told when the worker ended and nobody had asked it to. */
  readonly lost?: (() => void) | undefined;
}

/** Turns of the event loop before a batch leaves. More gather more writes into one commit, which costs less for each. */
const turnsToGather = 4;

const nobody = (): void => {};

/** MiB. The worker holds one batch at a time; V8 would let it grow to what a whole server may have. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };

/** Pushed one by one, because an array that `flatMap` made has holes in V8's eyes and crosses between threads the slow way. */
function orderOf(writes: readonly Write[]): readonly Command[] {
  const order: Command[] = [];
  for (const { commands } of writes) for (const command of commands) order.push(command);
  return order;
}

export class Writer {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #committing: WriterOptions['committing'];
  readonly #lost: WriterOptions['lost'];
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #waiting = new Backlog<Write>();
  #leaving: readonly Write[] = [];
  #flushing = false;
  #closed = false;
  #dismissed = false;
  #failing = false;
  #cancelAlarm: (() => void) | undefined;

  private constructor(worker: Worker, { clock, log, committing, lost }: WriterOptions) {
    this.#worker = worker;
    this.#committing = committing;
    this.#lost = lost;
    this.#clock = clock;
    this.#log = log;
    worker.on('message', (report: Report) => this.#take(report));
    worker.on('error', (error) => this.#log.error({ error: error.message }, 'the store’s writer failed'));
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve(this.#end())));
  }

  /** @throws Error naming the remedy where the store can't be opened. */
  static async open(options: WriterOptions): Promise<Writer> {
    const workerData: WorkerData = { folder: options.folder, now: options.clock.now() };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, resourceLimits });
    const report = await new Promise<Report>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (report[0] === 'ready') {
      options.log.debug({ folder: options.folder, sqlite: report[1] }, 'store opened');
      return new Writer(worker, options);
    }
    await worker.terminate();
    throw new Error(report[0] === 'unable' ? report[1] : 'The store’s writer gave no sensible answer.');
  }

  /**
   * Answers what `conclude` makes of the commands' answers, once all of them are durable.
   * @param late told the answer where the commit happened after all, once the deadline had passed
   * @throws StoreUnavailableError when the commit failed, or did not happen within `deadlineMs`; what `conclude` throws.
   */
  write<Result>(
    commands: readonly Command[],
    conclude: (answers: readonly number[]) => Result,
    deadlineMs = Number.POSITIVE_INFINITY,
    late?: (result: Result) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new StoreUnavailableError('the store is closed');
      this.#waiting.push({ commands, expiresAt: this.#expiry(deadlineMs), conclude, resolve, reject, late });
      this.#flushSoon();
    });
  }

  get health(): StoreHealth {
    if (this.#closed) return 'closed';
    return this.#failing ? 'failing' : 'open';
  }

  /** Resolves when everything asked for is durable, or has failed, and the worker has ended. */
  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#flushSoon();
    }
    await this.#ended;
  }

  /**
   * After a few turns of the loop, so that what arrived together, and what it leads to, is committed together. On an idle
   * loop that is no time at all.
   */
  #flushSoon(): void {
    if (this.#flushing || this.#leaving.length > 0) return;
    this.#flushing = true;
    this.#afterTurns(turnsToGather);
  }

  #afterTurns(turns: number): void {
    setImmediate(() => {
      if (turns > 1) this.#afterTurns(turns - 1);
      else {
        this.#flushing = false;
        this.#flush();
      }
    });
  }

  #flush(): void {
    if (this.#waiting.length > 0) {
      this.#leaving = this.#waiting.next();
      this.#committing(true);
      this.#send(orderOf(this.#leaving));
    } else if (this.#closed && !this.#dismissed) {
      this.#dismissed = true;
      this.#send(null);
    }
  }

  #send(order: Order): void {
    this.#worker.postMessage(order);
  }

  #take(report: Report): void {
    this.#committing(false);
    if (report[0] === 'committed') this.#settle(report[1]);
    else if (report[0] === 'failed') this.#fail(report[1]);
    if (this.#waiting.length > 0 || this.#closed) this.#flushSoon();
  }

  #settle(answers: readonly number[]): void {
    this.#failing = false;
    const writes = this.#leaving;
    this.#leaving = [];
    let from = 0;
    for (const { commands, conclude, resolve, reject } of writes) {
      const own = answers.slice(from, from + commands.length);
      from += commands.length;
      const broken = own.indexOf(impossible);
      if (broken >= 0) {
        reject(new Error(`the store can't keep a value of this ${commands[broken]?.[0]}`));
        continue;
      }
      try {
        resolve(conclude(own) as never);
      } catch (error) {
        reject(error);
      }
    }
  }

  #fail(reason: string): void {
    this.#failing = true;
    const writes = this.#leaving;
    this.#leaving = [];
    this.#log.error({ reason, writes: writes.length }, 'a commit failed; those who asked were told');
    for (const { reject } of writes) reject(new StoreUnavailableError(`the store could not commit: ${reason}`));
  }

  #expiry(deadlineMs: number): number {
    if (!Number.isFinite(deadlineMs)) return deadlineMs;
    this.#cancelAlarm ??= this.#clock.after(deadlineMs, () => this.#expire());
    return this.#clock.now() + deadlineMs;
  }

  #expire(): void {
    const now = this.#clock.now();
    const expired = (write: Write) => write.expiresAt <= now;
    const writes = [...this.#leaving, ...this.#waiting.all()];
    for (const write of writes.filter(expired)) {
      write.reject(new StoreUnavailableError('the store did not commit in time'));
      write.resolve = write.late ?? nobody;
    }
    this.#waiting.keep((write) => !expired(write));
    const next = writes.find((write) => Number.isFinite(write.expiresAt) && !expired(write));
    this.#cancelAlarm = next && this.#clock.after(next.expiresAt - now, () => this.#expire());
  }

  #end(): void {
    this.#closed = true;
    this.#cancelAlarm?.();
    for (const { reject } of [...this.#leaving, ...this.#waiting.all()])
      reject(new StoreUnavailableError('the store’s writer has ended'));
    this.#leaving = [];
    this.#waiting.keep(() => false);
    if (this.#dismissed) return;
    this.#log.error({}, 'the store’s writer has ended: nothing can be stored before the next start');
    this.#lost?.();
  }
}
