import assert from 'node:assert/strict';
import { type Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { botId, externalId, manifest, packageOf } from './manifest.ts';
import { graphError, operations, people, startTeams, type TeamsSandbox } from './support.ts';

interface App {
  readonly id: string;
  readonly appDefinitions: readonly {
    readonly id: string;
    readonly version: string;
    readonly publishingState: string;
  }[];
}

describe('Graph: review, policies, and apps of people and channels', () => {
  let sandbox: TeamsSandbox;
  let service: Client;
  let ada: Client;
  beforeEach(async () => {
    sandbox = await startTeams();
    service = await sandbox.graph('mio-service');
    ada = await sandbox.graph('ada');
  });
  afterEach(() => sandbox.close());

  const upload = (
    client: Client,
    content: object = manifest,
    path = '/appCatalogs/teamsApps',
  ): Promise<{ id: string }> => client.api(path).header('Content-Type', 'application/zip').post(packageOf(content));
  const entry = async (): Promise<App | undefined> =>
    (await service.api('/appCatalogs/teamsApps').filter(`externalId eq '${externalId}'`).expand('appDefinitions').get())
      .value[0];
  const states = async () =>
    (await entry())?.appDefinitions.map(({ version, publishingState }) => [version, publishingState]);
  const review = async (client: Client, publishingState: string) => {
    const app = await entry();
    const waiting = app?.appDefinitions.find((one) => one.publishingState === 'submitted');
    return client
      .api(`/appCatalogs/teamsApps/${app?.id}/appDefinitions/${encodeURIComponent(waiting?.id ?? 'none')}`)
      .header('If-Match', '*')
      .patch({ publishingState });
  };
  const reference = (id: string) => `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${id}`;
  /** The raw answer is no error to the client: a refusal is thrown by hand. */
  const post = async (client: Client, path: string, body: object, version = 'v1.0'): Promise<Response> => {
    const answer: Response = await client.api(path).version(version).responseType(ResponseType.RAW).post(body);
    if (answer.ok) return answer;
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    throw Object.assign(new Error(error.message), { statusCode: answer.status, code: error.code });
  };
  const install = (client: Client, id: string, path: string) =>
    post(client, path, { 'teamsApp@odata.bind': reference(id) });
  const inTeam = `/teams/${operations}/installedApps`;
  const ofPerson = (id: string) => `/users/${id}/teamwork/installedApps`;

  it('what a person hands in waits until an administrator of Teams has decided', async () => {
    const { id } = await upload(ada, manifest, '/appCatalogs/teamsApps?requiresReview=true');
    assert.deepEqual(await states(), [['1.0.0', 'submitted']]);
    await assert.rejects(install(service, id, inTeam), graphError(403, 'Forbidden', /not published/));
    await assert.rejects(review(ada, 'published'), graphError(403, 'Forbidden'));
    await review(service, 'published');
    assert.deepEqual(await states(), [['1.0.0', 'published']]);
    assert.equal((await install(service, id, inTeam)).status, 201);
  });

  it('a rejected version can be handed in again, and a waiting one be taken back', async () => {
    const { id } = await upload(service);
    const next = `/appCatalogs/teamsApps/${id}/appDefinitions?requiresReview=true`;
    await upload(service, { ...manifest, version: '1.1.0' }, next);
    await review(service, 'rejected');
    assert.deepEqual(await states(), [
      ['1.0.0', 'published'],
      ['1.1.0', 'rejected'],
    ]);
    await upload(service, { ...manifest, version: '1.1.0' }, next);
    const waiting = (await entry())?.appDefinitions.at(-1);
    await service.api(`/appCatalogs/teamsApps/${id}/appDefinitions/${encodeURIComponent(waiting?.id ?? '')}`).delete();
    assert.deepEqual((await states())?.length, 2);
    await assert.rejects(review(service, 'published'), graphError(404, 'NotFound'));
  });

  it('where the tenant reviews everything, an administrator’s own upload waits too', async () => {
    sandbox.built.kit.policies.set('teams.catalogReview', 'required');
    await upload(service);
    assert.deepEqual(await states(), [['1.0.0', 'submitted']]);
  });

  it('where the tenant blocks custom apps, none is installed anywhere', async () => {
    const { id } = await upload(service);
    sandbox.built.kit.policies.set('teams.customApps', 'blocked');
    for (const path of [inTeam, ofPerson(people.service)])
      await assert.rejects(
        install(service, id, path),
        graphError(403, 'Forbidden', /blocked by an app permission policy/),
      );
    sandbox.built.kit.policies.set('teams.customApps', 'allowed');
    assert.equal((await install(service, id, inTeam)).status, 201);
  });

  it('people install for themselves, once, and for nobody else; the bot hears of it', async () => {
    const { id } = await upload(service);
    const own = ofPerson(people.service);
    const answer = await install(service, id, own);
    assert.equal(answer.status, 201);
    await assert.rejects(install(service, id, own), graphError(409, 'Conflict'));
    await assert.rejects(install(service, id, ofPerson(people.ada)), graphError(403, 'Forbidden'));
    const [there] = (await service.api(own).expand('teamsApp').filter(`teamsApp/externalId eq '${externalId}'`).get())
      .value;
    assert.ok(answer.headers.get('location')?.endsWith(`/${there.id}`));
    const chat = await service.api(`${own}/${encodeURIComponent(there.id)}/chat`).get();
    assert.equal(chat.id, `19:${[people.service, botId].sort().join('_')}@unq.gbl.spaces`);
    const told = await sandbox.bodies<{ readonly type: string; readonly conversation?: { conversationType?: string } }>(
      '/api/messages',
    );
    const added = told.find(({ type }) => type === 'installationUpdate');
    assert.equal(added?.conversation?.conversationType, 'personal');
    await upload(service, { ...manifest, version: '1.1.0' }, `/appCatalogs/teamsApps/${id}/appDefinitions`);
    await service.api(`${own}/${encodeURIComponent(there.id)}/upgrade`).post({});
    await service.api(`${own}/${encodeURIComponent(there.id)}`).delete();
    assert.deepEqual((await service.api(own).get()).value, []);
  });

  it('a private channel has the app once it is enabled there, and its team has it', async () => {
    const made = await sandbox.teams.act({
      platform: 'teams',
      as: 'ada',
      do: 'createChannel',
      place: operations,
      name: 'Quiet',
      kind: 'private',
    });
    const { id } = await upload(service);
    const enabled = `/teams/${operations}/channels/${made.place}/enabledApps`;
    const enable = (version?: string) => post(service, `${enabled}/$ref`, { '@odata.id': reference(id) }, version);
    await assert.rejects(enable(), graphError(400, 'BadRequest', /not installed in the team/));
    await install(service, id, inTeam);
    assert.equal((await enable('beta')).status, 204);
    await assert.rejects(enable(), graphError(409, 'Conflict'));
    const apps = async () =>
      ((await service.api(enabled).get()).value as readonly { id: string }[]).map((one) => one.id);
    assert.deepEqual(await apps(), [id]);
    await service.api(`${enabled}/${id}/$ref`).delete();
    assert.deepEqual(await apps(), []);
    const general = sandbox.teams.places().find(({ title }) => title === 'Operations / General')?.place ?? '';
    await assert.rejects(
      post(service, `/teams/${operations}/channels/${general}/enabledApps/$ref`, { '@odata.id': reference(id) }),
      graphError(400, 'BadRequest', /private and shared channels only/),
    );
  });

  it('the beta has nothing else', async () => {
    await assert.rejects(service.api('/me').version('beta').get(), graphError(400, 'BadRequest', /segment 'me'/));
  });
});
