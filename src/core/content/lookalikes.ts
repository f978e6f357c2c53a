/**
 * What a text looks like, whatever letters it is written in: two texts of one skeleton can be taken for each other. The
 * table holds the letters of other scripts that chat fonts draw like Latin ones, as far as people meet them; forms of
 * one letter (wide, bold, raised, accented) are folded by Unicode itself.
 */

/** Control, direction, joining and other invisible characters, tags and fillers. */
export const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]|\p{Variation_Selector}|\u034f|\u17b4|\u17b5/gu;
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

export function skeleton(text: string): string {
  let looks = '';
  const plain = ascii.test(text) ? text : text.normalize('NFKD').replace(unseen, '').replace(marks, '');
  for (const character of plain) {
    const small = character.toLowerCase();
    looks += latin.get(character) ?? latin.get(small) ?? small;
  }
  for (const [pair, letter] of pairs) looks = looks.replace(pair, letter);
  return looks;
}
