/** The sandbox's control API, as far as this page uses it. */

export type World = 'teams' | 'slack' | 'webex';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly platforms: readonly World[];
  readonly colour: string;
  readonly picture: string;
  /** Not a human: Mio's own accounts. */
  readonly service: boolean;
}

export interface Place {
  readonly platform: World;
  readonly place: string;
  readonly title: string;
  readonly members: readonly string[];
  /** Teams: whether the app is installed there; undefined where the sandbox does not say. */
  readonly hasBot?: boolean;
}

export interface Author {
  readonly name: string;
  readonly kind: 'person' | 'app' | 'app-as';
  readonly picture: string | null;
}

export interface Attachment {
  readonly contentType: string;
  readonly content: unknown;
}

/** An Adaptive Card, as JSON. */
export type Card = Readonly<Record<string, unknown>>;

export interface MessageFile {
  readonly name: string;
  /** As in `image/png`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly url: string;
}

export interface Message {
  readonly message: string;
  /** Null on roots, else the root's `message`. */
  readonly root: string | null;
  readonly author: Author;
  readonly text: string;
  readonly html: string;
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly string[] }[];
  readonly files: readonly MessageFile[];
  /** Cards, as they were sent. */
  readonly attachments?: readonly Attachment[];
  readonly edited: boolean;
  readonly removed: boolean;
  /** UTC milliseconds. */
  readonly at: number;
}

export interface LedgerEntry {
  readonly number: number;
  readonly platform: World;
  readonly place: string;
  readonly kind: string;
  readonly message: string;
  readonly author: string;
  readonly text: string | null;
}

export interface Seed {
  readonly people: readonly Person[];
  readonly places: readonly Place[];
}

/** What a place shows now. */
export interface View {
  readonly messages: readonly Message[];
  /** Names of those who are shown as typing. */
  readonly typing: readonly string[];
}

/** With the bot of Teams, and with the teams that it is in: a sandbox may not offer all of them. */
export type TeamsDeed =
  | 'mention'
  | 'dm'
  | 'press'
  | 'openSignIn'
  | 'finishSignIn'
  | 'installApp'
  | 'removeApp'
  | 'createTeam';

export interface Deed {
  readonly platform: World;
  readonly as: string;
  readonly do: 'post' | 'reply' | 'edit' | 'remove' | 'react' | 'unreact' | TeamsDeed;
  readonly place: string;
  readonly message?: string;
  readonly text?: string;
  readonly markdown?: string;
  /** `react`, `unreact` */
  readonly emoji?: string;
  /** `post`, `reply` */
  readonly files?: readonly { readonly name: string; readonly type: string; readonly base64: string }[];
  /** `press`: what the button sends. */
  readonly data?: unknown;
  /** `finishSignIn`: what the page handed over. */
  readonly code?: string;
  /** `createTeam` */
  readonly name?: string;
}

export interface Made {
  /** Empty where the deed made no message. */
  readonly message: string;
  /** The address that the client opens. */
  readonly url?: string;
}

/** @throws Error in words for the person who uses the page */
async function call<T>(path: string, body?: unknown, signal: AbortSignal | null = null): Promise<T> {
  const request =
    body === undefined
      ? { signal }
      : { signal, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`/_sandbox/${path}`, request).catch(() => {
    throw new Error('The sandbox does not answer.');
  });
  const json: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok || json === undefined) {
    const failure = json as { error?: { message?: string } } | undefined;
    throw new Error(failure?.error?.message ?? `The sandbox answered ${answer.status}.`);
  }
  return json as T;
}

export const readSeed = () => call<Seed>('seed');

export const readView = (platform: World, place: string, as?: string): Promise<View> =>
  call<View>(`view?${new URLSearchParams({ platform, place, ...(as !== undefined && { as }) })}`);

/** What somebody is about to write. */
export interface Sketch extends Pick<Deed, 'platform' | 'place' | 'as'> {
  readonly markdown: string;
}

/** How it would look on another platform. */
export interface PreviewedLeg {
  readonly platform: World;
  /** The conversation, or whose it is. */
  readonly title: string;
  readonly messages: readonly Pick<Message, 'author' | 'html'>[];
  /** What is not shown as people there would write it. */
  readonly downgrades: readonly {
    readonly feature: string;
    readonly name: string;
    readonly level: string;
    readonly as: string;
  }[];
}

export const readPreviewable = () =>
  call<{ readonly places: readonly Pick<Place, 'platform' | 'place'>[] }>('companion');

export const readPreview = (sketch: Sketch, signal: AbortSignal) =>
  call<{ readonly legs: readonly PreviewedLeg[] }>('preview', sketch, signal);

export const act = (deed: Deed) => call<Made>('act', deed);

interface Description {
  readonly paths?: Readonly<
    Record<
      string,
      {
        readonly post?: {
          readonly requestBody?: {
            readonly content?: Readonly<
              Record<
                string,
                { readonly schema?: { readonly properties?: { readonly do?: { readonly enum?: readonly string[] } } } }
              >
            >;
          };
        };
      }
    >
  >;
}

/** The names of what people can do here. */
export async function readDeeds(): Promise<readonly string[]> {
  const { paths } = await call<Description>('openapi.json');
  return paths?.['/_sandbox/act']?.post?.requestBody?.content?.['application/json']?.schema?.properties?.do?.enum ?? [];
}
