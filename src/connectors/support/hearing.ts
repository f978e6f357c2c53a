/**
 * Whether Mio still hears each conversation that it relays. A connection may work while one of its conversations is closed
 * to it: its account was taken out of a team, or the conversation is gone. That is learned from the calls that are made
 * anyway, told once, and known until the call that was refused succeeds again.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Log, Metrics } from '../../core/ports.ts';

export interface HearingParts {
  readonly metrics: Metrics;
  readonly log: Log;
  /** What somebody can do who wants it heard again. */
  readonly advice: (place: Place) => string;
}

export interface Hearing {
  /** The advice, for a conversation that is not heard; undefined where nothing is known against it. */
  unheard(place: Place): string | undefined;
  /** Runs the call without which the platform tells nothing of the conversation. */
  subscribing<Result>(place: Place, call: () => Promise<Result>): Promise<Result>;
  /** Passes on what a list of the conversation's messages gives. */
  listing<Item>(place: Place, items: AsyncIterable<Item>): AsyncGenerator<Item>;
  /** It is relayed no more. */
  forget(place: Place): void;
}

type Way = 'subscription' | 'list';

/** Whoever asks may not see it, or it is not there. */
const closed: ReadonlySet<number | undefined> = new Set([403, 404]);

export function createHearing({ metrics, log, advice }: HearingParts): Hearing {
  /** The ways that are closed, of conversations that have one. */
  const book = new Map<string, Set<Way>>();
  const keyOf = ({ connection, conversation }: Place): string => `${connection} ${conversation}`;

  function open(place: Place, way: Way): void {
    const ways = book.get(keyOf(place));
    if (!ways?.delete(way) || ways.size > 0) return;
    book.delete(keyOf(place));
    log.info({ connection: place.connection, conversation: place.conversation }, 'a conversation is heard again');
  }

  function failed(place: Place, way: Way, err: unknown): void {
    if (!(err instanceof DeliveryError) || !closed.has(err.status)) return;
    const known = book.get(keyOf(place));
    if (known) return void known.add(way);
    book.set(keyOf(place), new Set([way]));
    metrics.count('mio_alarms_total', { kind: 'conversation_unheard' });
    log.error(
      { connection: place.connection, conversation: place.conversation, err },
      'a conversation is not heard any more',
    );
  }

  return {
    unheard: (place) => (book.has(keyOf(place)) ? advice(place) : undefined),
    async subscribing(place, call) {
      try {
        const result = await call();
        open(place, 'subscription');
        return result;
      } catch (error) {
        failed(place, 'subscription', error);
        throw error;
      }
    },
    async *listing(place, items) {
      try {
        for await (const item of items) {
          open(place, 'list');
          yield item;
        }
        open(place, 'list');
      } catch (error) {
        failed(place, 'list', error);
        throw error;
      }
    },
    forget: (place) => void book.delete(keyOf(place)),
  };
}
