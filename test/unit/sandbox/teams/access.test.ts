import assert from 'node:assert/strict';
import { graphCoverage } from '../../../../sandbox/teams/coverage.ts';
import { accountSyncScopes, graphError, incidents, messagesOf, startTeams, type TeamsSandbox } from './support.ts';

const path = messagesOf(incidents);

describe('Graph: who may call what, how often', () => {
  let sandbox: TeamsSandbox;
  afterEach(() => sandbox.close());
  const call = (target: string, authorization?: string): Promise<Response> =>
    fetch(`${sandbox.built.kit.url}/graph/v1.0${target}`, { headers: authorization ? { authorization } : {} });

  it('answers 401 without a token, with a forged one, and with one that has run out', async () => {
    sandbox = await startTeams();
    const token = await sandbox.token('ada');
    assert.equal((await call('/me', `Bearer ${token}`)).status, 200);
    for (const authorization of [undefined, 'Bearer x.y.z', `Bearer ${token.slice(0, -4)}AAAA`]) {
      const answer = await call('/me', authorization);
      const { error } = (await answer.json()) as { readonly error: { readonly code: string } };
      assert.deepEqual([answer.status, error.code], [401, 'InvalidAuthenticationToken']);
    }
    sandbox.clock.advance(90 * 60_000);
    assert.equal((await call('/me', `Bearer ${token}`)).status, 401);
  });

  it('names the missing permissions, in the words of Teams or of the directory', async () => {
    sandbox = await startTeams();
    const ada = await sandbox.graph('ada', 'User.Read');
    await assert.rejects(
      ada.api(path).get(),
      graphError(
        403,
        'Forbidden',
        /^Missing scope permissions on the request\. API requires one of 'ChannelMessage\.Read\.All, Group\.Read\.All, Group\.ReadWrite\.All'\. Scopes on the request 'User\.Read'$/,
      ),
    );
    await assert.rejects(ada.api('/groups').get(), graphError(403, 'Authorization_RequestDenied'));
  });

  it('repeats the ids of the exchange, in headers and in errors', async () => {
    sandbox = await startTeams();
    const answer = await fetch(`${sandbox.built.kit.url}/graph/v1.0/me`, { headers: { 'client-request-id': 'mine' } });
    const { error } = (await answer.json()) as {
      readonly error: { readonly innerError: Readonly<Record<string, string>> };
    };
    assert.equal(answer.headers.get('client-request-id'), 'mine');
    assert.equal(error.innerError['client-request-id'], 'mine');
    assert.equal(error.innerError['request-id'], answer.headers.get('request-id'));
  });

  it('lets a person post once a second where the published limits hold, and says when to come back', async () => {
    sandbox = await startTeams({ limits: 1 });
    const token = await sandbox.token('ada', accountSyncScopes);
    const post = (): Promise<Response> =>
      fetch(`${sandbox.built.kit.url}/graph/v1.0${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ body: { content: 'x' } }),
      });
    assert.equal((await post()).status, 201);
    const refused = await post();
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    assert.equal(
      ((await refused.json()) as { readonly error: { readonly code: string } }).error.code,
      'TooManyRequests',
    );
    sandbox.clock.advance(1000);
    assert.equal((await post()).status, 201);
    assert.equal(sandbox.teams.view(incidents).length, 2);
  });

  it('answers each request of a batch by itself', async () => {
    sandbox = await startTeams({ limits: 1 });
    const ada = await sandbox.graph('ada', accountSyncScopes);
    const post = {
      method: 'POST',
      url: path,
      headers: { 'Content-Type': 'application/json' },
      body: { body: { content: 'x' } },
    };
    const { responses } = (await ada.api('/$batch').post({
      requests: [
        { id: '1', ...post },
        { id: '2', ...post },
        { id: '3', ...post, dependsOn: ['2'] },
        { id: '4', method: 'GET', url: '/me?$select=id' },
      ],
    })) as {
      readonly responses: readonly {
        readonly id: string;
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
      }[];
    };
    assert.deepEqual(
      responses.map(({ id, status }) => [id, status]),
      [
        ['1', 201],
        ['2', 429],
        ['3', 424],
        ['4', 200],
      ],
    );
    assert.equal(responses[1]?.headers['Retry-After'], '1');
    await assert.rejects(
      ada
        .api('/$batch')
        .post({ requests: Array.from({ length: 21 }, (_, n) => ({ id: String(n), method: 'GET', url: '/me' })) }),
      graphError(400, 'BadRequest', /maximum value of 20/),
    );
  });

  it('has a route for everything the coverage list names, and lists every route', async () => {
    sandbox = await startTeams();
    const routes = sandbox.built.router
      .routes('/graph')
      .filter(({ pattern }) => !pattern.endsWith('{rest*}'))
      .map(({ method, pattern }) => `${method} ${pattern.replace('/v1.0', '')}`);
    assert.deepEqual(routes.sort(), graphCoverage.map(({ operation }) => operation).sort());
  });
});
