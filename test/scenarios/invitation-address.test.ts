/** An invitation for an e-mail address, made in Teams, reaches a company that has none: its address proves itself elsewhere. */
import assert from 'node:assert/strict';
import { Browser, type Person } from '../../start/browser.ts';
import { botTalk, connectContososSlack } from '../support/bot-talk.ts';
import { linkAccounts } from '../support/linked-accounts.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = speakerOf('ada');
const publicUrl = 'https://mio.example';
const eva: Person = { account: 'eva@fabrikam.example', name: 'Eva Lindqvist', workspace: 'fabrikam' };
const farid: Person = { account: 'farid@fabrikam.example', name: 'Farid Haddad', workspace: 'fabrikam' };
const grace: Person = { account: 'grace@fabrikam.example' };

interface Listed {
  readonly id: string;
  readonly platform: string;
  readonly title: string;
  readonly conversation: string;
}

interface Token {
  readonly kind: string;
  readonly dead: string | null;
}

describe('an invitation for an e-mail address', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 5 });
    await connectContososSlack(world);
    await botTalk(world).signIn(ada, 'ada@contoso.example');
  });
  after(() => world.close());

  const browser = () => new Browser((url) => url.replace(publicUrl, world.url));
  const invite = async (address?: string) => {
    const id = (await world.useCases.channels.mine(ada))[0]?.id ?? assert.fail('no channel');
    return (await world.useCases.channels.invite(ada, id, address)).code;
  };
  const look = async (code: string) => {
    const { body } = await browser().ask(`${publicUrl}/invitation/look`, { code });
    const { bound, proved, teams } = body as Readonly<Record<string, unknown>>;
    return { bound, proved, teams };
  };
  /** What the page does in that browser; undefined where it is told no. */
  async function begin(where: Browser, code: string, platform: string): Promise<string | undefined> {
    const { status, body } = await where.ask(`${publicUrl}/invitation/prove`, { code, platform });
    return status === 200 ? (body as { redirect: string }).redirect : undefined;
  }
  async function prove(code: string, platform: string, person: Person) {
    const own = browser();
    return await own.consent((await begin(own, code, platform)) ?? assert.fail('not begun'), person);
  }
  /** By the company's key. */
  async function accept(code: string, title = '#random'): Promise<number> {
    const list = async (path: string) =>
      (await world.api('fabrikam', 'GET', path)).body as unknown as readonly Listed[];
    const connection = (await list('/connections')).find(({ platform }) => platform === 'slack')?.id ?? '';
    const places = await list(`/connections/${connection}/places`);
    const { conversation } = places.find((one) => one.title === title) ?? assert.fail(`no ${title}`);
    const body = { code, places: [{ connection, conversation }] };
    return (await world.api('fabrikam', 'POST', '/invitations/accept', body)).status;
  }
  /** Of people, out of the sandbox's own books. */
  const tokensThatWork = () =>
    [...world.sandbox.kit.state.collection<Token>('slack.tokens').values()].filter(
      ({ kind, dead }) => kind === 'user' && dead === null,
    ).length;

  it('is accepted by its company’s key once whoever has the address signed in at Slack, and nothing of that is kept', async () => {
    const code = await invite('Eva@Fabrikam.example');
    assert.deepEqual(await look(code), { bound: true, proved: false, teams: false });
    assert.equal(await accept(code), 403);
    const before = tokensThatWork();
    const page = await prove(code, 'slack', eva);
    assert.equal(page.status, 200, page.text);
    assert.match(page.text, /You are Eva Lindqvist\. An administrator of Fabrikam can now accept/);
    assert.equal(tokensThatWork(), before);
    assert.deepEqual(await look(code), { bound: true, proved: true, teams: false });
    assert.equal(await accept(code), 200);
  });

  it('or in Webex', async () => {
    const code = await invite('grace@fabrikam.example');
    assert.equal((await prove(code, 'webex', grace)).status, 200);
    // Nothing but that the conversation is in a channel already stands against it.
    assert.equal(await accept(code, '#contoso-incidents'), 409);
  });

  it('is opened by nobody else’s account, and by none of Mio’s', async () => {
    const code = await invite('eva@fabrikam.example');
    const before = tokensThatWork();
    const page = await prove(code, 'slack', farid);
    assert.equal(page.status, 400);
    assert.match(page.text, /does not have the address/);
    assert.equal((await prove(code, 'webex', { account: 'mio@fabrikam.example' })).status, 400);
    assert.equal(tokensThatWork(), before);
    assert.equal(await accept(code), 403);
  });

  it('leaves an account alone that its person linked', async () => {
    await linkAccounts(world, 'ada');
    const before = tokensThatWork();
    assert.ok(before > 0);
    const guest = { account: 'ada@contoso.example', name: 'Ada Nowak', workspace: 'fabrikam' };
    assert.equal((await prove(await invite(guest.account), 'slack', guest)).status, 200);
    assert.equal(tokensThatWork(), before);
  });

  it('and for no other invitation', async () => {
    const [one, other] = [await invite('eva@fabrikam.example'), await invite('eva@fabrikam.example')];
    await prove(one, 'slack', eva);
    assert.equal(await accept(other), 403);
  });

  it('comes back once, and in the browser that began', async () => {
    const code = await invite('eva@fabrikam.example');
    const redirect = (await begin(browser(), code, 'slack')) ?? '';
    const stranger = await browser().consent(redirect, eva);
    assert.match(stranger.text, /began in another browser/);
    const own = browser();
    const page = await own.consent((await begin(own, code, 'slack')) ?? '', eva);
    const again = await own.consent(page.url, eva);
    assert.deepEqual([page.status, again.status], [200, 400]);
  });

  it('says so where nobody’s workspace has the address, and where there is nothing to prove', async () => {
    const status = async (code: string, platform: string) =>
      (await browser().ask(`${publicUrl}/invitation/prove`, { code, platform })).status;
    assert.equal(await status(await invite('nobody@northwind.example'), 'slack'), 409);
    assert.equal(await status(await invite('grace@fabrikam.example'), 'slack'), 409);
    // The inviting company's own people are nobody that it could invite.
    assert.equal(await status(await invite('dana@contoso.example'), 'slack'), 409);
    assert.equal(await status(await invite(), 'slack'), 404);
    assert.equal(await status('K7QM-2XWD-9RTP-2HRB', 'slack'), 404);
  });

  it('speaks the language of the browser that came back', async () => {
    const answer = await fetch(`${world.url}/oauth/slack/callback?state=nothing`, {
      headers: { 'accept-language': 'de' },
    });
    assert.equal(answer.status, 400);
    const own = browser();
    const redirect = (await begin(own, await invite('eva@fabrikam.example'), 'slack')) ?? '';
    const state = new URL(redirect).searchParams.get('state') ?? '';
    const page = await fetch(`${world.url}/oauth/slack/callback?${new URLSearchParams({ state })}`, {
      headers: { 'accept-language': 'fr' },
    });
    assert.match(await page.text(), /Recommencez sur la page de l’invitation/);
  });
});
