/**
 * Draws the two icons of the app: an m whose arches share their middle leg, as two conversations share their words. Run
 * it after a change and commit what it wrote: `node appPackage/draw-icons.ts`. Teams wants 192x192 in colour and 32x32
 * in white on nothing, with the sign inside the middle two thirds. "Design your app icon for Microsoft Teams"
 */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];
/** Alpha from 0 to 1. */
type Pixel = readonly [...Colour, alpha: number];

interface Icon {
  readonly side: number;
  /** Width of the sign, as a share of the icon's side. */
  readonly sign: number;
  /** Width of its strokes, in units of the sign. */
  readonly stroke: number;
  /** The ground behind the sign, at a point from 0 to 1. */
  readonly ground: (x: number, y: number) => Pixel;
}

const white: Colour = [255, 255, 255];
/** From the upper left to the lower right: the colours of the three platforms that meet. */
const stops: readonly (readonly [at: number, colour: Colour])[] = [
  [0, [0x5b, 0x5f, 0xe8]],
  [0.55, [0xb4, 0x3a, 0x92]],
  [1, [0x0e, 0x9a, 0x9a]],
];

// The sign, on a grid of its own: three legs, two half circles on them, and the point where the conversations meet.
const legs: readonly (readonly [x: number, top: number, bottom: number])[] = [
  [-18, -8, 13],
  [0, -8, 2],
  [18, -8, 13],
];
const arches: readonly number[] = [-9, 9];
const [archTop, archRadius] = [-8, 9];
const point = { x: 0, y: 12.5, radius: 3.7 };
const signWidth = 42;
/** From the middle of the grid to the middle of the sign. */
const middle = -2;

/** How far a place is from the edge of the sign; negative inside it. */
function distance(x: number, y: number, stroke: number): number {
  const toLegs = legs.map(([leg, top, bottom]) => Math.hypot(x - leg, y - Math.min(Math.max(y, top), bottom)));
  const toArches = arches.map((centre) =>
    y <= archTop ? Math.abs(Math.hypot(x - centre, y - archTop) - archRadius) : Number.POSITIVE_INFINITY,
  );
  const toPoint = Math.hypot(x - point.x, y - point.y) - point.radius;
  return Math.min(Math.min(...toLegs, ...toArches) - stroke / 2, toPoint);
}

function blend(stopsOf: typeof stops, at: number): Colour {
  const next = Math.max(
    1,
    stopsOf.findIndex(([stop]) => stop >= at),
  );
  const [from, one] = stopsOf[next - 1]!;
  const [to, other] = stopsOf[next]!;
  const share = (at - from) / (to - from);
  return one.map((value, channel) => value + (other[channel]! - value) * share) as unknown as Colour;
}

function draw({ side, sign, stroke, ground }: Icon): Buffer {
  const unit = (side * sign) / signWidth;
  const rows: Buffer[] = [];
  for (let row = 0; row < side; row += 1) {
    const pixels = Buffer.alloc(1 + side * 4);
    for (let column = 0; column < side; column += 1) {
      const [x, y] = [column + 0.5, row + 0.5];
      const far = distance((x - side / 2) / unit, (y - side / 2) / unit + middle, stroke) * unit;
      const covered = Math.min(Math.max(0.5 - far, 0), 1);
      const [red, green, blue, alpha] = ground(x / side, y / side);
      const under = [red, green, blue];
      for (const [channel, value] of under.entries()) {
        // On nothing there is no colour to blend with.
        const mixed = alpha === 0 ? white[channel]! : value * (1 - covered) + white[channel]! * covered;
        pixels[1 + column * 4 + channel] = Math.round(mixed);
      }
      pixels[1 + column * 4 + 3] = Math.round(255 * Math.max(alpha, covered));
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

const icons: Readonly<Record<string, Icon>> = {
  'color.png': { side: 192, sign: 0.6, stroke: 6.4, ground: (x, y) => [...blend(stops, (x + y) / 2), 1] },
  'outline.png': { side: 32, sign: 0.86, stroke: 5, ground: () => [...white, 0] },
};
for (const [name, icon] of Object.entries(icons)) writeFileSync(new URL(name, import.meta.url), draw(icon));
