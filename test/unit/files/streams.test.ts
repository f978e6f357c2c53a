/** Files go through the only way out: to the platforms and nowhere else, within their limits, and never held. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { EgressError, type StreamRequest } from '../../../src/core/ports.ts';
import { createEgress, sandboxOrigins } from '../../../src/http/egress.ts';
import { failsAs, openHost, read, respond } from './support.ts';

describe('files on their way through', () => {
  let host: Awaited<ReturnType<typeof openHost>>;
  let canary: Awaited<ReturnType<typeof openHost>>;
  let egress: ReturnType<typeof createEgress>;
  before(async () => {
    host = await openHost();
    canary = await openHost();
    egress = createEgress({ origins: sandboxOrigins(host.url), deadlineMs: 1_000, idleMs: 60, totalMs: 400 });
  });
  after(async () => {
    await egress.close();
    await host.close();
    await canary.close();
  });

  const get = (url: string, limit = 1_000): StreamRequest => ({ method: 'GET', url, limit });
  const file = 'https://files.slack.com/files-pri/T1-F1/a.png';

  it('come as they are, and say how they were sent', async () => {
    host.serve((_, response) => respond(response, 200, { 'content-type': 'image/png' }, 'bytes'));
    const { status, headers, body } = await egress.stream(get(file));
    assert.deepEqual([status, headers['content-type'], String(await read(body))], [200, 'image/png', 'bytes']);
    assert.deepEqual(host.seen, [
      { path: '/slack/files-pri/T1-F1/a.png', authorization: undefined, encoding: 'identity' },
    ]);
  });

  it('go from one platform to another in pieces', async () => {
    const size = 3 * 1024 * 1024;
    let taken = 0;
    const target = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => {
        taken += chunk.length;
      });
      request.on('end', () => response.end(request.headers['content-length'] ?? 'in chunks'));
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
    const both = createEgress({
      origins: new Map([
        ['https://slack.com', host.url],
        ['https://webexapis.com', to],
      ]),
    });
    try {
      host.serve((_, response) => response.end(Buffer.alloc(size, 7)));
      const source = await both.stream(get('https://slack.com/file', size));
      const url = 'https://webexapis.com/v1/messages';
      const headers = { 'content-length': String(size) };
      const answer = await both.stream({ method: 'POST', url, headers, body: source.body, limit: 1_000 });
      assert.equal(String(await read(answer.body)), String(size));
      assert.equal(taken, size);
    } finally {
      await both.close();
      target.closeAllConnections();
      target.close();
    }
  });

  describe('FL-01: an address that only looks like a platform’s', () => {
    const at = () => `:${canary.port}`;
    // biome-ignore format: a table reads better in rows.
    const forms: readonly ((port: string) => string)[] = [
      ...['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0x7f000001', '0177.0.0.1', '①②⑦.0.0.1', '[::1]', '[::]', '0',
        '[::ffff:7f00:1]', '[::ffff:a9fe:a9fe]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '169.254.169.254', 'localhost',
        'localhost.', 'LOCALHOST', '127.0.0.1.nip.io', 'graph.microsoft.com.evil.test', 'graph.microsoft.com%2eevil.test',
        'graph.microsoft.com.', 'GRAPH.microsoft.com', 'evilgraph.microsoft.com', 'a.b.sharepoint.com', 'sharepoint.com',
        '*.sharepoint.com', '-a.sharepoint.com', 'a.sharepoint.com.evil.test', 'a%2e.sharepoint.com', 'a_b.sharepoint.com',
      ].flatMap((name) => [() => `https://${name}/f`, (port: string) => `http://${name}${port}/f`]),
      (port) => `https://graph.microsoft.com@127.0.0.1${port}/`, (port) => `https://user:pass@graph.microsoft.com${port}/`,
      (port) => `https:\\\\evil\\@graph.microsoft.com${port}`, () => 'https://graph.microsoft.com:25/',
      () => 'https://graph.microsoft.com:443/', () => 'https://contoso.sharepoint.com:8443/f',
      () => 'http://contoso.sharepoint.com/f', () => 'http://graph.microsoft.com/v1.0', () => 'https://graph.microsoft.com\\@evil.test/',
      () => 'https://graph.microsoft.com#@evil.test/', () => 'https://graph.microsoft.com?@evil.test/', () => ' https://slack.com/',
      () => 'https://contoso.sharepoint.com\n/', () => 'https:slack.com/', () => '//slack.com/', () => 'file:///etc/passwd',
      () => 'data:text/plain,hello', () => 'gopher://127.0.0.1:70/_', () => 'ftp://slack.com/', () => 'blob:https://slack.com/1', () => '',
    ];
    it(`is refused for one reason, in ${forms.length} forms, and nothing is connected to`, async () => {
      const connects = [host.connects(), canary.connects()];
      for (const form of forms) {
        const url = form(at());
        await assert.rejects(egress.stream(get(url)), failsAs('refused_origin'), url);
      }
      assert.deepEqual([host.connects(), canary.connects()], connects);
    });

    it('would have been seen: the canary hears who does connect', async () => {
      const before = canary.connects();
      await (await fetch(`http://127.1:${canary.port}/`)).text();
      assert.equal(canary.connects(), before + 1);
    });
  });

  describe('FL-02: redirects', () => {
    const headers = { authorization: 'Bearer a-token' };
    const from = 'https://graph.microsoft.com/v1.0/content';

    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status} is an answer, not a way: the token goes where it was sent, and no further`, async () => {
        host.serve((_, response) =>
          respond(response, status, { location: 'https://contoso.sharepoint.com/f' }, 'moved'),
        );
        const answer = await egress.stream({ ...get(from), headers });
        answer.body.destroy();
        assert.deepEqual([answer.status, answer.headers['location']], [status, 'https://contoso.sharepoint.com/f']);
        assert.deepEqual(
          host.seen.map(({ path, authorization }) => [path, authorization]),
          [['/graph/v1.0/content', 'Bearer a-token']],
        );
      });
    }

    it('lead through the same gate, whoever goes on: to this machine, to nobody’s origin, out of TLS', async () => {
      const connects = [host.connects(), canary.connects()];
      for (const location of [
        `http://127.0.0.1:${canary.port}/`,
        `http://2130706433:${canary.port}/`,
        `//127.0.0.1:${canary.port}/`,
        'http://graph.microsoft.com/v1.0/content',
        'https://evil.test/',
        'file:///etc/passwd',
      ]) {
        await assert.rejects(egress.stream(get(new URL(location, from).href)), failsAs('refused_origin'), location);
      }
      assert.deepEqual([host.connects(), canary.connects()], connects);
    });
  });

  describe('FL-04: bodies that don’t behave', () => {
    const refused = (code: EgressError['code'], limit?: number) =>
      assert.rejects(async () => read((await egress.stream(get(file, limit))).body), failsAs(code));

    it('are cut at the limit where they never end', async () => {
      let isGone = false;
      host.serve((_, response) => {
        response.on('close', () => {
          isGone = true;
        });
        const pour = () => void (!response.destroyed && response.write(Buffer.alloc(16_384), pour));
        pour();
      });
      await refused('too_large', 1_000_000);
      while (!isGone) await new Promise(setImmediate);
    });

    it('are refused before they begin where they say that they are too large', async () => {
      host.serve((_, response) => {
        response.writeHead(200, { 'content-length': '1001' });
        response.flushHeaders();
      });
      await assert.rejects(egress.stream(get(file)), failsAs('too_large'));
    });

    it('are let through to the last byte that is allowed', async () => {
      host.serve((_, response) => response.end(Buffer.alloc(1_000)));
      assert.equal((await read((await egress.stream(get(file))).body)).length, 1_000);
    });

    it('end where they said that they would, whatever follows', async () => {
      host.serve((_, response) => {
        response.socket?.write(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${'x'.repeat(5_000)}`);
      });
      assert.equal(String(await read((await egress.stream(get(file))).body)), 'x'.repeat(10));
    });

    it('are cut where they stand still', async () => {
      host.serve((_, response) => void response.write('a'));
      await refused('deadline');
    });

    it('are cut where they trickle: they never stand still, and never end', async () => {
      host.serve((_, response) => {
        const trickle = setInterval(() => response.write('a'), 5);
        response.on('close', () => clearInterval(trickle));
      });
      await refused('deadline', 1_000_000);
    });

    it('break where the connection does', async () => {
      host.serve((_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('a', () => response.socket?.destroy());
      });
      await refused('cut');
    });

    it('break for whoever reads them late, and hurt nobody before', async () => {
      host.serve((_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('a', () => response.socket?.destroy());
      });
      const { body } = await egress.stream(get(file));
      while (!body.destroyed) await new Promise(setImmediate);
      await assert.rejects(read(body), failsAs('cut'));
    });

    it('take their upload with them, which fails as they did', async () => {
      const source = Readable.from(
        (async function* () {
          yield Buffer.alloc(10);
          throw new EgressError('too_large', true, 'the source sends too much');
        })(),
      );
      const upload = egress.stream({ method: 'POST', url: file, body: source, limit: 1_000 });
      await assert.rejects(upload, failsAs('too_large'));
    });

    it('say that they are parts where they are', async () => {
      host.serve((_, response) => respond(response, 206, {}, 'part'));
      const { status, body } = await egress.stream(get(file));
      body.destroy();
      assert.equal(status, 206);
    });

    it('are let go by whoever does not want them', async () => {
      let isGone = false;
      host.serve((_, response) => {
        response.on('close', () => {
          isGone = true;
        });
        response.write('a');
      });
      (await egress.stream(get(file))).body.destroy();
      while (!isGone) await new Promise(setImmediate);
    });
  });

  describe('FL-05: packed bodies', () => {
    for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'x-unheard-of', 'gzip, gzip']) {
      it(`are refused, not unpacked: ${encoding}`, async () => {
        const bomb = gzipSync(Buffer.alloc(10_000_000));
        host.serve((_, response) => respond(response, 200, { 'content-encoding': encoding }, bomb));
        await assert.rejects(egress.stream(get(file, 100_000)), failsAs('too_large'));
      });
    }

    it('that are files are files: nobody looks into an archive', async () => {
      const archive = gzipSync(Buffer.alloc(100_000));
      host.serve((_, response) => respond(response, 200, { 'content-type': 'application/gzip' }, archive));
      assert.deepEqual(await read((await egress.stream(get(file, archive.length))).body), archive);
    });
  });
});
