import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';
import type { PrefixOptions, Section } from '../../../../sandbox/kit/router.ts';

const product = { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:9' };
const options: PrefixOptions = {
  prefix: '/webex',
  platform: 'webex',
  recordAs: 'webex',
  scopes: (call) => (call.headers['authorization'] ? ['read'] : undefined),
  throttled: (seconds) => ({ status: 429, headers: { 'retry-after': String(seconds) }, body: 'slow down' }),
  failed: (status) => ({ status, body: { message: 'failed' } }),
  notFound: () => ({ status: 404, body: { message: 'not here' } }),
};

describe('the router', () => {
  let built: BuiltKit;
  let section: Section;
  let folder: string;
  let calls: number;
  const at = (path: string) => built.kit.url + path;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-router-'));
    built = createKit({ product, record: join(folder, 'traffic.har') });
    section = built.router.section(options);
    calls = 0;
    section.on('POST', '/v1/count', () => ({ status: 200, body: { calls: ++calls } }));
    await built.listen();
  });
  afterEach(async () => {
    await built.close();
    rmSync(folder, { recursive: true });
  });

  it('prefers literal segments, decodes parameters and passes the rest of a path', async () => {
    section.on('GET', '/people/{id}', ({ params }) => ({ status: 200, body: { id: params['id'] } }));
    section.on('GET', '/people/me', () => ({ status: 200, body: { id: 'myself' } }));
    section.on('GET', '/files/{rest*}', ({ params, query }) => ({
      status: 200,
      body: [params['rest'], query.get('a')],
    }));
    const get = async (path: string) => (await fetch(at(path))).json();
    assert.deepEqual(await get('/webex/people/me'), { id: 'myself' });
    assert.deepEqual(await get('/webex/people/a%2Fb'), { id: 'a/b' });
    assert.deepEqual(await get('/webex/files/x/y.txt?a=1'), ['x/y.txt', '1']);
    assert.deepEqual(await get('/webex/people/%E0%A4%A'), { message: 'not here' });
    assert.deepEqual(await get('/webex/nothing'), { message: 'not here' });
    assert.deepEqual(
      built.router
        .routes('/webex')
        .map(({ pattern }) => pattern)
        .sort(),
      ['/files/{rest*}', '/people/me', '/people/{id}', '/v1/count'],
    );
  });

  it('reads JSON, forms and files', async () => {
    section.on('POST', '/json', (call) => ({ status: 200, body: { is: call.json() ?? null } }));
    section.on('POST', '/form', (call) => ({ status: 200, body: { is: call.form().get('a') } }));
    section.on('POST', '/multipart', (call) => ({
      status: 200,
      body: call.multipart().map(({ name, filename, type, bytes }) => [name, filename, type, bytes.toString('utf8')]),
    }));
    const post = async (path: string, body: string | URLSearchParams | FormData) =>
      (await fetch(at(path), { method: 'POST', body })).json();
    assert.deepEqual(await post('/webex/json', '{"a":[1]}'), { is: { a: [1] } });
    assert.deepEqual(await post('/webex/json', '{'), { is: null });
    assert.deepEqual(await post('/webex/form', new URLSearchParams({ a: 'ä&b' })), { is: 'ä&b' });
    const form = new FormData();
    form.set('text', 'two\r\nlines');
    form.set('files', new File(['bytes'], 'plan "b".txt', { type: 'text/plain' }));
    assert.deepEqual(await post('/webex/multipart', form), [
      ['text', null, null, 'two\r\nlines'],
      ['files', 'plan "b".txt', 'text/plain', 'bytes'],
    ]);
  });

  it('answers HEAD as GET without the body', async () => {
    section.on('GET', '/v1/contents', () => ({
      status: 200,
      headers: { 'Content-Type': 'image/png' },
      body: Buffer.from('12345'),
    }));
    const answer = await fetch(at('/webex/v1/contents'), { method: 'HEAD' });
    assert.deepEqual([answer.headers.get('content-length'), answer.headers.get('content-type')], ['5', 'image/png']);
    assert.equal(await answer.text(), '');
  });

  it('answers in the platform’s own form when told to throttle or to fail', async () => {
    built.kit.faults.add({ platform: 'webex', kind: 'throttle', retryAfter: 7, count: 1 });
    const throttled = await fetch(at('/webex/v1/count'), { method: 'POST' });
    assert.deepEqual(
      [throttled.status, throttled.headers.get('retry-after'), await throttled.text()],
      [429, '7', 'slow down'],
    );
    built.kit.faults.add({ platform: 'webex', kind: 'error', count: 1 });
    assert.equal((await fetch(at('/webex/v1/count'), { method: 'POST' })).status, 500);
    assert.equal(calls, 0);
  });

  for (const [kind, taken] of [
    ['down', 0],
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const) {
    it(`cuts the connection on ${kind}, with the call ${taken ? '' : 'not '}carried out`, async () => {
      built.kit.faults.add({ platform: 'webex', kind, route: 'POST /v1/count', count: 1 });
      await assert.rejects(fetch(at('/webex/v1/count'), { method: 'POST' }));
      assert.equal(calls, taken);
    });
  }

  it('loses the answer of a call that it carried out', async () => {
    built.kit.faults.add({ platform: 'webex', kind: 'lose-answer', count: 1 });
    const signal = AbortSignal.timeout(100);
    await assert.rejects(fetch(at('/webex/v1/count'), { method: 'POST', signal }), { name: 'TimeoutError' });
    assert.equal(calls, 1);
  });

  it('answers 500 in the platform’s form when a handler breaks, and goes on', async () => {
    section.on('GET', '/breaks', () => Promise.reject(new Error('on purpose')));
    const { error } = console;
    console.error = () => undefined;
    try {
      assert.equal((await fetch(at('/webex/breaks'))).status, 500);
    } finally {
      console.error = error;
    }
    assert.equal((await fetch(at('/webex/v1/count'), { method: 'POST' })).status, 200);
  });

  it('answers 503 for what nobody has taken yet', async () => {
    assert.equal((await fetch(at('/slack/api/auth.test'))).status, 503);
  });

  it('records what was said, with the scopes of the token where one was used', async () => {
    await fetch(at('/webex/v1/count?x=1'), {
      method: 'POST',
      body: '{"a":1}',
      headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    });
    await fetch(at('/webex/v1/count'), { method: 'POST' });
    built.flush();
    const { log } = JSON.parse(readFileSync(join(folder, 'traffic.har'), 'utf8'));
    const [first, second] = log.entries;
    assert.deepEqual([first._platform, first._path, first._scopes], ['webex', '/v1/count?x=1', ['read']]);
    assert.deepEqual(first.request.postData, { mimeType: 'application/json', text: '{"a":1}' });
    assert.deepEqual([first.response.status, first.response.content.text], [200, '{"calls":1}']);
    assert.equal(second._scopes, undefined);
  });
});
