/**
 * The simulated tenant: people, teams, messages, apps. Whoever changes something (Graph, a bot, a person in the client)
 * changes it here, so that each change is entered in the ledger once and announced once.
 */
import { seenText } from '../bot/cards.ts';
import type { Kit, Telling } from '../kit/platform.ts';
import { type Catalog, type CatalogApp, createCatalog, type Installation, type Manifest } from './catalog.ts';
import { createDrives, type Drives } from './drives.ts';
import { createFileStore, type FileStore } from './files.ts';
import { createTeamStore, type StoredTeam } from './members.ts';
import { type Chain, createMessageStore, type NewMessage, type StoredMessage } from './messages.ts';
import { createPlaces, type Places, renamedBy } from './places.ts';
import { notedOf } from './system.ts';
import { createUsers, type Users } from './users.ts';
import type { Reacted, TeamsApp, TeamsEvent, TeamsWorld } from './world.ts';

/** What goes along with an installation: the channel picked in a team, and how the bot is told of it. */
export interface InstallOptions {
  readonly channel?: string;
  readonly telling?: Telling;
}

export interface TeamsTenant extends TeamsWorld, Places {
  readonly catalog: Pick<Catalog, 'all' | 'get' | 'installations'>;
  readonly crowd: Users['crowd'];
  readonly files: FileStore;
  readonly drives: Drives;
  /** A team that was deleted and can be restored. */
  deletedTeam(id: string): StoredTeam | undefined;
  post(input: NewMessage): StoredMessage;
  edit(
    channel: string,
    id: string,
    change: Pick<NewMessage, 'contentType' | 'content' | 'attachments' | 'mentions' | 'files'>,
  ): StoredMessage;
  message(channel: string, id: string): StoredMessage | undefined;
  messages(channel: string): readonly StoredMessage[];
  chain(channel: string, root: string): Chain | undefined;
  /** Newest change first. */
  chains(channel: string): readonly Chain[];
  restore(channel: string, id: string): StoredMessage;
  react(channel: string, id: string, user: string, emoji: string): StoredMessage;
  unreact(channel: string, id: string, user: string, emoji: string): StoredMessage;
  /** `by` where it was somebody else. */
  addMember(team: string, user: string, by?: string): boolean;
  addOwner(team: string, user: string): boolean;
  removeMember(team: string, user: string, by?: string): boolean;
  publish(manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  addDefinition(app: CatalogApp, manifest: Manifest, state: TeamsApp['publishingState']): CatalogApp;
  review: Catalog['review'];
  cancelSubmission: Catalog['cancelSubmission'];
  withdraw(app: CatalogApp, by: string): void;
  /** A person uploads the app themselves: the catalog does not know it. */
  sideload(manifest: Manifest): CatalogApp;
  /** `team`: also a person, a group chat, or a private or shared channel of a team that has it. */
  install(app: CatalogApp, team: string, by: string, options?: InstallOptions): Installation;
  upgrade(installation: Installation): Installation;
  uninstall(installation: Installation, by: string, options?: InstallOptions): void;
  /** Clears messages and files; keeps people, teams, the catalog and installations. */
  reset(): void;
}

/** By nobody; who did it stands in what it is about. */
const systemMessage = ({ team, channel, event }: NonNullable<ReturnType<typeof notedOf>>): NewMessage => ({
  team,
  channel,
  replyTo: null,
  author: { user: event.by },
  contentType: 'html',
  content: '<systemEventMessage/>',
  event,
});

export function createTeamsWorld(kit: Kit): TeamsTenant {
  const files = createFileStore(kit);
  const drives = createDrives(kit, files);
  const messages = createMessageStore(kit, files);
  const teams = createTeamStore(kit);
  const catalog = createCatalog(kit);
  const users = createUsers(kit);
  const listeners: ((event: TeamsEvent) => void)[] = [];

  const announce = (event: TeamsEvent): void => {
    for (const { place, title: text, by } of renamedBy(event)) {
      const author = nameOf({ user: by });
      kit.ledger.append({ platform: 'teams', place, kind: 'renamed', message: '', root: null, author, text });
    }
    for (const listener of listeners) listener(event);
    const noted = notedOf(event, (id) => teams.get(id));
    if (noted) announce({ kind: 'created', message: messages.create(systemMessage(noted)) });
  };
  const nameOf = (author: StoredMessage['author']): string =>
    'user' in author ? (users.get(author.user)?.displayName ?? author.user) : author.name;

  type EntryKind = 'posted' | 'edited' | 'removed' | 'restored' | 'reacted' | 'unreacted';
  /** Enters a change of a message in the ledger and tells the listeners. `by` and `text` where the author's do not fit. */
  const changed = (
    event: 'created' | 'updated' | 'deleted',
    kind: EntryKind,
    message: StoredMessage,
    by: string = nameOf(message.author),
    text: string | null = seenText(message, message.contentType),
    reaction?: Reacted,
  ): StoredMessage => {
    const { channel: place, id, replyTo: root } = message;
    kit.ledger.append({ platform: 'teams', place, kind, message: id, root, author: by, text });
    announce({ kind: event, message, ...(reaction && { reaction }) });
    return message;
  };

  const moved = (kind: 'joined' | 'left', team: string, user: string, by?: string): void => {
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
    const event = kind === 'joined' ? 'memberAdded' : 'memberRemoved';
    announce({ kind: event, team, user, ...(by === undefined ? {} : { by }) });
  };

  return {
    tenant: kit.seed.teams.tenant,
    catalog,
    files,
    drives,
    user: (id) => users.get(id),
    userByPerson: (person) => users.byPerson(person),
    users: () => users.all(),
    crowd: (size) => users.crowd(size),
    team: (id) => teams.get(id),
    teams: () => teams.all(),
    channel: (id) => teams.channel(id),
    channels: (team) => teams.get(team)?.channels ?? [],
    roster(id) {
      const channel = teams.channel(id);
      return channel?.members ?? teams.get(channel?.team ?? '')?.members ?? [];
    },
    deletedTeam: (id) => teams.buried(id),
    ...createPlaces(kit, teams, announce),
    apps: () => catalog.all(),
    appOfBot: (botId) => catalog.ofBot(botId),
    botIn: (botId, place) => catalog.botIn(botId, place),
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
      return changed('updated', 'reacted', message, nameOf({ user }), emoji, { user, emoji, change: 'Added' });
    },
    unreact(channel, id, user, emoji) {
      const message = messages.change(channel, id, (before, at) => ({
        reactions: before.reactions.filter((one) => one.user !== user || one.emoji !== emoji),
        history: [...before.history, { emoji, user, at, action: 'reactionRemoved' }],
      }));
      return changed('updated', 'unreacted', message, nameOf({ user }), emoji, { user, emoji, change: 'Removed' });
    },

    addMember(team, user, by) {
      const added = teams.addMember(team, user);
      if (added) moved('joined', team, user, by);
      return added;
    },
    addOwner: (team, user) => teams.addOwner(team, user),
    removeMember(team, user, by) {
      const removed = teams.removeMember(team, user);
      if (removed) moved('left', team, user, by);
      return removed;
    },

    publish: (manifest, state) => catalog.publish(manifest, state),
    addDefinition: (app, manifest, state) => catalog.addDefinition(app, manifest, state),
    review: (app, version, state) => catalog.review(app, version, state),
    cancelSubmission: (app, version) => catalog.cancelSubmission(app, version),
    withdraw(app, by) {
      const from = catalog.placesOf(app.id);
      catalog.withdraw(app);
      for (const team of from) announce({ kind: 'uninstalled', app, team, by });
    },
    sideload: (manifest) => catalog.sideload(manifest),
    install(app, team, by, options) {
      const installation = catalog.install(app, team);
      announce({ kind: 'installed', app, team, by, ...options });
      return installation;
    },
    upgrade: (installation) => catalog.upgrade(installation),
    uninstall(installation, by, options) {
      const app = catalog.get(installation.app);
      catalog.uninstall(installation);
      if (app !== undefined) announce({ kind: 'uninstalled', app, team: installation.team, by, ...options });
    },

    reset() {
      messages.clear();
      files.clear();
      drives.clear();
    },
  };
}
