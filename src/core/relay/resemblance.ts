/**
 * Whether a text may be another one as a platform shows it. Platforms change what they are given a little: white space,
 * emoji, how somebody is called. None makes another message of it.
 */

/** What both have in common, of the shorter one: 0 … 1. Undefined where one of them has no words to tell it by. */
export function resemblance(one: string, other: string): number | undefined {
  const pairs = pairsIn(one);
  const others = pairsIn(other);
  const least = Math.min(pairs.size, others.size);
  if (least === 0) return undefined;
  let common = 0;
  for (const pair of pairs) if (others.has(pair)) common += 1;
  return common / least;
}

/** Pairs of neighbouring letters and digits: they work in every script, and need no words to be told apart. */
function pairsIn(text: string): ReadonlySet<string> {
  const letters =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]/gu) ?? [];
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}
