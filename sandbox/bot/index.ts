/** The simulated Bot Connector, and the side of it that people see: the bot in their Teams client. */
import type { Entra } from '../entra/index.ts';
import { createSigningKeys } from '../entra/keys.ts';
import type { Kit } from '../kit/platform.ts';
import type { Router } from '../kit/router.ts';
import type { TeamsTenant } from '../teams/tenant.ts';
import { createActivities } from './activities.ts';
import { createChats } from './chats.ts';
import { type BotClient, createBotClient } from './client.ts';
import { createConnector } from './connector.ts';
import { createEnvelopes } from './envelope.ts';
import { tellBot } from './events.ts';
import { createIdentity } from './identity.ts';
import { createOutbox } from './outbox.ts';
import { createPlaceActivities } from './place-activities.ts';
import { createRosters } from './rosters.ts';
import { mountBot } from './routes.ts';
import { createSso } from './sso.ts';
import { createTyping } from './typing.ts';

export interface BotConnector extends BotClient {
  mount(router: Router): void;
  /** Forgets the messages of chats; keeps installs and keys. */
  reset(): void;
}

export function createBot(kit: Kit, entra: Entra, world: TeamsTenant): BotConnector {
  const identity = createIdentity(world);
  const chats = createChats({ kit, people: world, identity });
  const typing = createTyping(kit);
  const keys = createSigningKeys(kit, 'bot');
  const envelopes = createEnvelopes(kit, world, identity);
  const activities = createActivities(world, envelopes);
  const outbox = createOutbox(kit, keys);
  const sso = createSso({ kit, world, chats, activities, outbox });
  const connector = createConnector({ kit, world, identity, chats, sso, typing });
  const rosters = createRosters(world, identity);

  tellBot({ world, chats, activities, places: createPlaceActivities(envelopes), outbox });
  kit.faults.onAct('teams', ({ kind }) => {
    if (kind === 'roll-keys') keys.roll();
  });

  return {
    ...createBotClient({ kit, world, identity, chats, activities, outbox, typing }),
    mount: (router) => mountBot(router, { kit, entra, connector, rosters, keys }),
    reset: () => chats.clear(),
  };
}
