import assert from 'node:assert/strict';
import { createKit } from '../../../../sandbox/kit/kit.ts';
import { coverage } from '../../../../sandbox/slack/coverage.ts';
import { createSlack } from '../../../../sandbox/slack/index.ts';

describe('Slack: the list of what is simulated', () => {
  it('names the routes that there are, and no others', async () => {
    const built = createKit({ product: { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:1' } });
    createSlack(built.kit).mount(built.router);
    const named = (routes: readonly { readonly method: string; readonly pattern: string }[]) =>
      routes.map(({ method, pattern }) => `${method} ${pattern}`).toSorted();
    assert.deepEqual(named(coverage), named(built.router.routes('/slack')));
    await built.close();
  });
});
