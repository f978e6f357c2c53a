/** Teams as the sandbox sees it: one tenant behind three doors (Entra, Graph, the Bot Connector), and its people's client. */
import { createBot, directPlace } from '../bot/index.ts';
import { createEntra } from '../entra/index.ts';
import { ActError, type Kit, type PlatformSimulator, type ViewedPlace } from '../kit/platform.ts';
import { uuid } from './catalog.ts';
import { channelDeeds, standpoint } from './client.ts';
import { createGraph } from './graph/index.ts';
import { createTeamsWorld } from './tenant.ts';
import { viewedMessage } from './view.ts';

export function createTeams(kit: Kit): PlatformSimulator {
  const tenant = createTeamsWorld(kit);
  const entra = createEntra(kit, tenant);
  const bot = createBot(kit, entra, tenant);
  const graph = createGraph(kit, entra, tenant);

  const fileId = (): string => uuid(kit);
  const isService = (person: string): boolean =>
    kit.seed.people.some(({ id, service }) => id === person && service === true);
  const membersOf = (team: string): readonly string[] => {
    const people = (tenant.team(team)?.members ?? []).flatMap((id) => tenant.user(id)?.person ?? []);
    return people.toSorted((a, b) => Number(isService(a)) - Number(isService(b)));
  };
  const channels = (): readonly ViewedPlace[] =>
    tenant.teams().flatMap((team) =>
      tenant.channels(team.id).map((channel) => ({
        place: channel.id,
        platform: 'teams' as const,
        title: `${team.name} / ${channel.name}`,
        members: membersOf(team.id),
      })),
    );
  /** Whose chat with the bot a place is. */
  const ownerOf = (place: string): string | undefined =>
    tenant.users().find(({ person }) => directPlace(person) === place)?.person;
  const chats = (): readonly ViewedPlace[] =>
    tenant.users().flatMap(({ person }) => {
      if (bot.directView(person).length === 0) return [];
      return [{ place: directPlace(person), platform: 'teams' as const, title: 'Chat with Mio', members: [person] }];
    });

  return {
    world: 'teams',
    mount(router) {
      entra.mount(router);
      bot.mount(router);
      graph.mount(router);
    },
    places: () => [...channels(), ...chats()],
    async act(act) {
      if (act.do === 'dm') return bot.directMessage(act.as, act.text ?? act.markdown ?? '');
      if (act.do === 'press') return bot.press(act.as, act.message ?? '', act.data);
      if (act.do === 'post' && ownerOf(act.place) === act.as)
        return bot.directMessage(act.as, act.text ?? act.markdown ?? '');
      if (act.do === 'mention') {
        const { channel } = standpoint(tenant, act, fileId);
        const mentioned = await bot.mention(act.as, channel, act.text ?? act.markdown ?? '', act.message);
        await graph.settled();
        return mentioned;
      }
      const deed = channelDeeds[act.do];
      if (deed === undefined) throw new ActError('not_here', `Teams has no "${act.do}".`);
      const result = deed(tenant, standpoint(tenant, act, fileId));
      await graph.settled();
      return result;
    },
    view(place) {
      const owner = ownerOf(place);
      if (owner !== undefined) return bot.directView(owner);
      if (tenant.channel(place) === undefined)
        throw new ActError('unknown_place', `There is no place ${place} in Teams.`);
      return tenant.messages(place).map((message) => viewedMessage(kit, tenant, message));
    },
    app: () => entra.app(),
    reset() {
      tenant.reset();
      bot.reset();
    },
    async close() {
      graph.close();
      await graph.settled();
    },
  };
}
