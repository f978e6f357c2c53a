/**
 * Tokens of people who signed in to the bot: one per person, renewed once at a time from their sealed sign-in, and kept
 * in memory until shortly before it ends. The record of the person is looked at for every use, so that whoever signed
 * out is out at once.
 */
import { LRUCache } from 'lru-cache';
import { ConflictError, DeliveryError, UserError } from '../../core/errors.ts';
import type { SignedInPeople } from '../../core/people/signed-in.ts';
import { type Stage, stages } from '../../core/permissions.ts';
import type { Clock } from '../../core/ports.ts';
import type { Reason } from '../../core/reasons.ts';
import type { SignedInPerson } from '../../core/records.ts';
import type { Speaker } from '../../core/speaker.ts';
import { AppRefusedError } from '../support/app-refused.ts';
import { type Age, isSpent, type Slot, takeFrom } from './held-token.ts';
import type { Token } from './sign-in.ts';

export type PersonStage = Exclude<Stage, 'serviceUser' | 'serviceUserFidelity'>;

/** Whose token. */
type Named = Pick<Speaker, 'tenant' | 'person'>;

export interface PeopleTokens {
  /**
   * A token of the speaker's own, for calls that the stage allows.
   * @throws UserError with the obstacle `sign_in_needed` or `sign_in_expired`; DeliveryError `busy`
   */
  of(speaker: Named, stage: PersonStage, age?: Age): Promise<string>;
  /** Whether the token in memory is old enough that renewing it may help. */
  spent(speaker: Named): boolean;
  /** The speaker's token is refused for good. @throws UserError `sign_in_expired` */
  expire(speaker: Named): Promise<never>;
}

/** A new token out of a sign-in, and the sign-in as it must be kept from now on. @throws DeliveryError */
export type RenewPerson = (cache: string, stage: PersonStage) => Promise<{ token: Token; cache: string }>;

/** Whoever is pushed out by others costs one renewal more. */
const mostHeld = 10_000;

interface PersonSlot extends Slot {
  /** The sign-in that the token is of. */
  readonly signedInAt: number;
}

export function createPeopleTokens(people: SignedInPeople, renewPerson: RenewPerson, clock: Clock): PeopleTokens {
  const slots = new LRUCache<string, PersonSlot>({ max: mostHeld });
  const keyOf = ({ tenant, person }: Named) => `${tenant}/${person}`;

  function slotOf(person: SignedInPerson): PersonSlot {
    const known = slots.get(keyOf(person));
    if (known?.signedInAt === person.signedInAt) return known;
    const slot: PersonSlot = { signedInAt: person.signedInAt };
    slots.set(keyOf(person), slot);
    return slot;
  }

  async function renew(person: SignedInPerson): Promise<Token> {
    const opened = await people.open(person);
    if (!opened) return await ended(person);
    const renewed = await renewPerson(opened.secret, widest(person)).catch((error: unknown) => {
      if (error instanceof AppRefusedError) throw later(error);
      if (error instanceof DeliveryError && error.failure === 'unauthorized') return undefined;
      throw error;
    });
    if (!renewed) return await ended(person);
    if (renewed.cache === opened.secret) return renewed.token;
    try {
      await people.replace(person, opened, renewed.cache);
    } catch (error) {
      // Signed in again meanwhile, or out: what is stored now decides, not what was renewed.
      if (!(error instanceof ConflictError)) throw error;
      if ((await people.get(person))?.signedInAt !== person.signedInAt) throw needed('sign_in_needed');
    }
    return renewed.token;
  }

  async function ended(person: SignedInPerson): Promise<never> {
    slots.delete(keyOf(person));
    await people.expire(person);
    throw needed('sign_in_expired');
  }

  return {
    async of(speaker, stage, age = {}) {
      const person = await people.get(speaker);
      if (!person?.stages.includes(stage)) throw needed('sign_in_needed');
      if (person.expired) throw needed('sign_in_expired');
      return await takeFrom(slotOf(person), age, clock, () => renew(person));
    },
    spent: (speaker) => isSpent(slots.get(keyOf(speaker)), clock),
    async expire(speaker) {
      const person = await people.get(speaker);
      if (person) return await ended(person);
      throw needed('sign_in_needed');
    },
  };
}

/** One token serves every stage that the person consented to: Microsoft's tokens carry them all anyway. */
const widest = ({ stages: consented }: SignedInPerson): PersonStage =>
  stages.findLast((stage): stage is PersonStage => isAPersons(stage) && consented.includes(stage)) ?? 'signUp';

const isAPersons = (stage: Stage): stage is PersonStage => stage !== 'serviceUser' && stage !== 'serviceUserFidelity';

/** Of a person it is only known that they have to wait: `unauthorized` would end their sign-in. */
const later = (cause: AppRefusedError): DeliveryError =>
  new DeliveryError('busy', cause.code, { operation: 'renew a person’s token', advice: cause.advice, cause });

function needed(reason: Extract<Reason, 'sign_in_needed' | 'sign_in_expired'>): UserError {
  return new UserError('unauthenticated', `a person’s own token: ${reason}`, 'Sign in to Mio, then try again.', {
    obstacle: { reason },
  });
}
