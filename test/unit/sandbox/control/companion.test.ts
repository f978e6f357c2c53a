/** The bridge from the page to the product: what is asked in the page's words is asked there in the platform's, and drawn. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createControl } from '../../../../sandbox/control/server.ts';
import { createWorld } from '../../../../sandbox/control/world.ts';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';

interface Asked {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('a companion of the sandbox', () => {
  let built: BuiltKit;
  /** Stands for the product: tells what it was asked, and answers what a test wants. */
  let product: Server;
  let asked: Asked[];
  let answer: { status: number; body: unknown };

  beforeEach(async () => {
    asked = [];
    answer = { status: 200, body: { legs: [] } };
    built = createKit({ product: { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:9' } });
    await built.listen();
    built.otherwise(createControl(createWorld(built.kit, [], built.reset), '/nonexistent'));
    product = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked['body'];
        asked.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await built.close();
    product.closeAllConnections();
    await new Promise((resolve) => product.close(resolve));
  });

  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${built.kit.url}/_sandbox/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  const productUrl = () => `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
  const legs = [
    { leg: 'l1', platform: 'teams', place: 'T', key: 'contoso-key' },
    { leg: 'l2', platform: 'slack', place: 'S', key: 'fabrikam-key' },
  ];
  const introduce = () => call('PUT', 'companion', { url: `${productUrl()}/`, channel: 'c', legs });
  const preview = (sketch: object) => call('POST', 'preview', { platform: 'teams', place: 'T', as: 'ada', ...sketch });
  const codeOf = ({ body }: { body: Readonly<Record<string, unknown>> }) => (body['error'] as { code: string }).code;

  it('is not there until somebody tells of it; then its places are known, its keys are not', async () => {
    assert.deepEqual((await call('GET', 'companion')).body, { places: [] });
    const before = await preview({ markdown: 'hello' });
    assert.deepEqual([before.status, codeOf(before)], [404, 'no_companion']);
    const places = [
      { platform: 'teams', place: 'T' },
      { platform: 'slack', place: 'S' },
    ];
    assert.deepEqual((await introduce()).body, { places });
    assert.deepEqual((await call('GET', 'companion')).body, { places });
  });

  it('is asked in the words of each platform, with the key of the leg’s organization, for the person who writes', async () => {
    await introduce();
    await preview({ markdown: 'It is **down**' });
    await preview({ platform: 'slack', place: 'S', as: 'eva', markdown: 'It is **down**' });
    assert.deepEqual(
      asked.map(({ url, authorization, body }) => [url, authorization, body['leg'], body['text']]),
      [
        ['/api/v1/preview', 'Bearer contoso-key', 'l1', '<p>It is <strong>down</strong></p>'],
        ['/api/v1/preview', 'Bearer fabrikam-key', 'l2', 'It is *down*'],
      ],
    );
    assert.deepEqual(asked[0]?.body['author'], { name: 'Ada Nowak', picture: 'https://avatars.example/ada.svg' });
  });

  it('draws what it answers as each client would, and never as anything that runs', async () => {
    await introduce();
    const leg = (platform: string, ...parts: readonly object[]) => ({ platform, title: 'x', parts, downgrades: [] });
    answer.body = {
      legs: [
        leg('webex', { payload: { markdown: '**Ada:** <script>x</script>[a](javascript:x)' }, text: 'a' }),
        leg('teams', { payload: { html: '<p>hi<img src=x onerror=x></p>' }, text: 'hi' }),
        leg('slack', {
          payload: { text: 't', blocks: [], username: 'Ada (Teams)', icon_url: 'https://avatars.example/ada.svg' },
          text: 't',
        }),
        leg('teams', { payload: 7, text: '<b>unknown</b>\nform' }),
      ],
    };
    const shown = (await preview({ markdown: 'hello' })).body['legs'] as readonly {
      readonly messages: readonly { readonly html: string; readonly author: unknown }[];
    }[];
    const [webex, teams, slack, unknown] = shown.map(({ messages: [message] }) => message);
    assert.match(webex?.html ?? '', /<strong>Ada:<\/strong>/);
    for (const one of [webex, teams]) assert.doesNotMatch(one?.html ?? '', /<script|onerror|href="javascript/);
    assert.deepEqual(slack, {
      author: { name: 'Ada (Teams)', kind: 'app-as', picture: '/_sandbox/people/ada.svg' },
      html: '<p>t</p>',
    });
    assert.deepEqual(unknown, {
      author: { name: 'Mio', kind: 'app', picture: null },
      html: '<p>&#60;b&#62;unknown&#60;/b&#62;<br>form</p>',
    });
  });

  it('says so where the product does not run, and what the product says against it', async () => {
    await introduce();
    answer = { status: 400, body: { error: { code: 'bad_request', message: 'm', advice: 'Write less.' } } };
    const refused = await preview({ markdown: 'x' });
    assert.deepEqual(
      [refused.status, refused.body],
      [502, { error: { code: 'companion_refused', message: 'Write less.' } }],
    );
    product.closeAllConnections();
    await new Promise((resolve) => product.close(resolve));
    const silent = await preview({ markdown: 'x' });
    assert.deepEqual([silent.status, codeOf(silent)], [503, 'companion_silent']);
    assert.match(JSON.stringify(silent.body), /npm run mio/);
    product.listen(0, '127.0.0.1');
  });

  it('lives on this machine', async () => {
    for (const url of ['https://mio.example', 'http://mio.example:3978', 'file:///etc/passwd']) {
      assert.equal((await call('PUT', 'companion', { url, channel: 'c', legs })).status, 400, url);
    }
  });

  it('tells listeners of the page when it is there', async () => {
    const events = await fetch(`${built.kit.url}/_sandbox/events`);
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    await introduce();
    let heard = '';
    while (!heard.includes('event: companion')) heard += (await reader.read()).value ?? '';
    await reader.cancel();
    assert.doesNotMatch(heard, /key/);
  });
});
