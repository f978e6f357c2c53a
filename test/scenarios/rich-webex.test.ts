/** What people and apps put into Webex, as Teams and Slack show it; and what Webex makes of what it has no form for. */
import assert from 'node:assert/strict';
import { marksOf } from '../support/marks.ts';
import { writers } from '../support/people.ts';
import { connectWebexApp } from '../support/webex-app.ts';
import { openWorld, type World } from '../support/world.ts';

const elsewhere = ['teams', 'slack'] as const;
const grace = writers.webex;

describe('rich messages from Webex', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const crossed = async () => {
    for (const to of elsewhere) await world.until(`it in ${to}`, () => world.shown(to).length > 0);
  };

  it('with headings, rules, code, and lists and quotes in each other', async () => {
    await world.as(grace.person).on('webex').post({
      markdown:
        '# Outage\n\n## What\n\nthe *API* was down\n\n---\n\n1. see\n   - logs\n     - of today\n2. fix\n\n> she said\n>\n> > he said\n\n```ts\nlet a = 1;\n  a <@all> < 2\n```',
    });
    await crossed();
    for (const to of elsewhere) {
      const { html, text } = world.last(to);
      assert.match(text, /Outage\n+What\n+the API was down\n/, to);
      assert.deepEqual(marksOf(html, 'API'), ['italic'], html);
      assert.deepEqual(marksOf(html, 'of today'), ['numbers', 'bullets', 'bullets'], html);
      assert.deepEqual(marksOf(html, 'fix'), ['numbers'], html);
      assert.ok(marksOf(html, 'he said')?.includes('quote'), html);
      assert.deepEqual(marksOf(html, 'let a = 1;\n  a <@all> < 2'), ['block'], html);
      assert.doesNotMatch(text, /#|---|```/, to);
    }
  });

  it('with mentions: names that everybody can read, and that call nobody elsewhere', async () => {
    await world
      .as(grace.person)
      .on('webex')
      .post({ markdown: '<@personEmail:hugo@fabrikam.example|Hugo> and <@all>, <@personEmail:x@y.example|Nobody>' });
    for (const to of elsewhere) {
      await world.sees(to, [{ from: grace.there, text: '@Hugo and @All, Nobody' }]);
      assert.deepEqual(world.last(to).mentions, []);
    }
  });

  it('that call Mio first: without the call', async () => {
    await world.as(grace.person).on('webex').post({ markdown: '<@personEmail:mio@fabrikam.example> are you there?' });
    for (const to of elsewhere) await world.sees(to, [{ from: grace.there, text: 'are you there?' }]);
  });

  it('of an app, with a card: its text and its links', async () => {
    const app = await connectWebexApp(world, grace.person);
    await app.post(world.placeOf('webex'), {
      text: 'See the card.',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.3',
            body: [
              { type: 'TextBlock', text: 'Deployed **v2**' },
              { type: 'FactSet', facts: [{ title: 'By', value: 'Grace' }] },
            ],
            actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://ci.example/2' }],
          },
        },
      ],
    });
    await crossed();
    for (const to of elsewhere) {
      const { html } = world.last(to);
      assert.deepEqual(marksOf(html, 'v2'), ['bold'], html);
      assert.deepEqual(marksOf(html, 'Open'), ['link https://ci.example/2'], html);
      assert.doesNotMatch(html, /See the card/);
    }
  });

  it('of an app, with a card that is meant to be slow: read like any other', async () => {
    const app = await connectWebexApp(world, grace.person);
    const started = process.cpuUsage();
    await app.post(world.placeOf('webex'), {
      text: 'x',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.3',
            body: [{ type: 'FactSet', facts: [{ title: `a${' '.repeat(2_500)}b`, value: 'x' }] }],
          },
        },
      ],
    });
    await crossed();
    for (const to of elsewhere) assert.match(world.last(to).text, /a b: x/);
    assert.ok(process.cpuUsage(started).user < 3_000_000);
  });

  it('with an address that somebody pasted: a link', async () => {
    const address = 'https://contoso.example/runbook_(2)';
    await world
      .as(grace.person)
      .on('webex')
      .post({ text: `see ${address}.` });
    await crossed();
    for (const to of elsewhere) {
      const { html, text } = world.last(to);
      assert.match(text, /see https:\/\/contoso\.example\/runbook_\(2\)\.$/);
      assert.deepEqual(marksOf(html, address), [`link ${address}`], html);
    }
  });

  it('with a file: the file, or its name with a link where it can’t be held', async () => {
    await world.sandbox.act({
      platform: 'webex',
      as: grace.person,
      do: 'upload',
      place: world.placeOf('webex'),
      text: 'the plan',
      files: [{ name: 'plan <1>.pdf', type: 'application/pdf', base64: 'AAAA' }],
    });
    const { there: from } = grace;
    await world.sees('teams', [{ from, text: 'the plan\n📎 plan _1_.pdf (3 bytes) · Open' }]);
    await world.sees('slack', [
      { from, text: 'the plan' },
      { from, text: '', files: ['plan _1_.pdf'] },
    ]);
  });
});

describe('what Webex has no form for', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const from = writers.teams.there;
  const post = (html: string) => world.as(writers.teams.person).on('teams').post({ html });

  it('a table from Teams is aligned text', async () => {
    await post(
      '<p>who</p><table><tbody><tr><th>Name</th><th>Role</th></tr><tr><td>Ada</td><td><b>lead</b> &lt;@all&gt;</td></tr></tbody></table>',
    );
    await world.until('the table', () => world.shown('webex').length > 0);
    const { html, mentions } = world.last('webex');
    assert.deepEqual(marksOf(html, 'Name | Role'), ['block']);
    assert.match(html, /Name \| Role\n-----\|-+\nAda {2}\| lead &lt;\u2060@all&gt;\n/);
    assert.deepEqual(mentions, []);
  });

  it('a table, a heading and a rule from Slack likewise', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    await world.sandbox.act({
      platform: 'slack',
      as: writers.slack.person,
      do: 'post',
      place: world.placeOf('slack'),
      text: 'Stand-up',
      data: {
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Stand-up' } },
          { type: 'divider' },
          {
            type: 'table',
            rows: [
              [cell('Who'), cell('What')],
              [cell('Ada'), cell('*nothing*')],
            ],
          },
        ],
      },
    });
    await world.until('the table', () => world.shown('webex').length > 0);
    const { html, text } = world.last('webex');
    assert.match(html, /<h[1-6]>Stand-up<\/h[1-6]><hr><pre>/);
    assert.match(text, /Who \| What\n(?:-+\|-+\n)?Ada \| \*nothing\*$/);
  });

  it('headings, rules and underlined text from Teams stay what they are, or text', async () => {
    await post('<h1>Plan # 1 #</h1><p>a <u>b</u> c</p><hr><h3>- end</h3>');
    await world.sees('webex', [{ from, text: 'Plan # 1 #\na b c\n———\n- end' }]);
    assert.match(world.last('webex').html, /<h1>Plan # 1 #<\/h1>.*<hr>.*<h3>- end<\/h3>/);
  });

  it('markup that somebody typed as text stays text', async () => {
    const typed = '<b>x</b> <script>y</script> <spark-mention>z</spark-mention> # a **b** &amp; <@all>';
    await world.as(writers.slack.person).on('slack').post(typed);
    await world.sees('webex', [{ from: writers.slack.there, text: typed }]);
    assert.deepEqual(world.last('webex').mentions, []);
  });
});
