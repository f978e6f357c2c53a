import assert from 'node:assert/strict';
import { createProduct } from '../../../../sandbox/kit/kit.ts';
import { drawPicture, publicPicture, shownPicture } from '../../../../sandbox/kit/pictures.ts';
import { demo } from '../../../../sandbox/seed.ts';

describe('pictures of people', () => {
  const kit = { product: createProduct({ publicUrl: 'https://mio.example', url: 'http://127.0.0.1:3978' }) };

  it('are reported at an address that is nowhere, and shown from the sandbox', () => {
    assert.equal(shownPicture(publicPicture('ada'), kit), '/_sandbox/people/ada.svg');
    assert.equal(shownPicture('https://mio.example/pictures/1', kit), 'http://127.0.0.1:3978/pictures/1');
    assert.equal(shownPicture('https://elsewhere.example/1.png', kit), null);
  });

  it('are initials on the person’s colour', () => {
    const picture = drawPicture(demo, 'hugo') ?? '';
    assert.match(picture, />HM</);
    assert.match(picture, /#004e8c/);
    assert.equal(drawPicture(demo, 'nobody'), undefined);
  });
});
