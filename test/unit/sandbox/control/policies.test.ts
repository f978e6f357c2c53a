import assert from 'node:assert/strict';
import { createControl } from '../../../../sandbox/control/server.ts';
import { createWorld } from '../../../../sandbox/control/world.ts';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';

describe('the control API: what administrators decide', () => {
  let built: BuiltKit;
  beforeEach(async () => {
    built = createKit({ product: { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:9' } });
    await built.listen();
    built.otherwise(createControl(createWorld(built.kit, [], built.reset), '/nonexistent'));
  });
  afterEach(() => built.close());

  const ask = async (path: string, body?: object) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${built.kit.url}/_sandbox${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
  };
  const customApps = async () =>
    ((await ask('/policies')).body['policies'] as Readonly<Record<string, string>>)['teams.customApps'];

  it('stands until it is decided otherwise, or the world is reset', async () => {
    assert.equal(await customApps(), 'allowed');
    assert.equal((await ask('/policies', { name: 'teams.customApps', value: 'blocked' })).status, 200);
    assert.deepEqual([await customApps(), built.kit.policies.get('teams.customApps')], ['blocked', 'blocked']);
    await ask('/reset', {});
    assert.equal(await customApps(), 'allowed');
  });

  it('is told what a policy can be', async () => {
    const unknown = await ask('/policies', { name: 'teams.customApps', value: 'perhaps' });
    assert.equal(unknown.status, 400);
    assert.match((unknown.body['error'] as { message: string }).message, /allowed, blocked/);
    assert.equal((await ask('/policies', { name: 'teams.weather', value: 'fine' })).status, 400);
  });
});
