/** What the simulated Webex keeps. Ids are bare UUIDs here; `wire.ts` makes the API's ids and shapes of them. */

export interface Person {
  readonly id: string;
  /** Person id of the seed. */
  readonly person: string;
  readonly name: string;
  readonly mail: string;
}

export interface Room {
  readonly id: string;
  readonly type: 'group' | 'direct';
  /** Empty for a direct room: each side sees the other's name. */
  readonly title: string;
  readonly creator: string;
  readonly created: number;
  readonly lastActivity: number;
  /** Announcement mode: this person alone may post. */
  readonly moderator?: string;
}

export const mayPost = ({ moderator }: Room, person: string): boolean =>
  moderator === undefined || moderator === person;

export interface Membership {
  /** `{person}:{room}` */
  readonly id: string;
  readonly person: string;
  readonly room: string;
  readonly created: number;
}

export interface Attachment {
  readonly contentType: string;
  readonly content: unknown;
}

export interface Message {
  readonly id: string;
  /** Counts up over all rooms: the order of lists. */
  readonly sequence: number;
  readonly room: string;
  /** The root it answers; null on roots. */
  readonly parent: string | null;
  readonly person: string;
  readonly text: string;
  /** As sent through the API; clients send HTML. */
  readonly markdown: string | null;
  /** Only of rich messages. */
  readonly html: string | null;
  readonly mentionedPeople: readonly string[];
  readonly mentionsAll: boolean;
  /** Id of its one file. */
  readonly file: string | null;
  /** Adaptive Cards, kept as they were sent. */
  readonly attachments: readonly Attachment[];
  /** By emoji, who reacted: seen in clients alone, never by the API. */
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  readonly created: number;
  readonly updated: number | null;
  readonly edits: number;
  readonly deleted: number | null;
}

export interface StoredFile {
  readonly id: string;
  readonly room: string;
  readonly name: string;
  readonly type: string;
  /** All of it, or its beginning: see `files.ts`. */
  readonly base64: string;
  /** Bytes of all of it. */
  readonly size: number;
  readonly created: number;
}

export interface Webhook {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly targetUrl: string;
  readonly resource: string;
  readonly event: string;
  readonly filter: string | null;
  readonly secret: string | null;
  readonly status: 'active' | 'inactive';
  readonly created: number;
  /** When deliveries failed lately. */
  readonly failures: readonly number[];
}

/** The content of a message to be: what `compose.ts` makes of input. */
export interface Content {
  readonly text: string;
  readonly markdown: string | null;
  readonly html: string | null;
  readonly mentionedPeople: readonly string[];
  readonly mentionsAll: boolean;
}
