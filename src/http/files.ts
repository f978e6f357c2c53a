/**
 * The page behind the link of a file: for conversations that can't hold the file itself. It asks who somebody is, and
 * then hands the file through from its source; nothing of it is kept, and nothing of it is ever shown in a browser.
 */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { BroughtBack } from '../core/attempt.ts';
import type { OpenFile } from '../core/connector.ts';
import type { FileGate, FoundFile, Missing } from '../core/files/gate.ts';
import type { FileLinks } from '../core/files/links.ts';
import { sizeText } from '../core/files/sizes.ts';
import { type SignedIn, sessionLastsMs, type Visitors } from '../core/files/visitors.ts';
import type { Language } from '../core/language.ts';
import { type MessageRef, platformNames, type SourceFile } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import type { Leg } from '../core/records.ts';
import { cookieIn } from './cookies.ts';
import { fileTexts, whyNotSignedIn } from './files-texts.ts';
import { languageFor } from './languages.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, pageOf } from './page.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { redirect, redirectToPlatform } from './redirect.ts';
import type { Words } from './sign-in-texts.ts';

export interface FilesParts {
  readonly links: FileLinks;
  readonly gate: FileGate;
  readonly visitors: Visitors;
  readonly clock: Pick<Clock, 'now'>;
  readonly publicUrl: string;
  /** Cookies are sent over https alone. */
  readonly secure: boolean;
}

/** What a browser sent along. */
export interface FileVisit {
  /** The last part of the path. */
  readonly token: string;
  readonly query: URLSearchParams;
  readonly cookies: string | undefined;
  /** `Accept-Language` */
  readonly languages: string | undefined;
  /** As `askerOf` names it. */
  readonly address: string;
}

/** A page, or a file that is to be streamed. */
export type FileAnswer =
  | PageAnswer
  | { readonly status: 200; readonly headers: Record<string, string>; readonly file: OpenFile };

const sessionCookie = 'mio_files';
/** What a link without a sign-in shows costs nothing. A sign-in does; whole offices are behind one address. */
const signInLimits = { each: 120, overall: 1_200 } as const;
/** Each look asks the platform of the file. One person's can use up nobody else's. */
const visitorLimits = { each: 120 } as const;
/** Each holds a connection to its source and one to a browser. */
const mostDownloads = 32;
/** How long a browser may take nothing. */
const slowestMs = 60_000;

const statusOf: Readonly<Record<Missing, number>> = {
  apart: 410,
  wrong_tenant: 403,
  not_in_channel: 403,
  gone: 410,
  closed: 403,
  busy: 503,
  infected: 403,
  unscannable: 403,
  unscanned: 503,
};

export class Files {
  readonly #parts: FilesParts;
  readonly #signIns: RateLimit;
  readonly #visits: RateLimit;
  #downloads = 0;

  constructor(parts: FilesParts) {
    this.#parts = parts;
    this.#signIns = createRateLimit(parts.clock, signInLimits);
    this.#visits = createRateLimit(parts.clock, visitorLimits);
  }

  /** The link of a file of that message for that leg: the same for ever, and no secret. */
  linkTo(ref: MessageRef, file: SourceFile, leg: Leg): string {
    const { connection, conversation, message } = ref;
    const token = this.#parts.links.write({ ref: { connection, conversation, message }, file: file.id, leg: leg.id });
    return `${this.#parts.publicUrl}/files/${token}`;
  }

  async answer({ token, query, cookies, languages, address }: FileVisit): Promise<FileAnswer> {
    const language = languageFor(languages);
    const texts = fileTexts[language];
    const crowded = () => told(429, texts.crowded, language, [again(language, '?')]);
    // First of all: what nobody signed uses up nothing that others need.
    const file = this.#parts.links.read(token);
    if (!file) return told(404, texts.unknown, language);
    if (query.has('sign-in')) return this.#signIns.take(address) > 0 ? crowded() : await this.#signIn(token);
    const visitor = this.#parts.visitors.read(cookieIn(cookies, sessionCookie));
    if (!visitor) return welcome(language);
    if (this.#visits.take(`${visitor.tenant} ${visitor.person}`) > 0) return crowded();
    const found = await this.#parts.gate.ask(file, visitor);
    if (typeof found === 'string') return missing(found, visitor, language);
    return query.has('download') ? await this.#download(found, visitor, language) : offer(found, visitor, language);
  }

  /** Whether what came back from Microsoft began here. */
  knows(state: string): boolean {
    return this.#parts.visitors.knows(state);
  }

  /** The browser is back from Microsoft: on to the file. */
  async returned(back: BroughtBack, languages: string | undefined): Promise<PageAnswer> {
    const language = languageFor(languages);
    const outcome = await this.#parts.visitors.complete(back);
    // Seen from the way back, /oauth/teams/callback: wherever the browser found that.
    const page = outcome.link === undefined ? undefined : `../../files/${outcome.link}`;
    if ('session' in outcome && page !== undefined) {
      const { secure } = this.#parts;
      const session = { name: sessionCookie, value: outcome.session, path: '/files', lastsMs: sessionLastsMs, secure };
      return redirect(page, session);
    }
    const reason = 'reason' in outcome ? outcome.reason : 'link_spent';
    const status = reason === 'platform_unavailable' ? 503 : 400;
    const ways = page === undefined ? [] : [again(language, `${page}?sign-in`)];
    return told(status, whyNotSignedIn(language, reason), language, ways);
  }

  /** Streams a file. Resolves when the browser has it, or one side broke it off. */
  async send(response: ServerResponse, { headers, file }: FileAnswer & { file: OpenFile }): Promise<void> {
    try {
      response.setTimeout(slowestMs, () => response.destroy());
      response.writeHead(200, headers);
      // What breaks here can't be told any more: the browser sees a file that never ended.
      await pipeline(file.body, response).catch(() => undefined);
    } finally {
      this.#downloads -= 1;
    }
  }

  async #signIn(token: string): Promise<PageAnswer> {
    return redirectToPlatform(await this.#parts.visitors.begin(token), 'teams', this.#parts.secure);
  }

  /** A file that is answered is counted until `send` has ended. */
  async #download(found: FoundFile, visitor: SignedIn, language: Language): Promise<FileAnswer> {
    if (this.#downloads >= mostDownloads) {
      return told(503, fileTexts[language].crowded, language, [again(language, '?download')]);
    }
    this.#downloads += 1;
    let opened = false;
    try {
      const file = await found.open();
      if (typeof file === 'string') return missing(file, visitor, language);
      opened = true;
      return { status: 200, headers: headersOf(found.name, file), file };
    } finally {
      if (!opened) this.#downloads -= 1;
    }
  }
}

/** Whatever it is, a browser saves it: what a type or a first byte says makes it neither a page nor a script. */
function headersOf(name: string, { size }: OpenFile): Record<string, string> {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return {
    'content-type': 'application/octet-stream',
    // "RFC 6266": the first for browsers that don't know the second.
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`,
    ...(size !== undefined && { 'content-length': String(size) }),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
  };
}

/** "RFC 8187": what `encodeURIComponent` leaves and a parameter may not hold is escaped too. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const action = (href: string, text: string, primary = true): string =>
  `<a class="action${primary ? ' primary' : ''}" href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;

const again = (language: Language, href: string): string => action(href, fileTexts[language].again);
const otherAccount = (language: Language): string => action('?sign-in', fileTexts[language].otherAccount, false);

const told = (status: number, { title, text }: Words, language: Language, more: readonly string[] = []): PageAnswer =>
  pageOf({ status, title, language, paragraphs: [escapeHtml(text), ...more] });

function welcome(language: Language): PageAnswer {
  const { welcome: words, signIn } = fileTexts[language];
  return told(200, words, language, [action('?sign-in', signIn), escapeHtml(words.kept)]);
}

function offer({ name, size, platform }: FoundFile, { account }: SignedIn, language: Language): PageAnswer {
  const texts = fileTexts[language];
  const text = texts.found(platformNames[platform], size === undefined ? undefined : sizeText(size));
  const ways = [action('?download', texts.download), escapeHtml(texts.signedInAs(account)), otherAccount(language)];
  return told(200, { title: name, text }, language, ways);
}

function missing(why: Missing, { account }: SignedIn, language: Language): PageAnswer {
  const texts = fileTexts[language];
  const byAccount = why === 'wrong_tenant' || why === 'not_in_channel';
  const before = why === 'busy' || why === 'unscanned' ? [again(language, '?')] : [];
  const after = byAccount ? [otherAccount(language)] : [];
  const ways = [...before, escapeHtml(texts.signedInAs(account)), ...after];
  return told(statusOf[why], texts.missing[why], language, ways);
}
