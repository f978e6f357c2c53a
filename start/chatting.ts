/** Somebody who talks to Mio in Teams, as a script: says words, presses buttons of cards, signs in, and waits for answers. */
import type { Page, Person } from './browser.ts';
import type { LedgerEntry, SandboxClient, ViewedMessage } from './sandbox-client.ts';

export interface ChattingParts {
  readonly sandbox: SandboxClient;
  /** Goes where a link leads in a browser, saying yes to what is asked. */
  readonly consent: (link: string, person: Person) => Promise<Page>;
}

/** Where they talk: their own chat with Mio, or a channel in which they mention it. */
export type Where = 'chat' | { readonly channel: string };

export class Chatting {
  readonly #parts: ChattingParts;
  readonly #as: string;
  readonly #where: Where;
  /** Number in the ledger of the last answer: what came before is no answer to what comes now. */
  #last = 0;

  /** @param as the id of a person of the seed */
  constructor(parts: ChattingParts, as: string, where: Where = 'chat') {
    this.#parts = parts;
    this.#as = as;
    this.#where = where;
  }

  get place(): string {
    return this.#where === 'chat' ? `direct:${this.#as}` : this.#where.channel;
  }

  /** Answers the card that Mio answers with. @throws Error where none says so in time */
  async say(words: string, answer: string): Promise<ViewedMessage> {
    const { sandbox } = this.#parts;
    const by = { platform: 'teams', as: this.#as } as const;
    if (this.#where === 'chat') {
      await sandbox.act({ ...by, do: 'dm', place: '', text: words });
      return await this.hears(answer);
    }
    const root = await sandbox.act({ ...by, do: 'mention', place: this.#where.channel, text: words });
    return await this.hears(answer, root);
  }

  async press(
    card: ViewedMessage,
    button: string,
    answer: string,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<ViewedMessage> {
    const { message, root } = card;
    await this.#parts.sandbox.act({
      platform: 'teams',
      as: this.#as,
      do: 'press',
      place: this.place,
      message,
      button,
      inputs,
    });
    return await this.hears(answer, root);
  }

  /** Chooses by what the card shows. */
  async choose(card: ViewedMessage, input: string, title: string, answer: string): Promise<ViewedMessage> {
    return await this.press(card, 'Next', answer, { [input]: choiceOn(card, input, title) });
  }

  /** Signs in by the card, as that account; the code goes back by Teams' own window, or is typed. */
  async signIn(card: ViewedMessage, account: string | Person, code: 'handed back' | 'typed'): Promise<ViewedMessage> {
    const { sandbox, consent } = this.#parts;
    const person = typeof account === 'string' ? { account } : account;
    const by = { platform: 'teams', as: this.#as, place: '' } as const;
    const { url = '' } = await sandbox.carryOut({ ...by, do: 'openSignIn', message: card.message });
    const page = await consent(url, person);
    const shown = /<output id="code"[^>]*>([^<]+)<\/output>/.exec(page.text)?.[1];
    if (shown === undefined)
      throw new Error(`the sign-in as ${person.account} ended with ${page.status}: ${page.text}`);
    const answer = person.name ?? person.account;
    if (code === 'typed') return await this.say(shown, answer);
    await sandbox.act({ ...by, do: 'finishSignIn', code: shown });
    return await this.hears(answer);
  }

  /** The next thing that Mio says here with these words in it; in a channel, in that thread. */
  async hears(words: string, root: string | null = null): Promise<ViewedMessage> {
    const { sandbox } = this.#parts;
    let found: LedgerEntry | undefined;
    await sandbox.until(`Mio to say “${words}” to ${this.#as}`, (entries) => {
      found = entries.find(
        (entry) =>
          entry.number > this.#last &&
          entry.place === this.place &&
          entry.author === 'Mio' &&
          entry.root === root &&
          entry.text?.includes(words),
      );
      return found !== undefined;
    });
    const { number, message } = found!;
    this.#last = number;
    const shown = (await sandbox.view('teams', this.place)).find(
      (one) => one.message === message || one.message === `${this.place}/${message}`,
    );
    if (!shown) throw new Error(`what Mio said to ${this.#as} is not shown: ${words}`);
    return shown;
  }
}

/** The value of a choice, by its words. @throws Error where the card does not offer it */
export function choiceOn(card: ViewedMessage, input: string, title: string): string {
  const choices = partsOf(card)
    .filter(({ type, id }) => type === 'Input.ChoiceSet' && id === input)
    .flatMap((part) => part['choices'] as readonly { title: string; value: string }[]);
  const found = choices.find((choice) => choice.title === title);
  if (found) return found.value;
  throw new Error(`“${title}” can’t be chosen; there are ${choices.map((choice) => choice.title).join(', ')}`);
}

/** What stands under a heading of the card, as it is seen. @throws Error where there is no such heading */
export function factOn({ text }: ViewedMessage, heading: string): string {
  const lines = text.split('\n');
  const found = lines[lines.indexOf(heading) + 1];
  if (found !== undefined && lines.includes(heading)) return found.replace(/\\(?=\W|_)/g, '');
  throw new Error(`the card says nothing of ${heading}:\n${text}`);
}

/** Where a button leads, for whoever is sent its address. @throws Error where the card has no such button */
export function addressOn(card: ViewedMessage, button: string): string {
  const found = partsOf(card).find(({ type, title }) => type === 'Action.OpenUrl' && title === button);
  if (typeof found?.['url'] === 'string') return found['url'];
  throw new Error(`no button “${button}” leads anywhere`);
}

type Part = Readonly<Record<string, unknown>>;

/** Every element of the message's cards. */
const partsOf = ({ attachments = [] }: ViewedMessage): readonly Part[] =>
  attachments.flatMap(({ content }) => within(content));

function within(value: unknown): readonly Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(within);
  return Array.isArray(value) ? below : [value as Part, ...below];
}
