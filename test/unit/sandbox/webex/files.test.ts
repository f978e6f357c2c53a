/** Files in the simulated Webex: what the scan says of them, and how they are handed out. */
import assert from 'node:assert/strict';
import { type CallApi, createTestWorld, incidents, type TestWorld } from './world.ts';

describe('Webex: files', () => {
  let world: TestWorld;
  let relay: CallApi;
  beforeEach(async () => {
    world = await createTestWorld();
    relay = await world.connect('mio-relay');
  });
  afterEach(() => world.close());

  /** Uploads as an integration does; answers the path of the content. */
  async function upload(
    name: string,
    bytes: Uint8Array<ArrayBuffer> | string = 'x',
    type = 'text/plain',
  ): Promise<string> {
    const form = new FormData();
    form.set('roomId', incidents.id);
    form.set('files', new File([bytes], name, { type }));
    const { body } = await relay('POST', '/messages', form);
    return String((body['files'] as string[])[0]).replace('https://webexapis.com/v1', '');
  }

  for (const [name, after, query, status] of [
    ['plan.pdf', 499, '', 423],
    ['plan.pdf', 500, '', 200],
    ['slow-scan.pdf', 9_999, '', 423],
    ['slow-scan.pdf', 10_000, '', 200],
    ['infected.exe', 499, '', 423],
    ['infected.exe', 500, '', 410],
    ['infected.exe', 500, '?allow=unscannable', 410],
    ['unscannable.zip', 500, '', 428],
    ['unscannable.zip', 500, '?allow=unscannable', 200],
  ] as const) {
    it(`${name}${query}, ${after} ms after it was posted: ${status}`, async () => {
      const path = await upload(name);
      world.clock.advance(after);
      for (const method of ['HEAD', 'GET']) {
        const answer = await relay(method, path + query);
        assert.equal(answer.status, status, method);
        assert.equal(answer.headers.get('retry-after'), status === 423 ? '1' : null);
      }
    });
  }

  it('are told by their headers, without the bytes', async () => {
    const path = await upload('a.gif', 'GIF89a', 'image/gif');
    world.clock.advance(1_000);
    const { headers, body } = await relay('HEAD', path);
    assert.deepEqual(
      ['content-type', 'content-length', 'content-disposition'].map((name) => headers.get(name)),
      ['image/gif', '6', 'attachment; filename="a.gif"'],
    );
    assert.equal(body['raw'], '');
  });

  it('have names that a header can’t hold in a form that it can', async () => {
    const path = await upload('Žluťoučký kůň.txt');
    world.clock.advance(1_000);
    assert.equal(
      (await relay('HEAD', path)).headers.get('content-disposition'),
      `attachment; filename="_lu_ou_k_ k__.txt"; filename*=UTF-8''${encodeURIComponent('Žluťoučký kůň.txt')}`,
    );
  });

  it('are for those in the space alone', async () => {
    const path = await upload('plan.pdf');
    world.clock.advance(1_000);
    const stranger = await world.connect('hugo');
    await world.webex.act({ platform: 'webex', as: 'hugo', do: 'leave', place: incidents.place });
    assert.equal((await stranger('GET', path)).status, 404);
  });

  it('are kept by their beginning where they are large, and still come whole', async () => {
    const bytes = new Uint8Array(8 * 1024 * 1024 + 5).fill(7);
    bytes[0] = 1;
    const path = await upload('large.bin', bytes);
    world.clock.advance(1_000);
    const length = String(bytes.length);
    assert.equal((await relay('HEAD', path)).headers.get('content-length'), length);
    assert.equal((await relay('GET', path)).headers.get('content-length'), length);
    assert.equal(world.webex.view(incidents.place)[0]?.files[0]?.size, bytes.length);
  });

  it('are refused above 100 MB', async () => {
    const form = new FormData();
    form.set('roomId', incidents.id);
    form.set('files', new File([new Uint8Array(100 * 1024 * 1024 + 1)], 'huge.bin'));
    assert.equal((await relay('POST', '/messages', form)).status, 400);
    assert.deepEqual(world.webex.view(incidents.place), []);
  });
});
