/** Which addresses may be links, and which labels need the truth beside them. */
import assert from 'node:assert/strict';
import { revealHosts, safeUrl } from '../../../src/core/content/links.ts';
import type { Inline } from '../../../src/core/content/tree.ts';
import { a, br, c, p, quote, t, ul } from './build.ts';

describe('an address', () => {
  const kept = [
    'https://a.example',
    'http://localhost:8080/x?y=z&w=(1)#v',
    'https://a.example/it%27s_*a*~b',
    'mailto:a@b.example?subject=c',
  ];
  for (const url of kept) it(`is kept: ${url}`, () => assert.equal(safeUrl(url), url));

  const mended: readonly [raw: string, url: string][] = [
    [' https://a.example/b ', 'https://a.example/b'],
    ['https://a.example/b c', 'https://a.example/b%20c'],
    ['https://a.example/"><b>?"<`|', 'https://a.example/%22%3E%3Cb%3E?%22%3C%60%7C'],
    ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
    ['https:a.example', 'https://a.example/'],
    ['https:\\\\a.example\\b', 'https://a.example/b'],
    ['ht\ntps://a.example', 'https://a.example/'],
  ];
  for (const [raw, url] of mended) it(`is mended: ${JSON.stringify(raw)}`, () => assert.equal(safeUrl(raw), url));

  const refused = [
    '',
    'a.example',
    '//a.example',
    '/a',
    '#a',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/x',
    'msteams:/l/x',
    'tel:123',
    'https://',
    'mailto:',
    'mailto:nobody',
    `https://a.example/${'a'.repeat(9000)}`,
  ];
  for (const url of refused)
    it(`is refused: ${JSON.stringify(url).slice(0, 40)}`, () => assert.equal(safeUrl(url), undefined));
});

describe('a label', () => {
  const honest: readonly [label: string, url: string][] = [
    ['the dashboard', 'https://a.example'],
    ['https://a.example/b', 'https://a.example/b'],
    ['a.example', 'https://a.example/b'],
    ['www.a.example', 'https://a.example'],
    ['A.Example/b/index.html', 'https://www.a.example/b/index.html'],
    ['see (a.example),', 'https://a.example'],
    ['a.example', 'https://a.example:8443'],
    ['a@b.example', 'mailto:a@b.example'],
    ['v1.2.3 e.g. 10.5', 'https://a.example'],
    ['xn--bcher-kva.example', 'https://xn--bcher-kva.example/'],
    ['Q3 plan.docx', 'https://contoso.sharepoint.com/x'],
    ['q3-report.final.pdf (12 pages)', 'https://contoso.sharepoint.com/x'],
    ['README.md', 'https://code.example/a/README.md'],
    ['Node.js | config.yaml | .NET | release 2.4.rc1', 'https://a.example'],
    ['a.example|login, a.example–login', 'https://a.example'],
    ['see a.example/b/other.example', 'https://a.example'],
    ['Ada (a@b.example)', 'mailto:a@b.example'],
  ];
  for (const [label, url] of honest) {
    const tree = [p(a(url, label))];
    it(`is left alone: ${label} → ${url}`, () => assert.equal(revealHosts(tree), tree));
  }

  const misleading: readonly [label: string, url: string, host: string][] = [
    ['https://bank.test', 'https://evil.test/x', 'evil.test'],
    ['bank.test', 'https://evil.test', 'evil.test'],
    ['go to BANK.test now', 'https://evil.test', 'evil.test'],
    ['bank.test', 'https://bank.test.evil.test', 'bank.test.evil.test'],
    ['https://bank.test@evil.test', 'https://bank.test@evil.test', 'evil.test'],
    ['https://bank。test', 'https://evil.test', 'evil.test'],
    ['bank\u200b.te\u00adst', 'https://evil.test', 'evil.test'],
    ['https://bank.test\u2215evil.test', 'https://evil.test', 'evil.test'],
    ['http://localhost', 'https://evil.test', 'evil.test'],
    ['10.0.0.1', 'https://evil.test', 'evil.test'],
    ['bank.test', 'http://10.0.0.1:8080/', '10.0.0.1:8080'],
    ['https://аpple.com', 'https://xn--pple-43d.com/', 'xn--pple-43d.com'],
    ['the dashboard', 'https://xn--pple-43d.com/', 'xn--pple-43d.com'],
    ['boss@bank.test', 'mailto:thief@evil.test', 'thief@evil.test'],
    ['boss@evil.test', 'mailto:thief@evil.test', 'thief@evil.test'],
    ...['|', '–', ',', ';', '=', '&', '!', '"', '*', '%', '(', '•', '…', '-', '_', '\u00a0', '@'].map(
      (mark): [string, string, string] => [`bank.test${mark}login`, 'https://evil.test', 'evil.test'],
    ),
    ...['\u202c', '\u2066', '\u061c', '\ufe0f', '\u034f', '\u200d', '\u180e', '\u{e0061}', '\u115f'].map(
      (unseen): [string, string, string] => [`bank.te${unseen}st`, 'https://evil.test', 'evil.test'],
    ),
    ...['\u2024', '\ua4f8', '\u0701', '\uff0e'].map((dot): [string, string, string] => [
      `bank${dot}test`,
      'https://evil.test',
      'evil.test',
    ]),
    ['\u202etset.knab', 'https://evil.test', 'evil.test'],
    ['\u202etset.563', 'https://evil.test', 'evil.test'],
    ['plan.docx at bank.test', 'https://evil.test', 'evil.test'],
    ['login/bank.test', 'https://evil.test', 'evil.test'],
  ];
  for (const [label, url, host] of misleading) {
    it(`is told on: ${label} → ${url}`, () => {
      const told = revealHosts([p(a(url, label))]);
      assert.deepEqual(told, [p(a(url, label), ` (${host})`)]);
      assert.deepEqual(revealHosts(told), told);
    });
  }

  it('is told on wherever it stands, before whatever follows', () => {
    const link = a('https://evil.test', t('bank', 'b'), '.test');
    const tree = [quote(ul([p('a', link, 'b', br, link, c('c'), link, t('d', 'b'))]))];
    const note = ' (evil.test)';
    const told = p('a', link, `${note}b`, br, link, t(note), c('c'), link, t(note), t('d', 'b'));
    assert.deepEqual(revealHosts(tree), [quote(ul([told]))]);
  });

  it('is told on where links side by side make one of it', () => {
    const [first, last] = [a('https://evil.test/1', 'bank'), a('https://evil.test/2', '.test')];
    const other = a('https://other.test', t('.te', 'b'), 'st');
    const rows: readonly [children: Inline[], note: string][] = [
      [[first, last], ' (evil.test)'],
      [[first, t('\u200b'), last], ' (evil.test)'],
      [[first, other], ' (evil.test, other.test)'],
      [[first, a('https://other.test', '.test or bank.test')], ' (other.test, evil.test)'],
    ];
    for (const [children, note] of rows) {
      const told = revealHosts([p(...children)]);
      assert.deepEqual(told, [p(...children, note)]);
      assert.deepEqual(revealHosts(told), told);
    }
    assert.deepEqual(revealHosts([p(first, last, t('\u200b', 'b'))]), [
      p(first, last, ' (evil.test)', t('\u200b', 'b')),
    ]);
    const honest = [p(first, ' ', last), p(first, br, last), p(first, a('https://a.example', 'https://a.example'))];
    assert.equal(revealHosts(honest), honest);
  });

  it('of a great many dots costs no time', () => {
    const started = performance.now();
    const units = ['.', 'a.', 'a', '://', '://a', 'a.b@', '-a.bc', 'a/', '@', 'bank.test|', '\u200b', '\u202ea.b'];
    const labels = units.map((unit) => unit.repeat(60_000 / unit.length));
    for (const label of [...labels, `${labels[2]}.bc`, `${labels[0]}bc`, `a${'_'.repeat(60_000)}.bc`]) {
      revealHosts([p(a('https://evil.test', label))]);
    }
    assert.ok(performance.now() - started < 1000);
  });
});
