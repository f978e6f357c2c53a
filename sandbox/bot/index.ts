/** The simulated Bot Connector, and the side of it that people see: the bot in their Teams client. */
import type { Entra } from '../entra/index.ts';
import { createSigningKeys } from '../entra/keys.ts';
import type { Kit, ViewedMessage } from '../kit/platform.ts';
import type { Router } from '../kit/router.ts';
import type { TeamsWorld } from '../teams/world.ts';
import { createActivities } from './activities.ts';
import { createBotClient } from './client.ts';
import { createConnector } from './connector.ts';
import { createDirectChats } from './direct.ts';
import { tellBot } from './events.ts';
import { createIdentity } from './identity.ts';
import { createOutbox } from './outbox.ts';
import { createRosters } from './rosters.ts';
import { mountBot } from './routes.ts';

export { directPlace } from './direct.ts';

export interface BotConnector {
  mount(router: Router): void;
  /** A person mentions the bot in a channel, as a new post or (with `root`) a reply. @throws ActError */
  mention(person: string, channelId: string, text: string, root?: string): Promise<{ readonly message: string }>;
  /** A person writes to the bot in their personal chat with it, which installs the app for them. @throws ActError */
  directMessage(person: string, text: string): Promise<{ readonly message: string }>;
  /**
   * A person presses a button of a card that the bot posted. `data` of an Action.Execute is `{verb, data}`; anything else
   * is submitted as it is. @throws ActError
   */
  press(person: string, messageId: string, data: unknown): Promise<{ readonly message: string }>;
  /** The person's chat with the bot, oldest first. @throws ActError for somebody without a Teams account */
  directView(person: string): readonly ViewedMessage[];
  /** Forgets the messages of personal chats; keeps installs and keys. */
  reset(): void;
}

export function createBot(kit: Kit, entra: Entra, world: TeamsWorld): BotConnector {
  const identity = createIdentity(world);
  const chats = createDirectChats(kit, world, identity.botName);
  const keys = createSigningKeys(kit, 'bot');
  const activities = createActivities(kit, world, identity);
  const outbox = createOutbox(kit, keys);
  const connector = createConnector({ kit, world, identity, chats });
  const rosters = createRosters(world, identity);

  tellBot(world, activities, outbox);
  kit.faults.onAct('teams', ({ kind }) => {
    if (kind === 'roll-keys') keys.roll();
  });

  return {
    ...createBotClient({ world, identity, chats, activities, outbox }),
    mount: (router) => mountBot(router, { kit, entra, connector, rosters, keys }),
    reset: () => chats.clear(),
  };
}
