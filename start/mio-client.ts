/** Mio as its customers reach it: the API by their keys, and the pages of connecting in a browser. Over HTTP alone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionAnswer, NewOrganizationAnswer, PlaceAnswer } from '../src/http/contract.ts';
import { Browser, type Page, type Person } from './browser.ts';
import type { Pair } from './children.ts';

export interface MioClientOptions {
  readonly mioUrl: string;
  readonly publicUrl: string;
  readonly operatorKey: string;
  /** Where the organizations' keys are remembered. */
  readonly memory: string;
}

export type Platform = ConnectionAnswer['platform'];
export type OrganizationName = 'contoso' | 'fabrikam';
type Memory = Partial<Record<OrganizationName, string>>;

export class MioClient {
  readonly #options: MioClientOptions;
  readonly #memory: Memory;

  constructor(options: MioClientOptions) {
    this.#options = options;
    this.#memory = existsSync(options.memory) ? (JSON.parse(readFileSync(options.memory, 'utf8')) as Memory) : {};
  }

  /** The key of the organization, which is made where it is not there yet. */
  async organization(id: OrganizationName, name: string): Promise<string> {
    const known = this.#memory[id];
    if (known) return known;
    const { key } = await this.call<NewOrganizationAnswer>(this.#options.operatorKey, 'POST', '/organizations', {
      name,
    });
    this.#memory[id] = key;
    writeFileSync(this.#options.memory, JSON.stringify(this.#memory), { mode: 0o600 });
    return key;
  }

  /** The connection of that platform, which is made by consenting as `person` where it is not there yet. */
  async connect(key: string, platform: Platform, person: Person): Promise<string> {
    const present = await this.#connection(key, platform);
    if (present) return present;
    const { start } = await this.call<{ start: string }>(key, 'POST', '/connections', { platform });
    const page = await this.consent(start, person);
    const made = await this.#connection(key, platform);
    if (!made)
      throw new Error(
        `connecting ${platform} as ${person.account} ended at ${new URL(page.url).pathname} with ${page.status}: ${wordsOn(page)}`,
      );
    return made;
  }

  /** In a browser of its own, as that person, saying yes to what is asked. Answers the page where it ends. */
  async consent(link: string, person: Person): Promise<Page> {
    const { publicUrl, mioUrl } = this.#options;
    return await new Browser((url) => url.replace(publicUrl, mioUrl)).consent(link, person);
  }

  async place(key: string, connection: string, title: string): Promise<{ connection: string; conversation: string }> {
    const places = await this.call<PlaceAnswer[]>(key, 'GET', `/connections/${connection}/places`);
    const found = places.find((place) => place.title === title);
    if (!found)
      throw new Error(`no conversation titled ${title}; there are ${places.map((place) => place.title).join(', ')}`);
    return { connection, conversation: found.conversation };
  }

  async call<T>(key: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.#options.mioUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }

  async #connection(key: string, platform: Platform): Promise<string | undefined> {
    const connections = await this.call<ConnectionAnswer[]>(key, 'GET', '/connections');
    return connections.find((connection) => connection.platform === platform)?.id;
  }
}

/** What a page says, for an error message. */
export const wordsOn = ({ text }: Page): string =>
  text
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

/** Of a Mio that runs beside a sandbox. */
export async function clientOf({ folder, mioUrl, sandboxUrl }: Pair): Promise<MioClient> {
  const { publicUrl } = (await (await fetch(`${sandboxUrl}/_sandbox/app`)).json()) as { publicUrl: string };
  const keys = JSON.parse(readFileSync(join(folder, 'sandbox-keys.json'), 'utf8')) as { operator: string };
  return new MioClient({ mioUrl, publicUrl, operatorKey: keys.operator, memory: join(folder, 'demo.json') });
}
