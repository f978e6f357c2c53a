/** What happens in the tenant, told to the bot as far as Teams tells it: installs, membership, and mentions of it. */
import { clientId } from '../entra/registration.ts';
import type { TeamsEvent, TeamsMessage, TeamsWorld } from '../teams/world.ts';
import type { Activities } from './activities.ts';
import { mentionTarget } from './activities.ts';
import { isInstalledIn } from './connector.ts';
import type { Outbox } from './outbox.ts';

const messageTypes = { created: 'message', updated: 'messageUpdate', deleted: 'messageDelete' } as const;

export function tellBot(world: TeamsWorld, activities: Activities, outbox: Outbox): void {
  world.onEvent((event) => {
    switch (event.kind) {
      case 'installed':
      case 'uninstalled': {
        if (event.app.botId !== clientId) return;
        const added = event.kind === 'installed';
        outbox.send(activities.installation(added ? 'add' : 'remove', event.team, event.by));
        outbox.send(activities.botMembership(added ? 'Added' : 'Removed', event.team, event.by));
        return;
      }
      case 'memberAdded':
      case 'memberRemoved':
        if (!isInstalledIn(world, event.team)) return;
        outbox.send(
          activities.userMembership(event.kind === 'memberAdded' ? 'Added' : 'Removed', event.team, event.user),
        );
        return;
      case 'created':
      case 'updated':
      case 'deleted':
        if (concernsBot(world, event.kind, event.message))
          outbox.send(activities.channelMessage(messageTypes[event.kind], event.message));
    }
  });
}

/** In channels a bot hears only what mentions it. A reaction changes a message without editing it, and is not told. */
function concernsBot(world: TeamsWorld, kind: TeamsEvent['kind'], message: TeamsMessage): boolean {
  const mentioned = message.mentions.some((mention) => mentionTarget(mention).application === clientId);
  const unedited = kind === 'updated' && message.edited !== message.modified;
  return mentioned && !unedited && 'user' in message.author && isInstalledIn(world, message.team);
}
