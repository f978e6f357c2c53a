import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { FaultRule } from '../../../../sandbox/kit/faults.ts';
import type { EntraSandbox } from './support.ts';
import { redirectUri, startEntra, tenant } from './support.ts';

const ada = 'ada@contoso.example';
const ben = 'ben@contoso.example';
const scope = 'User.Read offline_access';

describe('Entra on a bad day', () => {
  let sandbox: EntraSandbox;
  let code: string;
  beforeEach(async () => {
    sandbox = await startEntra();
    code = (await sandbox.signIn(ada, { scope })).get('code') ?? '';
  });
  afterEach(() => sandbox.close());

  const redeem = () =>
    sandbox.fetch(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: sandbox.client.id,
        client_secret: sandbox.client.secret,
        code,
        redirect_uri: redirectUri,
      }),
    });
  const strike = (rule: Omit<FaultRule, 'platform'>) =>
    sandbox.kit.faults.add({ platform: 'entra', route: '/token', count: 1, ...rule });
  const refresh = async (refresh_token: string) =>
    (
      await sandbox.token({
        grant_type: 'refresh_token',
        client_id: sandbox.client.id,
        client_secret: sandbox.client.secret,
        refresh_token,
      })
    ).body;

  const answers: readonly (readonly [string, Omit<FaultRule, 'platform'>, number, RegExp])[] = [
    ['throttles', { kind: 'throttle', retryAfter: 7 }, 429, /AADSTS90055/],
    ['fails', { kind: 'error' }, 500, /AADSTS90033/],
    ['is answered by somebody else’s page', { kind: 'garble' }, 200, /^<!doctype html>/],
  ];
  for (const [what, rule, status, text] of answers)
    it(`${what}, and the code is still good after it`, async () => {
      strike(rule);
      const answer = await redeem();
      equal(answer.status, status);
      if (rule.retryAfter !== undefined) equal(answer.headers.get('retry-after'), String(rule.retryAfter));
      match(await answer.text(), text);
      equal((await redeem()).status, 200);
    });

  it('hangs for as long as it is told to', async () => {
    strike({ kind: 'delay', ms: 30_000 });
    let answered = false;
    const hanging = redeem().finally(() => {
      answered = true;
    });
    while (sandbox.kit.faults.list().length > 0) await turn();
    // Another call comes and goes meanwhile.
    await sandbox.tokensOf(ben, scope);
    equal(answered, false);
    sandbox.clock.advance(30_000);
    equal((await hanging).status, 200);
  });

  it('gives an answer without the refresh token', async () => {
    strike({ kind: 'withhold' });
    const body = (await (await redeem()).json()) as Record<string, unknown>;
    ok(body['access_token']);
    equal('refresh_token' in body, false);
  });

  it('ends the sign-ins of one person, and of nobody else', async () => {
    const [hers, his] = [(await sandbox.tokensOf(ada, scope)).body, (await sandbox.tokensOf(ben, scope)).body];
    const good = async () =>
      Promise.all(
        [hers, his].map(
          async (one) => (await sandbox.entra.verify(`Bearer ${one.access_token}`, 'graph')) !== undefined,
        ),
      );
    sandbox.kit.faults.add({ platform: 'entra', kind: 'revoke', person: ada });
    deepEqual(await good(), [true, true]);
    deepEqual((await refresh(hers.refresh_token)).error_codes, [50173]);
    ok((await refresh(his.refresh_token)).access_token);
    sandbox.kit.faults.add({ platform: 'entra', kind: 'expire', person: ada });
    deepEqual(await good(), [false, true]);
    sandbox.kit.faults.add({ platform: 'entra', kind: 'expire' });
    deepEqual(await good(), [false, false]);
  });
});
