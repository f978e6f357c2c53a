import assert from 'node:assert/strict';
import { type Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { externalId, manifest, packageOf } from './manifest.ts';
import { graphError, operations, people, startTeams, type TeamsSandbox } from './support.ts';

interface App {
  readonly id: string;
  readonly appDefinitions?: readonly { readonly version: string; readonly publishingState: string }[];
}
interface Installation {
  readonly id: string;
  readonly teamsApp: { readonly externalId: string };
  readonly teamsAppDefinition: { readonly version: string };
}

describe('Graph: the app catalog and apps in teams', () => {
  let sandbox: TeamsSandbox;
  let graph: Client;

  beforeEach(async () => {
    sandbox = await startTeams();
    graph = await sandbox.graph('mio-service');
  });
  afterEach(() => sandbox.close());

  const publish = (client: Client, content: object, path = '/appCatalogs/teamsApps'): Promise<App> =>
    client.api(path).header('Content-Type', 'application/zip').post(packageOf(content));
  const published = async (): Promise<readonly App[]> =>
    (await graph.api('/appCatalogs/teamsApps').filter(`externalId eq '${externalId}'`).expand('appDefinitions').get())
      .value;
  const install = (app: App): Promise<Response> =>
    graph
      .api(`/teams/${operations}/installedApps`)
      .responseType(ResponseType.RAW)
      .post({ 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app.id}` });
  const installed = async (): Promise<readonly Installation[]> =>
    (
      await graph
        .api(`/teams/${operations}/installedApps`)
        .expand('teamsApp,teamsAppDefinition')
        .filter(`teamsApp/externalId eq '${externalId}'`)
        .get()
    ).value;

  it('publish an app once, and its higher versions after it', async () => {
    assert.deepEqual(await published(), []);
    const app = await publish(graph, manifest);
    await assert.rejects(publish(graph, manifest), graphError(409, 'Conflict', new RegExp(app.id)));
    const definitions = `/appCatalogs/teamsApps/${app.id}/appDefinitions`;
    await assert.rejects(publish(graph, manifest, definitions), graphError(409, 'Conflict'));
    await publish(graph, { ...manifest, version: '1.0.10' }, definitions);
    const [found] = await published();
    assert.deepEqual(
      found?.appDefinitions?.map(({ version, publishingState }) => [version, publishingState]),
      [
        ['1.0.0', 'published'],
        ['1.0.10', 'published'],
      ],
    );
  });

  it('let anybody hand in an app for review, and administrators of Teams alone publish', async () => {
    const ada = await sandbox.graph('ada');
    await assert.rejects(publish(ada, manifest), graphError(403, 'Forbidden'));
    const app = await publish(ada, manifest, '/appCatalogs/teamsApps?requiresReview=true');
    assert.equal((await published())[0]?.appDefinitions?.[0]?.publishingState, 'submitted');
    await assert.rejects(install(app).then(throwIfRefused), graphError(403, 'Forbidden'));
  });

  const faulty: readonly [string, object][] = [
    ['without a GUID', { ...manifest, id: 'mio' }],
    ['without a version', { ...manifest, version: 'one' }],
    ['without a name', { ...manifest, name: {} }],
  ];
  for (const [what, content] of faulty) {
    it(`refuse a manifest ${what}`, async () => {
      await assert.rejects(publish(graph, content), graphError(400, 'UnableToParseTeamsAppManifest'));
    });
  }

  it('refuse what is no package', async () => {
    const upload = graph.api('/appCatalogs/teamsApps').header('Content-Type', 'application/zip');
    await assert.rejects(upload.post(new Uint8Array([1, 2, 3])), graphError(400, 'UnableToParseTeamsAppManifest'));
  });

  it('are installed in a team, upgraded and removed; the bot hears of it', async () => {
    const app = await publish(graph, manifest);
    const answer = await install(app);
    assert.equal(answer.status, 201);
    assert.deepEqual(
      (await installed()).map((one) => [one.teamsApp.externalId, one.teamsAppDefinition.version]),
      [[externalId, '1.0.0']],
    );
    await assert.rejects(install(app).then(throwIfRefused), graphError(409, 'Conflict'));
    const activities = await sandbox.bodies<{
      readonly type: string;
      readonly action?: string;
      readonly from?: { readonly aadObjectId?: string };
    }>('/api/messages');
    const added = activities.find(({ type }) => type === 'installationUpdate');
    assert.deepEqual([added?.action, added?.from?.aadObjectId], ['add', people.service]);

    await publish(graph, { ...manifest, version: '1.1.0' }, `/appCatalogs/teamsApps/${app.id}/appDefinitions`);
    const [one] = await installed();
    assert.equal(one?.teamsAppDefinition.version, '1.0.0');
    await graph.api(`/teams/${operations}/installedApps/${one.id}/upgrade`).post({});
    assert.equal((await installed())[0]?.teamsAppDefinition.version, '1.1.0');
    await graph.api(`/teams/${operations}/installedApps/${one.id}`).delete();
    assert.deepEqual(await installed(), []);
  });
});

/** The raw form of an answer, which the client does not turn into an error by itself. */
async function throwIfRefused(answer: Response): Promise<void> {
  if (answer.ok) return;
  const { error } = (await answer.json()) as { readonly error: { readonly code: string; readonly message: string } };
  throw Object.assign(new Error(error.message), { statusCode: answer.status, code: error.code });
}
