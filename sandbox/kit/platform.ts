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
  /** Sends webhooks to the product: maps its public address to loopback, applies faults, records. */
  readonly deliver: Delivery;
  /** Collections that outlive a restart. */
  readonly state: State;
  /** `http://127.0.0.1:4010`, without a slash at the end. Known once the sandbox listens. */
  readonly url: string;
  readonly product: Product;
}

export type Deed =
  | 'post'
  | 'reply'
  | 'edit'
  | 'remove'
  | 'restore'
  | 'react'
  | 'unreact'
  | 'upload'
  | 'join'
  | 'leave'
  | 'press'
  | 'dm'
  | 'mention';

/** `POST /_sandbox/act`: a person does something in their own client. */
export interface Act {
  readonly platform: World;
  /** Person id of the seed. */
  readonly as: string;
  readonly do: Deed;
  /** Place id as `GET /_sandbox/seed` gives it. */
  readonly place: string;
  /** The id that an earlier act or a view gave. */
  readonly message?: string;
  readonly text?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly emoji?: string;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly base64: string }[];
  /** `press`: the data of the card's action. */
  readonly data?: unknown;
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
  /** Does it as that person; answers the id of the message it made or changed. @throws ActError */
  act(act: Act): Promise<{ readonly message: string }>;
  /** What a client shows now, oldest first. @throws ActError for an unknown place */
  view(place: string, as?: string): readonly ViewedMessage[];
  /** The registrations of the product at this platform, for `GET /_sandbox/app`: client ids, secrets, bot id. */
  app(): Readonly<Record<string, string>>;
  /** Clears messages; keeps registrations, tokens and subscriptions. */
  reset(): void;
  close(): Promise<void>;
}
