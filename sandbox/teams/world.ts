/**
 * The simulated Teams tenant as its two faces share it: Graph (sandbox/teams) and Entra with the Bot Connector
 * (sandbox/entra, sandbox/bot). One message store, so that what a bot posts is what Graph lists and what people see.
 */

export interface TeamsUser {
  /** Entra object id. */
  readonly id: string;
  /** Person id of the seed. */
  readonly person: string;
  readonly displayName: string;
  readonly mail: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

export interface TeamsApp {
  /** Catalog id. */
  readonly id: string;
  /** The manifest's id. */
  readonly externalId: string;
  readonly botId: string;
  readonly displayName: string;
  readonly version: string;
  readonly publishingState: 'submitted' | 'published' | 'rejected';
}

/** Who wrote a message: a person, or a bot. */
export type TeamsAuthor = { readonly user: string } | { readonly bot: string; readonly name: string };

export interface TeamsMessage {
  /** Epoch milliseconds of creation, as a string; unique within its channel. */
  readonly id: string;
  readonly team: string;
  readonly channel: string;
  readonly replyTo: string | null;
  readonly author: TeamsAuthor;
  readonly contentType: 'html' | 'text';
  readonly content: string;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly mentions: readonly Readonly<Record<string, unknown>>[];
  readonly subject: string | null;
  readonly created: number;
  readonly modified: number;
  readonly edited: number | null;
  readonly deleted: number | null;
}

export interface PostInput {
  readonly team: string;
  readonly channel: string;
  readonly replyTo: string | null;
  readonly author: TeamsAuthor;
  readonly contentType: 'html' | 'text';
  readonly content: string;
  readonly attachments?: TeamsMessage['attachments'];
  readonly mentions?: TeamsMessage['mentions'];
  readonly subject?: string | null;
}

export type TeamsEvent =
  | { readonly kind: 'created' | 'updated' | 'deleted'; readonly message: TeamsMessage }
  | { readonly kind: 'installed' | 'uninstalled'; readonly app: TeamsApp; readonly team: string; readonly by: string }
  | { readonly kind: 'memberAdded' | 'memberRemoved'; readonly team: string; readonly user: string };

export interface TeamsWorld {
  readonly tenant: { readonly id: string; readonly domain: string; readonly name: string };
  user(id: string): TeamsUser | undefined;
  userByPerson(person: string): TeamsUser | undefined;
  users(): readonly TeamsUser[];
  team(id: string):
    | {
        readonly id: string;
        readonly name: string;
        readonly members: readonly string[];
        readonly owners: readonly string[];
      }
    | undefined;
  teams(): readonly { readonly id: string; readonly name: string }[];
  /** A channel by its thread id, with its team. */
  channel(id: string): { readonly id: string; readonly name: string; readonly team: string } | undefined;
  channels(team: string): readonly { readonly id: string; readonly name: string }[];
  apps(): readonly TeamsApp[];
  /** The catalog app whose manifest names this bot. */
  appOfBot(botId: string): TeamsApp | undefined;
  isInstalled(app: string, team: string): boolean;
  /** Adds a message, enters it in the ledger, tells listeners. */
  post(input: PostInput): TeamsMessage;
  message(channel: string, id: string): TeamsMessage | undefined;
  messages(channel: string): readonly TeamsMessage[];
  edit(
    channel: string,
    id: string,
    change: {
      readonly contentType: 'html' | 'text';
      readonly content: string;
      readonly attachments?: TeamsMessage['attachments'];
      readonly mentions?: TeamsMessage['mentions'];
    },
  ): TeamsMessage;
  remove(channel: string, id: string): TeamsMessage;
  onEvent(listener: (event: TeamsEvent) => void): void;
}
