/**
 * What a platform tells of a conversation itself, as one line. Whom it names stands in it as a mention, so that the core
 * can look the name up: most platforms tell an id alone.
 */
import { lineOf } from '../../core/content/author.ts';
import type { Block, Text } from '../../core/content/tree.ts';
import type { PersonId } from '../../core/model.ts';

export interface Who {
  readonly id: PersonId;
  readonly name?: string | undefined;
}

/** Nobody reads more names than these. */
const mostNames = 5;
/** Slack's longest topic. */
const longestQuote = 250;

export const joined = (people: readonly Who[]): Block[] => line(...listed(people), words(' joined'));
export const left = (people: readonly Who[]): Block[] => line(...listed(people), words(' left'));

/** @param what as people of the platform call it: `channel`, `space` */
export const renamed = (by: Who, what: string, name: string): Block[] =>
  line(person(by), words(` renamed the ${what} to “${quoted(name)}”`));

/** @param what `topic`, `description` */
export const described = (by: Who, what: string, text: string): Block[] =>
  line(person(by), words(quoted(text) === '' ? ` cleared the ${what}` : ` set the ${what} to “${quoted(text)}”`));

const line = (...children: Text[]): Block[] => [{ type: 'paragraph', children }];
const words = (text: string): Text => ({ type: 'text', text });
const quoted = (text: string): string => lineOf(text, longestQuote);
const person = ({ id, name }: Who): Text => ({
  type: 'text',
  text: name || 'Someone',
  mention: { of: 'person', id },
});

/** `A`, `A and B`, `A, B and 3 others`. */
function listed(people: readonly Who[]): Text[] {
  const named = people.slice(0, people.length > mostNames ? mostNames - 1 : mostNames).map(person);
  const more = people.length - named.length;
  const items = more > 0 ? [...named, words(`${more} others`)] : named;
  return items.flatMap((item, at) => {
    if (at === 0) return [item];
    return [words(at === items.length - 1 ? ' and ' : ', '), item];
  });
}
