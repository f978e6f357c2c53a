import assert from 'node:assert/strict';
import { get } from 'node:http';
import { controlRoutes } from '../../../../sandbox/control/routes.ts';
import { createControl } from '../../../../sandbox/control/server.ts';
import { createWorld } from '../../../../sandbox/control/world.ts';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';
import { demo } from '../../../../sandbox/seed.ts';
import { createWebex } from '../../../../sandbox/webex/index.ts';

const incidents = demo.webex.spaces[0]?.id ?? '';
type Json = Readonly<Record<string, unknown>>;

describe('the control API', () => {
  let built: BuiltKit;
  beforeEach(async () => {
    built = createKit({ product: { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:9' } });
    await built.listen();
    const webex = createWebex(built.kit);
    webex.mount(built.router);
    built.otherwise(createControl(createWorld(built.kit, [webex], built.reset), '/nonexistent'));
  });
  afterEach(() => built.close());

  const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init =
      body === undefined
        ? { headers }
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers };
    const answer = await fetch(built.kit.url + path, init);
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const post = async (text: string) =>
    (await ask('/_sandbox/act', { platform: 'webex', as: 'eva', do: 'post', place: incidents, text })).body['message'];
  const view = async () =>
    (await ask(`/_sandbox/view?platform=webex&place=${incidents}`)).body['messages'] as readonly Json[];

  it('tells who and what there is', async () => {
    const { body } = await ask('/_sandbox/seed');
    const people = body['people'] as readonly Json[];
    assert.equal(people.length, 11);
    assert.deepEqual(people[0], {
      id: 'ada',
      name: 'Ada Nowak',
      mail: 'ada@contoso.example',
      company: 'contoso',
      platforms: ['teams', 'slack'],
      colour: '#4f52b2',
      picture: '/_sandbox/people/ada.svg',
      service: false,
    });
    const places = body['places'] as readonly Json[];
    assert.deepEqual(places[0], {
      place: incidents,
      platform: 'webex',
      title: 'Incidents',
      members: ['eva', 'grace', 'hugo', 'mio-relay'],
    });
    const app = (await ask('/_sandbox/app')).body;
    assert.deepEqual(Object.keys(app), ['publicUrl', 'world', 'webexClientId', 'webexClientSecret']);
    assert.match(await (await fetch(`${built.kit.url}/_sandbox/people/ada.svg`)).text(), /^<svg/);
  });

  it('lets people act, shows what they see, and keeps the ledger', async () => {
    const root = await post('hello');
    await ask('/_sandbox/act', {
      platform: 'webex',
      as: 'grace',
      do: 'reply',
      place: incidents,
      message: root,
      text: 'hi',
    });
    assert.deepEqual(
      (await view()).map(({ text, root: of }) => [text, of]),
      [
        ['hello', null],
        ['hi', root],
      ],
    );
    const { entries } = (await ask('/_sandbox/ledger?after=1')).body as { entries: readonly Json[] };
    assert.deepEqual(
      entries.map(({ number, author, text }) => [number, author, text]),
      [[2, 'Grace Kim', 'hi']],
    );
  });

  it('adds faults, lists them and clears them', async () => {
    await ask('/_sandbox/faults', { platform: 'webex', kind: 'throttle', rate: 0.5, retryAfter: 3 });
    assert.deepEqual((await ask('/_sandbox/faults')).body, {
      faults: [{ platform: 'webex', kind: 'throttle', rate: 0.5, retryAfter: 3 }],
    });
    assert.deepEqual((await ask('/_sandbox/faults', { platform: 'webex', kind: 'clear' })).body, { faults: [] });
    await ask('/_sandbox/faults', { platform: 'slack', kind: 'down' });
    assert.deepEqual((await ask('/_sandbox/faults', { kind: 'clear' })).body, { faults: [] });
  });

  it('moves the clock, and a reset puts everything back', async () => {
    await post('hello');
    const hour = 3_600_000;
    const { body } = await ask('/_sandbox/clock', { advance: hour });
    assert.ok(Number(body['now']) >= Date.now() + hour - 1000);
    await ask('/_sandbox/faults', { platform: 'webex', kind: 'down', route: 'nothing' });
    assert.deepEqual((await ask('/_sandbox/reset', {})).body, { done: true });
    assert.ok(built.kit.clock.now() < Date.now() + 1000);
    assert.deepEqual([await view(), built.kit.ledger.after(0), built.kit.faults.list()], [[], [], []]);
  });

  it('says what is wrong, naming it', async () => {
    for (const [status, code, words, path, body] of [
      [400, 'bad_request', 'place', '/_sandbox/act', { platform: 'webex', as: 'eva', do: 'post' }],
      [400, 'bad_request', 'do', '/_sandbox/act', { platform: 'webex', as: 'eva', do: 'shout', place: incidents }],
      [400, 'bad_json', 'JSON', '/_sandbox/act', '{'],
      [
        400,
        'unknown_person',
        'ada',
        '/_sandbox/act',
        { platform: 'webex', as: 'ada', do: 'post', place: incidents, text: 'x' },
      ],
      [400, 'unknown_platform', 'slack', '/_sandbox/view?platform=slack&place=x', undefined],
      [400, 'bad_request', 'teams', '/_sandbox/view?platform=irc&place=x', undefined],
      [400, 'unknown_place', 'nowhere', '/_sandbox/view?platform=webex&place=nowhere', undefined],
      [400, 'bad_request', 'after', '/_sandbox/ledger?after=soon', undefined],
      [400, 'bad_request', 'rate', '/_sandbox/faults', { platform: 'webex', kind: 'error', rate: 2 }],
      [400, 'bad_request', 'platform', '/_sandbox/faults', { kind: 'error' }],
      [404, 'unknown_person', 'person', '/_sandbox/people/nobody.svg', undefined],
      [404, 'not_found', 'openapi', '/_sandbox/nothing', undefined],
      [405, 'method_not_allowed', 'POST', '/_sandbox/act', undefined],
    ] as const) {
      const answer = await ask(path, body);
      const error = answer.body['error'] as { code: string; message: string };
      assert.deepEqual([answer.status, error.code], [status, code], path);
      assert.match(error.message, new RegExp(words));
    }
  });

  it('is for this machine alone: no other name, no other site', async () => {
    const foreign = await new Promise<number | undefined>((resolve) => {
      get(`${built.kit.url}/_sandbox/app`, { headers: { host: 'rebound.example' } }, (answer) =>
        resolve(answer.resume().statusCode),
      );
    });
    assert.equal(foreign, 403);
    const other = await ask('/_sandbox/reset', {}, { origin: 'https://evil.example' });
    assert.equal(other.status, 403);
    assert.equal((await ask('/_sandbox/reset', {}, { origin: built.kit.url })).status, 200);
  });

  it('streams the ledger, from where the listener left off, and tells of resets', async () => {
    for (const text of ['one', 'two', 'three']) await post(text);
    const stop = new AbortController();
    const stream = await fetch(`${built.kit.url}/_sandbox/events`, {
      headers: { 'last-event-id': '1' },
      signal: stop.signal,
    });
    let heard = '';
    const until = async (pattern: RegExp, reader: ReadableStreamDefaultReader<Uint8Array>) => {
      while (!pattern.test(heard)) heard += Buffer.from((await reader.read()).value ?? []).toString('utf8');
    };
    const reader = stream.body!.getReader();
    await until(/"three"/, reader);
    assert.deepEqual(heard.match(/^id: \d+$/gm), ['id: 2', 'id: 3']);
    await post('four');
    await until(/"four"/, reader);
    await ask('/_sandbox/reset', {});
    await until(/event: reset/, reader);
    stop.abort();
  });

  it('shows a page that names the command where none was built', async () => {
    const answer = await fetch(built.kit.url);
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /npm run prepare/);
    assert.equal((await fetch(`${built.kit.url}/..%2f..%2fpackage.json`)).status, 404);
  });

  it('describes itself: every call, with schemas that its own answers keep', async () => {
    const { body } = await ask('/_sandbox/openapi.json');
    assert.equal(body['openapi'], '3.1.0');
    const paths = body['paths'] as Record<string, Record<string, { responses: object; requestBody?: object }>>;
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const registered = [
      ...controlRoutes.map(({ method, path }) => `${method} ${path}`),
      'GET /_sandbox/events',
      'GET /_sandbox/openapi.json',
    ];
    assert.deepEqual(described.sort(), registered.sort());
    for (const { method, path, takes } of controlRoutes) {
      assert.equal(paths[path]?.[method.toLowerCase()]?.requestBody !== undefined, takes !== undefined, path);
    }

    await post('hello');
    for (const route of controlRoutes.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
      const answer = await ask(`${route.path}?platform=webex&place=${incidents}`);
      assert.ok('safeParse' in route.gives && route.gives.safeParse(answer.body).success, route.path);
    }
  });
});
