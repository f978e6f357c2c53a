/**
 * People who talk to the bot. Cards are named and hold their data, so that a story says what was asked and with what;
 * the Bot Framework's own TestAdapter carries the messages.
 */

import { randomBytes } from 'node:crypto';
import { type Activity, ActivityTypes, TestAdapter, TurnContext } from 'botbuilder';
import type { Cards, Shown } from '../../../../cards/contract.ts';
import { type Bot, createBot } from '../../../../dialogs/index.ts';
import type { CardMessage, Chat, Messenger, Said } from '../../../../src/core/bot/occasions.ts';
import type { Language } from '../../../../src/core/language.ts';
import type { ConversationId, PersonId } from '../../../../src/core/model.ts';
import type { Records } from '../../../../src/core/records.ts';
import { createTestClock, type TestClock } from '../../../support/clock.ts';
import { createMemoryRecords } from '../../../support/connector-parts.ts';
import { createTestLog, type TestLog } from '../../../support/log.ts';
import { TestUseCases } from './use-cases.ts';

export const serviceUrl = 'https://smba.trafficmanager.net/teams/';
const tenant = '5f0c0000-0000-4000-8000-000000000000';

/** A card as tests see it: its name, and what it was made of. */
interface NamedCard {
  readonly name: keyof Cards;
  readonly language: Language;
  readonly data: Readonly<Record<string, unknown>>;
}

const createNamedCards = (language: Language): Cards =>
  new Proxy({} as Cards, {
    get:
      (_target, name) =>
      (data: Readonly<Record<string, unknown>> = {}): Shown => ({ card: { name, language, data }, text: String(name) }),
  });

/** What the bot said, wherever it said it. */
export interface Told {
  readonly conversation: string;
  readonly card: NamedCard;
  readonly id: string;
  /** Whether it took the place of what was there under this id. */
  readonly replaced: boolean;
}

export class Office {
  readonly useCases: TestUseCases;
  readonly records: Records;
  readonly clock: TestClock;
  readonly log: TestLog = createTestLog();
  readonly told: Told[] = [];
  readonly typing: string[] = [];
  /** Chats that were made for people, by their account. */
  readonly opened: string[] = [];
  /** Makes the next messages of the bot fail. */
  readonly unsent: Error[] = [];
  bot: Bot;

  constructor(shared: { useCases?: TestUseCases; records?: Records; clock?: TestClock } = {}) {
    this.useCases = shared.useCases ?? new TestUseCases();
    this.records = shared.records ?? createMemoryRecords();
    this.clock = shared.clock ?? createTestClock();
    this.bot = this.#bot();
  }

  /** The process dies, and another takes over what is stored. */
  restart(): void {
    this.bot = this.#bot();
  }

  person(name: string, details: { language?: Language } = {}): Person {
    return new Person(this, name, details.language ?? 'en');
  }

  readonly messenger: Messenger = {
    chatLink: 'https://teams.example/chat',
    open: async ({ account }, url) => {
      this.#mayFail();
      this.opened.push(account);
      return { conversation: `a:${account.slice('29:'.length)}`, serviceUrl: url };
    },
    send: async (chat, message) => this.#tell(chat.conversation, message),
  };

  /** A turn of the Bot Framework, whose messages end here. */
  async turn(activity: Partial<Activity>, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    await logic(new TurnContext(new Adapter(this), activity));
  }

  take(activity: Partial<Activity>, replaced = false): string {
    if (activity.type === ActivityTypes.Typing) {
      this.typing.push(activity.conversation!.id);
      return '';
    }
    this.#mayFail();
    const card = activity.attachments![0]!.content as Shown['card'];
    return this.#tell(activity.conversation!.id, { card, text: '' }, replaced ? activity.id : undefined);
  }

  #tell(conversation: string, message: CardMessage, replaces?: string): string {
    const id = replaces ?? `m${this.told.length}`;
    this.told.push({ conversation, card: message.card as unknown as NamedCard, id, replaced: replaces !== undefined });
    return id;
  }

  #mayFail(): void {
    const error = this.unsent.shift();
    if (error) throw error;
  }

  #bot(): Bot {
    const { useCases, records, clock, log, messenger } = this;
    return createBot({ useCases, records, clock, log, messenger, createCards: createNamedCards, random: randomBytes });
  }
}

class Adapter extends TestAdapter {
  readonly #office: Office;
  constructor(office: Office) {
    super(async () => {});
    this.#office = office;
  }
  override async sendActivities(_context: TurnContext, activities: Partial<Activity>[]) {
    return activities.map((activity) => ({ id: this.#office.take(activity) }));
  }
  override async updateActivity(_context: TurnContext, activity: Partial<Activity>) {
    return { id: this.#office.take(activity, true) };
  }
}

export interface Where {
  readonly scope: Said['scope'];
  readonly conversation: string;
  readonly channel?: NonNullable<Said['channel']>;
}

export const incidents: Where = {
  scope: 'channel',
  conversation: '19:incidents@thread.tacv2;messageid=1',
  channel: { team: 'operations', conversation: 'operations/incidents' as ConversationId },
};

export class Person {
  readonly #office: Office;
  readonly #name: string;
  readonly #language: Language;

  constructor(office: Office, name: string, language: Language) {
    this.#office = office;
    this.#name = name;
    this.#language = language;
  }

  get speaker(): Said['speaker'] {
    return { tenant, person: `person-${this.#name}` as PersonId, name: this.#name, language: this.#language };
  }

  get chat(): Chat {
    return { conversation: `a:${this.#name}`, serviceUrl };
  }

  /** Answers the names of the cards that were shown because of it, wherever they were shown. */
  async says(text: string, where: Where = this.personal): Promise<readonly string[]> {
    return await this.#does(where, { text });
  }

  async presses(pressed: unknown, where: Where = this.personal): Promise<readonly string[]> {
    return await this.#does(where, { text: '', pressed });
  }

  /** Answers the newest question with its button; `nonce` that of an older one. */
  async answers(
    inputs: Readonly<Record<string, string>>,
    more: { value?: string; nonce?: string; where?: Where } = {},
  ): Promise<readonly string[]> {
    const { value, nonce = this.nonce, where } = more;
    return await this.presses({ ...inputs, mio: { act: 'answer', nonce, ...(value && { value }) } }, where);
  }

  /** A button that is no answer. */
  async goes(act: 'back' | 'cancel'): Promise<readonly string[]> {
    return await this.presses({ mio: { act, nonce: this.nonce } });
  }

  async orders(command: string, argument?: string, where?: Where): Promise<readonly string[]> {
    return await this.presses({ mio: { act: 'command', command, ...(argument !== undefined && { argument }) } }, where);
  }

  async invokes(name: string, value: unknown) {
    let answer: Awaited<ReturnType<Bot['invoked']>>;
    const said = this.#said(this.personal, { text: '' });
    await this.#office.turn(this.#activity(this.personal, ActivityTypes.Invoke), async (context) => {
      answer = await this.#office.bot.invoked(name, value, said, context);
    });
    return answer;
  }

  get personal(): Where {
    return { scope: 'personal', conversation: this.chat.conversation };
  }

  /** Of the newest question. */
  get nonce(): string {
    const asked = this.#office.told.findLast(({ card }) => typeof card.data['nonce'] === 'string');
    return String(asked?.card.data['nonce']);
  }

  async #does(where: Where, words: Pick<Said, 'text' | 'pressed'>): Promise<readonly string[]> {
    const before = this.#office.told.length;
    await this.#office.turn(this.#activity(where, ActivityTypes.Message), (context) =>
      this.#office.bot.heard(this.#said(where, words), context),
    );
    return this.#office.told.slice(before).map(({ card }) => card.name);
  }

  #said({ scope, conversation, channel }: Where, words: Pick<Said, 'text' | 'pressed'>): Said {
    const chat = { conversation, serviceUrl };
    return { speaker: this.speaker, account: `29:${this.#name}`, scope, chat, ...words, ...(channel && { channel }) };
  }

  #activity({ conversation }: Where, type: ActivityTypes): Partial<Activity> {
    return {
      type,
      id: randomBytes(8).toString('hex'),
      channelId: 'msteams',
      serviceUrl,
      conversation: { id: conversation, isGroup: false, conversationType: '', name: '' },
      from: { id: `29:${this.#name}`, name: this.#name },
      recipient: { id: '28:mio', name: 'Mio' },
    };
  }
}
