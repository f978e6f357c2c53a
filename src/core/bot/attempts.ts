/**
 * Sign-ins on their way. What is needed to go on (a ticket, a state, a code) is known to whoever it was given to and
 * kept as a hash alone; it is used up by the first who brings it, and what was sealed with it goes with it.
 */
import { sameHash, sha256 } from '../channels/organizations.ts';
import { ConflictError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { Records, SignInAttempt, Stored } from '../records.ts';
import { minutes } from '../time.ts';
import type { Speaker } from './speaker.ts';

type Step = SignInAttempt['step'];

/** Long enough to find a password, too short to be worth stealing. */
export const attemptLastsMs = minutes(10);
/** Wrong codes after which a speaker's waiting sign-ins are dropped. */
const mostTries = 5;

export interface Attempts {
  open(secret: string, attempt: Omit<SignInAttempt, 'expiresAt'>, lastsMs?: number): Promise<void>;
  /** What it was, also when it is used or too old; its secrets are left out then. */
  peek(secret: string): Promise<SignInAttempt | undefined>;
  /** Uses it up. Undefined for whoever comes second, late, at another step, or with another browser. */
  take(secret: string, step: Step, cookie?: string): Promise<SignInAttempt | undefined>;
  /** A wrong code was tried. */
  missed(speaker: Speaker): Promise<void>;
  /** Drops whatever the speaker has on its way. */
  drop(speaker: Speaker): Promise<void>;
  /** Removes what is too old. */
  sweep(): Promise<void>;
}

const samePerson = (one: Speaker, other: Speaker): boolean =>
  one.tenant === other.tenant && one.person === other.person;

/** Who, what and when stay for a while, so that a second visit can be answered; secrets do not. */
const used = ({ speaker, stage, connection, expiresAt }: SignInAttempt): SignInAttempt => ({
  speaker,
  stage,
  ...(connection && { connection }),
  step: 'used',
  expiresAt,
});

export function createAttempts({ records, clock }: { records: Records; clock: Clock }): Attempts {
  const isOld = ({ expiresAt }: SignInAttempt) => expiresAt <= clock.now();

  /** Whether it was this call that changed it. */
  async function change({ id, revision }: Stored<'signIn'>, body: SignInAttempt): Promise<boolean> {
    try {
      await records.put('signIn', id, body, revision);
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }

  async function openOf(speaker: Speaker): Promise<Stored<'signIn'>[]> {
    const all = await records.list('signIn');
    return all.filter(({ body }) => body.step !== 'used' && samePerson(body.speaker, speaker));
  }

  return {
    async open(secret, attempt, lastsMs = attemptLastsMs) {
      await records.put('signIn', sha256(secret), { ...attempt, expiresAt: clock.now() + lastsMs }, 0);
    },

    async peek(secret) {
      const body = (await records.get('signIn', sha256(secret)))?.body;
      return body && isOld(body) ? used(body) : body;
    },

    async take(secret, step, cookie = '') {
      const stored = await records.get('signIn', sha256(secret));
      if (stored?.body.step !== step || isOld(stored.body)) return undefined;
      const { browser } = stored.body;
      if (browser !== undefined && !sameHash(browser, sha256(cookie))) return undefined;
      return (await change(stored, used(stored.body))) ? stored.body : undefined;
    },

    async missed(speaker) {
      for (const stored of await openOf(speaker)) {
        if (stored.body.step !== 'returned') continue;
        const tries = (stored.body.tries ?? 0) + 1;
        await change(stored, tries < mostTries ? { ...stored.body, tries } : used(stored.body));
      }
    },

    async drop(speaker) {
      for (const stored of await openOf(speaker)) await change(stored, used(stored.body));
    },

    async sweep() {
      for (const { id, revision, body } of await records.list('signIn')) {
        if (!isOld(body)) continue;
        await records.remove('signIn', id, revision).catch((error: unknown) => {
          if (!(error instanceof ConflictError)) throw error;
        });
      }
    },
  };
}
