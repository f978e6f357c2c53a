/** Who talks to the bot. */
import type { Language } from './language.ts';
import type { PersonId } from './model.ts';

/** A person, as a verified activity says. Never made from what a card or a text contains. */
export interface Speaker {
  /** Entra tenant id, lower case. */
  readonly tenant: string;
  /** Entra object id, lower case. */
  readonly person: PersonId;
  /** As Teams showed it last; empty where it never did. */
  readonly name: string;
  readonly language: Language;
}

/** For the audit log. Names change and repeat; the id in the directory does not. */
export const actorOf = ({ name, person }: Speaker): string => (name === '' ? person : `${name} (${person})`);
