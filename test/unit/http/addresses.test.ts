/** A name of a platform leads to addresses of the internet, or nowhere. */
import assert from 'node:assert/strict';
import { isPublicAddress, publicLookup, type Resolve } from '../../../src/http/addresses.ts';
import { createEgress } from '../../../src/http/egress.ts';
import { failsAs, openHost } from '../files/support.ts';

describe('FL-03: names that lead into the house', () => {
  let canary: Awaited<ReturnType<typeof openHost>>;
  before(async () => {
    canary = await openHost();
  });
  after(() => canary.close());

  const answering =
    (...answers: readonly (readonly string[])[]): Resolve =>
    (_, __, done) => {
      const [first = [], ...rest] = answers;
      if (rest.length > 0) answers = rest;
      done(
        null,
        first.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
  const look = (lookup: ReturnType<typeof publicLookup>, all = true) =>
    new Promise<unknown>((resolve, reject) =>
      lookup('files.test', { all }, (error, address) => (error ? reject(error) : resolve(address))),
    );

  // biome-ignore format: a table reads better in rows.
  const closed = [
    '127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255',
    '192.168.1.1', '192.0.0.8', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::7f00:1', '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1', 'fc00::1', 'fdff::1',
    'fe80::1', 'fec0::1', 'ff02::1',
  ];
  for (const address of closed) it(`${address} is no platform`, () => assert.equal(isPublicAddress(address), false));
  for (const address of ['8.8.8.8', '100.63.0.1', '172.32.0.1', '52.113.194.132', '2603:1063::1', '2a00:1450::1']) {
    it(`${address} may be one`, () => assert.equal(isPublicAddress(address), true));
  }

  it('hand the socket the public ones of mixed records, and none of the others', async () => {
    const lookup = publicLookup(answering(['127.0.0.1', '8.8.8.8', '::1', '10.0.0.1', '2603:1063::1']));
    assert.deepEqual(await look(lookup), [
      { address: '8.8.8.8', family: 4 },
      { address: '2603:1063::1', family: 6 },
    ]);
    assert.equal(await look(lookup, false), '8.8.8.8');
  });

  it('are looked at again at every connection: first public, then this machine', async () => {
    const lookup = publicLookup(answering(['8.8.8.8'], ['127.0.0.1']));
    await look(lookup);
    await assert.rejects(look(lookup), failsAs('refused_origin'));
  });

  it('connect to nothing, by every way out', async () => {
    const connects = canary.connects();
    const origin = `http://files.test:${canary.port}`;
    const led = createEgress({ origins: new Map([[origin, origin]]), resolve: answering(['127.0.0.1']) });
    try {
      await assert.rejects(led.stream({ method: 'GET', url: `${origin}/f`, limit: 1 }), failsAs('refused_origin'));
      await assert.rejects(led.request({ method: 'GET', url: `${origin}/f` }), failsAs('refused_origin'));
      await assert.rejects(led.fetch(`${origin}/f`), (error: Error) => failsAs('refused_origin')(error.cause));
    } finally {
      await led.close();
    }
    assert.equal(canary.connects(), connects);
  });
});
