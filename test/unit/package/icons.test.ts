/** The icons are what Teams takes. "Design your app icon for Microsoft Teams" */
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { openPackage } from './support.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of the pixel, each up to 255. */
  at(column: number, row: number): readonly [number, number, number, number];
}

/** Enough of a PNG reader for pictures without filters, palettes or interlacing; it says so of others. */
function readPng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file);
  assert.equal(bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  assert.deepEqual([...header.subarray(8)], [8, 6, 0, 0, 0], 'red, green, blue and alpha of 8 bits');
  const lines = inflateSync(chunks.get('IDAT')!);
  const stride = 1 + 4 * width;
  for (let row = 0; row < height; row += 1) assert.equal(lines[row * stride], 0);
  return {
    width,
    height,
    at: (column, row) => {
      const start = row * stride + 1 + 4 * column;
      return [lines[start]!, lines[start + 1]!, lines[start + 2]!, lines[start + 3]!];
    },
  };
}

const pixelsOf = (picture: Picture) =>
  Array.from({ length: picture.width * picture.height }, (_, n) =>
    picture.at(n % picture.width, Math.floor(n / picture.width)),
  );

describe('the icons of the app', () => {
  let colour: Picture;
  let outline: Picture;
  before(async () => {
    const { files, manifest } = await openPackage();
    colour = readPng(files[manifest.icons.color]!);
    outline = readPng(files[manifest.icons.outline]!);
  });

  it('have the sizes that Teams asks for', () => {
    assert.deepEqual([colour.width, colour.height], [192, 192]);
    assert.deepEqual([outline.width, outline.height], [32, 32]);
  });

  it('in colour: filled to the edges, with the sign inside the middle', () => {
    const pixels = pixelsOf(colour);
    assert.ok(pixels.every(([, , , alpha]) => alpha === 255));
    const white = pixels.filter(([red, green, blue]) => red === 255 && green === 255 && blue === 255).length;
    assert.ok(white > 0.05 * pixels.length && white < 0.4 * pixels.length, `${white} white pixels`);
    for (let n = 0; n < 192; n += 1) {
      for (const [column, row] of [
        [n, 20],
        [n, 171],
        [20, n],
        [171, n],
      ] as const) {
        assert.notDeepEqual(colour.at(column, row).slice(0, 3), [255, 255, 255]);
      }
    }
  });

  it('in outline: white on nothing, and nothing else', () => {
    const pixels = pixelsOf(outline);
    assert.ok(pixels.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255));
    const solid = pixels.filter(([, , , alpha]) => alpha === 255).length;
    const clear = pixels.filter(([, , , alpha]) => alpha === 0).length;
    assert.ok(solid > 100 && clear > pixels.length / 2, `${solid} solid, ${clear} clear`);
    for (const [column, row] of [
      [0, 0],
      [31, 0],
      [0, 31],
      [31, 31],
    ] as const) {
      assert.equal(outline.at(column, row)[3], 0);
    }
  });
});
