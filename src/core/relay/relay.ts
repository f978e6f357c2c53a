/** The relay: takes verified events in, keeps one channel at work per universal channel, and repairs. */
import type { Connector, InboundEvent } from '../connector.ts';
import type { Block } from '../content/tree.ts';
import { createTurns } from '../files/turns.ts';
import type {
  ChannelId,
  ConnectionId,
  LegId,
  MessageId,
  MessageRef,
  PersonId,
  Place,
  Platform,
  SourceFile,
  SourceState,
} from '../model.ts';
import { platformNames } from '../model.ts';
import type { LinkedAccounts } from '../people/accounts.ts';
import { type Addressing, createAddressing } from '../people/addressing.ts';
import { createNames } from '../people/names.ts';
import type { PeopleMap } from '../people/people.ts';
import type { Clock, Log, Metrics } from '../ports.ts';
import type { Leg, Records, UniversalChannel } from '../records.ts';
import { days, minutes, pause, seconds } from '../time.ts';
import { Budgets } from './budget.ts';
import { ChannelAtWork } from './channel.ts';
import { encodePayload, type LaneEvent, noticeRef } from './event.ts';
import { HeldFiles } from './held.ts';
import { eventsKept, linksKept } from './keeping.ts';
import { renamePlaces, withoutMoved } from './moved.ts';
import { Routes } from './routes.ts';
import { SweepSchedule } from './schedule.ts';
import type { NewEvent, RelayStore, Sequences } from './store.ts';
import { type SweeperParts, sweepLeg } from './sweeper.ts';

export interface RelayParts {
  readonly store: RelayStore;
  readonly records: Records;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jitter: () => number;
  /** Scales every published limit; 1 spends what is published. */
  readonly pace: number;
  readonly pictureUrl: (ref: MessageRef, author: string) => string | undefined;
  /** The page where people of a leg get a file that can't be put into it. */
  readonly fileUrl: (ref: MessageRef, file: SourceFile, leg: Leg) => string;
  readonly people: PeopleMap;
  readonly accounts: LinkedAccounts;
  /** Whether files can be scanned now; where nothing scans them, always. */
  readonly scannerAnswers: () => Promise<boolean>;
  /** What a notice that draws a line says, by its name. */
  readonly noticeFor: (channel: UniversalChannel, name: string) => Promise<readonly Block[]>;
}

export interface Notice {
  /** Names the notice within its channel: a second one of the same name is not posted. */
  readonly name: string;
  readonly content: readonly Block[];
  /** For one leg alone, as an answer to `root` there. */
  readonly only?: { readonly leg: LegId; readonly root: MessageId | null };
}

interface AtWork {
  readonly channel: ChannelAtWork;
  readonly schedule: SweepSchedule;
}

/** Files under way at once, and those of one organization: few enough to leave memory, and time, to what people say. */
const mostTransfers = 16;
const mostTransfersEach = 12;

/** How long a channel waits at a start for what it missed to come first. */
const repairTakes = seconds(30);

export class Relay {
  readonly #parts: RelayParts;
  readonly #budgets: Budgets;
  readonly #routes = new Routes();
  readonly #names = createNames();
  readonly #addressing: Addressing;
  readonly #atWork = new Map<ChannelId, AtWork>();
  readonly #held: HeldFiles;
  readonly #sweeperParts: SweeperParts;
  readonly #transfers = createTurns(mostTransfers, mostTransfersEach);
  readonly #startedAt: number;
  #tickets = 0;
  #cancelPurge: (() => void) | null = null;
  readonly #stopping = new AbortController();

  constructor(parts: RelayParts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.now();
    this.#budgets = new Budgets(parts.clock, parts.pace);
    const { signal } = this.#stopping;
    this.#sweeperParts = { ...parts, budgets: this.#budgets, signal, found: (event) => this.accept([event]) };
    this.#addressing = createAddressing({
      people: parts.people,
      legOf: (place, to) => this.#routes.beside(place, to),
      connectors: parts.connectors,
    });
    this.#held = new HeldFiles({
      ...parts,
      routes: this.#routes,
      again: (channel, ref, state) => this.#showAgain(channel, ref, state),
    });
  }

  /** Whom mentions name on another leg: for whoever shows a message before it crosses. */
  get addressing(): Addressing {
    return this.#addressing;
  }

  /** Reads the routing table: from here on events may be accepted. */
  async load(): Promise<void> {
    await this.#routes.load(this.#parts.records);
    for (const channel of this.#routes.channels()) {
      await renamePlaces(channel, this.#parts.store);
      this.#open(channel);
    }
  }

  /** Resolves once every lane has been repaired, or was found not to be repairable now. */
  async start(): Promise<void> {
    await Promise.all(
      [...this.#atWork.values()].map(async (atWork) => {
        await atWork.channel.start();
        // One that has much to look at goes on beside what is written meanwhile.
        await Promise.race([atWork.schedule.now(), pause(this.#parts.clock, repairTakes)]);
        atWork.channel.release();
      }),
    );
    this.#held.expect();
    // Soon: a Mio that is started anew every night drops something, too.
    this.#purgeAfter(minutes(10));
  }

  /**
   * Makes events durable and starts on them. Resolves when they are committed.
   * @throws StoreUnavailableError when that is not possible within a second
   */
  async accept(events: readonly InboundEvent[]): Promise<void> {
    const wanted: { event: InboundEvent; channel: ChannelId; ticket: number }[] = [];
    for (const event of events) {
      const route = this.#routeOf(event);
      if (route) wanted.push({ event, channel: route, ticket: this.#ticket() });
    }
    if (wanted.length === 0) return;
    const receivedAt = this.#parts.clock.now();
    const take = (sequences: Sequences): void => {
      for (const [index, { event, channel, ticket }] of wanted.entries()) {
        const sequence = sequences[index];
        if (sequence === null || sequence === undefined) this.#count('repeat');
        else
          this.#push(channel, {
            ref: refOf(event),
            kind: event.kind,
            at: event.at,
            inline: event.inline,
            receivedAt,
            ticket,
            sequence,
          });
      }
    };
    const kept = wanted.map(({ event, channel }) => newEvent(event, channel, receivedAt));
    // Told again, what was kept too late is a repeat: it is started on when it is kept.
    take(await this.#parts.store.accept(kept, take));
  }

  /** Posts a notice of Mio's own through the same inbox and queues as every message. Durable when it resolves. */
  async announce(id: ChannelId, notice: Notice): Promise<void> {
    const event = this.#notice(id, notice);
    const { ref, kind, at, receivedAt, inline, only } = event;
    const payload = encodePayload({ kind, at, receivedAt, ...(inline && { inline }), ...(only && { only }) });
    const take = ([sequence]: Sequences): void => {
      if (sequence !== null && sequence !== undefined) this.#push(id, { ...event, sequence });
    };
    take(await this.#parts.store.accept([{ ...ref, key: `${id} ${notice.name}`, lane: id, payload }], take));
  }

  #notice(id: ChannelId, notice: Notice): LaneEvent {
    const now = this.#parts.clock.now();
    return {
      ref: noticeRef(id, notice.name),
      kind: 'posted',
      at: now,
      inline: {
        is: 'present',
        version: 1,
        at: now,
        author: { id: 'mio' as PersonId, kind: 'us' },
        root: notice.only?.root ?? null,
        content: notice.content,
      },
      receivedAt: now,
      ticket: this.#ticket(),
      sequence: null,
      ...(notice.only && { only: notice.only.leg }),
    };
  }

  /** A use case made or changed a channel. */
  async channelChanged(channel: UniversalChannel): Promise<void> {
    const present = this.#atWork.get(channel.id);
    const staying = withoutMoved(this.#routes.channel(channel.id), channel);
    // What is under way at the old place ends before it is called otherwise.
    if (staying) await present?.channel.update(staying);
    await renamePlaces(channel, this.#parts.store);
    this.#routes.update(channel);
    if (present) return await present.channel.update(channel);
    const atWork = this.#open(channel);
    await atWork.channel.start();
    atWork.channel.release();
  }

  /** The names of the notices that legs of a channel still wait for to draw their line. */
  undrawn(id: ChannelId): readonly string[] {
    return this.#atWork.get(id)?.channel.legs.undrawn() ?? [];
  }

  /** Resolves when the lines of a channel are drawn, or after `ms`: a platform that is down holds nobody up for long. */
  async drawn(id: ChannelId, ms: number): Promise<void> {
    await Promise.race([this.#atWork.get(id)?.channel.legs.drawn(), pause(this.#parts.clock, ms)]);
  }

  /** Events of this conversation may have been lost: looks for them now. */
  gap(place: Place): void {
    const route = this.#routes.at(place);
    if (route) void this.#atWork.get(route.channel.id)?.schedule.now();
  }

  /** A platform account was connected again: what it did not give before, it may give now. */
  connected(connection: ConnectionId): void {
    this.#held.connected(connection);
  }

  /** Tasks and events that wait, over all channels. */
  get queued(): number {
    let queued = 0;
    for (const { channel } of this.#atWork.values()) queued += channel.queued;
    return queued;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelPurge?.();
    const channels = [...this.#atWork.values()].map(async ({ channel, schedule }) => {
      await Promise.all([schedule.stop(), channel.stop()]);
    });
    await Promise.all([this.#held.stop(), ...channels]);
  }

  #routeOf(event: InboundEvent): ChannelId | undefined {
    if (event.by === 'us' && !mayMatter(event)) return this.#count('echo');
    const route = this.#routes.at(event);
    if (!route) {
      const day = new Date(this.#parts.clock.now()).toISOString().slice(0, 10);
      this.#parts.store
        .countUnlinked(event.connection, day)
        .catch((err) => this.#parts.log.warn({ err }, 'a count was lost'));
      return this.#count('unlinked');
    }
    if (route.channel.state === 'paused' && !crossesPause.has(event.kind)) return this.#count('paused');
    return route.channel.id;
  }

  #count(outcome: string): undefined {
    this.#parts.metrics.count('mio_events_total', { outcome });
  }

  #push(id: ChannelId, event: LaneEvent): void {
    const atWork = this.#atWork.get(id);
    atWork?.channel.push(event);
    atWork?.schedule.activity();
  }

  #open(channel: UniversalChannel): AtWork {
    const { store, records, connectors, clock, log, metrics, jitter, pictureUrl, fileUrl } = this.#parts;
    const work = new ChannelAtWork(channel, {
      store,
      records,
      connectors,
      budgets: this.#budgets,
      clock,
      log,
      metrics,
      jitter,
      startedAt: this.#startedAt,
      ticket: () => this.#ticket(),
      pictureUrl,
      held: () => this.#held.expect(),
      transfers: this.#transfers,
      fileUrl,
      addressing: this.#addressing,
      accounts: this.#parts.accounts,
      nameOf: this.#names.shown,
      undelivered: (of, source, event, target) => this.#tellAuthor(of, source, event, target),
    });
    const schedule = new SweepSchedule(clock, () => this.#sweep(work), jitter);
    const atWork = { channel: work, schedule };
    this.#atWork.set(channel.id, atWork);
    return atWork;
  }

  #showAgain(id: ChannelId, ref: MessageRef, state: SourceState): void {
    const receivedAt = this.#parts.clock.now();
    const at = state.is === 'present' ? state.at : receivedAt;
    const ticket = this.#ticket();
    this.#push(id, { ref, kind: 'edited', at, inline: state, receivedAt, ticket, sequence: null, again: true });
  }

  async #sweep(work: ChannelAtWork): Promise<void> {
    await Promise.all([
      ...work.legs.repairable().map((at) => sweepLeg(at, this.#sweeperParts)),
      ...work.legs.all.flatMap(({ leg, lines }) => lines.refused.map((name) => this.#repeat(work, leg, name))),
    ]);
  }

  /** Without this notice nothing of the leg crosses. Its platform would not take it; now it may. */
  async #repeat(work: ChannelAtWork, leg: Leg, name: MessageId): Promise<void> {
    const channel = this.#routes.channel(work.id);
    if (!channel) return;
    try {
      const content = await this.#parts.noticeFor(channel, name);
      await work.legs.revive(leg.id, name);
      this.#push(work.id, this.#notice(work.id, { name, content, only: { leg: leg.id, root: null } }));
    } catch (err) {
      this.#parts.log.warn({ leg: leg.id, err }, 'a notice could not be repeated');
    }
  }

  #tellAuthor(channel: UniversalChannel, source: Leg, event: LaneEvent, target: Leg): void {
    // A line of the platform's own has no author.
    if (event.inline?.is === 'present' && event.inline.notice) return;
    const text = `This message could not be delivered to ${platformNames[target.platform]} (${target.title}). It is still here. Send it again, or ask an administrator to check that connection.`;
    const root = event.inline?.is === 'present' && event.inline.root ? event.inline.root : event.ref.message;
    this.announce(channel.id, {
      name: `undelivered ${event.ref.message} ${target.id}`,
      content: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
      only: { leg: source.id, root },
    }).catch((err) => this.#parts.log.error({ leg: source.id, err }, 'an author could not be told'));
  }

  #purgeAfter(wait: number): void {
    this.#cancelPurge = this.#parts.clock.after(wait, () => {
      const now = this.#parts.clock.now();
      this.#parts.store
        .purge({ events: now - eventsKept, targets: now - linksKept })
        .catch((err) => this.#parts.log.warn({ err }, 'old records could not be dropped'))
        .finally(() => !this.#stopping.signal.aborted && this.#purgeAfter(days(1)));
    });
  }

  #ticket(): number {
    this.#tickets += 1;
    return this.#tickets;
  }
}

/** During a pause: what was written before it, as its lines decide, and what people take back. */
const crossesPause: ReadonlySet<InboundEvent['kind']> = new Set(['posted', 'removed']);

/** What happens to a post of ours, other than by us. */
const mayMatter = ({ kind, inline }: InboundEvent): boolean =>
  kind === 'removed' || kind === 'reacted' || (kind === 'edited' && inline?.is === 'present' && !!inline.reactions);

const refOf = ({ connection, conversation, message }: MessageRef): MessageRef => ({
  connection,
  conversation,
  message,
});

const newEvent = (event: InboundEvent, lane: ChannelId, receivedAt: number): NewEvent => ({
  connection: event.connection,
  conversation: event.conversation,
  message: event.message,
  key: event.key,
  lane,
  payload: encodePayload({ kind: event.kind, at: event.at, receivedAt, ...(event.inline && { inline: event.inline }) }),
});
