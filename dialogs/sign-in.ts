/**
 * Signing in, in the personal chat: the sign-up set first, the rest when something needs it. What comes back from the
 * browser is confirmed by whoever asked, in their own chat.
 */
import { LRUCache } from 'lru-cache';
import type { Cards, Shown } from '../cards/contract.ts';
import type { AccountUseCases, SignedIn, SignInOutcome, SignInUseCases } from '../src/core/bot/use-cases.ts';
import type { Language } from '../src/core/language.ts';
import { type Stage, stages } from '../src/core/permissions.ts';
import type { Obstacle, Reason } from '../src/core/reasons.ts';
import type { Speaker } from '../src/core/speaker.ts';

/** Obstacles that a sign-in mends. */
const mended: ReadonlySet<Reason> = new Set(['sign_in_needed', 'sign_in_expired', 'administrator_consent_needed']);

type Asker = { readonly said: { readonly speaker: Speaker } };

export interface SignInCards {
  /** Whether a sign-in takes the obstacle away. */
  mends(obstacle: Obstacle): boolean;
  /** The card that asks for it; undefined where a sign-in mends nothing. */
  whereNeeded(asker: Asker, obstacle: Obstacle, stage: Stage): Promise<Shown | undefined>;
}

export interface SignIn extends SignInCards {
  /** What "sign in" shows: the card for a stage, or who is signed in and what may come next. */
  ask(speaker: Speaker, wanted: string): Promise<Shown>;
  /** @throws UserError */
  confirm(speaker: Speaker, code: string): Promise<Shown>;
  /**
   * Teams' single sign-on, which comes from every client of the person. Undefined where Microsoft wants consent first;
   * only the first of several with one id is shown.
   */
  exchange(speaker: Speaker, id: string, token: string): Promise<{ readonly shown?: Shown } | undefined>;
  failed(outcome: SignInOutcome): Promise<Shown>;
  /** Whether the service user's optional stage is on; undefined where it is none of the speaker's business. */
  fidelity(speaker: Speaker): Promise<boolean | undefined>;
  /** What a newcomer is offered; undefined where they have signed in before. */
  first(speaker: Speaker): Promise<Shown | undefined>;
}

/** Stages of a sign-in as oneself, the widest last. */
const ownStages: readonly Stage[] = ['signUp', 'person'];

export function createSignIn(
  useCases: SignInUseCases,
  accounts: Pick<AccountUseCases, 'offer'>,
  cardsFor: (language: Language) => Cards,
): SignIn {
  const exchanges = new LRUCache<string, Promise<SignedIn | undefined>>({ max: 1_000 });

  const offer = async (speaker: Speaker, stage: Stage): Promise<Shown> =>
    cardsFor(speaker.language).signIn({ stage, link: await useCases.offer(speaker, stage) });

  const failed = async (speaker: Speaker, stage: Stage, obstacle: Obstacle): Promise<Shown> =>
    cardsFor(speaker.language).signInFailed({ obstacle, link: await useCases.offer(speaker, stage) });

  /**
   * Where no service user works, there it goes on. Who administers Teams can't be asked without one: whoever has its
   * account may sign in with it, and Microsoft's page is the end of the way for others. Where one works, it goes on with
   * what choosing a channel needs.
   */
  async function done(speaker: Speaker, signedIn: SignedIn): Promise<Shown> {
    const { stage } = signedIn;
    const isOwn = ownStages.includes(stage);
    const missing = isOwn && !(await useCases.status(speaker)).connected ? 'serviceUser' : undefined;
    const next = missing ?? (stage === 'signUp' ? 'person' : undefined);
    return cardsFor(speaker.language).signedIn({ ...signedIn, ...(next && { next }) });
  }

  return {
    mends: ({ reason }) => mended.has(reason),

    async whereNeeded({ said: { speaker } }, obstacle, stage) {
      if (!mended.has(obstacle.reason)) return undefined;
      const { stages: have } = await useCases.status(speaker);
      const first = stage !== 'person' || have.includes('signUp') ? stage : 'signUp';
      return obstacle.reason === 'sign_in_needed' ? offer(speaker, first) : failed(speaker, first, obstacle);
    },

    async ask(speaker, wanted) {
      const stage = stages.find((name) => name === wanted);
      if (stage) return await offer(speaker, stage);
      const { stages: have, account, expired } = await useCases.status(speaker);
      const own = ownStages.findLast((name) => have.includes(name));
      if (own === undefined || account === undefined) return await offer(speaker, 'signUp');
      return await (expired ? offer(speaker, own) : done(speaker, { stage: own, account }));
    },

    async confirm(speaker, code) {
      const made = await useCases.confirm(speaker, code);
      return 'stage' in made ? done(speaker, made) : cardsFor(speaker.language).accountLinked(made);
    },

    async exchange(speaker, id, token) {
      const name = `${speaker.tenant}/${speaker.person}/${id}`;
      const before = exchanges.get(name);
      if (before) return (await before) && {};
      const exchanged = useCases.exchange(speaker, token);
      exchanges.set(name, exchanged);
      exchanged.catch(() => exchanges.delete(name));
      const signedIn = await exchanged;
      return signedIn && { shown: await done(speaker, signedIn) };
    },

    async fidelity(speaker) {
      const { stages: have, fidelity } = await useCases.status(speaker);
      return have.includes('serviceUser') ? fidelity : undefined;
    },

    async first(speaker) {
      const { stages: have, expired } = await useCases.status(speaker);
      return have.includes('signUp') && !expired ? undefined : offer(speaker, 'signUp');
    },

    async failed({ speaker, stage, connection, obstacle }) {
      if (connection === undefined) return failed(speaker, stage, obstacle);
      return cardsFor(speaker.language).linkFailed({ obstacle, offer: await accounts.offer(speaker, connection) });
    },
  };
}
