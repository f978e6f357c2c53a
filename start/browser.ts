/** A browser without a screen: follows redirects, keeps cookies, and answers the forms of consent pages. */
import { parseDocument } from 'htmlparser2';

export interface Person {
  /** The address that the account signs in with. */
  readonly account: string;
  /** Slack's page shows names, by workspace. */
  readonly name?: string;
  readonly workspace?: string;
}

interface Element {
  readonly name: string;
  readonly attribs: Readonly<Record<string, string>>;
  readonly children: readonly unknown[];
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

const mostSteps = 20;

export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #rewrite: (url: string) => string;
  readonly #language: string;

  /**
   * `rewrite` is this browser's hosts file: the product's public address is not in any DNS. `language` is what its
   * person reads.
   */
  constructor(rewrite: (url: string) => string, language = 'en') {
    this.#rewrite = rewrite;
    this.#language = language;
  }

  /** Goes where the link leads, as that person, saying yes to what is asked. Answers the page where it ends. */
  async consent(link: string, person: Person): Promise<Page> {
    let next: { url: string; method: string; body?: string } = { url: link, method: 'GET' };
    for (let step = 0; step < mostSteps; step += 1) {
      const url = this.#rewrite(next.url);
      const answer = await fetch(url, {
        method: next.method,
        redirect: 'manual',
        headers: {
          'accept-language': this.#language,
          ...this.#cookieHeader(url),
          ...(next.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(next.body !== undefined && { body: next.body }),
      });
      this.#keepCookies(url, answer.headers.getSetCookie());
      const location = answer.headers.get('location');
      if (location) {
        await answer.body?.cancel();
        next = { url: new URL(location, url).href, method: 'GET' };
        continue;
      }
      const page = { url, status: answer.status, text: await answer.text() };
      const form = answer.ok ? chooseForm(page.text, person) : undefined;
      if (!form) return page;
      next = submission(form, url, person);
    }
    throw new Error('the consent pages go round in circles');
  }

  /** What a page's script does: asks with JSON, and keeps the cookies of the answer. */
  async ask(link: string, question: object): Promise<{ readonly status: number; readonly body: unknown }> {
    const url = this.#rewrite(link);
    const headers = { ...this.#cookieHeader(url), 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(question) });
    this.#keepCookies(url, answer.headers.getSetCookie());
    return { status: answer.status, body: await answer.json() };
  }

  #cookieHeader(url: string): Record<string, string> {
    const cookies = this.#cookies.get(new URL(url).host);
    if (!cookies?.size) return {};
    return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  #keepCookies(url: string, headers: readonly string[]): void {
    const { host } = new URL(url);
    const cookies = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, cookies);
    for (const header of headers) {
      const [name, value] = (header.split(';', 1)[0] ?? '').split(/=(.*)/s);
      if (name) cookies.set(name.trim(), value ?? '');
    }
  }
}

/** The form of this person's account, or the one form there is. */
function chooseForm(html: string, person: Person): Element | undefined {
  const forms = find(parseDocument(html), 'form');
  const own = forms.filter((form) => form.attribs['data-account'] === person.account);
  const there = own.length > 0 ? own : forms.length === 1 ? forms : [];
  return there[0];
}

function submission(form: Element, base: string, person: Person): { url: string; method: string; body?: string } {
  const fields = new URLSearchParams();
  for (const input of find(form, 'input')) {
    const { name, value, type } = input.attribs;
    if (!name || type === 'submit' || type === 'button') continue;
    if (type === 'checkbox' || type === 'radio') continue;
    fields.append(name, value ?? '');
  }
  for (const label of find(form, 'fieldset')
    .filter((set) => mentions(set, person.workspace))
    .flatMap((set) => find(set, 'label'))) {
    const radio = find(label, 'input').find(({ attribs }) => attribs['type'] === 'radio');
    if (radio && mentions(label, person.name ?? person.account))
      fields.set(radio.attribs['name'] ?? '', radio.attribs['value'] ?? '');
  }
  const buttons = find(form, 'button').filter(({ attribs }) => attribs['name']);
  // Where there is only one way on, it is taken, also if it is a no.
  const yes =
    buttons.find(({ attribs }) => /^(accept|allow|yes|true|1)$/i.test(attribs['value'] ?? '')) ??
    (buttons.length === 1 ? buttons[0] : undefined);
  if (yes) fields.append(yes.attribs['name']!, yes.attribs['value'] ?? '');
  const action = new URL(form.attribs['action'] || base, base);
  const method = (form.attribs['method'] ?? 'get').toUpperCase();
  if (method === 'POST') return { url: action.href, method, body: fields.toString() };
  action.search = fields.toString();
  return { url: action.href, method: 'GET' };
}

const mentions = (element: Element, words = ''): boolean => textOf(element).toLowerCase().includes(words.toLowerCase());

function textOf(node: unknown): string {
  const { data = '', children = [] } = node as { data?: string; children?: readonly unknown[] };
  return data + children.map(textOf).join('');
}

function find(node: unknown, name: string): Element[] {
  const element = node as Partial<Element>;
  const below = (element.children ?? []).flatMap((child) => find(child, name));
  return element.name === name ? [element as Element, ...below] : below;
}
