/** What no HTTP client would send, byte by byte over real sockets: requests of two readings, and those without measure. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { BrokenOffError, readBody } from '../../../src/http/body.ts';
import { openWorld, type World } from '../../support/world.ts';

const mebibyte = 1024 * 1024;

describe('requests that no client sends', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ prepared: false });
  });
  after(() => world.close());

  const open = async () => {
    const { hostname, port } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  /** Everything that comes back until the server closes. */
  const send = async (text: string): Promise<string> => {
    const socket = await open();
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.write(text);
    await once(socket, 'close');
    return answer;
  };

  const hidden = 'GET /metrics HTTP/1.1\r\nhost: mio\r\n\r\n';
  const post = (headers: string, body: string) =>
    `POST /webhooks/slack/events HTTP/1.1\r\nhost: mio\r\n${headers}\r\n${body}`;
  for (const [name, request] of [
    ['a length and chunks', post('content-length: 4\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${hidden}`)],
    ['chunks and a length', post('transfer-encoding: chunked\r\ncontent-length: 4\r\n', `0\r\n\r\n${hidden}`)],
    ['two lengths', post('content-length: 0\r\ncontent-length: 40\r\n', hidden)],
    [
      'chunks twice, once misspelt',
      post('transfer-encoding: chunked\r\ntransfer-encoding: x\r\n', `0\r\n\r\n${hidden}`),
    ],
    ['chunks that are not the last encoding', post('transfer-encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`)],
    ['lines that end half', `POST /webhooks/slack/events HTTP/1.1\nhost: mio\ncontent-length: 0\n\n${hidden}`],
    ['a space before the colon', post('content-length : 0\r\n', hidden)],
    ['a length that is none', post('content-length: +4\r\n', `1234${hidden}`)],
  ] as const) {
    it(`DS-07 ${name}: 400, and nothing after it is read as a request`, async () => {
      const answer = await send(request);
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.equal(answer.split('HTTP/1.1 ').length, 2, answer);
    });
  }

  for (const [name, headers] of [
    ['a thousand headers', Array.from({ length: 1_000 }, (_, index) => `x-header-${index}: value\r\n`).join('')],
    ['a header of 17 KB', `x-header: ${'x'.repeat(17 * 1024)}\r\n`],
  ] as const) {
    it(`DS-08 ${name}: 431`, async () => assert.match(await send(post(headers, '')), /^HTTP\/1\.1 431 /));
  }

  for (const path of ['/webhooks/graph', '/webhooks/graph/lifecycle']) {
    it(`GR-03 a browser that opens ${path} with a handshake in its address gets 405 and no word of it`, async () => {
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
        const answer = await fetch(`${world.url}${path}?validationToken=%3Cb%3Ehello`, { method });
        assert.deepEqual([answer.status, await answer.text()], [405, ''], method);
        assert.equal(answer.headers.get('allow'), 'POST');
        assert.equal(answer.headers.get('content-type'), null);
      }
    });
  }

  it('GR-15 chunks without end are read as far as the limit, and the rest is not waited for', async () => {
    const route = '/webhooks/graph';
    const refused = () => world.metric('mio_webhooks_total', { route, status: '413' });
    const before = await refused();
    const socket = await open();
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.resume();
    socket.write(`POST ${route} HTTP/1.1\r\nhost: mio\r\ntransfer-encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    let sent = 0;
    while (!socket.closed && sent < 64 * mebibyte) {
      sent += chunk.length;
      await Promise.race([new Promise<void>((resolve) => socket.write(chunk, () => resolve())), closed]);
    }
    await closed;
    assert.ok(sent > 4 * mebibyte && sent < 16 * mebibyte, `it took ${sent} bytes`);
    assert.equal(await refused(), before + 1);
  });

  it('a request that is broken off is nothing that an operator has to look into', async () => {
    const key = world.operatorKey;
    for (const [path, headers] of [
      ['/api/v1/organizations', `authorization: Bearer ${key}\r\n`],
      ['/invitation/look', 'content-type: application/json\r\n'],
      ['/webhooks/slack/events', ''],
    ] as const) {
      const socket = await open();
      socket.write(`POST ${path} HTTP/1.1\r\nhost: mio\r\n${headers}content-length: 100\r\n\r\nhalf of`);
      await new Promise<void>((resolve) => socket.end(resolve));
    }
    const route = '/webhooks/slack/events';
    while ((await world.metric('mio_webhooks_total', { route, status: '400' })) === 0);
    assert.doesNotMatch(world.log.text(), /failed|could not be processed/);
  });
});

describe('the body of a request', () => {
  it('is not waited for where the request was broken off before anybody read it', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: mio\r\ncontent-length: 100\r\n\r\nhalf of');
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    const closed = new Promise<void>((resolve) => request.once('close', () => resolve()));
    request.on('error', () => undefined);
    socket.destroy();
    await closed;
    await assert.rejects(readBody(request, 1_000), BrokenOffError);
    server.close();
  });
});
