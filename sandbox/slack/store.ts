/** Everything the workspaces remember: who is in them, the app and its tokens, channels, messages and files. */
import type { Kit } from '../kit/platform.ts';
import type { Collection } from '../kit/state.ts';
import type { Seed, SeedPerson } from '../seed.ts';
import { type Messages, openMessages } from './messages.ts';
import type { AppRegistration, Channel, Code, Installation, StoredFile, Token, User } from './model.ts';
import type { Names } from './show.ts';
import { openTeamEmoji, type TeamEmoji } from './team-emoji.ts';

/** The one app: the product, as it is registered at Slack. */
export const appId = 'A0MIOAPP01';
export const appName = 'Mio';
/** Slack's own user: it is no bot, and everybody has it. */
export const slackbot = 'USLACKBOT';

export type Team = Seed['slack'][number];

export interface Store {
  readonly app: AppRegistration;
  readonly teams: readonly Team[];
  readonly installations: Collection<Installation>;
  readonly tokens: Collection<Token>;
  readonly codes: Collection<Code>;
  readonly channels: Collection<Channel>;
  readonly messages: Messages;
  readonly files: Collection<StoredFile>;
  /** Base64, by file id. */
  readonly contents: Collection<string>;
  readonly emoji: TeamEmoji;
  team(id: string): Team | undefined;
  /** Users of a workspace: people, Slackbot, and the app's bot once it was installed. */
  users(team: string): readonly User[];
  user(team: string, id: string): User | undefined;
  /** The account of a person of the seed. */
  account(team: string, person: string): User | undefined;
  /** Gives a person of the seed an account in a workspace that they were not seeded into: a guest's. */
  invite(team: string, person: string): User;
  channelsOf(team: string): readonly Channel[];
  names(team: string): Names;
  /** A new id of Slack's form: a letter, a nought, eight letters and digits. */
  newId(prefix: string): string;
}

export function openStore(kit: Kit): Store {
  const { state, seed } = kit;
  const registrations: Collection<AppRegistration> = state.collection('slack.app');
  const app = registrations.get('app') ?? register(kit);
  registrations.set('app', app);
  const installations: Collection<Installation> = state.collection('slack.installations');
  const channels: Collection<Channel> = state.collection('slack.channels');
  const born = Math.floor(kit.clock.now() / 1000);
  for (const channel of seed.slack.flatMap((team) => seededChannels(team, born))) {
    if (!channels.has(channel.id)) channels.set(channel.id, channel);
  }

  const people = new Map(seed.slack.map((team) => [team.id, seededUsers(team, seed.people)]));
  const guests: Collection<User> = state.collection('slack.guests');
  const users = (team: string): User[] => {
    const installed = installations.get(team);
    const invited = [...guests.values()].filter((guest) => guest.team === team);
    return [...(people.get(team) ?? []), ...invited, ...(installed ? [botUser(installed)] : [])];
  };
  const user = (team: string, id: string): User | undefined => users(team).find((one) => one.id === id);
  const emoji = openTeamEmoji(kit);

  const newId = (prefix: string) => `${prefix}0${letters(kit.random(8))}`;

  return {
    app,
    teams: seed.slack,
    installations,
    tokens: state.collection('slack.tokens'),
    codes: state.collection('slack.codes'),
    channels,
    messages: openMessages(state, kit.clock),
    files: state.collection('slack.files'),
    contents: state.collection('slack.contents'),
    emoji,
    team: (id) => seed.slack.find((team) => team.id === id),
    users,
    user,
    account: (team, person) => users(team).find((one) => one.person === person),
    invite(team, person) {
      const known = seed.people.find((one) => one.id === person);
      const guest = memberOf(team, person, newId('U'), known, false);
      guests.set(guest.id, guest);
      return guest;
    },
    channelsOf: (team) => [...channels.values()].filter((channel) => channel.team === team),
    names: (team) => ({
      user: (id) => user(team, id)?.name ?? id,
      channel: (id) => channels.get(id)?.name ?? id,
      emoji: (name) => emoji.shown(team, name),
    }),
    newId,
  };
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const letters = (bytes: Buffer): string => [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');

function register(kit: Kit): AppRegistration {
  const digits = () => String(kit.random(6).readUIntBE(0, 6) % 1e13).padStart(13, '1');
  return {
    clientId: `${digits()}.${digits()}`,
    clientSecret: kit.random(16).toString('hex'),
    signingSecret: kit.random(16).toString('hex'),
    verificationToken: kit.random(12).toString('hex'),
  };
}

function seededChannels(team: Team, created: number): Channel[] {
  const ids = (people: readonly string[]): string[] => people.flatMap((person) => team.users[person] ?? []);
  return team.channels.map((channel) => ({
    id: channel.id,
    team: team.id,
    kind: 'channels',
    name: channel.name,
    created,
    creator: ids(team.admins)[0] ?? slackbot,
    members: ids(channel.members),
    archived: false,
  }));
}

/** Any fixed moment before the demo begins. */
const seededAt = 1_700_000_000;

function memberOf(team: string, person: string, id: string, known: SeedPerson | undefined, admin: boolean): User {
  return {
    id,
    team,
    person,
    handle: person,
    name: known?.name ?? person,
    mail: known?.mail ?? null,
    admin,
    bot: null,
    deleted: false,
    updated: seededAt,
  };
}

function seededUsers(team: Team, people: readonly SeedPerson[]): User[] {
  const members = Object.entries(team.users).map(([person, id]) => {
    const known = people.find((one) => one.id === person);
    return memberOf(team.id, person, id, known, team.admins.includes(person));
  });
  const ofSlack = { id: slackbot, handle: 'slackbot', name: 'Slackbot' };
  return [
    ...members,
    { ...ofSlack, team: team.id, person: null, mail: null, admin: false, bot: null, deleted: false, updated: seededAt },
  ];
}

const botUser = (installed: Installation): User => ({
  id: installed.botUser,
  team: installed.team,
  person: null,
  handle: appName.toLowerCase(),
  name: appName,
  mail: null,
  admin: false,
  bot: { id: installed.botId },
  deleted: !installed.active,
  updated: Math.floor(installed.updated / 1000),
});
