/** What an author may see before a message crosses. */
import assert from 'node:assert/strict';
import { renderSlack } from '../../../src/connectors/slack/markup.ts';
import { renderTeams } from '../../../src/connectors/teams/markup.ts';
import { messageId, personId } from '../../../src/connectors/webex/ids.ts';
import { renderWebex } from '../../../src/connectors/webex/markup.ts';
import type { Feature } from '../../../src/core/capabilities.ts';
import type { Draft } from '../../../src/core/connector.ts';
import type { Block, Text } from '../../../src/core/content/tree.ts';
import type { Platform, PresentMessage } from '../../../src/core/model.ts';
import { type PreviewLeg, preview } from '../../../src/core/preview.ts';
import { capabilities } from '../../support/fidelity.ts';
import { a, br, h, ol, p, pre, quote, t, th, ul } from '../content/build.ts';

type Part = { readonly text: string };
const leg = (platform: Platform, render: (draft: Draft) => Part[]): PreviewLeg => ({
  connector: {
    platform,
    capabilities: capabilities[platform],
    render: (draft) => render(draft).map((payload) => ({ payload, text: payload.text })),
    renderFiles: () => [],
  },
});
/** The same with something else about it. */
const but = ({ connector }: PreviewLeg, other: Partial<PreviewLeg['connector']>): PreviewLeg => ({
  connector: { ...connector, ...other },
});
const teams = leg('teams', renderTeams);
const slack = leg('slack', renderSlack);
const webex = leg('webex', renderWebex);

const ada = { name: 'Ada', platform: 'slack' } as const;
const written = (content: Block[], rest: Partial<PresentMessage> = {}): PresentMessage => ({
  is: 'present',
  version: 1,
  at: 0,
  author: { id: personId('ada')!, kind: 'person' },
  root: null,
  content,
  ...rest,
});
/** What each leg loses, but for the line that names the author. */
const lost = (message: PresentMessage, legs: readonly PreviewLeg[], author: typeof ada & { picture?: string } = ada) =>
  preview(message, author, legs).map(({ downgrades }) =>
    downgrades.map(({ feature }) => feature).filter((feature) => feature !== 'authorName'),
  );

describe('a preview', () => {
  it('shows each leg what it would be sent', () => {
    const message = written([p('hello ', t('you', 'b'))]);
    const [inTeams, inWebex] = preview(message, ada, [teams, webex]);
    assert.equal(inTeams?.platform, 'teams');
    assert.deepEqual(inTeams.parts, [
      {
        kind: 'text',
        payload: { html: '<p><strong>Ada</strong> (Slack)</p><p>hello <strong>you</strong></p>', text: 'hello you' },
        text: 'hello you',
      },
    ]);
    assert.match(JSON.stringify(inWebex?.parts[0]?.payload), /\*\*Ada \(Slack\):\*\*/);
  });

  it('says into what each feature is converted', () => {
    const [inWebex] = preview(written([p(t('gone', 's'))]), ada, [webex]);
    assert.deepEqual(
      inWebex?.downgrades,
      [
        { feature: 'strike', ...capabilities.webex.strike, read: undefined },
        { feature: 'authorName', ...capabilities.webex.authorName },
      ].map(({ feature, level, as }) => ({ feature, level, as })),
    );
  });

  const rows: readonly [what: string, content: Block[], teams: Feature[], slack: Feature[], webex: Feature[]][] = [
    ['plain text', [p('a', br, 'b')], [], [], []],
    ['what all have', [p(t('a', 'bi'), a('https://a.example')), ul([p('b'), ol(1, 'c')]), quote(p('d'))], [], [], []],
    ['strike and underline in a cell', [th([[t('a', 's')], [t('b', 'u')]])], [], [], ['strike', 'underline', 'table']],
    ['headings', [h(2, 'a'), h(5, 'b')], ['smallHeading'], ['heading', 'smallHeading'], []],
    ['code with its language', [pre('a', 'python')], ['codeLanguage'], ['codeLanguage'], []],
    ['a quote in a quote', [quote(quote(p('a')))], [], ['nestedQuote'], []],
  ];
  for (const [what, content, ...expected] of rows) {
    it(`of ${what} lists what is lost`, () =>
      assert.deepEqual(lost(written(content), [teams, slack, webex]), expected));
  }

  it('says that a message becomes several', () => {
    const content = [p('word '.repeat(3000).trim())];
    const [inTeams, inWebex] = preview(written(content), ada, [teams, webex]);
    assert.deepEqual([inTeams?.parts.length, inWebex?.parts.length], [1, 3]);
    assert.deepEqual(lost(written(content), [teams, webex]), [[], ['longText']]);
  });

  it('says where the picture of an author can not be shown', () => {
    assert.deepEqual(lost(written([p('a')]), [teams, slack, webex], { ...ada, picture: 'https://a.example/1.png' }), [
      ['authorPicture'],
      ['authorPicture'],
      ['authorPicture'],
    ]);
  });

  it('holds whom a leg knows, and says where a name is no more than that', () => {
    const ada: Text = { type: 'text', text: '@Ada', mention: { of: 'person', id: personId('ada')! } };
    const all: Text = { type: 'text', text: '@all', mention: { of: 'everyone' } };
    const native = { level: 'native' } as const;
    const known = but(slack, { capabilities: { ...capabilities.slack, mention: native, everyoneMention: native } });
    const found = {
      ...known,
      content: [p({ ...ada, mention: { of: 'person', id: personId('U1')! } }, ' and ', '@all')],
    };
    assert.deepEqual(lost(written([p(ada, ' and ', all)]), [known, found]), [
      ['mention', 'everyoneMention'],
      ['everyoneMention'],
    ]);
    const [unknown] = preview(written([p(ada)]), { name: 'Eva', platform: 'slack' }, [known]);
    const [told] = preview(written([p(ada)]), { name: 'Eva', platform: 'slack' }, [found]);
    for (const one of [unknown, told]) assert.doesNotMatch(JSON.stringify(one?.parts), /user_id|U1/);
    assert.deepEqual(unknown?.downgrades[0], {
      feature: 'mention',
      level: 'converted',
      as: 'the name, which notifies nobody',
    });
  });

  it('shows files below the text, with names that are safe', () => {
    const files = [{ id: '0', name: '../a\u202egnp.exe', type: 'image/png', size: 7 }];
    const holding = but(slack, {
      renderFiles: ({ files: held = [] }) => held.map((file) => ({ payload: file, text: file.name, files: [file] })),
    });
    const [inSlack] = preview(written([p('see')], { files }), ada, [holding]);
    assert.deepEqual(
      inSlack?.parts.map(({ kind, text }) => [kind, text]),
      [
        ['text', 'see'],
        ['file', 'agnp.exe'],
      ],
    );
    assert.deepEqual(lost(written([p('see')], { files }), [holding]), [[]]);
  });

  it('says where a file is no more than a link', () => {
    const files = [{ id: '0', name: 'plan.pdf' }];
    const native = { level: 'native', as: 'up to 1 GB' } as const;
    const ownWords = { level: 'converted', as: 'a line with 📎' } as const;
    const said = [native, ownWords].map((file) => {
      const leg = but(slack, { capabilities: { ...capabilities.slack, file } });
      return preview(written([p('see')], { files }), ada, [leg])[0]?.downgrades.find(
        ({ feature }) => feature === 'file',
      )?.as;
    });
    assert.deepEqual(said, ['a line with its name and a link', 'a line with 📎']);
  });

  it('loses nothing of a reply or of an app', () => {
    const message = written([p('a')], { root: messageId('root')!, author: { id: personId('bot')!, kind: 'app' } });
    assert.deepEqual(lost(message, [teams, slack, webex]), [[], [], []]);
  });

  it('tells of a custom emoji where it is a picture or its name, and not where it is the same', () => {
    const shipit = {
      type: 'text',
      text: ':shipit:',
      emoji: { name: 'shipit', picture: 'https://a.example/1.png' },
    } as const;
    const legs = [
      { ...teams, content: [p(shipit)] },
      { ...slack, content: [p({ ...shipit, emoji: { name: 'shipit' } })] },
      { ...slack, content: [p(':shipit:')] },
      webex,
    ];
    const told = preview(written([p(shipit)]), ada, legs).map(({ downgrades }) =>
      downgrades.flatMap(({ feature, as }) => (feature === 'customEmoji' ? as : [])),
    );
    assert.deepEqual(told, [[capabilities.teams.customEmoji.as], [], ['`:name:`'], ['`:name:`']]);
  });
});
