/** How people add the app to a team, a channel, a chat or for themselves, and take it away again. */
import { appName, clientId } from '../entra/registration.ts';
import type { Kit, Made, Telling } from '../kit/platform.ts';
import { ActError } from '../kit/platform.ts';
import type { CatalogApp } from '../teams/catalog.ts';
import type { TeamsTenant } from '../teams/tenant.ts';
import type { TeamsUser } from '../teams/world.ts';
import type { Chats } from './chats.ts';
import { isInstalledIn, teamThread } from './identity.ts';

export interface Installing {
  /** @throws ActError */
  install(user: TeamsUser, place: string, telling: Telling): Made;
  /** @throws ActError */
  remove(user: TeamsUser, place: string, telling: Telling): Made;
  /** For somebody who just starts to write to the bot. @throws ActError */
  forWriter(user: TeamsUser): void;
}

/** What gets the app: its id in the tenant, and the channel that is picked in a team. */
interface Target {
  readonly id: string;
  readonly team?: string;
  readonly channel?: string;
}

export function createInstalling(kit: Kit, tenant: TeamsTenant, chats: Chats): Installing {
  /** The organization's own where it is published, else the package, uploaded by the person. */
  const app = (): CatalogApp =>
    tenant.catalog.all().find(({ botId, publishingState }) => botId === clientId && publishingState === 'published') ??
    tenant.sideload({
      externalId: clientId,
      botId: clientId,
      displayName: appName,
      version: '1.0.0',
      shortDescription: '',
      description: '',
    });

  const targetOf = (user: TeamsUser, place: string): Target => {
    const channel = tenant.channel(place);
    const team = tenant.team(channel?.team ?? place);
    if (team !== undefined) {
      if (!team.members.includes(user.id)) throw new ActError('notMember', `${user.displayName} is not in this team.`);
      if (channel === undefined || channel.membershipType === 'standard')
        return { id: team.id, team: team.id, channel: channel?.id ?? teamThread(team) };
      if (!isInstalledIn(tenant, team.id))
        throw new ActError(
          'botNotInstalled',
          'The app must be added to the team before its private and shared channels.',
        );
      return { id: channel.id, team: team.id };
    }
    const chat = chats.at(place);
    if (chat === undefined) throw new ActError('unknownPlace', 'There is no such team, channel or chat.');
    if (!chat.members.includes(user.id)) throw new ActError('notMember', `${user.displayName} is not in this chat.`);
    return { id: chat.kind === 'personal' ? user.id : chat.id };
  };
  const made = ({ team, channel }: Target): Made => ({
    message: '',
    ...(team === undefined ? {} : { team }),
    ...(channel === undefined ? {} : { place: channel }),
  });
  const optionsOf = ({ channel }: Target, { order, repeat, upgrade }: Telling) => ({
    ...(channel === undefined ? {} : { channel }),
    telling: {
      ...(order === undefined ? {} : { order }),
      ...(repeat === undefined ? {} : { repeat }),
      ...(upgrade === undefined ? {} : { upgrade }),
    },
  });

  return {
    install(user, place, telling) {
      if (kit.policies.get('teams.customApps') === 'blocked')
        throw new ActError('appsBlocked', 'Your administrator has blocked apps of this kind.');
      const target = targetOf(user, place);
      if (isInstalledIn(tenant, target.id) && !telling.upgrade)
        throw new ActError('alreadyInstalled', 'The app has been added here already.');
      tenant.install(app(), target.id, user.id, optionsOf(target, telling));
      return made(target);
    },
    remove(user, place, telling) {
      const target = targetOf(user, place);
      const here = tenant.catalog
        .installations(target.id)
        .filter(({ app: id }) => tenant.catalog.get(id)?.botId === clientId);
      if (here.length === 0) throw new ActError('botNotInstalled', 'The app has not been added here.');
      for (const one of here) tenant.uninstall(one, user.id, optionsOf(target, telling));
      return made(target);
    },
    forWriter(user) {
      const found = tenant.appOfBot(clientId);
      if (found === undefined) throw new ActError('botNotFound', 'There is no such app in the catalog.');
      const known = tenant.catalog.get(found.id);
      if (known !== undefined && !isInstalledIn(tenant, user.id)) tenant.install(known, user.id, user.id);
    },
  };
}
