/** Mentions that Mio writes into Slack: live where the tree says so, and never because somebody typed one. */
import assert from 'node:assert/strict';
import { renderSlack } from '../../../../src/connectors/slack/markup.ts';
import type { Inline, Mention } from '../../../../src/core/content/tree.ts';
import type { PersonId } from '../../../../src/core/model.ts';
import { p, t } from '../../content/build.ts';
import { all, bob, general } from './names.ts';

const text = (words: string) => ({ type: 'text', text: words });

describe('CI-01 mentions, written for Slack', () => {
  const written = (...children: Inline[]) => {
    const [part] = renderSlack({ author: null, content: [p(...children)] });
    const [block] = part?.blocks ?? [];
    return {
      leaves: block?.type === 'rich_text' ? block.elements.flatMap((one): unknown[] => one.elements) : [],
      ...part,
    };
  };

  it('are live where the tree says whom they name, in the blocks and in the text', () => {
    const {
      leaves,
      fallback,
      text: seen,
    } = written({ ...bob, bold: true }, t(' & '), all('@everyone'), t(' '), general);
    assert.deepEqual(leaves, [
      { type: 'user', user_id: 'U0BOB0001', style: { bold: true } },
      text(' & '),
      { type: 'broadcast', range: 'channel' },
      text(' '),
      { type: 'channel', channel_id: 'C0GENERAL' },
    ]);
    assert.equal(fallback, '<@U0BOB0001> &amp; <!channel> <#C0GENERAL>');
    assert.equal(seen, '@Bob Tan & @everyone #general');
  });

  const tokens =
    '<!channel> <!here> <!everyone> <!subteam^S1> <!subteam^S1|@ops> <@U0BOB0001> <@U0BOB0001|bob> <#C0GENERAL> &lt;!here&gt; <\u200b!here>';
  it('are nothing but text where somebody typed one, beside a real one too', () => {
    for (const children of [[t(tokens)], [t(`${tokens} \u00010\u0001`), bob]]) {
      const { leaves, fallback } = written(...children);
      assert.deepEqual(leaves[0], text(children[0]?.text ?? ''));
      for (const [tag] of (fallback ?? '').matchAll(/<[^>]*>/g)) assert.equal(tag, '<@U0BOB0001>');
      assert.match(fallback ?? '', /^&lt;!channel&gt; &lt;!here&gt;/);
    }
    assert.equal(written(t(tokens)).fallback?.includes('<'), false);
  });

  const strangers: readonly [why: string, mention: Mention][] = [
    ['a person of Teams', { of: 'person', id: '8ea0e38b-efb3-4757-924a-5f94061cf8c2' as PersonId }],
    ['a tag for an id', { of: 'person', id: 'U1> <!channel' as PersonId }],
    ['a channel of Webex', { of: 'conversation', id: 'Y2lzY29zcGFyazovL3Vz' }],
  ];
  for (const [why, mention] of strangers) {
    it(`are their text where the id is none of Slack’s: ${why}`, () => {
      const { leaves, fallback } = written({ type: 'text', text: '@Ada', mention });
      assert.deepEqual([leaves, fallback], [[text('@Ada')], '@Ada']);
    });
  }

  it('are whole in a text that is too long for its tags', () => {
    const { fallback, leaves } = written(t('&'.repeat(5000)), bob);
    assert.doesNotMatch(fallback ?? '', /</);
    assert.deepEqual(leaves.at(-1), { type: 'user', user_id: 'U0BOB0001' });
  });
});
