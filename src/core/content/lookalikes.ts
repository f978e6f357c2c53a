/**
 * What a text looks like, whatever letters it is written in: two texts of one skeleton can be taken for each other. The
 * table holds the letters of other scripts that chat fonts draw like Latin ones, as far as people meet them; forms of
 * one letter (wide, bold, raised, accented) are folded by Unicode itself.
 */

/**
 * What can't be seen: control, direction and joining characters, tags, fillers, halves of characters, and those of
 * nobody's alphabet.
 */
export const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const marks = /\p{M}/gu;
const ascii = /^[\x20-\x7e]*$/;

/** A capital that looks different from its small letter stands in the table itself; all others go by the small one. */
const likeLatin: Readonly<Record<string, string>> = {
  a: 'аαɑᴀ',
  b: 'ьвβʙ',
  c: 'сϲςᴄ',
  d: 'ԁᴅđɗ',
  e: 'еεєᴇҽ',
  f: 'ꜰƒ',
  g: 'ɡɢց',
  h: 'һнΗʜħհ',
  j: 'јϳᴊ',
  k: 'кκᴋ',
  l: 'ӏіιıɪʟłǀ|1i',
  m: 'мμµᴍ',
  n: 'пηΝɴո',
  o: 'оοᴏøօ0',
  p: 'рρᴘ',
  q: 'ԛզ',
  r: 'гʀ',
  s: 'ѕꜱ',
  t: 'тτᴛ',
  u: 'υᴜս',
  v: 'ѵνᴠ',
  w: 'ԝѡωшᴡ',
  x: 'хχ',
  y: 'уΥʏү',
  z: 'ᴢΖ',
  ae: 'æӕ',
  ss: 'ß',
};

const latin: ReadonlyMap<string, string> = new Map(
  Object.entries(likeLatin).flatMap(([looks, letters]) => Array.from(letters, (letter) => [letter, looks] as const)),
);

/** Two letters side by side that look like one. */
const pairs: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/** Without what can't be seen, and every letter in its plainest form. */
export const plainest = (text: string): string =>
  ascii.test(text) ? text : text.normalize('NFKD').replace(unseen, '').replace(marks, '');

export function skeleton(text: string): string {
  let looks = '';
  for (const character of plainest(text)) {
    const small = character.toLowerCase();
    looks += latin.get(character) ?? latin.get(small) ?? small;
  }
  for (const [pair, letter] of pairs) looks = looks.replace(pair, letter);
  return looks;
}
