/**
 * AD-03: what a page of somebody else's can make a visitor's browser send to Mio. A form sends no JSON; a script asks
 * first whether it may, and is never told that it may.
 */
import assert from 'node:assert/strict';
import { apiRoutes } from '../../../src/http/api.ts';
import { openWorld, type World } from '../../support/world.ts';

const elsewhere = 'https://evil.example';

describe('AD-03 a page of somebody else’s', () => {
  let world: World;
  let channel: string;
  let code: string;
  let invitation: string;
  before(async () => {
    world = await openWorld({ speed: 5 });
    const [made] = (await world.api('contoso', 'GET', '/channels')).body as unknown as readonly { id: string }[];
    channel = made?.id ?? '';
    const address = 'grace@fabrikam.example';
    const { body } = await world.api('contoso', 'POST', `/channels/${channel}/invitations`, { address });
    code = String(body['code']);
    invitation = String(body['invitation']);
  });
  after(() => world.close());

  const questions = ['look', 'prove'] as const;
  const ask = (question: string, headers: Record<string, string>, body: string) =>
    fetch(`${world.url}/invitation/${question}`, { method: 'POST', headers: { origin: elsewhere, ...headers }, body });
  const question = () => JSON.stringify({ code, platform: 'webex' });

  // "Form submission algorithm": what a form may say that it sends. The last is what a script may send without asking.
  for (const [what, type, body] of [
    ['text that reads as JSON', 'text/plain', () => `${question().slice(0, -1)},"x":"="}`],
    ['fields', 'application/x-www-form-urlencoded', () => String(new URLSearchParams({ code, platform: 'webex' }))],
    ['parts', 'multipart/form-data; boundary=x', () => `--x\r\n\r\n${question()}\r\n--x--`],
    ['text that only looks as if it were called JSON', 'text/plain; application/json', question],
    ['something that is not JSON by name', 'application/jsonp', question],
  ] as const) {
    for (const path of questions) {
      it(`${path}: a form that sends ${what} gets 403, no cookie, and begins nothing`, async () => {
        const answer = await ask(path, { 'content-type': type }, body());
        assert.equal(answer.status, 403);
        assert.deepEqual(answer.headers.getSetCookie(), []);
        assert.doesNotMatch(await answer.text(), /redirect|Contoso|Incidents/);
      });
    }
  }

  it('uses up no turn of whoever was lured there', async () => {
    const from = { 'x-forwarded-for': '203.0.113.77' };
    for (let time = 0; time < 100; time += 1) await ask('look', { 'content-type': 'text/plain', ...from }, question());
    const own = await fetch(`${world.url}/invitation/look`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...from },
      body: question(),
    });
    assert.equal(own.status, 200);
  });

  const paths = [
    ...questions.map((path) => `/invitation/${path}`),
    ...apiRoutes.map(({ path }) => path),
    '/healthz',
    '/',
  ];
  for (const path of new Set(paths)) {
    it(`${path}: a script that asks whether it may is not told that it may`, async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'GET']) {
        const answer = await fetch(world.url + path, {
          method: 'OPTIONS',
          headers: {
            origin: elsewhere,
            'access-control-request-method': method,
            'access-control-request-headers': 'content-type, authorization',
          },
        });
        const granted = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
        assert.deepEqual([answer.ok, granted], [false, []]);
      }
    });
  }

  it('can’t call one method by another', async () => {
    const key = world.operatorKey;
    const own = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const headers = { ...own, [header]: 'DELETE' };
      const url = `${world.url}/api/v1/invitations/${invitation}?_method=DELETE`;
      assert.equal((await fetch(url, { method: 'POST', headers, body: '{"_method":"DELETE"}' })).status, 405);
    }
    for (const path of questions) {
      const headers = { 'x-http-method-override': 'POST', 'content-type': 'application/json' };
      assert.equal((await fetch(`${world.url}/invitation/${path}?_method=POST`, { headers })).status, 405);
    }
    assert.equal(
      (await world.api('contoso', 'DELETE', `/invitations/${invitation}`)).status,
      200,
      'it was still there',
    );
  });

  it('has no cookie to ride on: no route of the API knows anybody by one', async () => {
    for (const cookie of [`key=${world.operatorKey}`, `authorization=Bearer ${world.operatorKey}`, 'mio_files=x']) {
      const answer = await fetch(`${world.url}/api/v1/organizations`, { headers: { cookie } });
      assert.equal(answer.status, 401);
    }
  });
});
