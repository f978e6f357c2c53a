/** Who wrote: a photo, Mio's mark for Mio's own accounts, or initials on the person's colour. */
import { createContext, useContext, useState } from 'react';
import type { Author, Person } from './api.ts';

export const People = createContext<readonly Person[]>([]);

/** Addresses that had no picture: not asked for again by every message of that author. */
const missing = new Set<string>();

/** Mio under its own name: its bot, or the account that relays. */
export const isMio = ({ name, kind }: Author, people: readonly Person[]): boolean =>
  (kind === 'app' && name === 'Mio') || people.some((person) => person.service && person.name === name);

export function Picture({ author }: { readonly author: Author }) {
  const people = useContext(People);
  const [, setBroken] = useState('');
  const { name, picture } = author;
  if (isMio(author, people)) return <img className="picture" src="./mio.svg" alt="" />;
  if (picture !== null && !missing.has(picture)) {
    const onError = () => {
      missing.add(picture);
      setBroken(picture);
    };
    return <img className="picture" src={picture} alt="" onError={onError} />;
  }
  const bare = name.replace(/ \([^)]*\)$/, '');
  return (
    <span
      className="picture"
      aria-hidden="true"
      style={{ background: people.find((person) => person.name === bare)?.colour }}
    >
      {initialsOf(bare)}
    </span>
  );
}

const initialsOf = (name: string): string => {
  const words = name.split(' ').filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
};
