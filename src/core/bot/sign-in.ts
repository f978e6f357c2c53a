/**
 * Signing in to the bot. Three bindings hold an attempt together: the ticket in the link and the state at Microsoft are
 * each good once, the state in one browser alone, and what Microsoft gave is linked only when its code comes back in
 * the chat of the person who asked. So a link that was passed on, or stolen, binds nobody else's account.
 */
import { createHash } from 'node:crypto';
import { sha256 } from '../channels/organizations.ts';
import { UserError, type UserErrorCode } from '../errors.ts';
import type { Clock, Random, Vault } from '../ports.ts';
import type { Records, SignInAttempt } from '../records.ts';
import { days } from '../time.ts';
import { attemptLastsMs, createAttempts } from './attempts.ts';
import { newGroupedCode, readCode, signInGroups } from './code.ts';
import type { SignInDesk, SignInOutcome } from './desk.ts';
import type { Microsoft, MicrosoftGrant } from './microsoft.ts';
import type { People } from './people.ts';
import type { Stage } from './permissions.ts';
import type { Obstacle, Reason } from './reasons.ts';
import type { ServiceUser } from './service-user.ts';
import type { Language, Speaker } from './speaker.ts';

export interface SignInParts {
  readonly records: Records;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly microsoft: Microsoft;
  readonly people: People;
  readonly serviceUser: ServiceUser;
  readonly publicUrl: string;
}

/** What the browser brought back from Microsoft. */
export interface BroughtBack {
  readonly state: string;
  /** The value of the cookie that was set under this name. */
  readonly cookie: (name: string) => string;
  readonly code: string | null;
  readonly error: string | null;
  readonly description: string;
  /** Who answered, where it was said. "RFC 9207" */
  readonly issuer: string | null;
}

/** What the page says. */
export type Returned =
  | { readonly is: 'code'; readonly code: string; readonly account: string; readonly attempt: Asked }
  | { readonly is: 'obstacle'; readonly obstacle: Obstacle; readonly language?: Language }
  | { readonly is: 'consented'; readonly given: boolean; readonly language: Language };

export type Asked = Pick<SignInAttempt, 'speaker' | 'stage'>;

/** The way through the browser; the way through the chat is the SignInDesk. */
export interface SignInPages {
  /** Opens an attempt for one browser: where to send it, and the cookie it must bring back. @throws UserError */
  begin(ticket: string): Promise<{ redirect: string; cookie: { name: string; value: string } }>;
  /** Whether a state that came back is one of these. */
  knows(state: string): Promise<boolean>;
  complete(back: BroughtBack): Promise<Returned>;
}

/** An administrator may be asked by mail, and answer after the week-end. */
const consentLastsMs = days(7);

export const createSignInDesk = (parts: SignInParts): SignInDesk & SignInPages => new SignIn(parts);

class SignIn implements SignInDesk, SignInPages {
  readonly #parts: SignInParts;
  readonly #attempts: ReturnType<typeof createAttempts>;
  readonly #listeners: ((outcome: SignInOutcome) => void)[] = [];

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#attempts = createAttempts(parts);
  }

  async status(speaker: Speaker) {
    const { people, serviceUser } = this.#parts;
    const [person, { connected, concerns }] = await Promise.all([people.get(speaker), serviceUser.standing(speaker)]);
    const stages: readonly Stage[] = [...(person?.stages ?? []), ...(concerns ? ['serviceUser' as const] : [])];
    return { stages, expired: person?.expired ?? false, connected, ...(person && { account: person.account }) };
  }

  async offer(speaker: Speaker, stage: Stage) {
    await this.#attempts.sweep();
    const [ticket, state] = [this.#secret(), this.#secret()];
    await this.#attempts.open(ticket, { speaker, stage, step: 'offered' });
    await this.#attempts.open(state, { speaker, stage, step: 'consent' }, consentLastsMs);
    return {
      stage,
      url: `${this.#parts.publicUrl}/sign-in/start?ticket=${ticket}`,
      adminConsentUrl: this.#parts.microsoft.adminConsentUrl({ stage, state, redirectUri: this.#redirectUri }),
    };
  }

  async begin(ticket: string) {
    const { microsoft, vault, people } = this.#parts;
    const attempt = await this.#attempts.take(ticket, 'offered');
    if (!attempt) throw refusal('link_spent', 'an unknown, used or expired sign-in link');
    const { speaker, stage } = attempt;
    const [state, cookie, verifier] = [this.#secret(), this.#secret(), this.#secret()];
    await this.#attempts.open(state, {
      speaker,
      stage,
      step: 'started',
      verifier: vault.seal(verifier, verifierContext(state)),
      browser: sha256(cookie),
    });
    const account = stage === 'serviceUser' ? undefined : (await people.get(speaker))?.account;
    const redirect = await microsoft.authorize({
      stage,
      state,
      challenge: createHash('sha256').update(verifier).digest('base64url'),
      redirectUri: this.#redirectUri,
      ...(account !== undefined && { account }),
    });
    return { redirect, cookie: { name: cookieName(state), value: cookie } };
  }

  async knows(state: string): Promise<boolean> {
    return (await this.#attempts.peek(state)) !== undefined;
  }

  async complete(back: BroughtBack): Promise<Returned> {
    const asked = await this.#attempts.take(back.state, 'consent');
    if (asked) return { is: 'consented', given: back.error === null, language: asked.speaker.language };

    const attempt = await this.#attempts.take(back.state, 'started', back.cookie(cookieName(back.state)));
    if (!attempt) {
      const language = (await this.#attempts.peek(back.state))?.speaker.language;
      return { is: 'obstacle', obstacle: { reason: 'link_spent' }, ...(language && { language }) };
    }
    try {
      const grant = await this.#grantFor(attempt, back);
      return { is: 'code', code: await this.#keep(attempt, grant), account: grant.account, attempt };
    } catch (error) {
      if (!(error instanceof UserError && error.obstacle)) throw error;
      const { obstacle } = error;
      const { speaker, stage } = attempt;
      for (const listener of this.#listeners) listener({ speaker, stage, obstacle });
      return { is: 'obstacle', obstacle, language: speaker.language };
    }
  }

  async confirm(speaker: Speaker, typed: string) {
    const { vault, microsoft, people, serviceUser } = this.#parts;
    const code = readCode(typed);
    const before = await this.#attempts.peek(code);
    const attempt = await this.#attempts.take(code, 'returned');
    const isOwn = before?.speaker.tenant === speaker.tenant && before.speaker.person === speaker.person;
    // A code in the wrong chat is used up by it: whatever Microsoft gave is dropped.
    if (!attempt || !isOwn) {
      await this.#attempts.missed(speaker);
      throw isOwn ? refusal('link_spent', 'a used or expired code') : refusal('code_wrong', 'a wrong sign-in code');
    }
    const grant = JSON.parse(vault.open(attempt.grant ?? '', grantContext(speaker, code))) as MicrosoftGrant;
    const { stage } = attempt;
    if (stage === 'serviceUser') {
      const name = () => microsoft.organizationName(grant);
      await serviceUser.link(speaker, grant.account, microsoft.connectionGrant(grant), name);
    } else await people.link(grant, stage);
    return { stage, account: grant.account };
  }

  async exchange(speaker: Speaker, token: string) {
    const grant = await this.#parts.microsoft.exchange(speaker, token);
    if (!grant) return undefined;
    checkOwner({ speaker, stage: 'signUp' }, grant);
    const { account } = await this.#parts.people.link(grant, 'signUp');
    return { stage: 'signUp' as const, account };
  }

  async signOut(speaker: Speaker): Promise<void> {
    await this.#attempts.drop(speaker);
    await this.#parts.people.forget(speaker);
  }

  onOutcome(listener: (outcome: SignInOutcome) => void): void {
    this.#listeners.push(listener);
  }

  /** @throws UserError with an obstacle; nothing was kept then. */
  async #grantFor(attempt: SignInAttempt, back: BroughtBack): Promise<MicrosoftGrant> {
    const { microsoft, vault } = this.#parts;
    if (back.issuer !== null && back.issuer !== microsoft.issuer) {
      throw refusal('sign_in_refused', 'an answer of another issuer');
    }
    if (back.error !== null || !back.code) {
      const obstacle = microsoft.refusal(back.error ?? '', back.description);
      throw refusal(obstacle.reason, 'Microsoft sent no code');
    }
    const grant = await microsoft.redeem({
      stage: attempt.stage,
      code: back.code,
      verifier: vault.open(attempt.verifier ?? '', verifierContext(back.state)),
      redirectUri: this.#redirectUri,
    });
    checkOwner(attempt, grant);
    const missing = attempt.stage === 'serviceUser' ? await microsoft.missingRoles(grant) : [];
    if (missing.length > 0) throw refusal('roles_missing', 'the account lacks a role', missing.join(', '));
    return grant;
  }

  /** Seals the grant until its code is brought to the right chat, and answers that code. */
  async #keep({ speaker, stage }: SignInAttempt, grant: MicrosoftGrant): Promise<string> {
    const { vault, clock, random } = this.#parts;
    const code = newGroupedCode(random, signInGroups);
    const sealed = vault.seal(JSON.stringify(grant), grantContext(speaker, code));
    await this.#attempts.open(code, { speaker, stage, step: 'returned', grant: sealed });
    // Nobody may come back: what was given must not wait for the next who asks. Whatever fails, that one sweeps again.
    clock.after(attemptLastsMs + 1, () => void this.#attempts.sweep().catch(() => undefined));
    return code;
  }

  get #redirectUri(): string {
    return `${this.#parts.publicUrl}/oauth/teams/callback`;
  }

  #secret(): string {
    return this.#parts.random(32).toString('base64url');
  }
}

/** A person signs in as themself; the service user is any account of the tenant. @throws UserError */
function checkOwner({ speaker, stage }: Asked, grant: MicrosoftGrant): void {
  if (grant.tenant !== speaker.tenant) throw refusal('wrong_tenant', 'an account of another tenant');
  if (stage !== 'serviceUser' && grant.person !== speaker.person) {
    throw refusal('wrong_account', 'another account than the speaker’s');
  }
}

const codes: Partial<Record<Reason, UserErrorCode>> = { link_spent: 'bad_request', code_wrong: 'bad_request' };

const refusal = (reason: Reason, message: string, subject?: string): UserError =>
  new UserError(codes[reason] ?? 'forbidden', `sign in: ${message}`, 'Ask Mio for a new link and sign in again.', {
    obstacle: { reason, ...(subject !== undefined && { subject }) },
  });

/** Of its own for every attempt, so that two tabs of one browser don't take each other's. */
const cookieName = (state: string): string => `mio_sign_in_${sha256(state).slice(0, 16)}`;

const verifierContext = (state: string): string => `signIn|verifier|${sha256(state)}`;
const grantContext = ({ tenant, person }: Speaker, code: string): string =>
  `signIn|grant|${tenant}|${person}|${sha256(code)}`;
