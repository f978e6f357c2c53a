/** Addresses that people paste: links where they stand in text, and nowhere else. */
import assert from 'node:assert/strict';
import { renderSlack } from '../../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { parseWebex } from '../../../src/connectors/webex/markup.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import { a, br, c, p, pre, t, td, ul } from './build.ts';

const site = 'https://example.com/a';
const author = null;

describe('a web address in text', () => {
  const rows: readonly [text: string, tree: Block][] = [
    [`see ${site} now`, p('see ', a(site), ' now')],
    [site, p(a(site))],
    [`${site}, ${site}.`, p(a(site), ', ', a(site), '.')],
    [`(${site})`, p('(', a(site), ')')],
    [`(see ${site}_(b)).`, p('(see ', a(`${site}_(b)`), ').')],
    [`[${site}]: “${site}”`, p('[', a(site), ']: “', a(site), '”')],
    [`${site}?b=c&d=[e]#f!`, p(a(`${site}?b=c&d=[e]#f`), '!')],
    [`请看 ${site}。`, p('请看 ', a(site), '。')],
    ['HTTP://Example.com', p(a('HTTP://Example.com'))],
    [`${site}\nb`, p(a(site), br, 'b')],
    ['https://bücher.example/ü', p(a('https://xn--bcher-kva.example/%C3%BC', 'https://bücher.example/ü'))],
    ...[
      'https://',
      'https://.',
      'xhttps://a.example',
      'ftp://a.example',
      'a // b',
      'example.com',
      'https://a\u202eb.example',
    ].map((text): [string, Block] => [text, p(text)]),
  ];
  for (const [text, tree] of rows) {
    it(JSON.stringify(text), () => {
      for (const read of [parseWebex({ text }), parseTeams({ contentType: 'text', content: text })]) {
        assert.deepEqual(read, [tree]);
      }
    });
  }

  it('is a link in HTML and Markdown, in the style around it, but not in code or in a link', () => {
    const html = `<ul><li>${site} <b>${site}</b></li></ul><table><tr><td>https&#58;//example.com/a</td></tr></table>`;
    const tree = [ul([p(a(site), ' ', a(site, t(site, 'b')))]), td([[a(site)]])];
    const code = `<p><code>${site}</code> <a href="https://a.example">${site}</a></p><pre>${site}</pre>`;
    const quiet = [p(c(site), ' ', a('https://a.example', site)), pre(site)];
    for (const parse of [
      (content: string) => parseTeams({ contentType: 'html', content }),
      (of: string) => parseWebex({ html: of }),
    ]) {
      assert.deepEqual(parse(html), tree);
      assert.deepEqual(parse(code), quiet);
    }
    assert.deepEqual(parseWebex({ markdown: `see ${site} **${site}**` }), [
      p('see ', a(site), ' ', a(site, t(site, 'b'))),
    ]);
  });

  it('reaches Slack as a link, and says where it leads where it seems to lead elsewhere', () => {
    const [sent] = renderSlack({ author, content: parseWebex({ text: `see ${site}` }) });
    assert.match(JSON.stringify(sent?.blocks), /\{"type":"link","url":"https:\/\/example\.com\/a"\}/);
    const [told] = renderTeams({ author, content: parseWebex({ text: 'https://bank.test@evil.test/' }) });
    assert.equal(told?.text, 'https://bank.test@evil.test/ (evil.test)');
  });

  it('CI-06 costs no time, however many there are', () => {
    for (const unit of [
      'https://',
      'https://a.example ',
      '(https://a.example',
      'https://a.example)',
      ')',
      'https://a.]',
      '://',
    ]) {
      const text = unit.repeat(60_000 / unit.length);
      const started = process.cpuUsage();
      parseWebex({ text: `https://a.example/${text}` });
      parseWebex({ text });
      assert.ok(process.cpuUsage(started).user < 500_000, unit);
    }
  });
});
