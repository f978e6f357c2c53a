/** Characters by what HTML calls them, as far as apps write them so in Markdown. */
const characters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** Of `amp`, `#39` or `#x27`; undefined of a name that is not known. */
export function characterOf(entity: string): string | undefined {
  if (!entity.startsWith('#')) return Object.hasOwn(characters, entity) ? characters[entity] : undefined;
  const isHexadecimal = entity.charAt(1).toLowerCase() === 'x';
  const point = isHexadecimal ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
