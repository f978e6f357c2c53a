/**
 * Draws the two icons of the app: three speech bubbles that overlap into one. Run it after a change and commit what it
 * wrote: `node appPackage/draw-icons.ts`. Teams wants 192x192 in colour and 32x32 in white on nothing.
 */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
type Circle = readonly [x: number, y: number, radius: number];

const purple: Colour = [0x4f, 0x52, 0xb2, 255];
const white: Colour = [255, 255, 255, 255];
const nothing: Colour = [255, 255, 255, 0];

/** In units of the icon's side. */
const bubbles: readonly Circle[] = [
  [0.35, 0.4, 0.19],
  [0.65, 0.4, 0.19],
  [0.5, 0.64, 0.19],
];
const ring = 0.055;

/** How much of a point is covered by the outline of a bubble; the bubbles' common middle stays open. */
function covers(x: number, y: number): boolean {
  return bubbles.some(([cx, cy, radius]) => Math.abs(Math.hypot(x - cx, y - cy) - radius) < ring / 2);
}

function draw(side: number, ground: Colour): Buffer {
  const samples = 4;
  const rows: Buffer[] = [];
  for (let row = 0; row < side; row += 1) {
    const pixels = Buffer.alloc(1 + side * 4);
    for (let column = 0; column < side; column += 1) {
      let hits = 0;
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const x = (column + ((sample % samples) + 0.5) / samples) / side;
        const y = (row + (Math.floor(sample / samples) + 0.5) / samples) / side;
        if (covers(x, y)) hits += 1;
      }
      const share = hits / (samples * samples);
      for (let channel = 0; channel < 4; channel += 1) {
        const value = ground[channel]! * (1 - share) + white[channel]! * share;
        pixels[1 + column * 4 + channel] = Math.round(value);
      }
    }
    rows.push(pixels);
  }
  return png(side, Buffer.concat(rows));
}

/** "Portable Network Graphics Specification": 8 bits, red, green, blue and alpha. */
function png(side: number, scanlines: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(scanlines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

writeFileSync(new URL('color.png', import.meta.url), draw(192, purple));
writeFileSync(new URL('outline.png', import.meta.url), draw(32, nothing));
