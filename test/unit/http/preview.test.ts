/** What the API says of a message before it is written: on which legs, how it will look, and what it loses. */
import assert from 'node:assert/strict';
import type { ChannelAnswer, PreviewAnswer } from '../../../src/http/contract.ts';
import type { Api } from '../../support/api.ts';
import { openWorld, type PlatformName, platformNames, type World } from '../../support/world.ts';

type Leg = PreviewAnswer['legs'][number];

describe('POST /api/v1/preview', () => {
  let world: World;
  let channel: string;
  const legs: Partial<Record<PlatformName, string>> = {};

  before(async () => {
    world = await openWorld();
    for (const as of ['contoso', 'fabrikam'] as const) {
      const [found] = (await world.api(as, 'GET', '/channels')).body as unknown as readonly ChannelAnswer[];
      channel = found?.id ?? '';
      for (const { id, platform } of found?.legs ?? []) legs[platform as PlatformName] = id;
    }
  });
  after(() => world.close());

  const ask = (as: Api['as'], from: PlatformName, body: object) =>
    world.api(as, 'POST', '/preview', { channel, leg: legs[from], ...body });
  async function shown(as: Api['as'], from: PlatformName, body: object): Promise<readonly Leg[]> {
    const { status, body: answer } = await ask(as, from, body);
    assert.equal(status, 200, JSON.stringify(answer));
    return (answer as unknown as PreviewAnswer).legs;
  }
  const lost = (leg: Leg | undefined) => leg?.downgrades.map(({ feature }) => feature);

  it('shows Teams HTML as Slack blocks and as Webex Markdown', async () => {
    const author = { name: 'Ada Nowak' };
    const [slack, webex] = await shown('contoso', 'teams', { text: '<p>It is <b>down</b></p>', author });
    assert.deepEqual([slack?.platform, webex?.platform], ['slack', 'webex']);
    const payload = slack?.parts[0]?.payload as { readonly username: string; readonly blocks: unknown };
    assert.equal(payload.username, 'Ada Nowak (Teams)');
    assert.match(JSON.stringify(payload.blocks), /"text":"down","style":\{"bold":true\}/);
    assert.deepEqual(webex?.parts, [
      {
        kind: 'text',
        payload: { markdown: '**Ada Nowak (Teams):**\n\nIt is **down**' },
        text: 'It is down',
      },
    ]);
  });

  it('reads Slack’s mrkdwn and Webex’s Markdown as people there write them', async () => {
    const [fromSlack] = await shown('fabrikam', 'slack', { text: 'It is *down*' });
    const [fromWebex] = await shown('fabrikam', 'webex', { text: 'It is **down**' });
    for (const teams of [fromSlack, fromWebex]) {
      assert.equal(teams?.platform, 'teams');
      assert.match(JSON.stringify(teams.parts[0]?.payload), /It is <strong>down<\/strong>/);
    }
  });

  it('lists what each leg does not show as it was written, and what becomes of it', async () => {
    const [slack, webex] = await shown('contoso', 'teams', { text: '<h1>Plan</h1><p><s>old</s></p>' });
    assert.deepEqual(lost(slack), ['heading', 'authorName']);
    assert.deepEqual(lost(webex), ['strike', 'authorName']);
    const [heading] = slack?.downgrades ?? [];
    assert.deepEqual(Object.keys(heading ?? {}).sort(), ['as', 'feature', 'level', 'name']);
    assert.equal(heading?.name, 'heading, levels 1 to 3');
  });

  it('names a conversation of one’s own, and of a partner’s no more than the organization', async () => {
    const titles = async (as: Api['as'], from: PlatformName) =>
      (await shown(as, from, { text: 'hello' })).map(({ title }) => title);
    assert.deepEqual(await titles('fabrikam', 'slack'), ['Contoso', 'Incidents']);
    assert.deepEqual(await titles('contoso', 'teams'), ['Fabrikam', 'Fabrikam']);
    assert.deepEqual(await titles('operator', 'teams'), ['#contoso-incidents', 'Incidents']);
  });

  it('says the organization’s name where it is not told the author’s', async () => {
    const [slack] = await shown('contoso', 'teams', { text: 'hello' });
    assert.match(JSON.stringify(slack?.parts[0]?.payload), /"username":"Contoso \(Teams\)"/);
  });

  it('lets an organization start from its own legs alone, in channels that it has a part in', async () => {
    for (const [from, body] of [
      ['teams', {}],
      ['slack', { channel: 'unknown' }],
      ['slack', { leg: 'unknown' }],
    ] as const) {
      const { status } = await ask('fabrikam', from, { text: 'hello', ...body });
      assert.equal(status, 404, `${from} ${JSON.stringify(body)}`);
    }
  });

  it('says where a mention notifies nobody, and tells nobody’s id', async () => {
    const eva = world.sandbox.kit.seed.slack.find(({ domain }) => domain === 'fabrikam')?.users['eva'] ?? '';
    const [teams, webex] = await shown('fabrikam', 'slack', { text: `ask <@${eva}> and <@U0000000000>` });
    const [toEva] = await shown('fabrikam', 'slack', { text: `ask <@${eva}>` });
    for (const leg of [teams, toEva, webex]) {
      assert.ok(lost(leg)?.includes('mention'), leg?.platform);
      assert.doesNotMatch(JSON.stringify(leg?.parts), /<at|<@/);
    }
    const [, known] = await shown('fabrikam', 'slack', { text: `ask <@${eva}>` });
    assert.ok(!lost(known)?.includes('mention'), 'Eva is in Webex, too');
  });

  it('names files below the text, or in it', async () => {
    const files = [{ name: 'plan.pdf', type: 'application/pdf', size: 1_234 }];
    for (const { parts, platform } of await shown('contoso', 'teams', { text: '<p>See this</p>', files }))
      assert.match(JSON.stringify(parts), /plan\.pdf/, platform);
  });

  it('shows a message that is too long for one as several', async () => {
    const [, webex] = await shown('contoso', 'teams', { text: `<p>${'word '.repeat(3_000)}</p>` });
    assert.equal(webex?.parts.length, 3);
    assert.ok(lost(webex)?.includes('longText'));
  });

  for (const [what, body] of [
    ['no text', {}],
    ['a text of more than 40,000 characters', { text: 'x'.repeat(40_001) }],
    ['an unknown field', { text: 'x', send: true }],
    ['a size that is none', { text: 'x', files: [{ name: 'a', type: 'text/plain', size: -1 }] }],
    ['more files than anybody sends', { text: 'x', files: Array(21).fill({ name: 'a', type: 'b/c', size: 1 }) }],
  ] as const) {
    it(`is refused with advice: ${what}`, async () => {
      const { status, body: answer } = await ask('contoso', 'teams', body);
      assert.equal(status, 400);
      assert.ok((answer['error'] as { readonly advice: string }).advice);
    });
  }

  it('answers however deep a text nests', async () => {
    const depth = 3_000;
    await shown('contoso', 'teams', { text: `${'<b>'.repeat(depth)}x${'</b>'.repeat(depth)}` });
    await shown('fabrikam', 'webex', { text: `${'> '.repeat(depth)}x` });
  });

  it('stores nothing and sends nothing', async () => {
    await world.begin();
    await ask('contoso', 'teams', { text: '<p>never sent</p>' });
    await world.settled();
    for (const platform of platformNames) assert.deepEqual(world.shown(platform), []);
    assert.doesNotMatch(world.log.text(), /never sent/);
  });
});
