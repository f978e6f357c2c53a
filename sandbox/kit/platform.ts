/**
 * What a simulated platform is to the rest of the sandbox: routes of its own under its own prefix, and, for people and
 * checkers, what a person can do in its client and what its client shows.
 */

import type { Seed } from '../seed.ts';
import type { SandboxClock } from './clock.ts';
import type { Delivery } from './deliver.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './limits.ts';
import type { Policies } from './policies.ts';
import type { Router } from './router.ts';
import type { State } from './state.ts';

/** What people call the three worlds. Entra, Graph and the Bot Connector are all `teams`. */
export type World = 'teams' | 'slack' | 'webex';

/** Where the product is: what the platforms were told, and where it really listens. */
export interface Product {
  /** `https://mio.example`, without a slash at the end: redirect addresses and webhooks begin with it. */
  readonly publicUrl: string;
  /** The loopback address behind an address of the product; null for any other address: nobody else is ever called. */
  local(url: string): string | null;
}

/** Everything that a platform may use of the world around it. One object, handed to each platform's factory. */
export interface Kit {
  readonly clock: SandboxClock;
  /** Cryptographically strong bytes; seeded in tests. */
  readonly random: (bytes: number) => Buffer;
  readonly seed: Seed;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly limits: Limits;
  /** What the organizations' administrators have decided. */
  readonly policies: Policies;
  /** Sends webhooks to the product: maps its public address to loopback, applies faults, records. */
  readonly deliver: Delivery;
  /** Collections that outlive a restart. */
  readonly state: State;
  /** `http://127.0.0.1:4010`, without a slash at the end. Known once the sandbox listens. */
  readonly url: string;
  readonly product: Product;
}

/** What people do in conversations, on every platform. */
export const conversationDeeds = [
  'post',
  'reply',
  'edit',
  'remove',
  'restore',
  'react',
  'unreact',
  'upload',
  'join',
  'leave',
  'rename',
] as const;

/** What people do with the bot in Teams, and with the teams that it is in. */
export const teamsDeeds = [
  'press',
  'dm',
  'mention',
  'forward',
  'openSignIn',
  'finishSignIn',
  'installApp',
  'removeApp',
  'createChat',
  'createTeam',
  'renameTeam',
  'archiveTeam',
  'unarchiveTeam',
  'deleteTeam',
  'restoreTeam',
  'purgeTeam',
  'createChannel',
  'renameChannel',
  'deleteChannel',
  'restoreChannel',
  'addMember',
  'removeMember',
] as const;

/** What people do in Slack beside conversations. */
export const slackDeeds = ['addEmoji', 'removeEmoji', 'archive', 'unarchive', 'deleteForever', 'changeId'] as const;

/** What people do in Webex beside conversations. */
export const webexDeeds = ['announceOnly'] as const;

export type Deed =
  | (typeof conversationDeeds)[number]
  | (typeof teamsDeeds)[number]
  | (typeof slackDeeds)[number]
  | (typeof webexDeeds)[number];

export const channelKinds = ['standard', 'private', 'shared'] as const;
export type ChannelKind = (typeof channelKinds)[number];

export const importances = ['normal', 'high', 'urgent'] as const;
export type Importance = (typeof importances)[number];

/** How Teams tells a bot that it was added or removed: two events, whose order it does not promise. */
export const installOrders = ['installation-first', 'members-first'] as const;
export interface Telling {
  /** `installation-first` where missing. */
  readonly order?: (typeof installOrders)[number];
  /** How often both are told; once where missing. */
  readonly repeat?: number;
  /** As part of a new version of the app that brings the bot, or drops it. */
  readonly upgrade?: boolean;
}

/** `POST /_sandbox/act`: a person does something in their own client. */
export interface Act extends Telling {
  readonly platform: World;
  /** Person id of the seed. */
  readonly as: string;
  readonly do: Deed;
  /** Place id as `GET /_sandbox/seed` gives it; of a team, its own id or that of any of its channels. Empty where the deed has none. */
  readonly place: string;
  /** The id that an earlier act or a view gave. */
  readonly message?: string;
  readonly text?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly emoji?: string;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly base64: string }[];
  /** Above a new post (Teams). */
  readonly subject?: string;
  /** Of a new post or reply (Teams): normal where missing. */
  readonly importance?: Importance;
  /** An Adaptive Card that goes along with a new post or reply (Teams). */
  readonly card?: Readonly<Record<string, unknown>>;
  /** A code snippet that goes along with a new post or reply (Teams). */
  readonly snippet?: { readonly language: string; readonly code: string };
  /** `forward`: the place of the message, where it is not `place`. */
  readonly from?: string;
  /** `press`: the data of the card's action. In Slack: blocks and attachments, as `compose.ts` has them. */
  readonly data?: unknown;
  /** `press`: the button by its title, whose own data is then sent. */
  readonly button?: string;
  /** `press`: what was typed and chosen, by the ids of the card's inputs. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The new name of a team, channel, space or chat. `addEmoji`: the emoji that it is to be another name for. */
  readonly name?: string;
  /** `createChannel`: standard where missing. */
  readonly kind?: ChannelKind;
  /** Person ids: whom a new team, chat or private channel has besides its maker; whom `addMember` adds. */
  readonly people?: readonly string[];
  /** `createTeam`: so many more members, who never do anything. */
  readonly crowd?: number;
  /** `finishSignIn`: what the page handed to Teams. */
  readonly code?: string;
}

/** What a deed made. */
export interface Made {
  /** The id of the message that it made or changed; empty where it is none. */
  readonly message: string;
  /** The id of a new place: a channel (of a new team, its General channel) or a chat. */
  readonly place?: string;
  /** The id of the team. */
  readonly team?: string;
  /** The address that the client opens, as a browser here finds it. */
  readonly url?: string;
}

export interface ViewedMessage {
  readonly message: string;
  /** Null on roots, else the root's `message`. */
  readonly root: string | null;
  /** `kind`: person, app (a bot under its own name), or app-as (an app under a person's name). `picture`: address or null. */
  readonly author: {
    readonly name: string;
    readonly kind: 'person' | 'app' | 'app-as';
    readonly picture: string | null;
  };
  /** What the eye sees: plain text, lines parted by \n. */
  readonly text: string;
  /** The platform's own form: Teams HTML, Slack blocks as JSON text (or mrkdwn), Webex HTML. */
  readonly rich: string;
  /** Safe HTML for the sandbox's page: made from `rich` by the platform as its real client would show it, allow-listed. */
  readonly html: string;
  readonly mentions: readonly string[];
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly string[] }[];
  readonly files: readonly {
    readonly name: string;
    readonly type: string;
    readonly size: number;
    readonly url: string;
  }[];
  /** Cards, with their content as it was sent (Teams, Webex). */
  readonly attachments?: readonly { readonly contentType: string; readonly content: unknown }[];
  readonly edited: boolean;
  readonly removed: boolean;
  /** UTC milliseconds. */
  readonly at: number;
}

export interface ViewedPlace {
  /** Stable id, unique within the platform. */
  readonly place: string;
  readonly platform: World;
  readonly title: string;
  /** Person ids; service, bot and relay accounts last. */
  readonly members: readonly string[];
  /** Whether the product's app is installed there (Teams: in the team, for the person, in the chat). */
  readonly hasBot?: boolean;
}

/** Refused by the simulated client, as the real one would grey the button out. Answered 400 `{error:{code,message}}`. */
export class ActError extends Error {
  override readonly name = 'ActError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface PlatformSimulator {
  readonly world: World;
  /** Registers every route below the platform's prefix. Called once. */
  mount(router: Router): void;
  places(): readonly ViewedPlace[];
  /** Does it as that person. @throws ActError */
  act(act: Act): Promise<Made>;
  /** What a client shows now, oldest first. @throws ActError for an unknown place */
  view(place: string, as?: string): readonly ViewedMessage[];
  /** Names of who is shown as typing there now; nobody where missing. */
  typing?(place: string): readonly string[];
  /** The registrations of the product at this platform, for `GET /_sandbox/app`: client ids, secrets, bot id. */
  app(): Readonly<Record<string, string>>;
  /** Clears messages; keeps registrations, tokens and subscriptions. */
  reset(): void;
  close(): Promise<void>;
}
