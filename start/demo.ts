/**
 * Prepares the demo as people would: an operator makes two organizations, each connects its platforms by consenting in
 * a browser, Contoso makes a universal channel and invites, Fabrikam accepts. Over HTTP alone; what is there already is
 * left as it is.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type {
  ChannelAnswer,
  ConnectionAnswer,
  InvitationAnswer,
  NewOrganizationAnswer,
  PlaceAnswer,
} from '../src/http/contract.ts';
import { Browser, type Person } from './browser.ts';

export interface DemoOptions {
  readonly mioUrl: string;
  readonly sandboxUrl: string;
  readonly publicUrl: string;
  readonly operatorKey: string;
  /** Where the organizations' keys are remembered. */
  readonly memory: string;
}

interface Memory {
  contoso?: string;
  fabrikam?: string;
}

type Platform = ConnectionAnswer['platform'];

const channelName = 'Incidents';
const serviceUser: Person = { account: 'mio@contoso.example' };
const slackAdmin: Person = { account: 'eva@fabrikam.example', name: 'Eva Lindqvist', workspace: 'fabrikam' };
const webexRelay: Person = { account: 'mio@fabrikam.example' };

export async function prepareDemo(options: DemoOptions): Promise<void> {
  const demo = new Demo(options);
  const contoso = await demo.organization('contoso', 'Contoso');
  const fabrikam = await demo.organization('fabrikam', 'Fabrikam');
  const teams = await demo.connect(contoso, 'teams', serviceUser);
  const slack = await demo.connect(fabrikam, 'slack', slackAdmin);
  const webex = await demo.connect(fabrikam, 'webex', webexRelay);

  const channels = await demo.call<ChannelAnswer[]>(contoso, 'GET', '/channels');
  const channel =
    channels.find(({ name }) => name === channelName) ??
    (await demo.call<ChannelAnswer>(contoso, 'POST', '/channels', {
      name: channelName,
      places: [await demo.place(contoso, teams, 'Operations / Incidents')],
    }));
  if (channel.partners.length > 0) return;
  const { code } = await demo.call<InvitationAnswer>(contoso, 'POST', `/channels/${channel.id}/invitations`);
  const places = [
    await demo.place(fabrikam, slack, '#contoso-incidents'),
    await demo.place(fabrikam, webex, 'Incidents'),
  ];
  await demo.call(fabrikam, 'POST', '/invitations/accept', { code, places });
}

class Demo {
  readonly #options: DemoOptions;
  readonly #browser: Browser;
  readonly #memory: Memory;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#browser = new Browser((url) => url.replace(options.publicUrl, options.mioUrl));
    this.#memory = existsSync(options.memory) ? (JSON.parse(readFileSync(options.memory, 'utf8')) as Memory) : {};
  }

  /** The key of the organization, which is made where it is not there yet. */
  async organization(id: keyof Memory, name: string): Promise<string> {
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
    const page = await this.#browser.consent(start, person);
    const made = await this.#connection(key, platform);
    if (!made)
      throw new Error(
        `connecting ${platform} as ${person.account} ended at ${new URL(page.url).pathname} with ${page.status}: ${words(page.text)}`,
      );
    return made;
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
const words = (html: string): string =>
  html
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
