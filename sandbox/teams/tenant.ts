/**
 * The simulated tenant: people, teams, messages, apps. Whoever changes something (Graph, a bot, a person in the client)
 * changes it here, so that each change is entered in the ledger once and announced once.
 */
import type { Kit } from '../kit/platform.ts';
import { type Catalog, type CatalogApp, createCatalog, type Installation, type Manifest } from './catalog.ts';
import { createTeamStore, type StoredTeam } from './members.ts';
import { type Chain, createMessageStore, type NewMessage, type StoredMessage } from './messages.ts';
import { visibleText } from './text.ts';
import type { TeamsApp, TeamsEvent, TeamsUser, TeamsWorld } from './world.ts';

export interface TeamsTenant extends TeamsWorld {
  readonly catalog: Pick<Catalog, 'all' | 'get' | 'installations'>;
  team(id: string): StoredTeam | undefined;
  post(input: NewMessage): StoredMessage;
  message(channel: string, id: string): StoredMessage | undefined;
  messages(channel: string): readonly StoredMessage[];
  chain(channel: string, root: string): Chain | undefined;
  /** Newest change first. */
  chains(channel: string): readonly Chain[];
  restore(channel: string, id: string): StoredMessage;
  react(channel: string, id: string, user: string, emoji: string): StoredMessage;
  unreact(channel: string, id: string, user: string, emoji: string): StoredMessage;
  addMember(team: string, user: string): boolean;
  addOwner(team: string, user: string): boolean;
  removeMember(team: string, user: string): boolean;
  publish(manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  addDefinition(app: CatalogApp, manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  withdraw(app: CatalogApp, by: string): void;
  install(app: CatalogApp, team: string, by: string): Installation;
  upgrade(installation: Installation): Installation;
  uninstall(installation: Installation, by: string): void;
  /** Clears messages; keeps people, teams, the catalog and installations. */
  reset(): void;
}

export function createTeamsWorld(kit: Kit): TeamsTenant {
  const messages = createMessageStore(kit);
  const teams = createTeamStore(kit);
  const catalog = createCatalog(kit);
  const users = usersOf(kit);
  const byId = new Map(users.map((user) => [user.id, user]));
  const byPerson = new Map(users.map((user) => [user.person, user]));
  const listeners: ((event: TeamsEvent) => void)[] = [];

  const announce = (event: TeamsEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const nameOf = (author: StoredMessage['author']): string =>
    'user' in author ? (byId.get(author.user)?.displayName ?? author.user) : author.name;

  type EntryKind = 'posted' | 'edited' | 'removed' | 'restored' | 'reacted' | 'unreacted';
  /** Enters a change of a message in the ledger and tells the listeners. `by` and `text` where the author's do not fit. */
  const changed = (
    event: 'created' | 'updated' | 'deleted',
    kind: EntryKind,
    message: StoredMessage,
    by: string = nameOf(message.author),
    text: string | null = visibleText(message.content, message.contentType),
  ): StoredMessage => {
    const { channel: place, id, replyTo: root } = message;
    kit.ledger.append({ platform: 'teams', place, kind, message: id, root, author: by, text });
    announce({ kind: event, message });
    return message;
  };

  const moved = (kind: 'joined' | 'left', team: string, user: string): void => {
    const place = teams.get(team)?.channels[0]?.id ?? team;
    kit.ledger.append({
      platform: 'teams',
      place,
      kind,
      message: '',
      root: null,
      author: nameOf({ user }),
      text: null,
    });
    announce({ kind: kind === 'joined' ? 'memberAdded' : 'memberRemoved', team, user });
  };

  return {
    tenant: kit.seed.teams.tenant,
    catalog,
    user: (id) => byId.get(id),
    userByPerson: (person) => byPerson.get(person),
    users: () => users,
    team: (id) => teams.get(id),
    teams: () => teams.all(),
    channel: (id) => teams.channel(id),
    channels: (team) => teams.get(team)?.channels ?? [],
    apps: () => catalog.all(),
    appOfBot: (botId) => catalog.all().find((app) => app.botId === botId),
    isInstalled: (app, team) => catalog.installations(team).some((one) => one.app === app),
    message: (channel, id) => messages.get(channel, id),
    messages: (channel) => messages.all(channel),
    chain: (channel, root) => messages.chain(channel, root),
    chains: (channel) => messages.chains(channel),
    onEvent: (listener) => void listeners.push(listener),

    post: (input) => changed('created', 'posted', messages.create(input)),
    edit: (channel, id, change) =>
      changed(
        'updated',
        'edited',
        messages.change(channel, id, (_, now) => ({ ...change, edited: now })),
      ),
    remove: (channel, id) =>
      changed(
        'deleted',
        'removed',
        messages.change(channel, id, (_, now) => ({ deleted: now })),
        undefined,
        null,
      ),
    restore: (channel, id) =>
      changed(
        'updated',
        'restored',
        messages.change(channel, id, () => ({ deleted: null })),
      ),
    react(channel, id, user, emoji) {
      const message = messages.change(channel, id, (before, at) => ({
        reactions: [...before.reactions.filter((one) => one.user !== user || one.emoji !== emoji), { emoji, user, at }],
        history: [...before.history, { emoji, user, at, action: 'reactionAdded' }],
      }));
      return changed('updated', 'reacted', message, nameOf({ user }), emoji);
    },
    unreact(channel, id, user, emoji) {
      const message = messages.change(channel, id, (before, at) => ({
        reactions: before.reactions.filter((one) => one.user !== user || one.emoji !== emoji),
        history: [...before.history, { emoji, user, at, action: 'reactionRemoved' }],
      }));
      return changed('updated', 'unreacted', message, nameOf({ user }), emoji);
    },

    addMember(team, user) {
      const added = teams.addMember(team, user);
      if (added) moved('joined', team, user);
      return added;
    },
    addOwner: (team, user) => teams.addOwner(team, user),
    removeMember(team, user) {
      const removed = teams.removeMember(team, user);
      if (removed) moved('left', team, user);
      return removed;
    },

    publish: (manifest, state) => catalog.publish(manifest, state),
    addDefinition: (app, manifest, state) => catalog.addDefinition(app, manifest, state),
    withdraw(app, by) {
      const from = teams.all().filter((team) => catalog.installations(team.id).some((one) => one.app === app.id));
      catalog.withdraw(app);
      for (const team of from) announce({ kind: 'uninstalled', app, team: team.id, by });
    },
    install(app, team, by) {
      const installation = catalog.install(app, team);
      announce({ kind: 'installed', app, team, by });
      return installation;
    },
    upgrade: (installation) => catalog.upgrade(installation),
    uninstall(installation, by) {
      const app = catalog.get(installation.app);
      catalog.uninstall(installation);
      if (app !== undefined) announce({ kind: 'uninstalled', app, team: installation.team, by });
    },

    reset: () => messages.clear(),
  };
}

function usersOf(kit: Kit): readonly TeamsUser[] {
  const { tenant, users, roles } = kit.seed.teams;
  return kit.seed.people.flatMap((person) => {
    const id = users[person.id];
    if (id === undefined) return [];
    const { id: personId, name: displayName, mail } = person;
    return [{ id, person: personId, displayName, mail, tenant: tenant.id, roles: roles[personId] ?? [] }];
  });
}
