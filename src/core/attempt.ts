/**
 * An attempt to sign in at a platform, and the three bindings of each ("The OAuth 2.0 Authorization Framework", "RFC
 * 7636"): its state is known to who began it and to the platform, its cookie is in one browser alone, and where the
 * platform knows PKCE, only who has its verifier can redeem the code.
 */
import { createHash } from 'node:crypto';
import { sha256 } from './hash.ts';
import type { Random } from './ports.ts';
import { minutes } from './time.ts';

/** Long enough to find a password, too short to be worth stealing. */
export const attemptLastsMs = minutes(10);

/** What the browser keeps until it is back. */
export interface AttemptCookie {
  readonly name: string;
  readonly value: string;
}

interface NewAttempt {
  /** Goes to the platform with the browser, and comes back with it. */
  readonly state: string;
  readonly verifier: string;
  /** S256 of the verifier. */
  readonly challenge: string;
  readonly cookie: AttemptCookie;
  /** SHA-256, hex, of the cookie: what is kept here, to know the browser again. */
  readonly browser: string;
}

/** What the browser brought back from a platform. */
export interface BroughtBack {
  readonly state: string;
  /** The value of the cookie that was set under this name; empty where there is none. */
  readonly cookie: (name: string) => string;
  readonly code: string | null;
  readonly error: string | null;
  readonly description: string;
  /** Who answered, where it was said. "RFC 9207" */
  readonly issuer: string | null;
}

/** 256 bits, in letters, digits, `-` and `_`. */
export const newSecret = (random: Random): string => random(32).toString('base64url');

/** @param prefix what its state begins with */
export function newAttempt(random: Random, prefix = ''): NewAttempt {
  const [state, value, verifier] = [`${prefix}${newSecret(random)}`, newSecret(random), newSecret(random)];
  return {
    state,
    verifier,
    challenge: createHash('sha256').update(verifier).digest('base64url'),
    cookie: { name: cookieName(state), value },
    browser: sha256(value),
  };
}

/** Of its own for every attempt, so that two tabs of one browser don't take each other's. */
export const cookieName = (state: string): string => `mio_attempt_${sha256(state).slice(0, 16)}`;
