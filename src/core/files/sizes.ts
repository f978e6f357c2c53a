/** Sizes of files as people read them. */

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** Decimal units, as shops and networks count: `999 bytes`, `1.2 MB`, `25 MB`. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  // 999.5 of a unit would be shown as 1000 of it.
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const shown = unit > 0 && size < 9.95 ? size.toFixed(1) : String(Math.round(size));
  return `${shown} ${units[unit]}`;
}
