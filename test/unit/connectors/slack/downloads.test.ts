/** The bytes of a file of a Slack message, and all that is no file. Over real HTTP, with Slack scripted. */
import assert from 'node:assert/strict';
import { text as readText } from 'node:stream/consumers';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId } from '../../../../src/core/model.ts';
import type { Answer } from '../../../support/platform.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

const message = '1712345678.000100' as MessageId;
const address = 'https://files.slack.com/files-pri/T0ACME001-F0PLAN/download/plan.pdf';
const plan = {
  id: 'F0PLAN',
  name: 'plan.pdf',
  mimetype: 'application/pdf',
  size: 4,
  mode: 'hosted',
  url_private: address.replace('/download', ''),
  url_private_download: address,
  channels: ['C0GENERAL'],
};
const page = `<!DOCTYPE html><title>Slack</title><h1>Sign in to your workspace</h1>${'<p>…</p>'.repeat(50)}`;
const bytes: Answer = { headers: { 'content-type': 'application/pdf', 'content-length': '4' }, body: '%PDF' };

describe('a file of a Slack message', () => {
  let world: SlackWorld;
  before(async () => {
    world = await openSlackWorld();
  });
  after(() => world.close());

  /** What files.info tells of it, and what its address answers. */
  const slackHas = (file: object, download: Answer) =>
    world.slack.respond(({ path }) => (path === '/api/files.info' ? { json: { ok: true, file } } : download));
  const open = (id = 'F0PLAN') =>
    world.connector.open({ ...world.place, message }, null, { id, name: 'plan.pdf', size: 4 });
  const failed = async (opening = open()) => {
    const error = await opening.then(
      () => assert.fail('it was opened'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof DeliveryError, String(error));
    return error;
  };

  it('is opened at the address that Slack tells then, with the token', async () => {
    slackHas(plan, bytes);
    const { body, type, size } = await open();
    assert.deepEqual([await readText(body), type, size], ['%PDF', 'application/pdf', 4]);
    const [told, loaded] = world.slack.asked;
    assert.equal(told?.query.get('file'), 'F0PLAN');
    assert.equal(loaded?.path, new URL(address).pathname);
    assert.equal(loaded?.headers['authorization'], 'Bearer xoxb-made-up');
  });

  it('is opened though it is a page itself', async () => {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': String(Buffer.byteLength(page)) };
    slackHas({ ...plan, mimetype: 'text/html', size: Buffer.byteLength(page) }, { headers, body: page });
    assert.equal(await readText((await open()).body), page);
  });

  const pages: readonly [why: string, file: object, answer: Answer][] = [
    ['a page to sign in, with a 200', plan, { body: page }],
    ['a page to sign in for a picture', { ...plan, mimetype: 'image/png' }, { body: page }],
    ['another page than the one that was shared', { ...plan, mimetype: 'text/html', size: 9 }, { body: page }],
    ['a way to the page', plan, { status: 302, headers: { location: 'https://acme.slack.com/?redir=1' } }],
    ['a refused token', plan, { status: 401, body: '' }],
  ];
  for (const [why, file, answer] of pages) {
    it(`FL-07 ${why} is no file: the connection lost its right, and works once it is given again`, async () => {
      slackHas(file, answer);
      const error = await failed();
      assert.equal(error.failure, 'unauthorized');
      assert.doesNotMatch(`${error.message} ${error.advice}`, /xoxb|files-pri|Sign in to your/);
      assert.equal(world.connector.health(world.connection.id).state, 'bad_credentials');
      slackHas(plan, bytes);
      assert.equal(await readText((await open()).body), '%PDF');
      assert.equal(world.connector.health(world.connection.id).state, 'connected');
    });
  }

  const table: readonly [why: string, file: object, answer: Answer, failure: string][] = [
    ['deleted', { ...plan, mode: 'tombstone' }, bytes, 'gone'],
    ['of another service', { ...plan, is_external: true }, bytes, 'refused'],
    ['on another host', { ...plan, url_private_download: 'https://evil.example/files-pri/x' }, bytes, 'refused'],
    [
      'on a host that only begins alike',
      { ...plan, url_private_download: `${'https://files.slack.com'}.evil.example/x` },
      bytes,
      'refused',
    ],
    ['without an address', { ...plan, url_private: null, url_private_download: null }, bytes, 'refused'],
    ['gone from its address', plan, { status: 404, body: '' }, 'gone'],
    ['forbidden', plan, { status: 403, body: '' }, 'refused'],
    ['in a flood', plan, { status: 429, headers: { 'retry-after': '7' }, body: '' }, 'busy'],
    ['out of order', plan, { status: 503, body: '' }, 'busy'],
    ['cut off', plan, 'cut', 'busy'],
    ['far longer than it said', plan, { headers: { 'content-length': '3000000' }, body: '%PDF' }, 'refused'],
  ];
  for (const [why, file, answer, failure] of table) {
    it(`${why}: ${failure}`, async () => {
      slackHas(file, answer);
      assert.equal((await failed()).failure, failure);
    });
  }

  it('FL-09 of another conversation is never fetched', async () => {
    const elsewhere: readonly object[] = [
      { channels: ['C0OTHER'] },
      { channels: [], shares: { private: { C0OTHER: [{ ts: message }] } } },
    ];
    for (const where of elsewhere) {
      slackHas({ ...plan, ...where }, bytes);
      assert.equal((await failed()).code, 'not_shared_here');
      assert.deepEqual(
        world.slack.asked.map(({ path }) => path),
        ['/api/files.info'],
      );
    }
    slackHas(plan, bytes);
    assert.equal((await failed(open('../../api/chat.delete'))).failure, 'refused');
    assert.equal(world.slack.asked.length, 0);
  });

  it('that Slack knows nothing of is gone', async () => {
    for (const code of ['file_not_found', 'file_deleted']) {
      world.slack.respond(() => ({ json: { ok: false, error: code } }));
      assert.equal((await failed()).failure, 'gone');
    }
  });
});
