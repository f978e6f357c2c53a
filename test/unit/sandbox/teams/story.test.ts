import assert from 'node:assert/strict';
import { botId, manifest, packageOf } from './manifest.ts';
import { incidents, messagesOf, operations, people, publicUrl, startTeams, type TeamsSandbox } from './support.ts';

/** Everything that a relay does in a tenant, through the doors that it really has. */
describe('a relay in the simulated tenant', () => {
  let sandbox: TeamsSandbox;
  beforeEach(async () => {
    sandbox = await startTeams();
  });
  afterEach(() => sandbox.close());

  const bot = async (method: string, path: string, activity?: object): Promise<{ readonly id: string }> => {
    const { teamsAppId = '', teamsClientSecret = '', teamsTenantId = '' } = sandbox.teams.app();
    const form = { grant_type: 'client_credentials', client_id: teamsAppId, client_secret: teamsClientSecret };
    const body = new URLSearchParams({ ...form, scope: 'https://api.botframework.com/.default' });
    const token = await fetch(`${sandbox.built.kit.url}/entra/${teamsTenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body,
    });
    const { access_token } = (await token.json()) as { readonly access_token: string };
    const answer = await fetch(`${sandbox.built.kit.url}/bot/teams/v3/conversations/${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(activity === undefined ? {} : { body: JSON.stringify(activity) }),
    });
    assert.ok(answer.ok, `the connector answered ${answer.status}`);
    const text = await answer.text();
    return text === '' ? { id: '' } : (JSON.parse(text) as { readonly id: string });
  };

  it('signs in, imports, installs, listens, and posts as its bot in a thread', async () => {
    const graph = await sandbox.graph('mio-service');
    await graph.api('/me').get();
    await graph.api('/me/transitiveMemberOf').get();
    await graph.api(`/users/${people.service}/licenseDetails/getTeamsLicensingDetails`).get();
    await graph.api('/oauth2PermissionGrants').get();
    await graph.api('/teams').get();
    for (const list of ['channels', 'allChannels', 'primaryChannel'])
      await graph.api(`/teams/${operations}/${list}`).get();
    for (const list of ['members', 'owners']) await graph.api(`/groups/${operations}/${list}`).get();
    const app = await graph
      .api('/appCatalogs/teamsApps')
      .header('Content-Type', 'application/zip')
      .post(packageOf(manifest));
    await graph.api('/appCatalogs/teamsApps').filter(`externalId eq '${manifest.id}'`).expand('appDefinitions').get();
    const bind = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app.id}` };
    await graph.api(`/teams/${operations}/installedApps`).post(bind);
    await graph.api(`/teams/${operations}/installedApps`).expand('teamsApp,teamsAppDefinition').get();
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${people.service}` };
    await graph.api(`/groups/${operations}/members/$ref`).post(member);
    const subscription = await graph.api('/subscriptions').post({
      changeType: 'created,updated,deleted',
      notificationUrl: `${publicUrl}/notify`,
      lifecycleNotificationUrl: `${publicUrl}/lifecycle`,
      resource: messagesOf(incidents),
      expirationDateTime: new Date(sandbox.clock.now() + 3 * 86_400_000).toISOString(),
      clientState: 'secret',
    });
    await graph.api('/subscriptions').get();
    await graph.api(`/subscriptions/${subscription.id}`).get();

    const root = await sandbox.act({ as: 'ada', do: 'post', text: 'Who can look?' });
    await sandbox.act({ as: 'ben', do: 'react', message: root, emoji: '👀' });
    const thread = encodeURIComponent(`${incidents};messageid=${root}`);
    const { id } = await bot('POST', `${thread}/activities`, {
      type: 'message',
      text: '**Eva**: me',
      textFormat: 'markdown',
    });
    await bot('PUT', `${thread}/activities/${id}`, { type: 'message', text: '**Eva**: me!', textFormat: 'markdown' });

    const reply = await graph.api(`${messagesOf(incidents)}/${root}/replies/${id}`).get();
    assert.equal(reply.from.user, null);
    assert.deepEqual([reply.from.application.id, reply.from.application.applicationIdentityType], [botId, 'bot']);
    assert.equal(reply.body.content, '<p><strong>Eva</strong>: me!</p>');
    const page = await graph.api(messagesOf(incidents)).expand('replies').top(50).get();
    assert.deepEqual(
      page.value.map((one: { id: string; replies: readonly { id: string }[] }) => [one.id, one.replies[0]?.id]),
      [[root, id]],
    );
    await graph.api(`${messagesOf(incidents)}/${root}`).get();
    await graph.api(`${messagesOf(incidents)}/${root}/replies`).get();
    await graph.api(`${messagesOf(incidents)}/delta`).get();
    assert.deepEqual(
      sandbox.teams.view(incidents).map(({ author, text, root: thread }) => [author.name, author.kind, text, thread]),
      [
        ['Ada Nowak', 'person', 'Who can look?', null],
        ['Mio', 'app', 'Eva: me!', root],
      ],
    );

    await bot('DELETE', `${thread}/activities/${id}`);
    const heard = await sandbox.bodies<{
      readonly value: readonly { readonly changeType: string; readonly resourceData: { readonly id: string } }[];
    }>('/notify');
    assert.deepEqual(
      heard.flatMap(({ value }) => value.map((one) => [one.changeType, one.resourceData.id])),
      [
        ['created', root],
        ['updated', root],
        ['created', id],
        ['updated', id],
        ['deleted', id],
      ],
    );
    await graph
      .api(`/subscriptions/${subscription.id}`)
      .patch({ expirationDateTime: new Date(sandbox.clock.now() + 86_400_000).toISOString() });
    await graph.api(`/subscriptions/${subscription.id}`).delete();
  });
});
