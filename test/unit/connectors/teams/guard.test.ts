/** The bot's endpoint against the forgeries that adapters fell for. */
import assert from 'node:assert/strict';
import { createHmac, createPublicKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { createTeamsConnector } from '../../../../src/connectors/teams/index.ts';
import { appId, changeTracking, type Signer, signer, tenantId } from './support/microsoft.ts';
import { connectedTeams, echo, settings, startOfTest, type Teams } from './support/teams.ts';

const serviceUrl = 'https://smba.trafficmanager.net/teams/';
const seconds = startOfTest / 1000;
const minutes = (n: number) => n * 60;

const goodClaims = {
  iss: 'https://api.botframework.com',
  aud: appId,
  serviceurl: serviceUrl,
  nbf: seconds - 300,
  exp: seconds + 3600,
};
const activity = (more: object = {}) => ({
  type: 'event',
  id: `f:${Math.random()}`,
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:ada', aadObjectId: '5f0c1b2a-0000-4000-8000-000000000001' },
  recipient: { id: `28:${appId}` },
  conversation: { id: 'a:1', tenantId },
  channelData: { tenant: { id: tenantId } },
  ...more,
});

describe('the bot’s endpoint', () => {
  let world: Teams;
  before(async () => {
    world = await connectedTeams();
  });
  after(() => world.close());

  async function send(authorization: string | string[] | undefined, body: object | Buffer | string = activity()) {
    const before = world.microsoft.seen.filter(({ url }) => !/well-known|discovery/.test(url)).length;
    const receipt = await world.receive('messages', body, { headers: { authorization } });
    const effects = world.microsoft.seen.filter(({ url }) => !/well-known|discovery/.test(url)).length - before;
    return {
      status: receipt.reply.status,
      body: receipt.reply.body,
      refused: receipt.refused,
      events: receipt.events ?? [],
      effects,
    };
  }

  const token = (claims: JWTPayload = {}, by: Signer = world.microsoft.bot, header: object = {}) =>
    by.sign({ ...goodClaims, ...claims }, header).then((text) => `Bearer ${text}`);

  async function refused(authorization: string | string[] | undefined, body: object | Buffer = activity()) {
    const answer = await send(authorization, body);
    assert.deepEqual(
      { ...answer, refused: answer.refused?.length },
      { status: 401, body: undefined, refused: 1, events: [], effects: 0 },
    );
  }

  it('takes what Teams sends', async () => {
    assert.equal((await send(await token())).status, 200);
  });

  it('BF-01 refuses no token, another scheme, an empty one and two headers', async () => {
    const good = await token();
    for (const header of [
      undefined,
      '',
      'Basic eDp5',
      'Bearer',
      'Bearer ',
      good.replace('Bearer', 'bearer'),
      `${good} `,
      `${good},${good}`,
    ]) {
      await refused(header);
    }
    await refused([good, good]);
  });

  it('BF-02 refuses alg none, HS256 with the public key, a stranger’s key and keys by address', async () => {
    const payload = Buffer.from(JSON.stringify(goodClaims)).toString('base64url');
    const headed = (header: object) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
    await refused(`Bearer ${headed({ alg: 'none', kid: 'bot-1' })}.`);
    await refused(`Bearer ${headed({ alg: 'none', kid: 'bot-1' })}.eA`);

    const pem = createPublicKey({ key: world.microsoft.bot.jwk as never, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const signed = headed({ alg: 'HS256', kid: 'bot-1' });
    await refused(`Bearer ${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`);

    const stranger = await signer('bot-1');
    await refused(await token({}, stranger));
    const lure = `${world.microsoft.base}/lure`;
    await refused(await token({}, stranger, { jku: lure, x5u: lure, jwk: stranger.jwk }));
    assert.equal(world.microsoft.calls('GET', /lure/).length, 0);
  });

  it('BF-03 refuses other issuers', async () => {
    for (const iss of [
      'https://api.botframework.us',
      'https://api.botframework.com/',
      ['https://api.botframework.com'] as never,
    ]) {
      await refused(await token({ iss }));
    }
  });

  it('BF-04 refuses other audiences, a list of them and none', async () => {
    await refused(await token({ aud: changeTracking }));
    await refused(await token({ aud: ['other', appId] }));
    await refused(await token({ aud: undefined as never }));
  });

  it('BF-05 allows five minutes of skew and no more, and asks for an end', async () => {
    assert.equal((await send(await token({ exp: seconds - minutes(4) }))).status, 200);
    assert.equal((await send(await token({ nbf: seconds + minutes(4) }))).status, 200);
    await refused(await token({ exp: seconds - minutes(6) }));
    await refused(await token({ nbf: seconds + minutes(6) }));
    await refused(await token({ exp: undefined as never }));
  });

  it('BF-06 asks for a service URL on both sides, and the same', async () => {
    await refused(await token({ serviceurl: 'https://smba.trafficmanager.net/emea/' }));
    await refused(await token({ serviceurl: undefined }));
    await refused(await token(), activity({ serviceUrl: undefined }));
    await refused(await token({ serviceurl: undefined }), activity({ serviceUrl: undefined }));
  });

  for (const hostile of [
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.test/',
    'https://smba.trafficmanager.net@evil.test/',
    'https://evil.test@smba.trafficmanager.net/',
    'http://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net:8443/teams/',
    'https://smba.trafficmanager。net/teams/',
    'https://SMBA.trafficmanager.net.evil.test/teams/',
    'https://smba.trafficmanager.net',
    'https://smba.trafficmanager.net/teams/?x=1',
    '//smba.trafficmanager.net/teams/',
  ]) {
    it(`BF-07 answers to no such place: ${hostile}`, async () => {
      await refused(await token({ serviceurl: hostile }), activity({ serviceUrl: hostile }));
    });
  }

  it('BF-08 refuses keys that may not sign for Teams, and other channels', async () => {
    const web = await signer('webchat-only');
    const bare = await signer('without-endorsements');
    world.microsoft.published.bot.push({ ...web.jwk, endorsements: ['webchat'] }, bare.jwk);
    await world.clock.advance(61_000);
    await refused(await token({}, web));
    await refused(await token({}, bare));
    for (const channelId of ['emulator', 'AseChannel', 'directline', undefined])
      await refused(await token(), activity({ channelId }));
  });

  it('BF-09, BF-10, BF-11 refuses Entra’s tokens and those of skills', async () => {
    const tab = {
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      ver: '2.0',
      tid: tenantId,
      azp: appId,
      scp: 'access_as_user',
    };
    await refused(await token(tab, world.microsoft.entra));
    await refused(
      await token(
        { iss: 'https://sts.windows.net/4f0c0000-0000-4000-8000-000000000000/', appid: appId },
        world.microsoft.entra,
      ),
    );
    await refused(await token({ ver: '1.0', appid: changeTracking }));
    await refused(await token({ ver: '2.0', azp: changeTracking }));
  });

  it('BF-12 does nothing for another tenant', async () => {
    const other = '11111111-2222-4333-8444-555555555555';
    const cases = [
      activity({ conversation: { id: 'a:1', tenantId: other } }),
      activity({ channelData: { tenant: { id: other } } }),
      activity({ conversation: { id: 'a:1' }, channelData: {} }),
    ];
    for (const body of cases) {
      const answer = await send(await token(), body);
      assert.deepEqual([answer.status, answer.refused, answer.effects], [401, ['wrong_tenant'], 0]);
    }
  });

  it('refuses an activity without a conversation', async () => {
    for (const conversation of [undefined, null, {}, { id: '' }, { id: 7 }, 'a:1']) {
      await refused(await token(), activity({ conversation, channelData: { tenant: { id: tenantId } } }));
    }
  });

  it('refuses signed nonsense at once: too large, too deep, no JSON, no object', async () => {
    const good = await token();
    assert.equal((await send(good, Buffer.alloc(1024 * 1024 + 1, 0x20))).status, 413);
    assert.equal((await send(good, Buffer.from(`${'['.repeat(65)}${']'.repeat(65)}`))).status, 400);
    for (const body of ['{', '[]', '"x"', 'null', '{}', '\u0000'])
      assert.equal((await send(good, Buffer.from(body))).status, 400);
  });

  it('BF-13 runs one turn for an activity that comes fifty times at once, and later again', async () => {
    world.microsoft.on('POST', /^\/smba\/teams\/v3\/conversations\/a:once\/activities$/, () => ({
      status: 201,
      json: { id: '1' },
    }));
    const message = activity({ id: 'once', type: 'message', text: 'hi', conversation: { id: 'a:once', tenantId } });
    const good = await token();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => world.receive('messages', message, { headers: { authorization: good } })),
    );
    assert.ok(answers.every(({ reply }) => reply.status === 200));
    await world.receive('messages', message, { headers: { authorization: good } });
    const sent = world.microsoft.calls('POST', /a:once/);
    assert.equal(sent.length, 1);
    assert.match(sent[0]!.headers.authorization!, /^Bearer bot-token-/);
    assert.match((JSON.parse(sent[0]!.body.toString()) as { text: string }).text, /I heard: hi/);
  });

  it('says nothing to a failed turn but that it was taken, and logs no text of it', async () => {
    world.microsoft.on('POST', /a:broken/, () => ({ status: 500, json: {} }));
    const answer = await send(
      await token(),
      activity({ type: 'message', text: 'top secret', conversation: { id: 'a:broken', tenantId } }),
    );
    assert.deepEqual([answer.status, answer.body], [200, undefined]);
    assert.equal(world.microsoft.calls('POST', /a:broken/).length, 1);
    assert.ok(!world.parts.logged().includes('top secret'));
  });

  it('answers an invoke that it does not know with 501', async () => {
    assert.equal((await send(await token(), activity({ type: 'invoke', name: 'not/known' }))).status, 501);
  });
});

describe('the keys of the Bot Connector', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
  });
  afterEach(() => world.close());

  const send = async (by: Signer, header: object = {}) => {
    const authorization = `Bearer ${await by.sign({ ...goodClaims, exp: world.clock.now() / 1000 + 3600 }, header)}`;
    return (await world.receive('messages', activity(), { headers: { authorization } })).reply.status;
  };
  const keyFetches = () => world.microsoft.calls('GET', /botlogin.*keys/).length;

  it('BF-14 are not fetched for every invented key id', async () => {
    assert.equal(await send(world.microsoft.bot), 200);
    const stranger = await signer('x');
    const forged = await Promise.all(Array.from({ length: 300 }, (_, n) => send(stranger, { kid: `kid-${n}` })));
    assert.ok(forged.every((status) => status === 401));
    assert.equal(await send(world.microsoft.bot), 200);
    assert.ok(keyFetches() <= 2);
  });

  it('BF-15 stay good while their host is down, and a rollover is taken in within a minute', async () => {
    assert.equal(await send(world.microsoft.bot), 200);
    const next = await signer('bot-2');
    let down = true;
    world.microsoft.on('GET', /botlogin/, ({ url }) => {
      if (down) return { status: 503 };
      return {
        json: url.includes('keys')
          ? { keys: [{ ...next.jwk, endorsements: ['msteams'] }] }
          : { jwks_uri: 'https://login.botframework.com/v1/.well-known/keys' },
      };
    });
    await world.clock.advance(30 * 60_000);
    assert.equal(await send(world.microsoft.bot), 200);
    assert.equal(await send(next), 503, 'nobody can tell whose key that is');
    down = false;
    await world.clock.advance(60_000);
    assert.equal(await send(next), 200);
    assert.equal(await send(world.microsoft.bot), 401);
  });

  it('that were never to be had make Teams come again, and nothing pass', async () => {
    world.microsoft.on('GET', /botlogin/, () => ({ cut: true }));
    assert.equal(await send(world.microsoft.bot), 503);
  });

  it('are not taken from another origin than their metadata', async () => {
    world.microsoft.on('GET', /openidconfiguration/, () => ({
      json: { jwks_uri: 'https://login.microsoftonline.com/common/discovery/v2.0/keys' },
    }));
    assert.equal(await send(world.microsoft.bot), 503);
  });
});

describe('a Teams connector without its secrets', () => {
  it('BF-16 is not made', async () => {
    const world = await connectedTeams();
    for (const missing of [{ appId: '' }, { appPassword: ' ' }, { tenantId: 'common' }]) {
      assert.throws(() => createTeamsConnector(world.parts, { ...settings, ...missing }, echo));
    }
    await world.close();
  });
});
