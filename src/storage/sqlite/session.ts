/** What is open between `open` and `close`: the writer, and the look-ups of the main thread. */
import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { StoreHealth } from '../../core/relay/store.ts';
import type { Command, NameKey, PlaceKey } from './commands.ts';
import { openReading } from './database.ts';
import { createNames, type Names } from './names.ts';
import { createRecordReads, type RecordReads } from './record-reads.ts';
import { createRelayReads, type RelayReads } from './relay-reads.ts';
import { createSnapshot, type Snapshot } from './snapshot.ts';
import { Writer } from './writer.ts';

export interface SessionOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly lost?: (() => void) | undefined;
}

interface Open {
  readonly writer: Writer;
  readonly reader: DatabaseSync;
  readonly snapshot: Snapshot;
  readonly names: Names;
  readonly records: RecordReads;
  readonly relay: RelayReads;
}

const notOpen = () => new StoreUnavailableError('the store is not open');

export class Session {
  readonly #options: SessionOptions;
  #open: Open | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const committing = (isUnderWay: boolean) => this.#open?.snapshot.committing(isUnderWay);
    const writer = await Writer.open({ ...this.#options, committing });
    try {
      const reader = openReading(this.#options.folder);
      const names = createNames(reader);
      this.#open = {
        writer,
        reader,
        snapshot: createSnapshot(reader),
        names,
        records: createRecordReads(reader),
        relay: createRelayReads(reader, names),
      };
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  /** The reader goes first: the last connection to close folds the log into the file. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    open?.reader.close();
    await open?.writer.close();
  }

  get health(): StoreHealth {
    return this.#open?.writer.health ?? 'closed';
  }

  /** See Writer.write. */
  write<Result>(
    commands: readonly Command[],
    conclude: (answers: readonly number[]) => Result,
    deadlineMs?: number,
    late?: (result: Result) => void,
  ): Promise<Result> {
    return this.#open ? this.#open.writer.write(commands, conclude, deadlineMs, late) : Promise.reject(notOpen());
  }

  /** The key of a connection or lane. */
  name(text: string): NameKey {
    return this.#open?.names.name.find(text) ?? text;
  }

  leg(text: string): NameKey {
    return this.#open?.names.leg.find(text) ?? text;
  }

  place(place: Place): PlaceKey {
    return this.#open?.names.findPlace(place) ?? [place.connection, place.conversation];
  }

  /** A place was given another name: the number that stands for it, and what it was called. */
  placeRenamed(id: number, { connection, conversation }: Place): void {
    this.#open?.names.forgetPlace(id, connection, conversation);
  }

  /** To be asked for before every look-up, and not kept. */
  get records(): RecordReads {
    return this.#looking().records;
  }

  /** Likewise. */
  get relay(): RelayReads {
    return this.#looking().relay;
  }

  #looking(): Open {
    if (!this.#open) throw notOpen();
    this.#open.snapshot.enter();
    return this.#open;
  }
}
