/** The sandbox as one thing: simulated Teams, Slack and Webex, and the people in them. For tests, and for `cli.ts`. */
import { join } from 'node:path';
import { createControl } from './control/server.ts';
import { createWorld } from './control/world.ts';
import type { Faults } from './kit/faults.ts';
import { createKit, type KitOptions } from './kit/kit.ts';
import type { Ledger } from './kit/ledger.ts';
import type { Act, Kit, Made, ViewedMessage, ViewedPlace, World } from './kit/platform.ts';
import { createSlack } from './slack/index.ts';
import { createTeams } from './teams/index.ts';
import { createWebex } from './webex/index.ts';

/** A person at the keyboard of one of their clients. Each deed answers the id of the message. */
export interface Hands {
  post(place: string, text: string): Promise<string>;
  reply(place: string, message: string, text: string): Promise<string>;
  edit(place: string, message: string, text: string): Promise<string>;
  remove(place: string, message: string): Promise<string>;
}

export interface Sandbox {
  /** `http://127.0.0.1:4010` */
  readonly url: string;
  readonly kit: Kit;
  readonly ledger: Ledger;
  readonly faults: Faults;
  places(): readonly ViewedPlace[];
  as(person: string): { on(platform: World): Hands };
  /** @throws ActError */
  act(act: Act): Promise<Made>;
  /** @throws ActError */
  view(platform: World, place: string, as?: string): readonly ViewedMessage[];
  /** The product's registrations: client ids and secrets, signing secret, bot id, public address, the world's id. */
  app(): Readonly<Record<string, string>>;
  /** Clears messages, ledger, faults and clock; keeps registrations, tokens and subscriptions. */
  reset(): void;
  /** Writes state and recording to disk. */
  flush(): void;
  close(): Promise<void>;
}

/** @throws Error where the port is taken */
export async function createSandbox(options: KitOptions): Promise<Sandbox> {
  const built = createKit(options);
  const { kit, router } = built;
  try {
    // First the address, which the platforms put into links; until they stand, whoever calls is told to come back.
    await built.listen();
    const platforms = [createTeams(kit), createSlack(kit), createWebex(kit)];
    const world = createWorld(kit, platforms, built.reset);
    for (const platform of platforms) platform.mount(router);
    built.otherwise(createControl(world, join(import.meta.dirname, '../dist/sandbox')));

    const handsOf = (as: string, platform: World): Hands => {
      const act = async (deed: Pick<Act, 'do' | 'place' | 'message' | 'text'>) =>
        (await world.act({ platform, as, ...deed })).message;
      return {
        post: (place, text) => act({ do: 'post', place, text }),
        reply: (place, message, text) => act({ do: 'reply', place, message, text }),
        edit: (place, message, text) => act({ do: 'edit', place, message, text }),
        remove: (place, message) => act({ do: 'remove', place, message }),
      };
    };
    return {
      url: kit.url,
      kit,
      ledger: kit.ledger,
      faults: kit.faults,
      places: world.places,
      as: (person) => ({ on: (platform) => handsOf(person, platform) }),
      act: world.act,
      view: world.view,
      app: world.app,
      reset: world.reset,
      flush: built.flush,
      async close() {
        await Promise.all(platforms.map((platform) => platform.close()));
        await built.close();
      },
    };
  } catch (cause) {
    await built.close();
    throw cause;
  }
}
