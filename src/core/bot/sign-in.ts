/**
 * Signing in to the bot, and to accounts elsewhere. Three bindings hold an attempt together: the ticket in the link and
 * the state at the platform are each good once, the state in one browser alone, and what the platform gave is linked
 * only when its code comes back in the chat of the person who asked. So a link that was passed on, or stolen, binds
 * nobody else's account.
 */
import { type AttemptCookie, type BroughtBack, cookieName, newAttempt, newSecret } from '../attempt.ts';
import { UserError } from '../errors.ts';
import { newGroupedCode, readCode, signInGroups } from '../grouped-code.ts';
import { sha256 } from '../hash.ts';
import type { Language } from '../language.ts';
import type { ConnectionId, Platform } from '../model.ts';
import type { Stage } from '../permissions.ts';
import type { Clock, Random, Vault } from '../ports.ts';
import type { Obstacle } from '../reasons.ts';
import type { Records, SignInAttempt } from '../records.ts';
import type { Signer } from '../signed.ts';
import type { Speaker } from '../speaker.ts';
import { createAttempts } from './attempts.ts';
import { refusal } from './sign-in-refusal.ts';
import type { SignInOutcome, SignInUseCases } from './use-cases.ts';
import { type Asked, checkOwner, createWays, type Given, type Way, type WayParts } from './ways.ts';

export interface SignInParts extends WayParts {
  readonly records: Records;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  /**
   * The state of an administrator's consent: in which language to thank them. It binds nothing, and so it is never used
   * up: they may be asked by mail, cancel, and come back after the week-end.
   */
  readonly consentStates: Signer<Language>;
}

/** What the page says. */
export type Returned =
  | { readonly is: 'code'; readonly code: string; readonly account: string; readonly attempt: Asked }
  /** `by`: as people call whoever was asked; missing where nobody knows. */
  | { readonly is: 'obstacle'; readonly obstacle: Obstacle; readonly language?: Language; readonly by?: string }
  | { readonly is: 'consented'; readonly given: boolean; readonly language: Language };

/** The way through the browser; the way through the chat is the SignInUseCases. */
export interface SignInPages {
  /** A link for an attempt that only this speaker can end: to Microsoft, or to the platform of a workspace. */
  open(speaker: Speaker, stage: Stage, connection?: ConnectionId): Promise<string>;
  /** Opens an attempt for one browser: where to send it, and the cookie it must bring back. @throws UserError */
  begin(ticket: string): Promise<{ redirect: string; platform: Platform; cookie: AttemptCookie }>;
  /** Whether a state that came back is one of these, and from the platform that was asked. */
  knows(platform: Platform, state: string): Promise<boolean>;
  complete(back: BroughtBack): Promise<Returned>;
}

export const createSignInUseCases = (parts: SignInParts): SignInUseCases & SignInPages => new SignIn(parts);

class SignIn implements SignInUseCases, SignInPages {
  readonly #parts: SignInParts;
  readonly #attempts: ReturnType<typeof createAttempts>;
  readonly #way: (asked: Asked) => Promise<Way> | Way;
  readonly #listeners: ((outcome: SignInOutcome) => void)[] = [];

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#attempts = createAttempts(parts);
    this.#way = createWays(parts);
  }

  async status(speaker: Speaker) {
    const { people, serviceUser } = this.#parts;
    const [person, standing] = await Promise.all([people.get(speaker), serviceUser.standing(speaker)]);
    const { connected, concerns } = standing;
    const fidelity = concerns && standing.fidelity;
    const stages: readonly Stage[] = [...(person?.stages ?? []), ...(concerns ? ['serviceUser' as const] : [])];
    return {
      stages,
      expired: person?.expired ?? false,
      connected,
      fidelity,
      ...(person && { account: person.account }),
    };
  }

  async offer(speaker: Speaker, stage: Stage) {
    if (stage === 'serviceUserFidelity') await this.#parts.serviceUser.widening(speaker);
    const url = await this.open(speaker, stage);
    const state = this.#parts.consentStates.write(speaker.language);
    const redirectUri = this.#redirectUri('teams');
    return { stage, url, adminConsentUrl: this.#parts.microsoft.adminConsentUrl({ stage, state, redirectUri }) };
  }

  async open(speaker: Speaker, stage: Stage, connection?: ConnectionId) {
    const ticket = newSecret(this.#parts.random);
    await this.#attempts.open(ticket, { speaker, stage, ...(connection && { connection }), step: 'offered' });
    return `${this.#parts.publicUrl}/sign-in/start?ticket=${ticket}`;
  }

  async begin(ticket: string) {
    const attempt = await this.#attempts.take(ticket, 'offered');
    if (!attempt) throw refusal('link_spent', 'an unknown, used or expired sign-in link');
    const way = await this.#way(attempt);
    const { state, verifier, challenge, cookie, browser } = newAttempt(this.#parts.random);
    const sealed = this.#parts.vault.seal(verifier, verifierContext(state));
    await this.#attempts.open(state, { ...about(attempt), step: 'started', verifier: sealed, browser });
    const redirect = await way.authorize({ state, challenge, redirectUri: this.#redirectUri(way.platform) });
    return { redirect, platform: way.platform, cookie };
  }

  async knows(platform: Platform, state: string): Promise<boolean> {
    if (platform === 'teams' && this.#parts.consentStates.read(state)) return true;
    const attempt = await this.#attempts.peek(state);
    return attempt !== undefined && (await this.#way(attempt)).platform === platform;
  }

  async complete(back: BroughtBack): Promise<Returned> {
    const consent = this.#parts.consentStates.read(back.state);
    if (consent) return { is: 'consented', given: back.error === null, language: consent };

    const attempt = await this.#attempts.take(back.state, 'started', back.cookie(cookieName(back.state)));
    if (!attempt) {
      const language = (await this.#attempts.peek(back.state))?.speaker.language;
      return { is: 'obstacle', obstacle: { reason: 'link_spent' }, ...(language && { language }) };
    }
    const way = await this.#way(attempt);
    try {
      const given = await this.#given(attempt, way, back);
      return { is: 'code', code: await this.#keep(attempt, given), account: given.account, attempt };
    } catch (error) {
      if (!(error instanceof UserError && error.obstacle)) throw error;
      const { obstacle } = error;
      for (const listener of this.#listeners) listener({ ...about(attempt), obstacle });
      return { is: 'obstacle', obstacle, language: attempt.speaker.language, by: way.name };
    }
  }

  async confirm(speaker: Speaker, typed: string) {
    const code = readCode(typed);
    const before = await this.#attempts.peek(code);
    const attempt = await this.#attempts.take(code, 'returned');
    const isOwn = before?.speaker.tenant === speaker.tenant && before.speaker.person === speaker.person;
    // A code in the wrong chat is used up by it: whatever the platform gave is dropped.
    if (!attempt || !isOwn) {
      await this.#attempts.missed(speaker);
      throw isOwn ? refusal('link_spent', 'a used or expired code') : refusal('code_wrong', 'a wrong sign-in code');
    }
    const way = await this.#way({ ...about(attempt), speaker });
    return await way.link(this.#parts.vault.open(attempt.grant ?? '', grantContext(speaker, code)));
  }

  async exchange(speaker: Speaker, token: string) {
    const grant = await this.#parts.microsoft.exchange(speaker, token);
    if (!grant) return undefined;
    checkOwner(speaker, 'signUp', grant);
    const { account } = await this.#parts.people.link(grant, 'signUp');
    return { stage: 'signUp' as const, account };
  }

  async signOut(speaker: Speaker): Promise<void> {
    await this.#attempts.drop(speaker);
    await this.#parts.linking.forget(speaker);
    await this.#parts.people.forget(speaker);
  }

  onOutcome(listener: (outcome: SignInOutcome) => void): void {
    this.#listeners.push(listener);
  }

  /** @throws UserError with an obstacle; nothing was kept then. */
  async #given(attempt: SignInAttempt, way: Way, back: BroughtBack): Promise<Given> {
    if (way.issuer !== undefined && back.issuer !== null && back.issuer !== way.issuer) {
      throw refusal('sign_in_refused', 'an answer of another issuer');
    }
    if (back.error !== null || !back.code) {
      const { reason, subject } = way.refusal(back.error ?? '', back.description);
      throw refusal(reason, `${way.name} sent no code`, subject);
    }
    return await way.redeem({
      code: back.code,
      verifier: this.#parts.vault.open(attempt.verifier ?? '', verifierContext(back.state)),
      redirectUri: this.#redirectUri(way.platform),
    });
  }

  /** Seals what was given until its code is brought to the right chat, and answers that code. */
  async #keep(attempt: SignInAttempt, { secret }: Given): Promise<string> {
    const { vault, random } = this.#parts;
    const code = newGroupedCode(random, signInGroups);
    const grant = vault.seal(secret, grantContext(attempt.speaker, code));
    await this.#attempts.open(code, { ...about(attempt), step: 'returned', grant });
    return code;
  }

  #redirectUri(platform: Platform): string {
    return `${this.#parts.publicUrl}/oauth/${platform}/callback`;
  }
}

const about = ({ speaker, stage, connection }: Asked): Asked => ({ speaker, stage, ...(connection && { connection }) });

const verifierContext = (state: string): string => `signIn|verifier|${sha256(state)}`;
const grantContext = ({ tenant, person }: Speaker, code: string): string =>
  `signIn|grant|${tenant}|${person}|${sha256(code)}`;
