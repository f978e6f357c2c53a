/**
 * Signing in for a file: only to know who somebody is. Nothing is kept of it here; the browser keeps for an hour whose
 * account it is, sealed. A state is good once, for ten minutes, in the browser that it was made for.
 */
import { type AttemptCookie, attemptLastsMs, type BroughtBack, cookieName, newAttempt } from '../attempt.ts';
import { UserError } from '../errors.ts';
import { sameHash, sha256 } from '../hash.ts';
import type { Microsoft } from '../microsoft.ts';
import type { Clock, Random, Vault } from '../ports.ts';
import type { Reason } from '../reasons.ts';
import { hours } from '../time.ts';
import type { Visitor } from './gate.ts';

export interface SignedIn extends Visitor {
  /** As Microsoft names it: `alex@contoso.example`. */
  readonly account: string;
}

interface VisitorsParts {
  readonly microsoft: Pick<Microsoft, 'authorize' | 'redeem' | 'refusal' | 'issuer'>;
  readonly vault: Vault;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly publicUrl: string;
}

export interface Visitors {
  /** Where to send a browser that is to come back with an account, and the cookie that it must bring. */
  begin(link: string): Promise<{ redirect: string; cookie: AttemptCookie }>;
  /** Whether a state that came back is one of these. */
  knows(state: string): boolean;
  /** The link that was wanted; missing where nobody knows any more. */
  complete(back: BroughtBack): Promise<{ link?: string; session: string } | { link?: string; reason: Reason }>;
  /** Whose session it is; undefined where it is over, or none. */
  read(session: string): SignedIn | undefined;
}

export const sessionLastsMs = hours(1);

/** Of what is made here, against what is made for the chat. */
const prefix = 'file-';
/** The oldest go first. */
const mostAttempts = 5_000;
const sessionContext = 'files|session';
const stage = 'signUp';

interface Attempt {
  readonly link: string;
  readonly verifier: string;
  /** SHA-256, hex, of the cookie. */
  readonly browser: string;
  readonly expiresAt: number;
}

export function createVisitors({ microsoft, vault, clock, random, publicUrl }: VisitorsParts): Visitors {
  /** By the hash of their state. */
  const attempts = new Map<string, Attempt>();
  const redirectUri = `${publicUrl}/oauth/teams/callback`;

  function keep(state: string, attempt: Attempt): void {
    attempts.set(sha256(state), attempt);
    if (attempts.size <= mostAttempts) return;
    const [oldest] = attempts.keys();
    if (oldest !== undefined) attempts.delete(oldest);
  }

  function take({ state, cookie }: BroughtBack): Attempt | undefined {
    const key = sha256(state);
    const attempt = attempts.get(key);
    if (!attempt || !sameHash(attempt.browser, sha256(cookie(cookieName(state))))) return undefined;
    attempts.delete(key);
    return attempt.expiresAt > clock.now() ? attempt : undefined;
  }

  return {
    async begin(link) {
      const { state, verifier, challenge, cookie, browser } = newAttempt(random, prefix);
      const redirect = await microsoft.authorize({ stage, state, challenge, redirectUri });
      keep(state, { link, verifier, browser, expiresAt: clock.now() + attemptLastsMs });
      return { redirect, cookie };
    },

    knows: (state) => state.startsWith(prefix),

    async complete(back) {
      const attempt = take(back);
      if (!attempt) return { reason: 'link_spent' };
      const { link, verifier } = attempt;
      const { issuer, error, code, description } = back;
      if (issuer !== null && issuer !== microsoft.issuer) return { link, reason: 'sign_in_refused' };
      if (error !== null || !code) return { link, reason: microsoft.refusal(error ?? '', description).reason };
      try {
        const { tenant, person, account } = await microsoft.redeem({ stage, code, verifier, redirectUri });
        const session = JSON.stringify([tenant, person, account, clock.now() + sessionLastsMs] satisfies Session);
        return { link, session: vault.seal(session, sessionContext) };
      } catch (failed) {
        if (!(failed instanceof UserError && failed.obstacle)) throw failed;
        return { link, reason: failed.obstacle.reason };
      }
    },

    read(session) {
      if (session === '') return undefined;
      try {
        const [tenant, person, account, until] = JSON.parse(vault.open(session, sessionContext)) as Session;
        return until > clock.now() ? { tenant, person, account } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

type Session = [tenant: string, person: Visitor['person'], account: string, until: number];
