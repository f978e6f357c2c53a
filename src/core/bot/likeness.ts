/** How much a word that was said resembles one that is known: for slips and beginnings. */

/** From 0 (nothing in common) to 1 (the same word). */
export function likeness(said: string, word: string): number {
  if (said === word) return 1;
  const shorter = Math.min(said.length, word.length);
  const longer = Math.max(said.length, word.length);
  if (shorter >= 3 && (word.startsWith(said) || said.startsWith(word))) return 0.8 + (0.2 * shorter) / longer;
  if (longer - shorter > longer / 2) return 0;
  return 1 - distance(said, word) / longer;
}

/** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, beforeLast[column - 2]! + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length]!;
}
