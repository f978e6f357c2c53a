/** Linking accounts of one's own, against the sandbox: whoever proves both becomes one person, and nobody else does. */
import assert from 'node:assert/strict';
import type { Token } from '../../../sandbox/slack/model.ts';
import type { AccountLinked } from '../../../src/core/bot/use-cases.ts';
import type { ConnectionId, ConversationId, MessageId, OrganizationId, PersonId } from '../../../src/core/model.ts';
import type { Speaker } from '../../../src/core/speaker.ts';
import type { Page, Person } from '../../../start/browser.ts';
import { codeOn, decide, obstacle, openSignInWorld, type SignInWorld, speakerOf } from '../../support/sign-in-world.ts';

const ada = speakerOf('ada');
const ben = speakerOf('ben', 'de');
const adasAccount = 'ada@contoso.example';
const adaInSlack: Person = { account: adasAccount, name: 'Ada Nowak', workspace: 'contoso' };
const danaInSlack: Person = { account: 'dana@contoso.example', name: 'Dana Weiss', workspace: 'contoso' };
const evaInFabrikam: Person = { account: 'eva@fabrikam.example', name: 'Eva Lindqvist', workspace: 'fabrikam' };
const adasId = 'U0ADA00001' as PersonId;
const danasId = 'U0DANA0001' as PersonId;
const incidents = 'C0CINCIDEN';

describe('accounts of one’s own', () => {
  let world: SignInWorld;
  let organization: OrganizationId;
  let teams: ConnectionId;
  let slack: ConnectionId;
  beforeEach(async () => {
    world = await openSignInWorld();
    ({ organization, connection: teams } = await world.connectTeams());
    slack = await world.connect(organization, 'slack', adaInSlack);
    await signIn(ada, adasAccount);
  });
  afterEach(() => world.close());

  async function signIn(speaker: Speaker, account: string): Promise<void> {
    await world.useCases.confirm(
      speaker,
      codeOn(await world.visit((await world.useCases.offer(speaker, 'signUp')).url, account)),
    );
  }
  const page = async (person: Person, speaker = ada, connection = slack): Promise<Page> =>
    await world.visit((await world.accounts.offer(speaker, connection)).url, person);
  const link = async (person = adaInSlack, speaker = ada, connection = slack) =>
    (await world.useCases.confirm(speaker, codeOn(await page(person, speaker, connection)))) as AccountLinked;
  const inTeams = () => ({ connection: teams, platform: 'teams' }) as const;
  const inSlack = () => ({ connection: slack, platform: 'slack' }) as const;
  const linkedTo = (speaker: Speaker) => world.index.linked(inTeams(), speaker.person, inSlack());
  const states = async (speaker: Speaker) =>
    (await world.accounts.mine(speaker)).map(({ platform, workspace, state, account }) =>
      [platform, workspace, state, account].join(' ').trim(),
    );
  const kept = async () => [
    ...(await world.records.list('account')).map(({ id }) => id),
    ...(await world.records.list('credential', 'slack/')).map(({ id }) => id),
  ];
  const nothingLinked = async () => {
    assert.deepEqual(await kept(), []);
    assert.equal(linkedTo(ada), undefined);
  };
  /** Somebody else’s message in Slack, as the connector names it. */
  async function message(text: string) {
    const made = await world.sandbox.act({ platform: 'slack', as: 'dana', do: 'post', place: incidents, text });
    const [, ts = ''] = made.message.split(':');
    return { connection: slack, conversation: incidents as ConversationId, message: ts as MessageId };
  }
  const reactions = () => world.sandbox.view('slack', incidents).at(-1)?.reactions;
  const vote = (on = true, person = adasId) => ({ person, emoji: '🎉', on });

  it('are offered for Teams and for the organization’s own workspaces', async () => {
    assert.deepEqual(await states(ada), ['teams contoso.example not_linked', 'slack Contoso not_linked']);
  });

  it('are not offered to whoever has not signed in, nor for what they can’t see', async () => {
    await assert.rejects(world.accounts.offer(ben, slack), obstacle('sign_in_needed'));
    await assert.rejects(world.accounts.offer(ada, 'nowhere' as ConnectionId), obstacle('not_found'));
    await assert.rejects(world.accounts.offer(ada, teams), obstacle('not_found'));
  });

  it('the whole way: link, Slack, code, chat', async () => {
    const shown = await page(adaInSlack);
    assert.match(shown.text, /You signed in as Ada Nowak/);
    await nothingLinked();
    assert.deepEqual(await world.useCases.confirm(ada, codeOn(shown)), {
      platform: 'slack',
      workspace: 'Contoso',
      account: 'Ada Nowak',
    });
    assert.deepEqual(await states(ada), ['teams contoso.example not_linked', 'slack Contoso linked Ada Nowak']);
    assert.equal(linkedTo(ada), adasId);
    assert.equal(linkedTo(ben), undefined);
    const stored = JSON.stringify([await world.records.list('account'), await world.records.list('credential')]);
    assert.ok(!stored.includes('xoxp-'), 'the token is sealed');
    assert.ok(!world.logged().includes('xoxp-'));
  });

  it('ask Slack for reactions alone, as that person, in that workspace', async () => {
    const { url } = await world.accounts.offer(ada, slack);
    const { headers } = await world.fetch(world.local(url));
    const { searchParams, pathname } = new URL(headers.get('location') ?? '');
    assert.match(pathname, /\/oauth\/v2\/authorize$/);
    assert.deepEqual(
      ['scope', 'user_scope', 'team', 'redirect_uri'].map((name) => searchParams.get(name)),
      [null, 'reactions:write', 'T0CONTOSO1', 'https://mio.example/oauth/slack/callback'],
    );
    assert.match(headers.getSetCookie()[0] ?? '', /Path=\/oauth\/slack; HttpOnly; SameSite=Lax; Max-Age=600; Secure/);
  });

  it('react as the person, and take it back; saying it twice changes nothing', async () => {
    await link();
    const ref = await message('a release');
    const react = world.connectors.slack.react!;
    await react(ref, null, vote());
    await react(ref, null, vote());
    assert.deepEqual(reactions(), [{ emoji: '🎉', by: ['Ada Nowak'] }]);
    await react(ref, null, vote(false));
    await react(ref, null, vote(false));
    assert.deepEqual(reactions(), []);
  });

  it('OA-03 a link that was passed on binds nobody: the code counts in the chat of whoever asked', async () => {
    await signIn(ben, 'ben@contoso.example');
    const shown = await page(danaInSlack);
    assert.match(shown.text, /Ada Nowak asked for the sign-in/, 'whoever asked is named');
    await assert.rejects(world.useCases.confirm(ben, codeOn(shown)), obstacle('code_wrong'));
    await assert.rejects(world.useCases.confirm(ada, codeOn(shown)), obstacle('link_spent'));
    await nothingLinked();
  });

  it('OA-03 an attempt can’t be finished in another browser, nor at another platform', async () => {
    const { headers } = await world.fetch(world.local((await world.accounts.offer(ada, slack)).url));
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const state = new URL(headers.get('location') ?? '').searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, code: 'a-code' });
    for (const [platform, own] of [
      ['slack', ''],
      ['slack', 'mio_attempt_0=guess'],
      ['webex', cookie],
      ['teams', cookie],
    ] as const)
      assert.equal((await world.fetch(`/oauth/${platform}/callback?${query}`, { cookie: own })).status, 400);
    await nothingLinked();
    const refused = await world.fetch(`/oauth/slack/callback?state=${state}&error=access_denied`, { cookie });
    assert.match(await refused.text(), /You did not sign in/, 'none of that used it up');
  });

  it('OA-04 a state of connecting a workspace links nobody, and one of linking connects nothing', async () => {
    const before = await world.records.list('connection');
    const shown = await page(adaInSlack);
    assert.equal(shown.status, 200);
    assert.deepEqual(await world.records.list('connection'), before);
    await world.connect(organization, 'slack', adaInSlack);
    await nothingLinked();
  });

  it('an account of another workspace is refused, in words, and Slack is told to forget it', async () => {
    const shown = await page(evaInFabrikam);
    assert.equal(shown.status, 400);
    assert.match(shown.text, /choose an account of Contoso\./);
    assert.deepEqual(
      world.outcomes.map(({ speaker, stage, connection, obstacle: why }) => [speaker.name, stage, connection, why]),
      [['Ada Nowak', 'accountSync', slack, { reason: 'wrong_workspace', subject: 'Contoso' }]],
    );
    await nothingLinked();
    assert.deepEqual(
      liveTokens().map(({ team }) => team),
      [],
      'nothing goes on working',
    );
  });

  it('an account of another workspace that is linked already goes on working', async () => {
    const fabrikam = await world.connect(organization, 'slack', evaInFabrikam);
    await link(evaInFabrikam, ada, fabrikam);
    assert.equal((await page(evaInFabrikam)).status, 400);
    assert.deepEqual(
      liveTokens().map(({ team }) => team),
      ['T0FABRIKAM'],
    );
  });

  it('a refusal at Slack is told as one', async () => {
    const { headers } = await world.fetch(world.local((await world.accounts.offer(ada, slack)).url));
    const back = await decide(headers.get('location') ?? '', '', 'cancel');
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const shown = await world.fetch(world.local(back), { cookie });
    assert.equal(shown.status, 400);
    assert.deepEqual(
      world.outcomes.map(({ obstacle: why }) => why.reason),
      ['sign_in_cancelled'],
    );
  });

  it('OA-06 what Slack can’t redeem is told without Slack’s words', async () => {
    const { headers } = await world.fetch(world.local((await world.accounts.offer(ada, slack)).url));
    const state = new URL(headers.get('location') ?? '').searchParams.get('state') ?? '';
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const shown = await world.fetch(`/oauth/slack/callback?state=${state}&code=invented`, { cookie });
    const text = await shown.text();
    assert.equal(shown.status, 400);
    assert.match(text, /Slack did not accept this sign-in/);
    assert.doesNotMatch(text, /invalid_code/);
  });

  for (const [fault, rule] of [
    ['429', { kind: 'throttle', retryAfter: 5 }],
    ['500', { kind: 'error' }],
    ['no answer in time', { kind: 'delay', ms: 2_000 }],
    ['a broken connection', { kind: 'reset-after' }],
  ] as const) {
    it(`OA-08 ${fault} where Slack redeems a code: nothing is kept, and one may try again`, async () => {
      world.sandbox.faults.add({ platform: 'slack', route: '/oauth.v2.access', ...rule });
      const shown = await page(adaInSlack);
      assert.match(shown.text, /Slack does not answer/);
      assert.deepEqual(
        world.outcomes.map(({ obstacle: why }) => why),
        [{ reason: 'platform_unavailable', subject: 'Slack' }],
      );
      await nothingLinked();
      world.sandbox.faults.clear();
      await link();
      assert.equal(linkedTo(ada), adasId);
    });
  }

  it('the newest proof counts: whoever proves the account takes it over', async () => {
    await signIn(ben, 'ben@contoso.example');
    await link();
    await link(adaInSlack, ben);
    assert.equal(linkedTo(ada), undefined);
    assert.equal(linkedTo(ben), adasId);
  });

  it('one for each workspace: another one takes its place, and the first is forgotten', async () => {
    await link();
    await link(danaInSlack);
    assert.equal(linkedTo(ada), danasId);
    assert.deepEqual(await kept(), [`slack/T0CONTOSO1/${danasId}`, `slack/T0CONTOSO1/${danasId}`]);
  });

  it('linking the same account again keeps it working', async () => {
    await link();
    await link();
    await world.connectors.slack.react!(await message('again'), null, vote());
    assert.deepEqual(reactions(), [{ emoji: '🎉', by: ['Ada Nowak'] }]);
  });

  it('taken back: forgotten here, and dead at Slack', async () => {
    await link();
    const secret = tokenOf(adasId);
    await world.accounts.unlink(ada, slack);
    await nothingLinked();
    assert.equal(await answerTo(secret), 'token_revoked');
    await world.accounts.unlink(ada, slack);
    const audited = (await world.records.list('audit')).map(({ body }) => [body.act, body.actor, body.subject]);
    const [subject, actor] = [`slack/T0CONTOSO1/${adasId}`, `Ada Nowak (${ada.person})`];
    assert.deepEqual(audited.slice(-2), [
      ['account.link', actor, subject],
      ['account.unlink', actor, subject],
    ]);
    assert.equal(world.connectors.slack.health(slack).state, 'connected', 'nothing is wrong with the workspace');
  });

  it('signing out forgets them all', async () => {
    await link();
    const waiting = await page(adaInSlack);
    const secret = tokenOf(adasId);
    await world.useCases.signOut(ada);
    await nothingLinked();
    assert.equal(await answerTo(secret), 'token_revoked');
    await assert.rejects(world.useCases.confirm(ada, codeOn(waiting)), obstacle('link_spent'));
  });

  it('revoked in Slack: nothing is done with it any more, and the person sees why', async () => {
    await link();
    const ref = await message('a release');
    await answerTo(tokenOf(adasId), 'auth.revoke');
    await assert.rejects(
      world.connectors.slack.react!(ref, null, vote()),
      (error: unknown) => error instanceof Error && 'failure' in error && error.failure === 'unauthorized',
    );
    assert.equal(linkedTo(ada), undefined);
    assert.deepEqual(await states(ada), ['teams contoso.example not_linked', 'slack Contoso expired Ada Nowak']);
    assert.equal(world.index.linked(inSlack(), adasId, inSlack()), undefined);
    await link();
    assert.equal(linkedTo(ada), adasId);
  });

  it('in Webex, a person proves who they are, and gives nothing', async () => {
    const webex = await world.connect(organization, 'webex', { account: 'mio@fabrikam.example' });
    assert.deepEqual(await link({ account: 'grace@fabrikam.example' }, ada, webex), {
      platform: 'webex',
      workspace: 'fabrikam.example',
      account: 'grace@fabrikam.example',
    });
    const linked = world.index.linked(inTeams(), ada.person, { connection: webex, platform: 'webex' });
    assert.ok(linked);
    assert.equal(world.index.linked({ connection: webex, platform: 'webex' }, linked, inSlack()), undefined);
    await link();
    assert.equal(world.index.linked({ connection: webex, platform: 'webex' }, linked, inSlack()), adasId);
    assert.deepEqual(await world.records.list('credential', 'webex/'), []);
  });

  it('the relay account of Webex is nobody’s own', async () => {
    const webex = await world.connect(organization, 'webex', { account: 'mio@fabrikam.example' });
    const shown = await page({ account: 'mio@fabrikam.example' }, ada, webex);
    assert.equal(shown.status, 400);
    assert.match(shown.text, /choose an account of fabrikam\.example/);
  });

  describe('in Teams', () => {
    const consentForAll = async (link: string) => await world.visit(link, { account: 'mio@contoso.example' });
    async function sync(): Promise<void> {
      const { url, adminConsentUrl } = await world.useCases.offer(ada, 'accountSync');
      assert.match((await consentForAll(adminConsentUrl)).text, /Thank you/);
      assert.deepEqual(await world.useCases.confirm(ada, codeOn(await world.visit(url, adasAccount))), {
        stage: 'accountSync',
        account: adasAccount,
      });
    }
    const back = () => world.index.linked(inSlack(), adasId, inTeams());

    it('needs an administrator’s consent first', async () => {
      const { url } = await world.useCases.offer(ada, 'accountSync');
      assert.match((await world.visit(url, adasAccount)).text, /An administrator must agree first/);
    });

    it('goes both ways, and keeps what was there', async () => {
      await link();
      assert.equal(back(), undefined);
      await sync();
      assert.equal(back(), ada.person);
      assert.deepEqual((await world.useCases.status(ada)).stages, ['signUp', 'accountSync']);
      assert.deepEqual(await states(ada), [
        `teams contoso.example linked ${adasAccount}`,
        'slack Contoso linked Ada Nowak',
      ]);
      assert.ok(await world.people.tokens.of(ada, 'accountSync'));
    });

    it('is taken back alone: the sign-in stays', async () => {
      await link();
      await sync();
      await world.accounts.unlink(ada);
      assert.equal(back(), undefined);
      assert.equal(linkedTo(ada), adasId);
      assert.deepEqual((await world.useCases.status(ada)).stages, ['signUp']);
      await assert.rejects(world.people.tokens.of(ada, 'accountSync'), obstacle('sign_in_needed'));
    });

    it('counts no longer where Microsoft ended the sign-in', async () => {
      await link();
      await sync();
      await assert.rejects(world.people.tokens.expire(ada), obstacle('sign_in_expired'));
      assert.equal(back(), undefined);
      assert.equal((await states(ada))[0], `teams contoso.example expired ${adasAccount}`);
    });
  });

  /** People’s tokens that work, out of the sandbox’s own books. */
  function liveTokens() {
    const tokens = world.sandbox.kit.state.collection<Token>('slack.tokens');
    return [...tokens.values()].filter(({ kind, dead }) => kind === 'user' && dead === null);
  }

  function tokenOf(user: string): string {
    return liveTokens().find((one) => one.user === user)?.token ?? assert.fail('no token');
  }

  /** Slack’s word on a token. */
  async function answerTo(token: string, method = 'auth.test'): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${world.sandbox.url}/slack/api/${method}`, { method: 'POST', headers });
    return ((await answer.json()) as { error?: string }).error;
  }
});
