/** Teams as the sandbox sees it: one tenant behind three doors (Entra, Graph, the Bot Connector), and its people's client. */
import { directPlace } from '../bot/chats.ts';
import { isInChannel } from '../bot/identity.ts';
import { createBot } from '../bot/index.ts';
import { createEntra } from '../entra/index.ts';
import { type Act, ActError, type Kit, type Made, type PlatformSimulator, type ViewedPlace } from '../kit/platform.ts';
import { uuid } from './catalog.ts';
import { channelDeeds, standpoint } from './client.ts';
import { itemResource } from './graph/drive-resources.ts';
import { createGraph } from './graph/index.ts';
import { placeDeeds } from './lifecycle.ts';
import { titleOf } from './places.ts';
import { mountSharePoint, sharePointOrigin } from './sharepoint.ts';
import { createTeamsWorld } from './tenant.ts';
import { createUploadSessions } from './upload-sessions.ts';
import { viewedMessage } from './view.ts';

export function createTeams(kit: Kit): PlatformSimulator {
  const tenant = createTeamsWorld(kit);
  const entra = createEntra(kit, tenant);
  const bot = createBot(kit, entra, tenant);
  const uploads = createUploadSessions({
    kit,
    drives: tenant.drives,
    origin: sharePointOrigin(tenant),
    resource: (item) => itemResource(tenant, item),
  });
  const graph = createGraph(kit, entra, tenant, uploads);

  const fileId = (): string => uuid(kit);
  const isService = (person: string): boolean =>
    kit.seed.people.some(({ id, service }) => id === person && service === true);
  /** People of the seed: a crowd fills a team without being listed. */
  const isKnown = new Set(kit.seed.people.map(({ id }) => id));
  const membersOf = (channel: string): readonly string[] => {
    const people = tenant
      .roster(channel)
      .flatMap((id) => tenant.user(id)?.person ?? [])
      .filter((person) => isKnown.has(person));
    return people.toSorted((a, b) => Number(isService(a)) - Number(isService(b)));
  };
  const channels = (): readonly ViewedPlace[] =>
    tenant.teams().flatMap((team) =>
      tenant.channels(team.id).map((channel) => ({
        place: channel.id,
        platform: 'teams' as const,
        title: titleOf(team, channel),
        members: membersOf(channel.id),
        hasBot: isInChannel(tenant, channel.id),
      })),
    );
  const inChannel = (act: Act): Made => {
    const deed = channelDeeds[act.do];
    if (deed === undefined) throw new ActError('not_here', `Teams has no "${act.do}".`);
    return deed(tenant, standpoint(tenant, act, fileId));
  };
  const words = ({ text, markdown }: Act): string => text ?? markdown ?? '';
  /** What is done with the bot, and not with a channel. Undefined for everything else. */
  const withBot = async (act: Act): Promise<Made | undefined> => {
    const { as, do: deed, place, message = '' } = act;
    switch (deed) {
      case 'dm':
        return bot.directMessage(as, words(act));
      case 'press':
        return act.button === undefined
          ? bot.press(as, message, act.data)
          : bot.pressButton(as, message, act.button, act.inputs);
      case 'openSignIn':
        return bot.openSignIn(as, message);
      case 'finishSignIn':
        return bot.finishSignIn(as, act.code ?? '');
      case 'installApp':
        return bot.installApp(as, place, act);
      case 'removeApp':
        return bot.removeApp(as, place, act);
      case 'createChat':
        return bot.createChat(as, act.name ?? '', act.people ?? []);
      case 'post':
        if (place === directPlace(as)) return bot.directMessage(as, words(act));
        return bot.isChat(place) ? bot.say(as, place, words(act)) : undefined;
      case 'mention':
        if (!bot.isChat(place)) standpoint(tenant, act, fileId);
        return bot.mention(as, place, words(act), act.message);
      default:
        return undefined;
    }
  };

  return {
    world: 'teams',
    mount(router) {
      entra.mount(router);
      bot.mount(router);
      graph.mount(router);
      mountSharePoint(router, tenant.files, uploads);
    },
    places: () => [...channels(), ...bot.places()],
    async act(act) {
      return (await withBot(act)) ?? placeDeeds[act.do]?.(tenant, act) ?? inChannel(act);
    },
    view(place) {
      const chat = bot.view(place);
      if (chat !== undefined) return chat;
      if (tenant.channel(place) === undefined)
        throw new ActError('unknown_place', `There is no place ${place} in Teams.`);
      const written = tenant.messages(place).filter(({ event }) => event === undefined);
      return written.map((message) => viewedMessage(kit, tenant, message));
    },
    typing: (place) => bot.typing(place),
    app: () => entra.app(),
    reset() {
      tenant.reset();
      bot.reset();
    },
    async close() {
      graph.close();
    },
  };
}
