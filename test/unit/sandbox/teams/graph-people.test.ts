import assert from 'node:assert/strict';
import type { Client } from '@microsoft/microsoft-graph-client';
import { servicePrincipalId } from '../../../../sandbox/entra/registration.ts';
import { graphError, people, startTeams, type TeamsSandbox } from './support.ts';

const guest = 'f6b2e0c8-7d19-4a5f-8c46-3e0b72d1a406';

interface Page {
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

describe('Graph: who people are, and what they granted', () => {
  let sandbox: TeamsSandbox;
  let service: Client;
  beforeEach(async () => {
    sandbox = await startTeams();
    service = await sandbox.graph('mio-service');
  });
  afterEach(() => sandbox.close());

  const names = async (path: string, more: Readonly<Record<string, string>> = {}): Promise<readonly unknown[]> =>
    ((await service.api(path).headers(more).get()) as Page).value.map((one) => one['displayName']);

  it('lists anybody’s roles by template id', async () => {
    const rolesOf = async (user: string) =>
      ((await service.api(`/users/${user}/transitiveMemberOf`).get()) as Page).value
        .filter((one) => one['@odata.type'] === '#microsoft.graph.directoryRole')
        .map((one) => one['roleTemplateId']);
    assert.deepEqual(await rolesOf(people.service), [
      '69091246-20e8-4a56-aa4d-066075b2a7a8',
      '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    ]);
    assert.deepEqual(await rolesOf(people.ada), []);
  });

  it('knows a guest by the user name that was made of the address at home', async () => {
    const upn = 'lena_northwind.example#EXT#@contoso.example';
    const found = await service
      .api(`/users/${encodeURIComponent(upn)}`)
      .select('id,userPrincipalName,userType,mail,externalUserState')
      .get();
    assert.deepEqual(
      [found.id, found.userPrincipalName, found.userType, found.mail, found.externalUserState],
      [guest, upn, 'Guest', 'lena@northwind.example', 'Accepted'],
    );
    const licence = await service.api(`/users/${guest}/licenseDetails/getTeamsLicensingDetails`).get();
    assert.equal(licence.hasTeamsLicense, false);
  });

  const eventual = { ConsistencyLevel: 'eventual' };
  it('searches by name or address, with the header that searching takes', async () => {
    const search = (terms: string) => `/users?$search=${encodeURIComponent(terms)}`;
    assert.deepEqual(await names(search('"displayName:ito"'), eventual), ['Ben Ito']);
    assert.deepEqual(await names(search('"displayName:nowak" OR "mail:chidi"'), eventual), [
      'Ada Nowak',
      'Chidi Okafor',
    ]);
    assert.deepEqual(await names(search('"displayName:nowak" AND "mail:chidi"'), eventual), []);
    await assert.rejects(
      names(search('"displayName:ito"')),
      graphError(400, 'Request_UnsupportedQuery', /ConsistencyLevel: eventual/),
    );
    await assert.rejects(names(search('ito'), eventual), graphError(400, 'Request_BadRequest'));
  });

  it('takes endswith and ne as advanced queries only', async () => {
    const filter = `/users?$filter=${encodeURIComponent("endswith(mail,'northwind.example')")}`;
    await assert.rejects(names(filter), graphError(400, 'Request_UnsupportedQuery'));
    await assert.rejects(names(filter, eventual), graphError(400, 'Request_UnsupportedQuery'));
    assert.deepEqual(await names(`${filter}&$count=true`, eventual), ['Lena Vogel']);
  });

  it('names the organization to anybody who may read their own profile', async () => {
    const ben = await sandbox.graph('ben', 'User.Read');
    const { value }: Page = await ben.api('/organization').get();
    assert.deepEqual(
      value.map((one) => [one['id'], one['displayName']]),
      [['8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01', 'Contoso']],
    );
  });

  it('tells what an administrator granted for everybody apart from what a person granted', async () => {
    sandbox.built.kit.state
      .collection<readonly string[]>('entra-consents')
      .set(people.ben, ['User.Read', 'access_as_user']);
    sandbox.built.kit.state.collection<readonly string[]>('entra-consents').set(people.ada, ['access_as_user']);
    const grants: Page = await service
      .api('/oauth2PermissionGrants')
      .filter(`clientId eq '${servicePrincipalId}'`)
      .get();
    const shown = grants.value.map((one) => [one['consentType'], one['principalId'], String(one['scope']).split(' ')]);
    assert.deepEqual(shown[1], ['Principal', people.ben, ['', 'User.Read']]);
    assert.deepEqual(shown[0]?.slice(0, 2), ['AllPrincipals', null]);
    assert.equal(shown.length, 2);
    const none: Page = await service.api('/oauth2PermissionGrants').filter("clientId eq 'somebody'").get();
    assert.deepEqual(none.value, []);
  });

  it('does not serve the token of another tenant', async () => {
    const { teamsAppId = '', teamsClientSecret = '' } = sandbox.teams.app();
    const login = `${sandbox.built.kit.url}/entra/organizations/oauth2/v2.0/token`;
    sandbox.built.kit.state
      .collection<readonly string[]>('entra-consents')
      .set('0d3a6b18-47c2-4e95-b0f1-6a7e52c8d901', ['User.Read']);
    const body = new URLSearchParams({
      grant_type: 'password',
      client_id: teamsAppId,
      client_secret: teamsClientSecret,
      username: 'noor@northwind.example',
      password: 'correct-horse-battery-staple',
      scope: 'User.Read',
    });
    const { access_token } = (await (await fetch(login, { method: 'POST', body })).json()) as { access_token: string };
    const answer = await fetch(`${sandbox.built.kit.url}/graph/v1.0/me`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const { error } = (await answer.json()) as { readonly error: { readonly code: string } };
    assert.deepEqual([answer.status, error.code], [401, 'OrganizationFromTenantGuidNotFound']);
  });
});
