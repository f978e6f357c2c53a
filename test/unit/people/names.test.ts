/** Names that can be taken for somebody else's, told apart. */
import assert from 'node:assert/strict';
import { authorLabel, displayName, distinguish } from '../../../src/core/content/author.ts';
import type { ChannelId, PersonId } from '../../../src/core/model.ts';
import { createNames } from '../../../src/core/people/names.ts';

const ada = { id: 'ada', name: 'Ada Nowak' };
/** The first four digits of the SHA-256 of `mallory`. */
const mark = ' ·c0a4';

describe('CI-05 a name that can be taken for another’s', () => {
  const confusable: readonly [what: string, name: string][] = [
    ['the same', 'Ada Nowak'],
    ['in Cyrillic letters', 'Аdа Nоwаk'],
    ['in Greek letters', 'Αda Νοωaκ'],
    ['in wide letters', 'Ａｄａ Ｎｏｗａｋ'],
    ['in bold letters', '𝐀𝐝𝐚 𝐍𝐨𝐰𝐚𝐤'],
    ['in small capitals', 'ᴀᴅᴀ ɴᴏᴡᴀᴋ'],
    ['with an accent', 'Ada Nówąk'],
    ['in another case', 'ADA nowak'],
    ['with other spaces', 'AdaNowak'],
    ['with a gap that can’t be seen', 'Ada\u200b Now\u2060ak'],
    ['written backwards for the eye', '\u202eAda Nowak'],
    ['with a line break', 'Ada\nNowak'],
    ['with punctuation', '"Ada-Nowak"'],
    ['with a digit for a letter', 'Ada N0wak'],
    ['with two letters for one', 'Ada Novvak'],
  ];
  for (const [what, name] of confusable) {
    it(`is marked: ${what}`, () => {
      assert.equal(distinguish(name, 'mallory', [ada]), displayName(name) + mark);
    });
  }

  const ofMio: readonly string[] = ['Mio', 'MIO', 'Мiо', 'Μιο', 'M.I.O.', 'M\u200bio', 'Ｍｉｏ', 'Ml0'];
  for (const name of ofMio)
    it(`is marked: Mio’s, as ${JSON.stringify(name)}`, () =>
      assert.equal(distinguish(name, 'mallory', []), displayName(name) + mark));

  for (const name of ['Ada Nowak ·3f9a', 'Ada Nowak•3f9a', 'Ada Nowak ・3F9A', 'Ada Nowak ·\u200b3f9a'])
    it(`is marked: one that has a mark already, as ${JSON.stringify(name)}`, () =>
      assert.equal(distinguish(name, 'mallory', []), displayName(name) + mark));

  const honest: readonly string[] = [
    'Ada Nowak-Kim',
    'Ben',
    'Łukasz 中村',
    'Miro',
    'Mia',
    'Ada',
    '😀',
    'Ada · Contoso',
  ];
  for (const name of honest)
    it(`is left alone: ${name}`, () => assert.equal(distinguish(name, 'mallory', [ada]), name));

  it('is one’s own', () => assert.equal(distinguish('Ada Nowak', 'ada', [ada]), 'Ada Nowak'));

  it('keeps its mark where it is too long', () => {
    const long = 'a'.repeat(500);
    const shown = distinguish(long, 'mallory', [{ id: 'ada', name: long }]);
    assert.equal(shown, `${'a'.repeat(73)}…${mark}`);
    assert.equal(authorLabel({ name: shown, platform: 'slack' }), `${shown} (Slack)`);
  });

  it('is told apart by a mark that differs', () => {
    assert.notEqual(
      distinguish('Ada', 'x', [ada, { id: 'y', name: 'Ada' }]),
      distinguish('Ada', 'y', [{ id: 'x', name: 'Ada' }]),
    );
  });
});

describe('CI-05 the names of a channel', () => {
  const [here, there] = ['here' as ChannelId, 'there' as ChannelId];
  const [first, second] = ['ada' as PersonId, 'mallory' as PersonId];

  it('are marked from the second of one look on, both of them', () => {
    const names = createNames();
    assert.equal(names.shown(here, 'slack', first, 'Ada Nowak'), 'Ada Nowak');
    assert.equal(names.shown(here, 'slack', second, 'Аda Nowak'), `Аda Nowak${mark}`);
    assert.match(names.shown(here, 'slack', first, 'Ada Nowak'), /^Ada Nowak ·[0-9a-f]{4}$/);
  });

  it('mean nothing in another channel', () => {
    const names = createNames();
    names.shown(here, 'slack', first, 'Ada Nowak');
    assert.equal(names.shown(there, 'slack', second, 'Ada Nowak'), 'Ada Nowak');
  });

  it('need no mark where the platform behind them differs', () => {
    const names = createNames();
    assert.equal(names.shown(here, 'slack', first, 'Ada Nowak'), 'Ada Nowak');
    assert.equal(names.shown(here, 'webex', second, 'Ada Nowak'), 'Ada Nowak');
  });

  it('are given back by whoever takes another', () => {
    const names = createNames();
    names.shown(here, 'slack', first, 'Ada Nowak');
    assert.equal(names.shown(here, 'slack', first, 'Ada Kim'), 'Ada Kim');
    assert.equal(names.shown(here, 'slack', second, 'Ada Nowak'), 'Ada Nowak');
    assert.equal(names.shown(here, 'slack', first, 'Ada Kim'), 'Ada Kim');
  });

  it('are forgotten one by one where there are too many', () => {
    const names = createNames();
    names.shown(here, 'slack', first, 'Ada Nowak');
    for (let number = 0; number < 20_000; number++)
      names.shown(here, 'slack', `p${number}` as PersonId, `Person ${number} x`);
    assert.equal(names.shown(here, 'slack', second, 'Ada Nowak'), 'Ada Nowak');
  });
});
