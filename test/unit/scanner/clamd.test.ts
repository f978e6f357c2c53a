/** How ClamAV's daemon is asked, over TCP on loopback: every verdict, and every way to none. */
import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ScannerError } from '../../../src/core/files/scanner.ts';
import { clamdAddress, createClamd } from '../../../src/scanner/clamd.ts';
import { type Clamd, eicar, openClamd, signature } from '../../support/clamd.ts';

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}
async function* endless(size = 64 * 1024) {
  for (;;) yield Buffer.alloc(size, 7);
}

describe('FL-05 the virus scanner', () => {
  let clamd: Clamd;
  beforeEach(async () => {
    clamd = await openClamd();
  });
  afterEach(() => clamd.close());

  const scanner = (options: { idleMs?: number; answerMs?: number } = {}) =>
    createClamd({ ...clamdAddress(clamd.address), ...options });

  it('lets pass what is clean, having seen all of it', async () => {
    assert.deepEqual(await scanner().scan(chunks('first ', 'second ', 'third')), { is: 'clean' });
    assert.deepEqual(clamd.scanned, [18]);
  });

  it('lets an empty file pass', async () => assert.deepEqual(await scanner().scan(chunks()), { is: 'clean' }));

  it('names what it found, wherever the chunks part it', async () => {
    const [half, other] = [eicar.slice(0, 30), eicar.slice(30)];
    assert.deepEqual(await scanner().scan(chunks('x', half, other, 'y')), { is: 'infected', signature });
  });

  it('takes a file of many chunks without holding it up', async () => {
    async function* large() {
      for (let n = 0; n < 200; n += 1) yield Buffer.alloc(64 * 1024, n);
    }
    assert.deepEqual(await scanner().scan(large()), { is: 'clean' });
    assert.deepEqual(clamd.scanned, [200 * 64 * 1024]);
  });

  it('does not look into what is larger than it takes, and is not sent the rest of it', async () => {
    clamd.limit = 100_000;
    let ended = false;
    async function* bytes() {
      try {
        yield* endless();
      } finally {
        ended = true;
      }
    }
    assert.deepEqual(await scanner().scan(bytes()), { is: 'unscannable' });
    assert.ok(ended, 'the file is still being read');
  });

  it('did not look into all of what goes beyond its own limits ("AlertExceedsMax")', async () => {
    clamd.says = 'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND';
    assert.deepEqual(await scanner().scan(chunks('a')), { is: 'unscannable' });
  });

  it('shows a signature that is one short line of plain text, whatever it says', async () => {
    clamd.says = `stream: Bad\u0007\u00e9${'x'.repeat(500)} FOUND`;
    const verdict = await scanner().scan(chunks('a'));
    assert.ok(verdict.is === 'infected');
    assert.match(verdict.signature, /^Bad\?\?+x+$/);
    assert.equal(verdict.signature.length, 200);
  });

  // biome-ignore format: a table reads better in rows.
  const noVerdicts: readonly (readonly [why: string, says: string])[] = [
    ['an error', 'stream: Can\'t allocate memory ERROR'],
    ['nothing', ''],
    ['something else', 'PONG'],
    ['a verdict on something else', '/etc/passwd: OK'],
    ['more than a line', `stream: ${'x'.repeat(100_000)}`],
  ];
  for (const [why, says] of noVerdicts) {
    it(`gives no verdict where it says ${why}`, async () => {
      clamd.says = says;
      await assert.rejects(scanner().scan(chunks('a')), ScannerError);
    });
  }

  it('gives no verdict where it never answers', async () => {
    clamd.says = null;
    await assert.rejects(scanner({ answerMs: 30 }).scan(chunks('a')), ScannerError);
  });

  it('gives no verdict where it is not there, and says so when asked', async () => {
    await clamd.goAway();
    await assert.rejects(scanner().scan(chunks('a')), ScannerError);
    assert.equal(await scanner().answers(), false);
    await clamd.comeBack();
    assert.equal(await scanner().answers(), true);
    assert.deepEqual(await scanner().scan(chunks('a')), { is: 'clean' });
  });

  it('throws on what the file itself broke off with', async () => {
    const broken = new Error('the platform broke the connection off');
    async function* bytes() {
      yield Buffer.from('first');
      throw broken;
    }
    await assert.rejects(scanner().scan(bytes()), broken);
    assert.deepEqual(clamd.scanned, []);
  });

  describe('that is not one', () => {
    let server: Server;
    let serve: (socket: Socket) => void;
    const sockets: Socket[] = [];
    beforeEach(async () => {
      server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => socket.destroy());
        serve(socket);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    const other = (idleMs: number) =>
      createClamd({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, idleMs, answerMs: 50 });

    it('gives no verdict where it takes nothing', async () => {
      serve = (socket) => socket.pause();
      await assert.rejects(other(30).scan(endless(1024 ** 2)), ScannerError);
    });

    it('gives no verdict where it hangs up', async () => {
      serve = (socket) => socket.destroy();
      await assert.rejects(other(1_000).scan(endless()), ScannerError);
      assert.equal(await other(1_000).answers(), false);
    });

    it('found the file too large where it hangs up in the middle of one, and is well otherwise', async () => {
      serve = (socket) =>
        socket.on('data', (data) => (data.includes('PING') ? socket.end('PONG\0') : socket.resetAndDestroy()));
      assert.deepEqual(await other(1_000).scan(endless()), { is: 'unscannable' });
    });
  });
});
