/** Signing in for a file: good once, for a while, in one browser; and over after an hour. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { UserError } from '../../../src/core/errors.ts';
import { createVisitors, sessionLastsMs } from '../../../src/core/files/visitors.ts';
import type { PersonId } from '../../../src/core/model.ts';
import { createVault } from '../../../src/core/vault.ts';
import { createTestClock } from '../../support/clock.ts';

const issuer = 'https://login.microsoftonline.com/t/v2.0';

describe('visitors of files', () => {
  function open(refusing = false) {
    const clock = createTestClock();
    const redeemed: string[] = [];
    const vault = createVault(randomBytes(32), randomBytes);
    const visitors = createVisitors({
      microsoft: {
        issuer,
        authorize: async ({ state }) => `https://login.example/?state=${state}`,
        refusal: () => ({ reason: 'sign_in_cancelled' }),
        async redeem({ code, stage }) {
          redeemed.push(`${stage} ${code}`);
          if (refusing) throw new UserError('forbidden', '', '', { obstacle: { reason: 'wrong_tenant' } });
          return { tenant: 't', person: 'ada' as PersonId, account: 'ada@contoso.example', secret: 'a refresh token' };
        },
      },
      vault,
      clock,
      random: randomBytes,
      publicUrl: 'https://mio.example',
    });
    const begin = async () => {
      const { redirect, cookie } = await visitors.begin('a-link');
      const state = new URL(redirect).searchParams.get('state') ?? '';
      const back = { state, code: 'a-code', error: null, description: '', issuer: null };
      return { ...back, cookie: (name: string) => (name === cookie.name ? cookie.value : '') };
    };
    return { clock, visitors, redeemed, begin, vault };
  }

  it('are known for an hour by what their browser keeps, and that holds no token', async () => {
    const { visitors, begin, clock, redeemed, vault } = open();
    const done = await visitors.complete(await begin());
    assert.ok('session' in done);
    assert.equal(done.link, 'a-link');
    assert.deepEqual(redeemed, ['signUp a-code']);
    assert.deepEqual(visitors.read(done.session), { tenant: 't', person: 'ada', account: 'ada@contoso.example' });
    assert.doesNotMatch(vault.open(done.session, 'files|session'), /refresh/);
    await clock.advance(sessionLastsMs);
    assert.equal(visitors.read(done.session), undefined);
  });

  it('come back once', async () => {
    const { visitors, begin } = open();
    const back = await begin();
    assert.ok('session' in (await visitors.complete(back)));
    assert.deepEqual(await visitors.complete(back), { reason: 'link_spent' });
  });

  it('come back within ten minutes', async () => {
    const { visitors, begin, clock, redeemed } = open();
    const back = await begin();
    await clock.advance(600_000);
    assert.deepEqual(await visitors.complete(back), { reason: 'link_spent' });
    assert.deepEqual(redeemed, []);
  });

  it('come back in their own browser; what another one tries uses nothing up', async () => {
    const { visitors, begin, redeemed } = open();
    const [own, other] = [await begin(), await begin()];
    assert.deepEqual(await visitors.complete({ ...own, cookie: other.cookie }), { reason: 'link_spent' });
    assert.deepEqual(await visitors.complete({ ...own, cookie: () => '' }), { reason: 'link_spent' });
    assert.deepEqual(redeemed, []);
    assert.ok('session' in (await visitors.complete(own)));
  });

  it('are told why not, and where to try again', async () => {
    const { visitors, begin } = open(true);
    const link = 'a-link';
    assert.deepEqual(await visitors.complete(await begin()), { link, reason: 'wrong_tenant' });
    const cancelled = { ...(await begin()), code: null, error: 'access_denied' };
    assert.deepEqual(await visitors.complete(cancelled), { link, reason: 'sign_in_cancelled' });
    const foreign = { ...(await begin()), issuer: 'https://evil.test' };
    assert.deepEqual(await visitors.complete(foreign), { link, reason: 'sign_in_refused' });
  });

  it('who never come back are forgotten before there are too many', async () => {
    const { visitors, begin } = open();
    const first = await begin();
    for (let attempt = 0; attempt < 5_000; attempt += 1) await begin();
    assert.deepEqual(await visitors.complete(first), { reason: 'link_spent' });
    assert.ok('session' in (await visitors.complete(await begin())));
  });

  it('are told apart from those who sign in to the chat', async () => {
    const { visitors, begin } = open();
    assert.ok(visitors.knows((await begin()).state));
    assert.ok(!visitors.knows(randomBytes(32).toString('base64url')));
  });
});
