/** Sign-ins on their way, and whose they are: wrong codes, and signing out, end what a speaker has waiting. */
import { attemptLastsMs } from '../attempt.ts';
import { createAttemptStore } from '../attempt-store.ts';
import type { Clock } from '../ports.ts';
import type { Records, SignInAttempt, Stored } from '../records.ts';
import type { Speaker } from '../speaker.ts';

type Step = SignInAttempt['step'];

/** Wrong codes after which a speaker's waiting sign-ins are dropped. */
const mostTries = 5;

export interface Attempts {
  open(secret: string, attempt: Omit<SignInAttempt, 'expiresAt'>): Promise<void>;
  /** What it was, also when it is used or too old; its secrets are left out then. */
  peek(secret: string): Promise<SignInAttempt | undefined>;
  /** Uses it up. Undefined for whoever comes second, late, at another step, or with another browser. */
  take(secret: string, step: Step, cookie?: string): Promise<SignInAttempt | undefined>;
  /** A wrong code was tried. */
  missed(speaker: Speaker): Promise<void>;
  /** Drops whatever the speaker has on its way. */
  drop(speaker: Speaker): Promise<void>;
}

const samePerson = (one: Speaker, other: Speaker): boolean =>
  one.tenant === other.tenant && one.person === other.person;

/** Who, what and when. */
const used = ({ speaker, stage, connection, expiresAt }: SignInAttempt): SignInAttempt => ({
  speaker,
  stage,
  ...(connection && { connection }),
  step: 'used',
  expiresAt,
});

export function createAttempts({ records, clock }: { records: Records; clock: Clock }): Attempts {
  const store = createAttemptStore({ records, clock, kind: 'signIn', used });

  async function openOf(speaker: Speaker): Promise<Stored<'signIn'>[]> {
    const all = await records.list('signIn');
    return all.filter(({ body }) => body.step !== 'used' && samePerson(body.speaker, speaker));
  }

  return {
    open: (secret, attempt) => store.open(secret, { ...attempt, expiresAt: clock.now() + attemptLastsMs }),
    peek: (secret) => store.peek(secret),
    take: (secret, step, cookie) => store.take(secret, (attempt) => attempt.step === step, cookie),

    async missed(speaker) {
      for (const stored of await openOf(speaker)) {
        if (stored.body.step !== 'returned') continue;
        const tries = (stored.body.tries ?? 0) + 1;
        await store.change(stored, tries < mostTries ? { ...stored.body, tries } : used(stored.body));
      }
    },

    async drop(speaker) {
      for (const stored of await openOf(speaker)) await store.change(stored, used(stored.body));
    },
  };
}
