/**
 * Photos as the directory keeps them: PNG, because a product must not serve a stranger's SVG. Initials in a pixel font
 * on the person's colour; drawn here, so that the sandbox needs neither files nor a graphics library.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { SeedPerson } from '../seed.ts';

/** Five columns by seven rows, a row per number, the leftmost column in the highest of five bits. */
const letters: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  W: [17, 17, 17, 21, 21, 27, 17],
};
const unknownLetter: readonly number[] = [14, 17, 1, 6, 4, 0, 4];

const size = 96;
/** Pixels per dot of the font; two letters and the gap between them are eleven dots wide. */
const dot = 6;
const left = (size - 11 * dot) / 2;
const top = (size - 7 * dot) / 2;

/** A square PNG of 96 pixels. */
export function drawPortrait({ name, colour }: Pick<SeedPerson, 'name' | 'colour'>): Buffer {
  const initials = name.split(' ').map((word) => letters[word[0]?.toUpperCase() ?? ''] ?? unknownLetter);
  const ground = Buffer.from(colour.slice(1), 'hex');
  const rows: Buffer[] = [];
  for (let y = 0; y < size; y += 1) {
    const row = Buffer.alloc(1 + size * 3);
    for (let x = 0; x < size; x += 1) {
      if (isInk(initials, x, y)) row.fill(255, 1 + x * 3, 4 + x * 3);
      else ground.copy(row, 1 + x * 3);
    }
    rows.push(row);
  }
  return encode(Buffer.concat(rows));
}

function isInk(initials: readonly (readonly number[])[], x: number, y: number): boolean {
  const column = Math.floor((x - left) / dot);
  const row = Math.floor((y - top) / dot);
  if (column < 0 || row < 0 || row > 6 || column > 10 || column === 5) return false;
  const letter = column < 5 ? initials[0] : initials[1];
  return (((letter?.[row] ?? 0) >> (4 - (column % 6))) & 1) === 1;
}

/** "Portable Network Graphics (PNG) Specification": 8 bits a channel, RGB, no interlace, no filter. */
function encode(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
