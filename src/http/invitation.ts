/**
 * The page of an invitation: who invites to what, and what to do now. The code is in the fragment of the link, which no
 * server and no log sees; the page's script sends it in the body of one question.
 */
import type { InvitationPreview } from '../core/channels/invitations.ts';
import { UserError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { invitationScript } from './assets.ts';
import type { ErrorAnswer, InvitationLookAnswer } from './contract.ts';
import { type InvitationTexts, invitationTexts } from './invitation-texts.ts';
import { languageFor } from './languages.ts';
import type { PageAnswer } from './oauth.ts';
import { escapeHtml, pageOf } from './page.ts';
import { createRateLimit } from './rate-limit.ts';

export interface InvitationPagesParts {
  /** @throws UserError where the code is good for nothing */
  readonly preview: (code: string) => Promise<InvitationPreview>;
  readonly clock: Pick<Clock, 'now'>;
  readonly publicUrl: string;
  /** The bot's application id. */
  readonly appId: string;
}

export interface LookAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: InvitationLookAnswer | ErrorAnswer;
}

export interface InvitationPages {
  /** @param languages `Accept-Language` */
  page(languages: string | undefined): PageAnswer;
  look(address: string, body: unknown): Promise<LookAnswer>;
}

/** A person looks a few times; nobody finds a code of eighty bits by asking. */
const limits = { perAddress: 30, overall: 600 } as const;

export function createInvitationPages({ preview, clock, publicUrl, appId }: InvitationPagesParts): InvitationPages {
  const limit = createRateLimit(clock, limits);

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

    async look(address, body) {
      const waitMs = limit.take(address);
      if (waitMs > 0) return { status: 429, headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) }, body: busy };
      try {
        const { from, channel, expiresAt, bound } = await preview(codeIn(body));
        return { status: 200, headers: {}, body: { from, channel, expiresAt, bound } };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const { message, advice } = error;
        return { status: 404, headers: {}, body: { error: { code: 'not_found', message, advice } } };
      }
    },
  };
}

const busy: ErrorAnswer = {
  error: {
    code: 'unavailable',
    message: 'too many questions in a minute',
    advice: 'Wait for as many seconds as Retry-After says.',
  },
};

/** Empty, and so good for nothing, where the body is not as it should be. */
function codeIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('code' in body)) return '';
  return typeof body.code === 'string' ? body.code : '';
}

/**
 * Opens the chat with the bot ("Deep link to Teams chat"; a bot is named there as the Bot Framework names it, `28:` and
 * its id). The script adds the message that is then in the box to write in.
 */
const teamsChat = (appId: string): string => `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}`;

/** Each state has its own words; the script shows those of one, and fills in what the invitation says. */
function bodyOf(texts: InvitationTexts, { publicUrl, appId }: { publicUrl: string; appId: string }): string {
  const { inTeams, withoutTeams, states } = texts;
  const chat = escapeHtml(teamsChat(appId));
  const words = 'accept <span data-slot="code"></span>';
  const call = `POST ${escapeHtml(publicUrl)}/api/v1/invitations/accept\n{"code": "<span data-slot="code"></span>", "places": […]}`;
  return `<noscript><p>${escapeHtml(texts.noScript)}</p></noscript>
<div role="status">
<p data-state="open" hidden>${withSlots(texts.invites)}</p>
<p data-state="open" hidden>${withSlots(texts.until)} <span data-bound="true" hidden>${escapeHtml(texts.bound)}</span></p>
${Object.entries(states)
  .map(([state, text]) => `<p data-state="${state}" hidden>${escapeHtml(text)}</p>`)
  .join('\n')}
</div>
<div data-state="open" hidden>
<h2>${escapeHtml(inTeams.title)}</h2>
<p><a id="open" class="action primary" target="_blank" rel="noreferrer" href="${chat}" data-chat="${chat}">${escapeHtml(inTeams.open)}</a></p>
<p>${escapeHtml(inTeams.how)}</p>
<p>${escapeHtml(inTeams.words)}</p>
<p><code id="words">${words}</code> <button id="copy" class="action" type="button">${escapeHtml(inTeams.copy)}</button> <span id="copied" role="status" data-text="${escapeHtml(inTeams.copied)}"></span></p>
<p>${escapeHtml(inTeams.missing)}</p>
<div data-bound="false" hidden>
<h2>${escapeHtml(withoutTeams.title)}</h2>
<p>${escapeHtml(withoutTeams.text)}</p>
<pre>${call}</pre>
</div>
</div>`;
}

const withSlots = (text: string): string => escapeHtml(text).replace(/\{(\w+)\}/g, '<b data-slot="$1"></b>');
