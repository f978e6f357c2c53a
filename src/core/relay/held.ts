/**
 * Files that could not be had when their message came, and may be later: once the virus scanner answers, once a platform
 * is connected again. A line stands for them until then; what is held is in the store, so that a restart forgets nothing.
 *
 * They are asked for here, beside the queues, and only what was had is shown again: nobody waits for it, and no line goes
 * for nothing.
 */
import type { Connector } from '../connector.ts';
import { DeliveryError } from '../errors.ts';
import { mayStillCome } from '../files/reasons.ts';
import type { ChannelId, ConnectionId, MessageRef, Platform, SourceState } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import { activeLegs } from '../records.ts';
import { hours, minutes, seconds } from '../time.ts';
import { reasonAtSource } from './attachments.ts';
import type { Routes } from './routes.ts';
import type { RelayStore, TargetRecord } from './store.ts';

export interface HeldParts {
  readonly store: Pick<RelayStore, 'unsettled' | 'message'>;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'fetch' | 'open' | 'health'>>>;
  readonly routes: Pick<Routes, 'channels' | 'at'>;
  /** Whether files can be scanned now. */
  readonly scannerAnswers: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
  /** Shows a message again: as it is now, with its files. */
  readonly again: (channel: ChannelId, ref: MessageRef, state: SourceState) => void;
}

/** How often it is looked whether something may come; and how long one message may be left alone at most. */
const lookEvery = seconds(30);
const longestRest = hours(1);
/** Its scanner was asked already whether it answers: a file that does not come then comes soon. */
const longestRestUnscanned = minutes(5);

interface Rest {
  readonly ms: number;
  readonly until: number;
}

export class HeldFiles {
  readonly #parts: HeldParts;
  /** Of messages that were asked for to no avail. */
  #rests = new Map<string, Rest>();
  #cancel: (() => void) | null = null;
  #looking: Promise<void> | null = null;
  /** Something was held while it was looked for others. */
  #expected = false;
  #stopped = false;

  constructor(parts: HeldParts) {
    this.#parts = parts;
  }

  /** Something is held, or may be. */
  expect(): void {
    this.#expected = true;
    if (this.#cancel || this.#looking || this.#stopped) return;
    this.#cancel = this.#parts.clock.after(lookEvery, () => {
      this.#cancel = null;
      this.#expected = false;
      this.#looking = this.#look()
        .catch((err) => this.#parts.log.warn({ err }, 'files that were held could not be looked for'))
        .finally(() => {
          this.#looking = null;
          if (this.#expected || this.#rests.size > 0) this.expect();
        });
    });
  }

  /** A connection was made anew: what it did not give before, it may give now. */
  connected(connection: ConnectionId): void {
    for (const [key, { ms }] of this.#rests) {
      if (key.startsWith(`${connection} `)) this.#rests.set(key, { ms, until: 0 });
    }
    this.expect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const held = await this.#held();
    // Forget the rests of what is no longer held.
    this.#rests = new Map([...held.keys()].map((key) => [key, this.#rests.get(key) ?? { ms: 0, until: 0 }]));
    const canScan = [...held.values()].some(isUnscanned) && (await this.#parts.scannerAnswers());
    for (const [key, target] of held) {
      if (this.#stopped) return;
      const { ms, until } = this.#rests.get(key)!;
      const now = this.#parts.clock.now();
      if (until > now || (isUnscanned(target) && !canScan)) continue;
      const next = Math.min(Math.max(ms * 2, lookEvery), isUnscanned(target) ? longestRestUnscanned : longestRest);
      this.#rests.set(key, { ms: next, until: now + next });
      await this.#bring(target);
    }
  }

  /** One target for each message: its legs show it again together. */
  async #held(): Promise<ReadonlyMap<string, TargetRecord>> {
    const held = new Map<string, TargetRecord>();
    for (const channel of this.#parts.routes.channels()) {
      if (channel.state !== 'active') continue;
      for (const { id } of activeLegs(channel)) {
        for (const target of await this.#parts.store.unsettled(id)) {
          if (target.state === 'held') held.set(keyOf(target), target);
        }
      }
    }
    return held;
  }

  async #bring({ connection, conversation, message }: TargetRecord): Promise<void> {
    const { connectors, routes, store, log, again } = this.#parts;
    const ref = { connection, conversation, message };
    const route = routes.at(ref);
    const known = route && (await store.message(ref));
    if (!route || !known) return;
    const connector = connectors[route.leg.platform];
    if (connector.health(connection).state === 'bad_credentials') return;
    try {
      const said = await connector.fetch(ref, known.root);
      const state: SourceState = said ?? { is: 'removed', version: known.version + 1 };
      if (await this.#canBeHad(connector, { ...ref, root: known.root }, state)) again(route.channel.id, ref, state);
    } catch (err) {
      if (!(err instanceof DeliveryError)) throw err;
      log.debug({ leg: route.leg.id, err }, 'a message with files that are held could not be read');
    }
  }

  /** Whether each of its files is there, or will never be: then the line is to say so. */
  async #canBeHad(
    connector: Pick<Connector, 'open'>,
    { root, ...ref }: MessageRef & { readonly root: Parameters<Connector['open']>[1] },
    state: SourceState,
  ): Promise<boolean> {
    for (const file of state.is === 'present' ? (state.files ?? []) : []) {
      try {
        const { body } = await connector.open(ref, root, file);
        body.on('error', () => {}).destroy();
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        if (mayStillCome(reasonAtSource(error))) return false;
      }
    }
    return true;
  }
}

const isUnscanned = ({ reason }: TargetRecord): boolean => reason === 'unscanned';

const keyOf = ({ connection, conversation, message }: MessageRef): string => `${connection} ${conversation} ${message}`;
