/** What bad input gets, over real HTTP at the running app: see also each connector's own tests of its signatures. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { slackEvent, slackSignature } from '../../support/slack-webhook.ts';
import { openWorld, type World } from '../../support/world.ts';

const mebibyte = 1024 * 1024;
/** JSON that nests so deep. */
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('bad input', () => {
  let world: World;
  let webex: string;
  before(async () => {
    world = await openWorld();
    const { body } = await world.api('fabrikam', 'GET', '/connections');
    webex =
      (body as unknown as readonly { id: string; platform: string }[]).find(({ platform }) => platform === 'webex')
        ?.id ?? '';
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const send = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(world.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const signed = (body: string, at?: number) => slackSignature(world, body, at);
  const event = (text: string, more = {}, envelope = {}) => slackEvent(world, text, more, envelope);
  const refusals = (reason: string) => world.metric('mio_webhook_refusals_total', { reason });
  const nothingHappened = async () => {
    await world.settled();
    for (const side of ['teams', 'slack', 'webex'] as const) assert.deepEqual(world.shown(side), []);
  };

  describe('that nobody signed, or somebody else did, or long ago', () => {
    const rows = [
      { name: 'an unsigned Slack event', path: '/webhooks/slack/events', headers: () => ({}), reason: 'bad_signature' },
      {
        name: 'a Slack event with a wrong signature',
        path: '/webhooks/slack/events',
        headers: (body: string) => signed(`${body} `),
        reason: 'bad_signature',
      },
      {
        name: 'a Slack event of six minutes ago',
        path: '/webhooks/slack/events',
        headers: (body: string) => signed(body, world.clock.now() - 360_000),
        reason: 'stale',
      },
      {
        name: 'a Slack event of a time to come',
        path: '/webhooks/slack/events',
        headers: (body: string) => signed(body, world.clock.now() + 360_000),
        reason: 'stale',
      },
      {
        name: 'an unsigned Slack interaction',
        path: '/webhooks/slack/interactions',
        headers: () => ({}),
        reason: 'bad_signature',
      },
      {
        name: 'an unsigned Slack command',
        path: '/webhooks/slack/commands',
        headers: () => ({}),
        reason: 'bad_signature',
      },
      {
        name: 'an unsigned Webex webhook',
        path: () => `/webhooks/webex/${webex}`,
        headers: () => ({}),
        reason: 'bad_signature',
      },
      {
        name: 'a Webex webhook with a wrong signature',
        path: () => `/webhooks/webex/${webex}`,
        headers: () => ({ 'x-spark-signature': '0'.repeat(40) }),
        reason: 'bad_signature',
      },
      {
        name: 'a Webex webhook for nobody',
        path: '/webhooks/webex/nobody',
        headers: () => ({ 'x-spark-signature': '0'.repeat(40) }),
        reason: 'unknown_connection',
      },
      { name: 'an activity without a token', path: '/api/messages', headers: () => ({}), reason: 'bad_token' },
      {
        name: 'an activity with a made-up token',
        path: '/api/messages',
        headers: () => ({ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }),
        reason: 'bad_token',
      },
    ] as const;
    for (const { name, path, headers, reason } of rows) {
      it(`${name} gets 401 and no word, and is counted`, async () => {
        const before = await refusals(reason);
        const body = event('forged');
        const { status, text } = await send(typeof path === 'string' ? path : path(), body, headers(body));
        assert.deepEqual([status, text], [401, '']);
        assert.equal(await refusals(reason), before + 1);
        await nothingHappened();
      });
    }
  });

  describe('that is signed but can’t be used', () => {
    const rows = [
      { name: 'no JSON', body: () => '{"type":', status: 400, reason: 'malformed' },
      { name: 'a list', body: () => '[]', status: 400, reason: 'malformed' },
      { name: 'nothing', body: () => '', status: 400, reason: 'malformed' },
      { name: 'an event without an id', body: () => event('x', {}, { event_id: 7 }), status: 400, reason: 'malformed' },
      { name: '65 levels', body: () => nested(65), status: 400, reason: 'too_deep' },
      { name: '5,000 levels', body: () => nested(5_000), status: 400, reason: 'too_deep' },
      { name: '500,000 levels', body: () => nested(500_000), status: 400, reason: 'too_deep' },
    ] as const;
    for (const { name, body, status, reason } of rows) {
      it(`${name.endsWith('levels') ? 'DS-01 ' : ''}${name} gets ${status} at once`, async () => {
        const before = await refusals(reason);
        const text = body();
        const asked = performance.now();
        assert.equal((await send('/webhooks/slack/events', text, signed(text))).status, status);
        assert.ok(performance.now() - asked < 500);
        assert.equal(await refusals(reason), before + 1);
        await nothingHappened();
      });
    }

    it('64 levels are not too deep', async () => {
      const text = nested(64);
      const before = await refusals('too_deep');
      assert.equal((await send('/webhooks/slack/events', text, signed(text))).status, 400);
      assert.equal(await refusals('too_deep'), before);
    });
  });

  describe('that is too large', () => {
    for (const [path, cap] of [
      ['/webhooks/slack/events', mebibyte],
      ['/api/messages', mebibyte],
      ['/webhooks/graph', 4 * mebibyte],
      ['/webhooks/graph/lifecycle', mebibyte],
      ['/webhooks/webex/nobody', mebibyte],
    ] as const) {
      it(`GR-15 ${path} takes ${cap / mebibyte} MiB and answers 413 before it has read more`, async () => {
        assert.equal(await announced(world.url + path, cap + 1), 413);
        assert.equal(await chunked(world.url + path, cap), 413);
      });
    }
  });

  it('SL-05 a repeat inside the window gets 200 and has no effect', async () => {
    const body = event('only once');
    const headers = signed(body);
    for (let time = 0; time < 5; time += 1)
      assert.equal((await send('/webhooks/slack/events', body, headers)).status, 200);
    await world.settled();
    assert.equal(world.shown('teams').length, 1);
    assert.equal(world.shown('webex').length, 1);
    assert.equal(await world.metric('mio_events_total', { outcome: 'repeat' }), 4);
  });

  it('an event of a conversation that is not linked is taken, counted, and goes nowhere', async () => {
    const before = await world.metric('mio_events_total', { outcome: 'unlinked' });
    const body = event('psst', { channel: 'C0RANDOM01' });
    assert.equal((await send('/webhooks/slack/events', body, signed(body))).status, 200);
    assert.equal(await world.metric('mio_events_total', { outcome: 'unlinked' }), before + 1);
    await nothingHappened();
  });

  it('SL-09 an address that a request brings along to be answered at is never called', async () => {
    const called: string[] = [];
    const trap = createServer(({ url }, response) => {
      called.push(url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const response_url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/answer`;
    const who = { team_id: 'T0FABRIKAM', user_id: 'U0EVA00001', channel_id: 'C0CONTOSOI', response_url };
    const payload = JSON.stringify({ type: 'block_actions', team: { id: who.team_id }, ...who, actions: [] });
    const form = (fields: Readonly<Record<string, string>>) => String(new URLSearchParams(fields));
    for (const [path, body] of [
      ['/webhooks/slack/events', event('with an address', { response_url }, { response_url })],
      ['/webhooks/slack/commands', form({ command: '/mio', text: 'help', ...who })],
      ['/webhooks/slack/interactions', form({ payload })],
    ] as const)
      await send(path, body, signed(body));
    await world.settled();
    assert.deepEqual(called, []);
    await new Promise((resolve) => trap.close(resolve));
  });

  it('SL-08 an event of a workspace that nobody connected is taken and goes nowhere', async () => {
    const body = event('psst', {}, { team_id: 'T0STRANGER', authorizations: [{ team_id: 'T0STRANGER' }] });
    assert.equal((await send('/webhooks/slack/events', body, signed(body))).status, 200);
    await nothingHappened();
  });

  describe('at Graph’s address gets 202 whatever it is', () => {
    const item = {
      subscriptionId: randomUUID(),
      changeType: 'created',
      clientState: 'guess',
      tenantId: '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01',
      resource: "teams('a')/channels('b')/messages('1')",
    };
    const rows = [
      { name: 'no JSON', body: 'x', reason: 'malformed' },
      { name: 'no items', body: '{}', reason: 'malformed' },
      { name: 'an unknown subscription', body: JSON.stringify({ value: [item] }), reason: 'unknown_subscription' },
      { name: '65 levels', body: nested(65), reason: 'too_deep' },
    ] as const;
    for (const path of ['/webhooks/graph', '/webhooks/graph/lifecycle']) {
      for (const { name, body, reason } of rows) {
        it(`${name} at ${path}`, async () => {
          const before = await refusals(reason);
          assert.equal((await send(path, body)).status, 202);
          assert.equal(await refusals(reason), before + 1);
          await nothingHappened();
        });
      }
    }
  });

  it('the process is the same after all this, and relays', async () => {
    assert.equal(((await (await fetch(`${world.url}/healthz`)).json()) as { pid: number }).pid, process.pid);
    await world.as('ada').on('teams').post('still here');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'still here' }]);
  });

  it('nothing that was refused is in the log', () => {
    assert.doesNotMatch(world.log.all(), /forged|psst|only once/);
  });
});

/** Says how much is to come, and sends nothing of it. */
function announced(url: string, length: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST', headers: { 'content-length': length } }, (answer) => {
      resolve(answer.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.flushHeaders();
  });
}

/** Says nothing, and sends a little more than the cap. */
function chunked(url: string, cap: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST' }, (answer) => {
      resolve(answer.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.write(Buffer.alloc(cap));
    sent.write(' ');
  });
}
