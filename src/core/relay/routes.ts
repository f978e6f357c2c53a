/** Which conversation is a leg of which universal channel: the whole routing table, in memory, and no fallback. */
import type { ChannelId, LegId, Place } from '../model.ts';
import { activeLegs, type Leg, type Records, type UniversalChannel } from '../records.ts';

export interface Route {
  readonly channel: UniversalChannel;
  readonly leg: Leg;
}

const key = (place: Place): string => `${place.connection} ${place.conversation}`;

export class Routes {
  readonly #channels = new Map<ChannelId, UniversalChannel>();
  readonly #routes = new Map<string, Route>();

  async load(records: Records): Promise<void> {
    for (const { body } of await records.list('channel')) this.update(body);
  }

  update(channel: UniversalChannel): void {
    for (const leg of this.#channels.get(channel.id)?.legs ?? []) {
      // A conversation that left may be a leg of another channel by now.
      if (this.#routes.get(key(leg))?.channel.id === channel.id) this.#routes.delete(key(leg));
    }
    this.#channels.set(channel.id, channel);
    for (const leg of activeLegs(channel)) this.#routes.set(key(leg), { channel, leg });
  }

  /** The route of a conversation of a connection; undefined where it is not linked. */
  at(place: Place): Route | undefined {
    return this.#routes.get(key(place));
  }

  /** The other leg of its universal channel that a connection reaches; undefined where there is none. */
  beside(place: Place, { connection }: Pick<Place, 'connection'>): Leg | undefined {
    const route = this.at(place);
    return route && activeLegs(route.channel).find((leg) => leg.id !== route.leg.id && leg.connection === connection);
  }

  channel(id: ChannelId): UniversalChannel | undefined {
    return this.#channels.get(id);
  }

  channels(): IterableIterator<UniversalChannel> {
    return this.#channels.values();
  }

  leg(id: ChannelId, leg: LegId): Leg | undefined {
    return this.#channels.get(id)?.legs.find((candidate) => candidate.id === leg);
  }
}
