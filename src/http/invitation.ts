/**
 * The page of an invitation: who invites to what, and what to do now. The code is in the fragment of the link, which no
 * server and no log sees; the page's script sends it in the body of its questions. One that is for an e-mail address is
 * opened by a sign-in where that address is known; what comes back from there is a page of its own.
 */
import { attemptLastsMs, type BroughtBack } from '../core/attempt.ts';
import type { InvitationPreview } from '../core/channels/invitations.ts';
import type { Proving } from '../core/channels/proving.ts';
import { UserError } from '../core/errors.ts';
import { type Platform, platformNames } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import { invitationScript } from './assets.ts';
import type { ErrorAnswer, InvitationLookAnswer, InvitationProveAnswer } from './contract.ts';
import { setCookie } from './cookies.ts';
import { type InvitationTexts, invitationTexts } from './invitation-texts.ts';
import { languageFor } from './languages.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, pageOf } from './page.ts';
import { createRateLimit } from './rate-limit.ts';

export interface InvitationPagesParts {
  /** @throws UserError where the code is good for nothing */
  readonly preview: (code: string) => Promise<InvitationPreview>;
  readonly proving: Pick<Proving, 'begin' | 'knows' | 'complete'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly publicUrl: string;
  /** The bot's application id. */
  readonly appId: string;
  /** Cookies are sent over https alone. */
  readonly secure: boolean;
}

export interface JsonAnswer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body | ErrorAnswer;
}

export interface InvitationPages {
  /** @param languages `Accept-Language` */
  page(languages: string | undefined): PageAnswer;
  look(address: string, body: unknown): Promise<JsonAnswer<InvitationLookAnswer>>;
  /** Begins a sign-in that proves the address that the invitation is for. */
  prove(address: string, body: unknown): Promise<JsonAnswer<InvitationProveAnswer>>;
  /** Whether a state that came back from a platform is one of those sign-ins'. */
  knows(platform: Platform, state: string): Promise<boolean>;
  returned(platform: Platform, back: BroughtBack, languages: string | undefined): Promise<PageAnswer>;
}

/** A person looks a few times; nobody finds a code of eighty bits by asking. */
const lookLimits = { each: 30 } as const;
/** For those who have a code that is good: what they begin is stored, and asks platforms whose an address is. */
const proofLimits = { each: 30, overall: 600 } as const;

export function createInvitationPages(parts: InvitationPagesParts): InvitationPages {
  const { preview, proving, clock, publicUrl, appId, secure } = parts;
  const looks = createRateLimit(clock, lookLimits);
  const proofs = createRateLimit(clock, proofLimits);

  /** @param statusOf of an error that a person could be told */
  async function limited<Body>(
    address: string,
    answer: () => Promise<JsonAnswer<Body>>,
    statusOf: (error: UserError) => 404 | 409 | 503,
  ): Promise<JsonAnswer<Body>> {
    const waitMs = looks.take(address);
    if (waitMs > 0) return tooOften(waitMs);
    try {
      return await answer();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message, advice } = error;
      const status = statusOf(error);
      return { status, headers: {}, body: { error: { code: codes[status], message, advice } } };
    }
  }

  return {
    page(languages) {
      const language = languageFor(languages);
      const texts = invitationTexts[language];
      return pageOf({
        status: 200,
        title: texts.title,
        language,
        paragraphs: [],
        more: bodyOf(texts, { publicUrl, appId }),
        scripts: [invitationScript],
        asksBack: true,
      });
    },

    look: (address, body) =>
      limited(
        address,
        async () => {
          const { from, channel, expiresAt, bound, proved, teams } = await preview(textIn(body, 'code'));
          return { status: 200, headers: {}, body: { from, channel, expiresAt, bound, proved, teams } };
        },
        () => 404,
      ),

    prove: (address, body) =>
      limited(
        address,
        async () => {
          const platform = textIn(body, 'platform') === 'webex' ? 'webex' : 'slack';
          const code = textIn(body, 'code');
          // Before it is counted among all: who has no code must not be able to use up what those need who have one.
          await preview(code);
          const waitMs = proofs.take(address);
          if (waitMs > 0) return tooOften(waitMs);
          const { redirect, cookie } = await proving.begin(code, platform);
          // The only path that the browser comes back to.
          const path = `/oauth/${platform}`;
          const kept = setCookie({ ...cookie, path, lastsMs: attemptLastsMs, secure });
          return { status: 200, headers: { 'set-cookie': kept }, body: { redirect } };
        },
        ({ code }) => (code === 'conflict' ? 409 : code === 'unavailable' ? 503 : 404),
      ),

    knows: (platform, state) => proving.knows(platform, state),

    async returned(platform, back, languages) {
      const language = languageFor(languages);
      const { proof, title } = invitationTexts[language];
      const result = await proving.complete(platform, back);
      const said = filled(proof[result.is], { ...result, platform: platformNames[platform] });
      return pageOf({
        status: result.is === 'proved' ? 200 : 400,
        title: result.is === 'proved' ? proof.title : title,
        language,
        paragraphs: [escapeHtml(said), `<a class="action primary" href="/invitation">${escapeHtml(proof.back)}</a>`],
      });
    },
  };
}

const codes = { 404: 'not_found', 409: 'conflict', 503: 'unavailable' } as const;

const busy: ErrorAnswer = {
  error: {
    code: 'unavailable',
    message: 'too many questions in a minute',
    advice: 'Wait for as many seconds as Retry-After says.',
  },
};

const tooOften = (waitMs: number): JsonAnswer<never> => ({
  status: 429,
  headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  body: busy,
});

/** Empty, and so good for nothing, where the body is not as it should be. */
function textIn(body: unknown, name: 'code' | 'platform'): string {
  if (typeof body !== 'object' || body === null) return '';
  const text = (body as Readonly<Record<string, unknown>>)[name];
  return typeof text === 'string' ? text : '';
}

/**
 * Opens the chat with the bot ("Deep link to Teams chat"; a bot is named there as the Bot Framework names it, `28:` and
 * its id). The script adds the message that is then in the box to write in.
 */
const teamsChat = (appId: string): string => `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}`;

/**
 * Each state has its own words; the script shows those of one, and fills in what the invitation says. What stands under
 * `data-when` is for invitations of that kind alone.
 */
function bodyOf(texts: InvitationTexts, { publicUrl, appId }: { publicUrl: string; appId: string }): string {
  const { inTeams, byKey, prove, states } = texts;
  const chat = escapeHtml(teamsChat(appId));
  const words = 'accept <span data-slot="code"></span>';
  const call = `POST ${escapeHtml(publicUrl)}/api/v1/invitations/accept\n{"code": "<span data-slot="code"></span>", "places": […]}`;
  const signIns = provers.map(
    (platform) =>
      `<button class="action" type="button" data-prove="${platform}">${escapeHtml(filled(prove.button, { platform: platformNames[platform] }))}</button>`,
  );
  return `<noscript><p>${escapeHtml(texts.noScript)}</p></noscript>
<div role="status">
<p data-state="open" hidden>${withSlots(texts.invites)}</p>
<p data-state="open" hidden>${withSlots(texts.until)} <span data-when="bound" hidden>${escapeHtml(texts.bound)}</span> <span data-when="proved" hidden>${escapeHtml(texts.proved)}</span></p>
${Object.entries(states)
  .map(([state, text]) => `<p data-state="${state}" hidden>${escapeHtml(text)}</p>`)
  .join('\n')}
</div>
<div data-state="open" hidden>
<div data-when="bound" hidden>
<h2>${escapeHtml(prove.title)}</h2>
<p>${escapeHtml(prove.text)}</p>
<p>${signIns.join(' ')}</p>
<p role="status" id="proving" data-unknown="${escapeHtml(prove.unknown)}" data-failed="${escapeHtml(prove.failed)}"></p>
</div>
<div data-when="teams" hidden>
<h2>${escapeHtml(inTeams.title)}</h2>
<p><a id="open" class="action primary" target="_blank" rel="noreferrer" href="${chat}" data-chat="${chat}">${escapeHtml(inTeams.open)}</a></p>
<p>${escapeHtml(inTeams.how)}</p>
<p>${escapeHtml(inTeams.words)}</p>
<p><code id="words">${words}</code> <button id="copy" class="action" type="button">${escapeHtml(inTeams.copy)}</button> <span id="copied" role="status" data-text="${escapeHtml(inTeams.copied)}"></span></p>
<p>${escapeHtml(inTeams.missing)}</p>
</div>
<div data-when="key" hidden>
<h2>${escapeHtml(byKey.title)}</h2>
<p>${escapeHtml(byKey.text)}</p>
<pre>${call}</pre>
</div>
</div>`;
}

/** Where people can show whose address it is: the bot knows Teams' own. */
const provers = ['slack', 'webex'] as const;

const filled = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');

const withSlots = (text: string): string => escapeHtml(text).replace(/\{(\w+)\}/g, '<b data-slot="$1"></b>');
