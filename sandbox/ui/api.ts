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
}

export interface Author {
  readonly name: string;
  readonly kind: 'person' | 'app' | 'app-as';
  readonly picture: string | null;
}

export interface Message {
  readonly message: string;
  /** Null on roots, else the root's `message`. */
  readonly root: string | null;
  readonly author: Author;
  readonly text: string;
  readonly html: string;
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly string[] }[];
  readonly files: readonly { readonly name: string; readonly url: string }[];
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
  readonly text: string | null;
}

export interface Seed {
  readonly people: readonly Person[];
  readonly places: readonly Place[];
}

export interface Deed {
  readonly platform: World;
  readonly as: string;
  readonly do: 'post' | 'reply' | 'edit' | 'remove';
  readonly place: string;
  readonly message?: string;
  readonly markdown?: string;
}

/** @throws Error in words for the person who uses the page */
async function call<T>(path: string, body?: unknown): Promise<T> {
  const request =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
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

export const readMessages = async (platform: World, place: string): Promise<readonly Message[]> =>
  (await call<{ messages: Message[] }>(`view?${new URLSearchParams({ platform, place })}`)).messages;

export const act = (deed: Deed) => call<{ message: string }>('act', deed);
