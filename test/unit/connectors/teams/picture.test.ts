/** Which bytes are a picture that a bot may post, and how large it is. */
import assert from 'node:assert/strict';
import { fitsTeams, pictureIn } from '../../../../src/connectors/teams/picture.ts';
import { gif, jpeg, png } from './support/pictures.ts';

describe('a picture for Teams', () => {
  const known: readonly [what: string, bytes: Buffer, told: object][] = [
    ['a PNG', png(640, 480), { type: 'image/png', width: 640, height: 480 }],
    ['a GIF', gif(3, 1025), { type: 'image/gif', width: 3, height: 1025 }],
    ['a JPEG', jpeg(1024, 768), { type: 'image/jpeg', width: 1024, height: 768 }],
    ['a progressive JPEG', jpeg(10, 20, 0xc2), { type: 'image/jpeg', width: 10, height: 20 }],
  ];
  for (const [what, bytes, told] of known) it(`is ${what}`, () => assert.deepEqual(pictureIn(bytes), told));

  const others: readonly [what: string, bytes: Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['FL-05 a page under the name of a picture', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a vector graphic', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['the beginning of a PNG', png(1, 1).subarray(0, 20)],
    ['a JPEG without a frame', jpeg(1, 1).subarray(0, 12)],
    ['a JPEG whose segments lead nowhere', Buffer.from('ffd8ffe0ffff00', 'hex')],
  ];
  for (const [what, bytes] of others) it(`is not ${what}`, () => assert.equal(pictureIn(bytes), undefined));

  it('is at most 1024 wide and high', () => {
    const fits = (width: number, height: number) => fitsTeams({ type: 'image/png', width, height });
    assert.deepEqual([fits(1024, 1024), fits(1025, 1), fits(1, 1025)], [true, false, false]);
  });
});
