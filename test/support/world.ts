/**
 * The demo world for a story: sandbox and Mio in this process, speaking real HTTP on loopback, on one clock that runs
 * faster than the machine's. What is asserted is what the far side's client shows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import type { FaultRule } from '../../sandbox/kit/faults.ts';
import type { Act, World as PlatformName, ViewedMessage } from '../../sandbox/kit/platform.ts';
import { type App, createApp } from '../../src/app.ts';
import { sandboxOrigins } from '../../src/http/egress.ts';
import type { Values } from '../../src/settings/settings.ts';
import { prepareDemo } from '../../start/demo.ts';
import { type Api, type ApiAnswer, callApi, keysIn } from './api.ts';
import { type Burst, faultsOf, hasArrived, writeBurst } from './bursts.ts';
import { createFastClock, type FastClock } from './fast-clock.ts';
import { difference, type Line, readLines } from './lines.ts';
import { linkAccounts } from './linked-accounts.ts';
import { createTestLog, type TestLog } from './log.ts';
import { writers } from './people.ts';
import { settingsFor } from './world-settings.ts';

export type { Line } from './lines.ts';
export type { PlatformName };

export interface WorldOptions {
  /** How much faster than the machine's the clock runs. */
  readonly speed?: number;
  /** How long Mio waits for a platform's answer, in the machine's time. */
  readonly deadlineMs?: number;
  /** How long `sees` waits, in the machine's time. */
  readonly patienceMs?: number;
  /** Whether the demo's channel is made. */
  readonly prepared?: boolean;
  /** Origins that are to lead elsewhere than into the sandbox. */
  readonly origins?: ReadonlyMap<string, string>;
  /** `MIO_SCANNER` */
  readonly scanner?: string;
  /** `MIO_PACE` */
  readonly pace?: number;
  /** How far the platforms' clock is ahead of Mio's, in milliseconds. */
  readonly ahead?: () => number;
  /** As in production: no simulated world is known of, and cookies are for https alone. */
  readonly asInProduction?: true;
}

/** A message that somebody wrote: what later deeds are done to. */
export interface Written {
  readonly platform: PlatformName;
  readonly place: string;
  readonly message: string;
}

export interface Writer {
  post(text: string | Dialect): Promise<Written>;
  /** A post in which `@name` is chosen from the list that the client offers, for platforms where that takes more than typing. */
  mention(text: string): Promise<Written>;
  reply(to: Written, text: string | Dialect): Promise<Written>;
  edit(what: Written, text: string | Dialect): Promise<Written>;
  remove(what: Written): Promise<Written>;
  /** Brings a removed message back. */
  restore(what: Written): Promise<Written>;
  react(to: Written, emoji: string): Promise<Written>;
  unreact(to: Written, emoji: string): Promise<Written>;
  /** Writes somewhere else than in the demo's channel. */
  in(title: string): Writer;
}

/** What the person typed, in their platform's own way, and what they added to it. */
export type Dialect = Pick<Act, 'html' | 'markdown' | 'text' | 'files'>;

/** Half a minute passes in a second. */
const usualSpeed = 30;

/** The demo's channel: what each platform calls its leg. */
export const legTitles: Readonly<Record<PlatformName, string>> = {
  teams: 'Operations / Incidents',
  slack: 'fabrikam #contoso-incidents',
  webex: 'Incidents',
};
export const platformNames = ['teams', 'slack', 'webex'] as const;

export class World {
  readonly sandbox: Sandbox;
  readonly clock: FastClock;
  readonly log: TestLog;
  readonly #folder: string;
  readonly #values: Values;
  readonly #options: WorldOptions;
  /** Messages that were there when the story began. */
  readonly #before = new Set<string>();
  #app: App;
  #url = '';

  private constructor(parts: {
    sandbox: Sandbox;
    clock: FastClock;
    folder: string;
    values: Values;
    options: WorldOptions;
    setUrl: (of: () => string) => void;
  }) {
    this.sandbox = parts.sandbox;
    this.clock = parts.clock;
    this.log = createTestLog();
    this.#folder = parts.folder;
    this.#values = parts.values;
    this.#options = parts.options;
    this.#app = this.#create();
    parts.setUrl(() => this.#url);
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const clock = createFastClock(options.speed ?? usualSpeed);
    const folder = mkdtempSync(join(tmpdir(), 'mio-world-'));
    let url = () => '';
    const { ahead } = options;
    const sandbox = await createSandbox({
      product: { publicUrl: 'https://mio.example', url: () => url() },
      clock: ahead ? { ...clock, now: () => clock.now() + ahead() } : clock,
    });
    const setUrl = (of: () => string) => {
      url = of;
    };
    const world = new World({ sandbox, clock, folder, values: settingsFor(sandbox, folder, options), options, setUrl });
    await world.start();
    if (options.prepared !== false) await world.prepare();
    return world;
  }

  /** Where Mio listens. */
  get url(): string {
    return this.#url;
  }

  /** What the bot can have done, without the bot. */
  get useCases(): App['useCases'] {
    return this.#app.useCases;
  }

  /** Where Mio keeps its state. */
  get data(): string {
    return this.#values.MIO_DATA;
  }

  /** Makes the demo's channel as the start command does, and begins the story after its introduction. */
  async prepare(): Promise<void> {
    await prepareDemo({
      mioUrl: this.#url,
      publicUrl: this.#values.MIO_PUBLIC_URL,
      operatorKey: this.#values.MIO_OPERATOR_KEY,
      memory: this.#memory,
    });
    await this.until('the introduction everywhere', () => platformNames.every((name) => this.#view(name).length > 0));
    await this.begin();
  }

  async start(): Promise<void> {
    this.#app = this.#create();
    this.#url = `http://127.0.0.1:${await this.#app.start()}`;
  }

  async stop(): Promise<void> {
    await this.#app.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.sandbox.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A new story: what is there until now is not looked at. */
  async begin(): Promise<void> {
    await this.settled();
    for (const name of platformNames)
      for (const { message } of this.#view(name)) this.#before.add(`${name} ${message}`);
  }

  as(person: string): { on(platform: PlatformName): Writer } {
    return { on: (platform) => this.#writer(person, platform, this.placeOf(platform)) };
  }

  /** Links the person’s accounts in Teams and Slack, where they are a guest of Fabrikam’s from now on. */
  async link(person: string): Promise<void> {
    await linkAccounts(this, person);
  }

  placeOf(platform: PlatformName, title: string = legTitles[platform]): string {
    const found = this.sandbox.places().find((place) => place.platform === platform && place.title === title);
    if (!found) throw new Error(`no place ${title} on ${platform}`);
    return found.place;
  }

  /** What the platform's client shows since the story began, oldest first; what was removed is not shown. */
  shown(platform: PlatformName, title?: string): readonly Line[] {
    return readLines(this.#view(platform, title), (message) => !this.#before.has(`${platform} ${message}`));
  }

  /** What somebody gets who opens the newest file of that name. */
  async download(platform: PlatformName, name: string): Promise<string> {
    const files = this.#view(platform).flatMap((message) => (message.removed ? [] : message.files));
    const url = files.findLast((file) => file.name === name)?.url;
    if (url === undefined) throw new Error(`${platform} shows no file ${name}`);
    return await (await fetch(new URL(url, this.sandbox.url))).text();
  }

  /** Resolves once the platform's client shows exactly these lines. */
  async sees(platform: PlatformName, expected: readonly Line[], title?: string): Promise<void> {
    const seen = () => this.shown(platform, title);
    await this.until(
      () => `${platform} to show ${difference(seen(), expected)}`,
      () => difference(seen(), expected) === undefined,
    );
  }

  /** The newest message, with everything that its platform says about it. */
  last(platform: PlatformName): ViewedMessage {
    const found = this.#view(platform).findLast(({ removed }) => !removed);
    if (!found) throw new Error(`${platform} shows nothing`);
    return found;
  }

  /** The message as it stands on a platform: what somebody there answers. */
  copy(platform: PlatformName, text: string): Written {
    const found = this.#view(platform).findLast(
      (message) => !message.removed && (message.text === text || message.text.endsWith(`\n${text}`)),
    );
    if (!found) throw new Error(`${platform} shows no message “${text}”`);
    return { platform, place: this.placeOf(platform), message: found.message };
  }

  /** Looks again at every change that any user could see. */
  async until(what: string | (() => string), holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const patience = this.#options.patienceMs ?? 15_000;
      const end = () => {
        unwatch();
        clearTimeout(deadline);
      };
      const unwatch = this.sandbox.ledger.watch(() => {
        if (!holds()) return;
        end();
        resolve();
      });
      const deadline = setTimeout(() => {
        end();
        const words = typeof what === 'string' ? what : what();
        reject(new Error(`waited ${patience} ms for ${words}\n${this.log.text()}`));
      }, patience);
    });
  }

  /** Resolves when no webhook is under way and Mio has nothing left to do. */
  async settled(): Promise<void> {
    let before = -1;
    for (
      let now = this.#changes();
      before !== now || (await this.metric('mio_queue_length')) > 0;
      now = this.#changes()
    ) {
      before = now;
      await this.sandbox.kit.deliver.idle();
    }
  }

  /** Resolves when nothing has changed anywhere for so long (by the world's clock): longer than a look or a sweep waits. */
  async quiet(ms = 40_000): Promise<void> {
    await new Promise<void>((resolve) => {
      let cancel = () => {};
      const rearm = () => {
        cancel();
        cancel = this.clock.after(ms, () => {
          unwatch();
          resolve();
        });
      };
      const unwatch = this.sandbox.ledger.watch(rearm);
      rearm();
    });
  }

  /** Writes the burst, and resolves when nothing moves any more; answers what is wrong with what arrived. */
  async burst(burst: Burst, options: { readonly ordered?: boolean } = {}): Promise<readonly string[]> {
    await writeBurst(burst, (from, text) => this.as(writers[from].person).on(from).post(text));
    return await this.arrived(burst, options);
  }

  /** Resolves when everything has arrived and nothing moves any more; answers what is wrong with it. */
  async arrived(burst: Burst, options: { readonly ordered?: boolean } = {}): Promise<readonly string[]> {
    const seen = () => this.sandbox.ledger.after(0);
    const words = () => `the burst to arrive: ${faultsOf(burst, seen(), options).join('; ')}`;
    await this.until(words, () => hasArrived(burst, seen()));
    await this.quiet();
    return faultsOf(burst, seen(), options);
  }

  fault(rule: FaultRule): void {
    this.sandbox.faults.add(rule);
  }

  /** Calls the API as an organization of the demo, or as the operator. */
  async api(as: Api['as'], method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const keys = { ...keysIn(this.#memory), operator: this.operatorKey };
    return await this.call(keys[as], method, path, body);
  }

  /** Calls the API with a key. */
  async call(key: string | undefined, method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    return await callApi(this.#url, { key, method, path, body });
  }

  get operatorKey(): string {
    return this.#values.MIO_OPERATOR_KEY;
  }

  /** The value of a metric, summed over the labels that were not given. */
  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const text = await (await fetch(`${this.#url}/metrics`)).text();
    let sum = 0;
    for (const line of text.split('\n')) {
      if (line !== name && !line.startsWith(`${name}{`) && !line.startsWith(`${name} `)) continue;
      if (Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))
        sum += Number(line.split(' ').at(-1));
    }
    return sum;
  }

  #changes(): number {
    return this.sandbox.ledger.after(0).length;
  }

  get #memory(): string {
    return join(this.#folder, 'demo.json');
  }

  #view(platform: PlatformName, title?: string) {
    return this.sandbox.view(platform, this.placeOf(platform, title));
  }

  #create(): App {
    const { deadlineMs, origins = [], speed = usualSpeed, asInProduction } = this.#options;
    return createApp(this.#values, {
      log: this.log,
      origins: new Map([...sandboxOrigins(this.sandbox.url), ...origins]),
      ...(!asInProduction && { world: this.sandbox.app()['world'] ?? '' }),
      clock: this.clock,
      host: '127.0.0.1',
      // The disk does not run faster with the clock.
      commitDeadlineMs: 1_000 * speed,
      ...(deadlineMs !== undefined && { deadlineMs }),
    });
  }

  #writer(as: string, platform: PlatformName, place: string): Writer {
    const act = async (deed: Pick<Act, 'do' | 'message' | 'emoji'> & Dialect): Promise<Written> => ({
      platform,
      place,
      message: (await this.sandbox.act({ platform, as, place, ...deed })).message,
    });
    const typed = (text: string | Dialect): Dialect => (typeof text === 'string' ? { text } : text);
    return {
      post: (text) => act({ do: 'post', ...typed(text) }),
      mention: (text) => act({ do: 'mention', text }),
      reply: ({ message }, text) => act({ do: 'reply', message, ...typed(text) }),
      edit: ({ message }, text) => act({ do: 'edit', message, ...typed(text) }),
      remove: ({ message }) => act({ do: 'remove', message }),
      restore: ({ message }) => act({ do: 'restore', message }),
      react: ({ message }, emoji) => act({ do: 'react', message, emoji }),
      unreact: ({ message }, emoji) => act({ do: 'unreact', message, emoji }),
      in: (title) => this.#writer(as, platform, this.placeOf(platform, title)),
    };
  }
}

export const openWorld = (options?: WorldOptions): Promise<World> => World.open(options);
