/** Clients that take their time, and too many of them, over real sockets: they are cut off, and nobody else waits. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { percentile } from '../../../bench/support/load.ts';
import { openWorld, type World } from '../../support/world.ts';

/** How much later than its limit a client may be cut off: how often the server looks, and what a busy machine adds. */
const slackMs = 3_000;

const slow = [
  { name: 'headers', limitMs: 10_000, first: '', drip: 'a: b\r\n' },
  { name: 'a body', limitMs: 15_000, first: 'content-length: 1000\r\n\r\n', drip: 'a' },
] as const;

describe('DS-02 slow clients', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ prepared: false });
  });
  after(() => world.close());

  const open = async (): Promise<Socket> => {
    const { hostname, port } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    // Being cut off in the middle of a word is what is wanted.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  it('a thousand of them are cut off on time, and meanwhile others get their answers at once', async function () {
    this.timeout(40_000);
    const cutOff = slow.flatMap(({ name, limitMs, first, drip }) =>
      Array.from({ length: 500 }, async () => {
        const socket = await open();
        const began = performance.now();
        socket.write(`POST /webhooks/slack/events HTTP/1.1\r\nhost: mio\r\n${first}`);
        const dripping = setInterval(() => socket.write(drip), 2_000);
        socket.resume();
        await once(socket, 'close');
        clearInterval(dripping);
        return { name, lateMs: performance.now() - began - limitMs };
      }),
    );
    let all = false;
    const ended = Promise.all(cutOff).finally(() => {
      all = true;
    });
    const answeredMs: number[] = [];
    while (!all) {
      const asked = performance.now();
      assert.equal((await fetch(`${world.url}/healthz`)).status, 200);
      answeredMs.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(
      (await ended).filter(({ lateMs }) => lateMs < -500 || lateMs > slackMs),
      [],
    );
    assert.ok(percentile(answeredMs, 0.99) < 500, `p99 ${percentile(answeredMs, 0.99)} ms`);
  });

  it('no more than two thousand are let in at a time', async () => {
    const crowd: Socket[] = [];
    // Fewer at a time than the system lets wait at the door.
    while (crowd.length < 2_000) crowd.push(...(await Promise.all(Array.from({ length: 100 }, open))));
    const asked = performance.now();
    const late = await open();
    late.resume();
    await once(late, 'close');
    assert.ok(performance.now() - asked < 5_000, 'it was let in, and cut off for its slowness');
    for (const socket of crowd) socket.destroy();
    await Promise.all(crowd.map((socket) => socket.closed || once(socket, 'close')));
    await world.settled();
    assert.equal((await fetch(`${world.url}/healthz`)).status, 200);
  });

  it('one that asks for another protocol gets a plain answer, and is not held on to', async () => {
    const socket = await open();
    socket.write('GET /healthz HTTP/1.1\r\nhost: mio\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});
