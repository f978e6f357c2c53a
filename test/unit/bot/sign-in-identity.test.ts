/** Whose account it is that came back: by a token that Entra signed for Mio and for this tenant, and by nothing else. */
import assert from 'node:assert/strict';
import { type Claims, type ScriptedEntra, signer, speaker, startScriptedEntra } from '../../support/scripted-entra.ts';
import { obstacle } from '../../support/sign-in-world.ts';

const elsewhere = '11111111-2222-4333-8444-555555555555';
const onBehalfOf = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

describe('whose account signed in', () => {
  let world: ScriptedEntra;
  beforeEach(async () => {
    world = await startScriptedEntra();
  });
  afterEach(() => world.close());

  const redeem = () =>
    world.people.microsoft.redeem({
      stage: 'signUp',
      code: 'a-code',
      verifier: 'v'.repeat(43),
      redirectUri: 'https://mio.example/oauth/teams/callback',
    });

  it('is what the signed id token says', async () => {
    world.answers({});
    const { tenant, person, account } = await redeem();
    assert.deepEqual([tenant, person, account], [speaker.tenant, speaker.person, 'ada@contoso.example']);
  });

  const strangers: readonly (readonly [string, 'wrong_tenant' | 'sign_in_refused', Claims])[] = [
    [
      'of another tenant',
      'wrong_tenant',
      { tid: elsewhere, iss: `https://login.microsoftonline.com/${elsewhere}/v2.0` },
    ],
    ['of a guest, by its name', 'wrong_tenant', { preferred_username: 'ada_northwind.example#EXT#@contoso.example' }],
    ['of a guest, by who signed them in', 'wrong_tenant', { idp: `https://sts.windows.net/${elsewhere}/` }],
    ['of a guest, by its kind', 'wrong_tenant', { acct: 1 }],
    ['for another app', 'sign_in_refused', { aud: elsewhere }],
    ['of another issuer', 'sign_in_refused', { iss: `https://login.microsoftonline.com/${elsewhere}/v2.0` }],
    ['that has ended', 'sign_in_refused', { exp: 1 }],
    ['without an end', 'sign_in_refused', { exp: undefined }],
    ['without a person', 'sign_in_refused', { oid: undefined }],
    ['of the older form', 'sign_in_refused', { ver: '1.0' }],
  ];
  for (const [what, reason, claims] of strangers) {
    it(`OA-05 an id token ${what} lets nobody in`, async () => {
      world.answers({ idToken: { ...world.idClaims(), ...claims } });
      await assert.rejects(redeem(), obstacle(reason));
    });
  }

  it('OA-05 a guest whose token says nothing is known by their home', async () => {
    world.answers({ home: elsewhere });
    await assert.rejects(redeem(), obstacle('wrong_tenant'));
  });

  it('OA-05 an id token that somebody else signed proves nothing', async () => {
    const forger = await signer('entra-1');
    world.answers({ idToken: await forger.sign({ ...world.idClaims() }) });
    await assert.rejects(redeem(), obstacle('sign_in_refused'));
  });

  it('OA-08 a token without a refresh token is not kept', async () => {
    world.answers({ refreshToken: null });
    await assert.rejects(redeem(), obstacle('sign_in_refused'));
  });

  for (const [what, answer] of [
    ['a page of HTML', { status: 200, bytes: Buffer.from('<html>'), headers: { 'content-type': 'text/html' } }],
    ['nothing', { cut: true }],
    ['not now', { status: 503, json: { error: 'temporarily_unavailable' } }],
  ] as const) {
    it(`OA-08 ${what} from the token endpoint is no sign-in, and no refusal either`, async () => {
      world.microsoft.on('POST', /\/oauth2\/v2.0\/token/, () => answer);
      await assert.rejects(redeem(), obstacle('platform_unavailable'));
    });
  }

  it('tells a missing consent from a spent code, and repeats nothing of what Entra said', async () => {
    world.refuses(400, 'invalid_grant', { suberror: 'consent_required', error_codes: [65001] });
    await assert.rejects(redeem(), obstacle('administrator_consent_needed'));
    world.refuses(400, 'invalid_grant', { error_codes: [54005] });
    await assert.rejects(redeem(), (error: Error) => {
      assert.ok(obstacle('sign_in_refused')(error));
      assert.ok(!`${error.message} ${String(error.cause)}`.includes('Ada'));
      return true;
    });
  });

  describe('by Teams’ single sign-on', () => {
    const exchange = async (claims: Claims = {}) =>
      world.people.microsoft.exchange(speaker, await world.sign({ ...world.ssoClaims(), ...claims }));

    for (const [what, claims] of [
      ['in the newer form', {}],
      ['from Teams on the web', { azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346' }],
      ['with other permissions beside it', { scp: 'other access_as_user' }],
    ] as const) {
      it(`takes a token ${what}, and exchanges it for what signing up asks`, async () => {
        world.answers({});
        assert.equal((await exchange(claims))?.account, 'ada@contoso.example');
        const [form, ...more] = world.tokenCalls(onBehalfOf);
        assert.equal(more.length, 0);
        assert.equal(form?.get('requested_token_use'), 'on_behalf_of');
        assert.deepEqual(form?.get('scope')?.split(' ').sort(), ['User.Read', 'offline_access', 'openid', 'profile']);
      });
    }

    it('takes a token in the older form, for the address of Mio’s own API', async () => {
      world.answers({});
      const older = {
        ver: '1.0',
        iss: `https://sts.windows.net/${speaker.tenant}/`,
        aud: `api://mio.example/${world.ssoClaims()['aud']}`,
        appid: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
        azp: undefined,
      };
      assert.equal((await exchange(older))?.person, speaker.person);
    });

    const refusals: readonly (readonly [string, 'sign_in_refused' | 'wrong_tenant' | 'wrong_account', Claims])[] = [
      ['for Graph', 'sign_in_refused', { aud: 'https://graph.microsoft.com' }],
      ['for another app', 'sign_in_refused', { aud: elsewhere }],
      ['for two audiences', 'sign_in_refused', { aud: [elsewhere, '6b1f0c2e-7a41-4d5e-9c38-0e2a4b6c8d10'] }],
      ['that has ended', 'sign_in_refused', { exp: 1 }],
      [
        'of an unknown tenant',
        'wrong_tenant',
        { tid: elsewhere, iss: `https://login.microsoftonline.com/${elsewhere}/v2.0` },
      ],
      ['of a guest', 'wrong_tenant', { idp: 'live.com' }],
      ['of another issuer', 'sign_in_refused', { iss: 'https://login.evil.example/v2.0' }],
      ['with the issuer of the other form', 'sign_in_refused', { iss: `https://sts.windows.net/${speaker.tenant}/` }],
      ['for a permission that only looks like it', 'sign_in_refused', { scp: 'access_as_user_x' }],
      ['of an app without a person', 'sign_in_refused', { scp: undefined, roles: ['access_as_user'] }],
      ['that another client got', 'sign_in_refused', { azp: elsewhere }],
      ['of somebody else', 'wrong_account', { oid: elsewhere }],
    ];
    for (const [what, reason, claims] of refusals) {
      it(`AD-04 refuses a token ${what}, and does not exchange it`, async () => {
        world.answers({});
        await assert.rejects(exchange(claims), obstacle(reason));
        assert.deepEqual(world.tokenCalls(), []);
      });
    }

    it('AD-04 refuses what is no token, or nobody’s, or signed by somebody else', async () => {
      const forged = await (await signer('entra-1')).sign({ ...world.ssoClaims() });
      const unsigned = `${Buffer.from('{"alg":"none","kid":"entra-1"}').toString('base64url')}.${forged.split('.')[1]}.`;
      for (const token of ['', 'x', 'a.b.c', forged, unsigned, 'a'.repeat(1_000_000)])
        await assert.rejects(world.people.microsoft.exchange(speaker, token), obstacle('sign_in_refused'));
      assert.deepEqual(world.tokenCalls(), []);
    });

    it('answers nothing where the person must be asked first', async () => {
      for (const [error, more] of [
        ['invalid_grant', { suberror: 'consent_required', error_codes: [65001] }],
        ['interaction_required', { suberror: 'basic_action', error_codes: [50076] }],
        ['invalid_grant', { error_codes: [700082] }],
      ] as const) {
        world.refuses(400, error, more);
        assert.equal(await exchange(), undefined);
      }
    });

    it('says that Microsoft does not answer where it does not', async () => {
      world.microsoft.on('POST', /\/oauth2\/v2.0\/token/, () => ({ cut: true }));
      await assert.rejects(exchange(), obstacle('platform_unavailable'));
      world.microsoft.published.entra.length = 0;
      world.microsoft.on('GET', /discovery\/v2.0\/keys$/, () => ({ status: 500 }));
      const fresh = world.restarted();
      const token = await world.sign(world.ssoClaims());
      await assert.rejects(fresh.microsoft.exchange(speaker, token), obstacle('platform_unavailable'));
    });
  });
});
