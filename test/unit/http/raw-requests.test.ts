/**
 * B3: bytes that are no request, or two requests to two readers, over real sockets. Each gets a refusal or nothing, what
 * is hidden in it is not served, and the next one in line is. See raw.test.ts for what has a measure.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { slackEvent, slackSignature } from '../../support/slack-webhook.ts';
import { openWorld, type World } from '../../support/world.ts';

const crlf = '\r\n';
/** What would be served if somebody took the end of a request for another one. */
const hidden = `GET /metrics HTTP/1.1${crlf}host: mio${crlf}${crlf}`;
const lines = (...of: readonly string[]): string => of.join(crlf);
const post = (headers: readonly string[], body = hidden): string =>
  lines('POST /webhooks/slack/events HTTP/1.1', 'host: mio', ...headers, '', body);
const get = (first: string, headers: readonly string[] = ['host: mio']): string => lines(first, ...headers, '', '');
const chunked = (body: string): string => post(['transfer-encoding: chunked'], body);
const last = `0${crlf}${crlf}`;

const lengths = ['4, 4', '4, 5', '0x4', '-1', '1e1', '4;', '4a', '٤', '', '99999999999999999999', '4 4', '4\v'];
const encodings = [
  'xchunked',
  'chunked, x',
  'chunked, chunked',
  'identity',
  '\vchunked',
  'chunked\0',
  'chunked;q=1',
  '"chunked"',
  'gzip',
];
const chunkSizes = ['0x4', '-1', '+4', ' 4', '4 4', '4\n', 'g', '', 'FFFFFFFFFFFFFFFFF', '4;a="\n"'];

const table: readonly (readonly [what: string, bytes: string | Buffer])[] = [
  ...lengths.map((length) => [`a length of ${JSON.stringify(length)}`, post([`content-length: ${length}`])] as const),
  ...encodings.map(
    (encoding) =>
      [
        `an encoding called ${JSON.stringify(encoding)}`,
        post([`transfer-encoding: ${encoding}`], `${last}${hidden}`),
      ] as const,
  ),
  ...chunkSizes.map(
    (size) => [`a chunk of ${JSON.stringify(size)}`, chunked(`${size}${crlf}abcd${crlf}${last}${hidden}`)] as const,
  ),
  ['two lengths that agree', post(['content-length: 0', 'content-length: 0'])],
  ['a length behind an encoding', post(['transfer-encoding: chunked', 'content-length: 4'], `${last}${hidden}`)],
  ['an encoding on a line that goes on', post(['transfer-encoding:', ' chunked'], `${last}${hidden}`)],
  ['a space before the colon', post(['transfer-encoding : chunked'], `${last}${hidden}`)],
  ['a chunk that ends half', chunked(`4\nabcd\n0\n\n${hidden}`)],
  ['a chunk without its end', chunked(`4${crlf}abcd0${crlf}${crlf}${hidden}`)],
  ['a chunk that is shorter than it says', chunked(`8${crlf}abcd${crlf}${last}`)],
  ['a trailer that ends half', chunked(`0${crlf}a: b\n\n${hidden}`)],
  ['chunks in HTTP/1.0', post(['transfer-encoding: chunked'], `${last}${hidden}`).replace('1.1', '1.0')],
  ['lines that end half', get('GET /metrics HTTP/1.1').replaceAll(crlf, '\n')],
  ['lines that end in CR', get('GET /metrics HTTP/1.1').replaceAll(crlf, '\r')],
  ['a line that goes on', get('GET /metrics HTTP/1.1', ['host: mio', 'a: b', ' c'])],
  ['a header without a colon', get('GET /metrics HTTP/1.1', ['host: mio', 'nothing'])],
  ['a header without a name', get('GET /metrics HTTP/1.1', ['host: mio', ': x'])],
  ['a header with a space in its name', get('GET /metrics HTTP/1.1', ['host: mio', 'a b: x'])],
  ['a header with a NUL', get('GET /metrics HTTP/1.1', ['host: mio', 'a: \0'])],
  ['a header with a CR', get('GET /metrics HTTP/1.1', ['host: mio', 'a: \rb'])],
  ['no host', get('GET /metrics HTTP/1.1', [])],
  ['a method in small letters', get('get /metrics HTTP/1.1')],
  ['a method of its own', get('STEAL /metrics HTTP/1.1')],
  ['a tunnel', get('CONNECT evil.example:443 HTTP/1.1')],
  ['no path', get('GET HTTP/1.1')],
  ['a path with a NUL', get('GET /metrics\0 HTTP/1.1')],
  ['a path with a space', get('GET /met rics HTTP/1.1')],
  ['a path of 20 KB', get(`GET /${'x'.repeat(20_000)} HTTP/1.1`)],
  ['version 1.2', get('GET /metrics HTTP/1.2')],
  ['version 9.9', get('GET /metrics HTTP/9.9')],
  ['a version that is none', get('GET /metrics HTTP/x')],
  ['another protocol', get('GET /metrics SIP/2.0')],
  ['HTTP/2', `PRI * HTTP/2.0${crlf}${crlf}SM${crlf}${crlf}`],
  ['an expectation that is none', post(['expect: a miracle', 'content-length: 0'], '')],
  ['TLS', Buffer.from('16030100f8010000f40303', 'hex')],
  ['zeros', Buffer.alloc(4_096)],
  ['a proxy’s greeting', get('PROXY TCP4 127.0.0.1 127.0.0.1 1 2')],
];

describe('B3 bytes that are no request', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /**
   * Everything that comes back until the server closes. Whoever is answered asks for one thing more, and to close then:
   * what is served besides is between the two.
   */
  const send = async (bytes: string | Buffer, breaksOff = false): Promise<string> => {
    const { hostname, port } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      if (answer === '' && !breaksOff) socket.write(get('GET /healthz HTTP/1.1', ['host: mio', 'connection: close']));
      answer += chunk.toString('latin1');
    });
    const closed = once(socket, 'close');
    socket.write(bytes);
    if (breaksOff) socket.end();
    await closed;
    return answer;
  };
  const statuses = (answer: string): readonly number[] =>
    [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  /** What came of right requests: their messages, on the other side. */
  const taken = async () => {
    await world.settled();
    return world.shown('teams').length;
  };

  it('are of sixty sorts and more', () => assert.ok(table.length >= 60, String(table.length)));

  for (const [what, bytes] of table) {
    it(`${what}: refused, and nothing behind it is served`, async () => {
      const answer = await send(bytes);
      const [given = 400, ...after] = statuses(answer);
      assert.ok(given >= 400 && given < 500, answer.slice(0, 300));
      assert.ok(after.length <= 1, answer.slice(0, 300));
      assert.doesNotMatch(answer, /mio_/);
    });
  }

  describe('a right request', () => {
    let number = 0;
    /** Signed for this moment, and another message each time: it would be taken. */
    const right = (): string => {
      number += 1;
      const ts = `${Math.floor(world.clock.now() / 1_000)}.${String(number).padStart(6, '0')}`;
      const body = slackEvent(world, `whole ${number}`, { ts, event_ts: ts });
      const headers = Object.entries({
        ...slackSignature(world, body),
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      }).map(([name, value]) => `${name}: ${value}`);
      return post(headers, body);
    };

    it('that breaks off anywhere has no effect', async () => {
      const before = await taken();
      const whole = right();
      for (let part = 1; part < 40; part += 1) {
        const given = statuses(await send(whole.slice(0, Math.floor((whole.length * part) / 40)), true));
        for (const status of given) assert.ok(status >= 400 && status < 500, String(status));
      }
      assert.deepEqual(
        statuses(await send(whole.slice(0, -1), true)).filter((status) => status < 400),
        [],
      );
      assert.equal(await taken(), before);
    });

    it('and another right behind it are answered both, in their order', async () => {
      const before = await taken();
      const answer = await send(right() + get('GET /healthz HTTP/1.1') + right());
      assert.deepEqual(statuses(answer), [200, 200, 200, 200]);
      assert.equal((await taken()) - before, 2);
      assert.match(answer, /"status":"ready"/);
    });

    it('behind one that is wrong is not served', async () => {
      const before = await taken();
      const answer = await send(post(['content-length: 4x'], 'abcd') + right());
      assert.deepEqual(statuses(answer), [400]);
      assert.equal(await taken(), before);
    });

    it('is answered after all this as before', async () => {
      assert.deepEqual(statuses(await send(right())), [200, 200]);
      const { pid } = (await (await fetch(`${world.url}/healthz`)).json()) as { pid: number };
      assert.equal(pid, process.pid);
      assert.doesNotMatch(world.log.text(), /failed|could not be processed/);
    });
  });
});
