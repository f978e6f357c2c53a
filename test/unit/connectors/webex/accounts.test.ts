/** Linking one's own account in Webex: who it is, and nothing besides. */
import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/errors.ts';
import { openWebexWorld, type WebexWorld } from './support.ts';

const redemption = { code: 'code-1', verifier: 'verifier-1', redirectUri: 'https://mio.example/oauth/webex/callback' };
const token = { access_token: 'access-2', expires_in: 14 * 86_400, refresh_token: 'refresh-2', token_type: 'Bearer' };
const grace = { id: 'Y2lz-grace', emails: ['grace@fabrikam.example'], displayName: 'Grace Kim', orgId: 'Y2lz-org1' };

describe('accounts in Webex', () => {
  let world: WebexWorld;
  before(async () => {
    world = await openWebexWorld();
  });
  after(() => world.close());

  const accounts = () => world.connector.accounts!;
  const redeem = (person: object) => {
    world.webex.respond(({ path }) => ({ json: path === '/v1/access_token' ? token : person }));
    return accounts().redeem(world.connection, redemption);
  };

  it('ask Webex who somebody is, and for nothing else', async () => {
    const request = { state: 'state-1', challenge: 'challenge-1', redirectUri: redemption.redirectUri };
    const url = new URL(await accounts().authorize(world.connection, request));
    assert.equal(`${url.origin}${url.pathname}`, `${world.webex.url}/v1/authorize`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: 'client',
      redirect_uri: redemption.redirectUri,
      state: 'state-1',
      code_challenge: 'challenge-1',
      code_challenge_method: 'S256',
      scope: 'spark:people_read',
    });
  });

  it('keep who it is, and no token', async () => {
    assert.deepEqual(await redeem(grace), { person: 'Y2lz-grace', name: 'grace@fabrikam.example', secrets: {} });
    assert.deepEqual(await redeem({ ...grace, emails: [] }), { person: 'Y2lz-grace', name: 'Grace Kim', secrets: {} });
  });

  for (const [why, person] of [
    ['of another organization', { ...grace, orgId: 'Y2lz-org2' }],
    ['of no organization', { ...grace, orgId: undefined }],
    ['of nobody', { ...grace, id: undefined }],
    ['that is the relay person’s', { ...grace, id: 'Y2lz-relay' }],
  ] as const) {
    it(`refuse one ${why}`, async () => {
      await assert.rejects(redeem(person), (error) => {
        assert.ok(error instanceof UserError);
        assert.deepEqual(error.obstacle, { reason: 'wrong_workspace', subject: 'Y2lz-org1' });
        return true;
      });
    });
  }
});
