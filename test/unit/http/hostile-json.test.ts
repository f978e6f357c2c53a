/** JSON that is meant to break whoever reads it, at every address that takes JSON, from callers who are let in. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { apiRoutes } from '../../../src/http/api.ts';
import { webhookRoutes } from '../../../src/http/webhooks.ts';
import { botChatIn } from '../../support/bot-chat.ts';
import { recordWebhooks } from '../../support/recorded-webhooks.ts';
import { slackEvent, slackSignature } from '../../support/slack-webhook.ts';
import { openWorld, type World } from '../../support/world.ts';

/** One address, and how somebody is let in there with any body. */
interface Entry {
  readonly method: string;
  readonly path: string;
  readonly headers: (body: string) => Record<string, string>;
  /** A body that does something there, with these fields put at its beginning. */
  readonly body: (fields: string) => string;
  /** What is said to a body that nests too deep; where nothing is, the body is not read. */
  readonly tooDeep?: 'counted, and refused' | 'counted' | 'refused';
}

const json = { 'content-type': 'application/json' };
/** A field that makes an object nest so deep. */
const nested = (depth: number): string => `"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`;
const withFields = (body: string, fields: string): string => body.replace('{', `{${fields},`);

/** Every key that leads to a prototype, as a field, in a field, and in a list. */
const poison = [
  '"__proto__":{"poisoned":true}',
  '"constructor":{"prototype":{"poisoned":true}}',
  '"prototype":{"poisoned":true}',
  '"event":{"__proto__":{"poisoned":true}}',
  '"value":[{"__proto__":{"poisoned":true}}]',
];

describe('hostile JSON', () => {
  let world: World;
  const entries: Entry[] = [];
  before(async () => {
    const recorded = recordWebhooks();
    world = await openWorld({ speed: 5 });
    const chat = botChatIn(world);
    await chat.act('ada', { do: 'dm', text: 'help' });
    await world.as('ada').on('teams').post('recorded');
    await world.as('grace').on('webex').post('recorded');
    await world.until('them', () => world.shown('slack').length === 2);
    await world.settled();
    recorded.close();
    const webhook = (path: string) => recorded.last(world.url, path);
    const unsigned = (path: string): Entry => ({
      method: 'POST',
      path,
      headers: () => ({ ...json, authorization: webhook(path).headers['authorization'] ?? '' }),
      body: (fields) => withFields(webhook(path).body, fields),
      tooDeep: path === '/api/messages' ? 'counted, and refused' : 'counted',
    });
    const slack = (route: string): Entry => ({
      method: 'POST',
      path: `/webhooks/slack/${route}`,
      headers: (body) => ({ ...json, ...slackSignature(world, body) }),
      body: (fields) => withFields(slackEvent(world, 'poisoned'), fields),
      ...(route === 'events' && { tooDeep: 'counted, and refused' }),
    });
    const webex = webhook('/webhooks/webex/');
    const secret = [
      ...world.sandbox.kit.state.collection<{ secret: string; targetUrl: string }>('webex.webhooks').values(),
    ].find(({ targetUrl }) => targetUrl.endsWith(webex.path))?.secret;
    const { id, key } = (await world.api('operator', 'POST', '/organizations', { name: 'Northwind' })).body;
    const keys = { operator: world.operatorKey, administrator: String(key), either: String(key) };
    entries.push(
      unsigned('/api/messages'),
      unsigned('/webhooks/graph'),
      { ...unsigned('/webhooks/graph'), path: '/webhooks/graph/lifecycle' },
      slack('events'),
      slack('interactions'),
      slack('commands'),
      {
        method: 'POST',
        path: webex.path,
        headers: (body) => ({
          ...json,
          'x-spark-signature': createHmac('sha1', secret ?? '')
            .update(body)
            .digest('hex'),
        }),
        body: (fields) => withFields(webex.body, fields),
        tooDeep: 'counted, and refused',
      },
      ...['look', 'prove'].map(
        (question): Entry => ({
          method: 'POST',
          path: `/invitation/${question}`,
          headers: () => json,
          body: (fields) => withFields('{"code":"guess"}', fields),
          tooDeep: 'refused',
        }),
      ),
      ...apiRoutes
        // A new key is made whatever is in the body: nobody reads it.
        .filter(({ method, path }) => (method === 'POST' || method === 'PUT') && !path.endsWith('/key'))
        .map(
          ({ method, path, who }): Entry => ({
            method,
            path: path.replace(/:\w+/g, String(id)),
            headers: () => ({ ...json, authorization: `Bearer ${keys[who]}` }),
            body: (fields) => withFields('{"name":""}', fields),
            tooDeep: 'refused',
          }),
        ),
    );
  });
  after(() => world.close());

  const send = async ({ method, path, headers }: Entry, body: string) => {
    const asked = performance.now();
    const answer = await fetch(world.url + path, { method, headers: headers(body), body });
    await answer.arrayBuffer();
    return { status: answer.status, ms: performance.now() - asked };
  };

  it('is sent to every address that takes a body', () => {
    const routes = webhookRoutes.map(({ path }) => path.replace(/:\w+/, ''));
    for (const route of routes)
      assert.ok(
        entries.some(({ path }) => path.startsWith(route)),
        route,
      );
  });

  const counted = (path: string) => {
    const route = path.startsWith('/webhooks/webex/') ? '/webhooks/webex/:connection' : path;
    return world.metric('mio_webhook_refusals_total', { reason: 'too_deep', route });
  };
  for (const depth of [65, 5_000, 500_000]) {
    it(`DS-01 of ${depth} levels, in what would be taken otherwise, is refused at once everywhere`, async () => {
      for (const entry of entries) {
        const { path, tooDeep } = entry;
        const before = await counted(path);
        const { status, ms } = await send(entry, entry.body(nested(depth)));
        const isRefused = status >= 400 && status < 500;
        assert.equal(isRefused, tooDeep?.endsWith('refused') ?? false, `${entry.method} ${path}: ${status}`);
        assert.equal((await counted(path)) - before, tooDeep?.startsWith('counted') ? 1 : 0, path);
        assert.ok(ms < 1_000, `${path} took ${ms} ms`);
      }
      await world.settled();
      assert.equal(world.shown('slack').length, 2, 'nothing came of it');
    });
  }

  for (const fields of poison) {
    it(`DS-04 ${fields} poisons no prototype`, async () => {
      for (const entry of entries) {
        const { status } = await send(entry, entry.body(fields));
        assert.ok(status < 500, `${entry.method} ${entry.path}: ${status}`);
        const polluted = [{}, [], () => {}].filter((one) => 'poisoned' in one);
        assert.deepEqual(polluted, [], entry.path);
      }
      await world.settled();
      assert.equal('poisoned' in {}, false);
    });
  }

  it('leaves nothing in the log that an operator would have to look into', () =>
    assert.doesNotMatch(world.log.text(), /failed|could not be processed/));
});
