/** The relay person's tokens: renewed in time, once, and kept before they are used. */
import assert from 'node:assert/strict';
import type { Rendered } from '../../../../src/core/connector.ts';
import type { Answer, Asked } from '../../../support/platform.ts';
import { day, noFiles, now, openWebexWorld, type WebexWorld } from './support.ts';

const fresh = {
  access_token: 'access-2',
  expires_in: 14 * 86_400,
  refresh_token: 'refresh-2',
  refresh_token_expires_in: 90 * 86_400,
  token_type: 'Bearer',
};
const isRefresh = ({ path }: Asked) => path === '/v1/access_token';
const bearer = ({ headers }: Asked) => headers['authorization'];
const denied: Answer = { status: 401, json: { message: 'expired', trackingId: 'ROUTER_1' } };
const posted: Answer = { json: { id: 'Y2lz-new', created: '2026-01-12T09:00:00.000Z' } };

describe('Webex tokens', () => {
  let world: WebexWorld;
  const open = async (expiresAt?: number) => {
    world = await openWebexWorld(expiresAt);
  };
  afterEach(() => world.close());

  const post = () =>
    world.connector.post(world.place, { payload: { markdown: 'hi' }, text: 'hi' } satisfies Rendered, {
      root: null,
      key: 'k',
      open: noFiles,
    });

  /** What is renewed beside a call is there once it is stored. */
  function renewed(): Promise<void> {
    const put = world.parts.records.put.bind(world.parts.records);
    return new Promise((resolve) => {
      world.parts.records.put = async (kind, id, body, expected) => {
        const revision = await put(kind, id, body, expected);
        if (kind === 'credential') setImmediate(resolve);
        return revision;
      };
    });
  }

  it('are used as they are while they last', async () => {
    await open();
    world.webex.respond(() => posted);
    await post();
    assert.deepEqual(world.webex.asked.map(bearer), ['Bearer access-1']);
  });

  it('are renewed before they end, beside the calls and once for all of them', async () => {
    await open(now + day);
    world.webex.respond((asked) => (isRefresh(asked) ? { json: fresh } : posted));
    const isRenewed = renewed();
    await Promise.all([post(), post(), post()]);
    await isRenewed;
    await post();
    assert.equal(world.webex.asked.filter(isRefresh).length, 1);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(world.webex.asked.find(isRefresh)?.body)), {
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client',
      client_secret: 'secret-of-the-client',
    });
    assert.deepEqual(world.webex.asked.filter((asked) => !isRefresh(asked)).map(bearer), [
      'Bearer access-1',
      'Bearer access-1',
      'Bearer access-1',
      'Bearer access-2',
    ]);
    assert.deepEqual(await world.tokens(), { access: 'access-2', refresh: 'refresh-2', expiresAt: now + 14 * day });
  });

  it('are waited for where the old ones have ended', async () => {
    await open(now - 1);
    world.webex.respond((asked) => (isRefresh(asked) ? { json: fresh } : posted));
    await post();
    assert.deepEqual(
      world.webex.asked.map((asked) => (isRefresh(asked) ? 'refresh' : bearer(asked))),
      ['refresh', 'Bearer access-2'],
    );
  });

  it('are stored before anybody uses them', async () => {
    await open(now - 1);
    const stored: unknown[] = [];
    const put = world.parts.records.put.bind(world.parts.records);
    world.parts.records.put = async (kind, id, body, expected) => {
      stored.push(`${kind} after ${world.webex.asked.length} calls`);
      return put(kind, id, body, expected);
    };
    world.webex.respond((asked) => (isRefresh(asked) ? { json: fresh } : posted));
    await post();
    assert.deepEqual(stored, ['credential after 1 calls']);
    assert.equal(world.webex.asked.length, 2);
  });

  it('are renewed when Webex refuses them, and the post goes out once', async () => {
    await open();
    world.webex.respond((asked) => {
      if (isRefresh(asked)) return { json: fresh };
      return bearer(asked) === 'Bearer access-2' ? posted : denied;
    });
    await post();
    assert.deepEqual(
      world.webex.asked.map((asked) => (isRefresh(asked) ? 'refresh' : bearer(asked))),
      ['Bearer access-1', 'refresh', 'Bearer access-2'],
    );
  });

  it('keep their refresh token where the answer names none', async () => {
    await open(now + day);
    world.webex.respond((asked) => (isRefresh(asked) ? { json: { ...fresh, refresh_token: undefined } } : posted));
    const isRenewed = renewed();
    await post();
    await isRenewed;
    assert.deepEqual(await world.tokens(), { access: 'access-2', refresh: 'refresh-1', expiresAt: now + 14 * day });
  });

  it('still serve when they can’t be renewed just now, which is tried again after a minute', async () => {
    await open(now + day);
    world.webex.respond((asked) => (isRefresh(asked) ? { status: 503 } : posted));
    const refusals = () => world.webex.asked.filter(isRefresh).length;
    while (refusals() < 1) await post();
    await post();
    await post();
    assert.equal(refusals(), 1);
    while (refusals() < 2) {
      await world.parts.clock.advance(60_000);
      await post();
    }
    assert.deepEqual(
      new Set(world.webex.asked.filter((asked) => !isRefresh(asked)).map(bearer)),
      new Set(['Bearer access-1']),
    );
  });

  it('hold nobody up while Webex does not answer the renewal', async () => {
    await open(now + day);
    world.webex.respond((asked) => (isRefresh(asked) ? 'silence' : posted));
    await post();
    await post();
    assert.equal(world.webex.asked.filter(isRefresh).length, 1);
  });

  it('that are beyond renewal make the connection ask for a new consent', async () => {
    await open(now - 1);
    world.webex.respond(() => ({ status: 400, json: { message: 'invalid refresh token', trackingId: 'ROUTER_1' } }));
    await assert.rejects(post(), { failure: 'unauthorized', code: 'refresh_refused' });
    assert.equal(world.connector.health(world.connection.id).state, 'bad_credentials');
  });

  it('that another instance renewed are taken from the store', async () => {
    await open();
    world.webex.respond(() => posted);
    await post();
    const id = 'webex-1/tokens';
    const sealed = world.parts.vault.seal(
      JSON.stringify({ access: 'access-9', refresh: 'refresh-9', expiresAt: now + 14 * day }),
      `organization-1|webex-1|tokens`,
    );
    await world.parts.records.put(
      'credential',
      id,
      { sealed },
      (await world.parts.records.get('credential', id))!.revision,
    );
    world.webex.respond((asked) => (bearer(asked) === 'Bearer access-9' ? posted : denied));
    await post();
    assert.equal(world.webex.asked.some(isRefresh), false);
  });

  it('never reach the log', async () => {
    await open(now + day);
    world.webex.respond((asked) => (isRefresh(asked) ? { json: fresh } : denied));
    await assert.rejects(post(), { failure: 'unauthorized' });
    assert.doesNotMatch(world.parts.logged(), /access-|refresh-|secret-of/);
  });
});
