import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type SandboxClock } from '../../../../sandbox/kit/clock.ts';
import type { OutgoingWebhook, WebhookAnswer } from '../../../../sandbox/kit/deliver.ts';
import { type BuiltKit, createKit, createProduct } from '../../../../sandbox/kit/kit.ts';

describe('webhooks to the product', () => {
  let product: Server;
  let built: BuiltKit;
  let clock: SandboxClock;
  let received: string[];
  /** Statuses to answer, then 200. */
  let statuses: number[];

  const webhook = (body: string): OutgoingWebhook => ({
    platform: 'slack',
    url: 'https://mio.example/webhooks/slack/events?v=1',
    headers: { 'content-type': 'text/plain' },
    body,
    timeoutMs: 2000,
  });
  const send = (body: string, retries: readonly number[] = []) =>
    built.kit.deliver.event('lane', retries, (n) => webhook(n ? `${body}#${n}` : body));

  beforeEach(async () => {
    received = [];
    statuses = [];
    product = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      received.push(body);
      response.writeHead(statuses.shift() ?? 200);
      response.end(`heard ${request.url}`);
    });
    product.listen(0, '127.0.0.1');
    await once(product, 'listening');
    clock = createManualClock(0);
    const url = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
    built = createKit({ product: { publicUrl: 'https://mio.example', url }, clock });
  });
  afterEach(async () => {
    await built.close();
    product.closeAllConnections();
    product.close();
  });

  it('reach it where it really listens, and bring back its answer', async () => {
    const answer = await built.kit.deliver.call(webhook('challenge'));
    assert.deepEqual([answer.status, answer.body], [200, 'heard /webhooks/slack/events?v=1']);
  });

  it('go nowhere else than to loopback', async () => {
    const answer = await built.kit.deliver.call({ ...webhook('x'), url: 'https://elsewhere.example/hook' });
    assert.equal(answer.status, 0);
  });

  it('arrive in the order in which they happened', async () => {
    const bodies = Array.from({ length: 50 }, (_, n) => String(n));
    for (const body of bodies) send(body);
    await built.kit.deliver.idle();
    assert.deepEqual(received, bodies);
  });

  it('are sent again on the platform’s schedule until they are taken', async () => {
    statuses = [503, 500];
    send('event', [1000, 60_000, 60_000]);
    await built.kit.deliver.idle();
    assert.deepEqual(received, ['event']);
    clock.advance(1000);
    await built.kit.deliver.idle();
    clock.advance(60_000);
    await built.kit.deliver.idle();
    clock.advance(60_000);
    await built.kit.deliver.idle();
    assert.deepEqual(received, ['event', 'event#1', 'event#2']);
  });

  it('tell the platform what the last attempt got, and stop when it wants no more', async () => {
    statuses = [410];
    const heard: (WebhookAnswer | undefined)[] = [];
    built.kit.deliver.event('lane', [0, 0], (n, previous) => {
      if (n > 0) heard.push(previous);
      return n === 0 ? webhook('event') : null;
    });
    await built.kit.deliver.idle();
    assert.deepEqual(
      heard.map((answer) => answer?.status),
      [410],
    );
    assert.deepEqual(received, ['event']);
  });

  it('suffer withholding, doubling and delay on demand', async () => {
    const { faults, deliver } = built.kit;
    faults.add({ platform: 'slack', kind: 'withhold', count: 1 });
    send('lost');
    faults.add({ platform: 'slack', kind: 'duplicate', count: 1 });
    send('twice');
    await deliver.idle();
    assert.deepEqual(received, ['twice', 'twice']);

    faults.add({ platform: 'slack', kind: 'delay', ms: 500, count: 1, route: '/webhooks/slack' });
    send('late');
    const punctual = once(product, 'request');
    send('punctual');
    await punctual;
    clock.advance(499);
    const idle = deliver.idle();
    clock.advance(1);
    await idle;
    assert.deepEqual(received, ['twice', 'twice', 'punctual', 'late']);
  });

  it('change places when shuffled, and none is lost', async () => {
    built.kit.faults.add({ platform: 'slack', kind: 'shuffle' });
    const bodies = Array.from({ length: 40 }, (_, n) => String(n));
    for (const body of bodies) send(body);
    clock.advance(250);
    await built.kit.deliver.idle();
    assert.notDeepEqual(received, bodies);
    assert.deepEqual([...received].sort(), [...bodies].sort());
  });
});

describe('the product’s address', () => {
  const { local } = createProduct({ publicUrl: 'https://mio.example/', url: 'http://127.0.0.1:3978/' });
  for (const [address, expected] of [
    ['https://mio.example/webhooks?a=1', 'http://127.0.0.1:3978/webhooks?a=1'],
    ['https://mio.example', 'http://127.0.0.1:3978'],
    ['https://mio.example.evil.example/', null],
    ['https://mio.examples/', null],
    ['http://127.0.0.1:80/x', 'http://127.0.0.1:80/x'],
    ['not an address', null],
  ] as const) {
    it(`${address} → ${expected}`, () => assert.equal(local(address), expected));
  }
});
