/** AD-07: names that are meant to be more than names, wherever Mio shows them. */
import assert from 'node:assert/strict';
import { sendFile, Visitor } from '../support/file-visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const hostile = '"><script>alert(1)</script> {{7*7}} <!channel> \u202Egnp\u0000.\u200Bexe';
/** What is left of it: what can't be seen would bend the lines of others. */
const inert = '"><script>alert(1)</script> {{7*7}} <!channel> gnp.exe';

const titles = { teams: 'Operations / Launch', slack: 'fabrikam #random' } as const;

interface Listed {
  readonly id: string;
  readonly platform: string;
  readonly title: string;
  readonly conversation: string;
}

describe('AD-07 a hostile name', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 5 });
  });
  after(() => world.close());

  const list = async (as: 'contoso' | 'fabrikam', path: string) =>
    (await world.api(as, 'GET', path)).body as unknown as readonly Listed[];
  const place = async (as: 'contoso' | 'fabrikam', platform: string, title: string) => {
    const connection = (await list(as, '/connections')).find((one) => one.platform === platform)?.id ?? '';
    const found = (await list(as, `/connections/${connection}/places`)).find((one) => one.title === title);
    return { connection, conversation: found?.conversation ?? assert.fail(`no ${title}`) };
  };

  it('of a channel is text in an invitation, and in what Mio says on every side', async () => {
    const places = [await place('contoso', 'teams', titles.teams)];
    const { body: channel } = await world.api('contoso', 'POST', '/channels', { name: hostile, places });
    const { body: invited } = await world.api('contoso', 'POST', `/channels/${channel['id']}/invitations`);
    const code = String(invited['code']);
    const look = await fetch(`${world.url}/invitation/look`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    assert.equal(look.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(look.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(((await look.json()) as { channel: string }).channel, inert);

    const joining = [await place('fabrikam', 'slack', '#random')];
    await world.api('fabrikam', 'POST', '/invitations/accept', { code, places: joining });
    for (const platform of ['teams', 'slack'] as const) {
      const shown = () => world.shown(platform, titles[platform]);
      await world.until(`the introduction in ${platform}`, () => shown().length > 0);
      const [notice] = shown();
      assert.ok(notice?.text.startsWith(`${inert} now connects Contoso on Teams and Fabrikam on Slack.`), notice?.text);
      assert.deepEqual(notice?.mentions, []);
    }
    const launch = world.placeOf('teams', titles.teams);
    const html = world.sandbox.view('teams', launch).map((message) => message.html ?? '');
    assert.ok(html.some((text) => text.includes('&lt;script&gt;alert(1)&lt;/script&gt;')));
    assert.ok(!html.some((text) => text.includes('<script')));
  });

  it('of an organization is one visible line', async () => {
    const { body } = await world.api('operator', 'POST', '/organizations', { name: hostile });
    assert.equal(body['name'], inert);
    for (const name of ['\u202E', '\u200B\u2060', ' \u0000 ']) {
      assert.equal((await world.api('operator', 'POST', '/organizations', { name })).status, 400);
      const places = [await place('contoso', 'teams', titles.teams)];
      assert.equal((await world.api('contoso', 'POST', '/channels', { name, places })).status, 400);
    }
  });

  it('of a file is text on its page', async () => {
    const { link } = await sendFile(world, { name: '<b>&"{{7_7}}\u202Egnp.txt', bytes: 'first\n' });
    const { status, text } = await new Visitor(world).signIn(link, 'ben@contoso.example');
    assert.equal(status, 200);
    assert.match(text, /<h1>[^<>"]*\{\{7_7\}\}gnp\.txt<\/h1>/);
    assert.doesNotMatch(text, /<b>|\u202E/);
  });

  it('in the address of a page is not repeated on it', async () => {
    const query = new URLSearchParams({ error: hostile, error_description: hostile, state: hostile, code: hostile });
    for (const path of ['/oauth/slack/callback', '/oauth/teams/callback', '/sign-in/start', '/files/x']) {
      const answer = await fetch(`${world.url}${path}?${query}`);
      assert.doesNotMatch(await answer.text(), /alert\(1\)|\u202E|\{\{/);
    }
  });
});
