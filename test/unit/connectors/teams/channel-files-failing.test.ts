/** Files into a channel over HTTP: where each request goes, with which token, and what each refusal means. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { DraftFile, OpenFile, Rendered } from '../../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../../src/core/errors.ts';
import type { MessageId, PersonId } from '../../../../src/core/model.ts';
import { eventually, inTime } from './support/eventually.ts';
import { type Answer, channelId, serviceUserId, teamId } from './support/microsoft.ts';
import { connectedTeams, place, startOfTest, type Teams } from './support/teams.ts';

const graph = '/graph/v1.0';
const channel = `${graph}/teams/${teamId}/channels/${channelId}`;
const items = `${graph}/drives/d/items`;
const key = 'k'.repeat(22);
const address = `https://contoso.sharepoint.com/sites/Operations/Shared Documents/Incidents/Mio/${key}/plan.docx`;
const file: DraftFile = { id: 'f', name: 'plan.docx', size: 9, link: 'https://mio.example/files/x' };
const chunk = 12 * 320 * 1024;

describe('a file that the service user puts into a channel', () => {
  let world: Teams;
  let rendered: Rendered;
  beforeEach(async () => {
    world = await connectedTeams();
    const { record, teams } = world;
    teams.learn?.({ ...record, facts: { ...record.facts, fidelity: true } });
    const uploader = teams.uploader?.(place, undefined);
    assert.equal(uploader, serviceUserId as PersonId);
    [rendered] = teams.renderFiles({ author: null, content: [], files: [file], uploader }) as [Rendered];
    answers('GET', `${channel}/filesFolder`, { json: { id: 'root', parentReference: { driveId: 'd' } } });
    answers('POST', `${items}/root/children`, { status: 201, json: { id: 'mio' } });
    answers('POST', `${items}/mio/children`, { status: 201, json: { id: 'folder' } });
    answers('POST', `${items}/folder/children`, { status: 201, json: { id: 'file' } });
    answers('PUT', `${items}/file/content`, { json: {} });
    answers('GET', `${items}/file?`, { json: reference });
    answers('POST', `${channel}/messages`, { status: 201, json: { id: '7' } });
    answers('DELETE', `${items}/folder`, { status: 204 });
  });
  afterEach(() => world.close());

  const reference = {
    id: 'file',
    name: 'plan.docx',
    eTag: '"{C5E1B5F8-61A4-4F0D-9B57-20D83B6C7E19},2"',
    webDavUrl: address,
  };
  const answers = (method: string, url: string, ...each: Answer[]) => {
    let nth = 0;
    world.microsoft.on(method, new RegExp(`^${url.replaceAll(/[$.?]/g, '\\$&')}`), () => {
      nth += 1;
      return each[Math.min(nth, each.length) - 1]!;
    });
  };
  const source = (bytes: Buffer): OpenFile => ({ body: Readable.from([bytes]), type: 'x/y', size: bytes.length });
  const post = (bytes = Buffer.from('the plan.'), root: MessageId | null = null) =>
    world.teams.post(place, rendered, { root, key, open: () => Promise.resolve(source(bytes)) });
  /** A second later, when it is the account's turn. */
  const again = async () => {
    await world.clock.advance(1_000);
    return await post();
  };
  const calls = (method: string, pattern: RegExp) => world.microsoft.calls(method, pattern);
  const json = (method: string, pattern: RegExp) => JSON.parse(calls(method, pattern).at(-1)!.body.toString());

  it('lies in a folder of its delivery, and is referred to by the GUID in its eTag', async () => {
    assert.deepEqual(await post(), { message: '7', at: 7 });
    assert.deepEqual(
      calls('POST', /children$/).map(({ body }) => JSON.parse(body.toString())),
      [
        { name: 'Mio', folder: {}, '@microsoft.graph.conflictBehavior': 'fail' },
        { name: key, folder: {}, '@microsoft.graph.conflictBehavior': 'fail' },
        { name: 'plan.docx', file: {}, '@microsoft.graph.conflictBehavior': 'fail' },
      ],
    );
    assert.equal(calls('PUT', /content$/)[0]!.body.toString(), 'the plan.');
    const id = 'c5e1b5f8-61a4-4f0d-9b57-20d83b6c7e19';
    assert.deepEqual(json('POST', /messages$/), {
      body: { contentType: 'html', content: `<attachment id="${id}"></attachment>` },
      attachments: [{ id, contentType: 'reference', contentUrl: address, name: 'plan.docx' }],
    });
  });

  it('is asked for the folder of its channel once', async () => {
    await post();
    await again();
    assert.deepEqual([calls('GET', /filesFolder$/).length, calls('POST', /root\/children$/).length], [1, 1]);
  });

  it('FL-08 takes what an earlier process left', async () => {
    const taken = { status: 409, json: { error: { code: 'nameAlreadyExists', message: '' } } };
    answers('POST', `${items}/root/children`, taken);
    const more = { '@odata.nextLink': `https://graph.microsoft.com/v1.0/drives/d/items/root/children?$skiptoken=2` };
    answers('GET', `${items}/root/children?$select`, { json: { value: [{ id: 'x', name: 'General' }], ...more } });
    answers('GET', `${items}/root/children?$skiptoken`, { json: { value: [{ id: 'mio', name: 'MIO' }] } });
    assert.equal((await post()).message, '7');
  });

  it('FL-08 is not uploaded again where only its message was not taken', async () => {
    const throttled = { status: 429, headers: { 'retry-after': '7' }, json: {} };
    answers('POST', `${channel}/messages`, throttled, { status: 201, json: { id: '7' } });
    await assert.rejects(post(), { failure: 'busy', retryAfterMs: 7_000 });
    assert.equal((await again()).message, '7');
    assert.equal(calls('PUT', /content$/).length, 1);
  });

  it('waits for its turn, since an account posts one message a second, unless many wait already', async () => {
    const refusals: unknown[] = [];
    const posts = Array.from({ length: 13 }, () => post().catch((error: unknown) => void refusals.push(error)));
    const sent = () => calls('POST', /messages$/).length;
    await eventually('the first', () => sent() === 1 && refusals.length === 2);
    await inTime('the others', world.clock, 500, () => sent() === 11);
    await Promise.all(posts);
    assert.ok(world.clock.now() - startOfTest >= 10_000);
    for (const refusal of refusals) {
      assert.ok(refusal instanceof DeliveryError);
      assert.deepEqual([refusal.failure, refusal.code, refusal.retryAfterMs], ['busy', 'account_busy', 11_000]);
    }
  });

  it('goes in pieces to an address that gets no token', async () => {
    const uploadUrl = 'https://contoso.sharepoint.com/_api/v2.0/uploadSession?guid=1&tempauth=secret';
    answers('POST', `${items}/file/createUploadSession`, { json: { uploadUrl } });
    answers(
      'PUT',
      '/sharepoint/_api',
      { status: 202, json: { nextExpectedRanges: [`${chunk}-`] } },
      { status: 201, json: {} },
    );
    await post(Buffer.alloc(chunk + 5));
    const sent = calls('PUT', /^\/sharepoint/);
    assert.deepEqual(
      sent.map(({ headers }) => [headers['content-range'], headers.authorization]),
      [
        [`bytes 0-${chunk - 1}/${chunk + 5}`, undefined],
        [`bytes ${chunk}-${chunk + 4}/${chunk + 5}`, undefined],
      ],
    );
    assert.equal(calls('DELETE', /sharepoint/).length, 0);
  });

  it('goes on where the service wants it to, with what is missing of a piece', async () => {
    const uploadUrl = 'https://contoso.sharepoint.com/_api/x';
    const half = 6 * 320 * 1024;
    answers('POST', `${items}/file/createUploadSession`, { json: { uploadUrl } });
    answers(
      'PUT',
      '/sharepoint/_api',
      { status: 416 },
      { status: 202, json: { nextExpectedRanges: [`${chunk}-`] } },
      {},
    );
    answers('GET', '/sharepoint/_api', { json: { nextExpectedRanges: [`${half}-`] } });
    await post(Buffer.alloc(chunk + 5));
    assert.deepEqual(
      calls('PUT', /^\/sharepoint/).map(({ headers }) => headers['content-range']?.split('/')[0]),
      [`bytes 0-${chunk - 1}`, `bytes ${half}-${chunk - 1}`, `bytes ${chunk}-${chunk + 4}`],
    );
  });

  for (const uploadUrl of ['https://evil.example/x', 'http://contoso.sharepoint.com/x', '']) {
    it(`FL-02 is not sent to ${uploadUrl || 'nowhere'}`, async () => {
      answers('POST', `${items}/file/createUploadSession`, { json: { uploadUrl } });
      await assert.rejects(post(Buffer.alloc(chunk + 5)), { failure: 'refused', code: 'foreign_upload' });
    });
  }

  const error = (status: number, code: string): Answer => ({ status, json: { error: { code, message: 'secret' } } });
  const refusals: readonly [why: string, method: string, url: string, answer: Answer, failure: Failure][] = [
    ['the channel has no folder yet', 'GET', `${channel}/filesFolder`, error(404, 'ItemNotFound'), 'busy'],
    ['the site is closed to it', 'GET', `${channel}/filesFolder`, error(403, 'accessDenied'), 'refused'],
    ['the site is full', 'PUT', `${items}/file/content`, error(507, 'quotaLimitReached'), 'refused'],
    ['it is too large for the site', 'PUT', `${items}/file/content`, error(413, 'x'), 'refused'],
    ['somebody holds it', 'PUT', `${items}/file/content`, error(423, 'resourceLocked'), 'busy'],
    ['SharePoint is busy', 'POST', `${items}/mio/children`, error(429, 'activityLimitReached'), 'busy'],
    ['SharePoint fails', 'POST', `${items}/folder/children`, error(503, 'serviceNotAvailable'), 'busy'],
    ['SharePoint hangs up', 'PUT', `${items}/file/content`, { cut: true }, 'busy'],
    ['somebody threw the folder away', 'POST', `${items}/mio/children`, error(404, 'itemNotFound'), 'busy'],
    [
      'its sign-in is no longer good',
      'GET',
      `${channel}/filesFolder`,
      error(401, 'InvalidAuthenticationToken'),
      'refused',
    ],
    ['the account has no licence', 'POST', `${channel}/messages`, error(403, 'Forbidden'), 'refused'],
    ['nobody knows what became of its message', 'POST', `${channel}/messages`, { cut: true }, 'doubt'],
    ['Teams says nothing of its message', 'POST', `${channel}/messages`, { status: 201, json: {} }, 'doubt'],
  ];
  for (const [why, method, url, answer, failure] of refusals) {
    it(`is ${failure === 'refused' ? 'not posted' : 'tried again, or looked for,'} where ${why}`, async () => {
      answers(method, url, answer);
      await assert.rejects(post(), (thrown) => {
        assert.deepEqual(
          [(thrown as { failure?: Failure }).failure, String(thrown).includes('secret')],
          [failure, false],
        );
        return true;
      });
    });
  }

  for (const [what, method, url] of [
    ['the file', 'PUT', `${items}/file/content`],
    ['its message', 'POST', `${channel}/messages`],
  ] as const) {
    it(`leaves nothing behind where ${what} is refused for good`, async () => {
      answers(method, url, error(403, 'accessDenied'));
      await assert.rejects(post());
      assert.equal(calls('DELETE', /items\/folder$/).length, 1);
    });
  }

  it('leaves nothing behind where it is given up, and a line is posted for it', async () => {
    world.microsoft.on('POST', /;messageid=1\/activities$/, () => ({ status: 201, json: { id: '8' } }));
    answers('PUT', `${items}/file/content`, error(503, 'serviceNotAvailable'));
    await assert.rejects(post(), { failure: 'busy' });
    assert.equal(calls('DELETE', /items/).length, 0);
    const options = { root: '1' as MessageId, key, open: () => Promise.reject(new Error('a line opens no file')) };
    await world.teams.post(place, rendered.instead!('not_brought'), options);
    assert.equal(calls('DELETE', /items\/folder$/).length, 1);
  });

  describe('is taken away', () => {
    const from = { user: { id: serviceUserId }, application: null };
    const message = { id: '7', from, attachments: [{ id: 'x', contentType: 'reference', contentUrl: address }] };
    const remove = () => world.teams.remove({ ...place, message: '7' as MessageId }, null);
    const softDeletes = () => calls('POST', /messages\/7\/softDelete$/).length;
    beforeEach(() => {
      world.microsoft.on('DELETE', /activities\/7$/, () => error(403, 'Forbidden'));
      answers('GET', `${channel}/messages/7`, { json: message });
      answers('GET', `${graph}/shares/`, { json: { id: 'file', parentReference: { driveId: 'd', id: 'folder' } } });
      answers('POST', `${channel}/messages/7/softDelete`, { status: 204 });
    });

    it('with its folder, before its message', async () => {
      await remove();
      const order = world.microsoft.seen.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`);
      assert.ok(order.indexOf('DELETE folder') < order.indexOf('POST softDelete'), order.join(', '));
    });

    const obstacles: readonly [why: string, method: string, url: string, answer: Answer][] = [
      ['it is gone already', 'GET', `${graph}/shares/`, error(404, 'itemNotFound')],
      ['it is closed by now', 'GET', `${graph}/shares/`, error(403, 'accessDenied')],
      ['somebody has it open', 'DELETE', `${items}/folder`, error(423, 'resourceLocked')],
      ['it must be kept', 'DELETE', `${items}/folder`, error(403, 'accessDenied')],
    ];
    for (const [why, method, url, answer] of obstacles) {
      it(`as a message though ${why}`, async () => {
        answers(method, url, answer);
        await remove();
        assert.equal(softDeletes(), 1);
      });
    }

    it('later, where SharePoint is busy', async () => {
      answers('DELETE', `${items}/folder`, error(503, 'serviceNotAvailable'));
      await assert.rejects(remove(), { failure: 'busy' });
      assert.equal(softDeletes(), 0);
    });

    it('by nobody where a person wrote it by themselves', async () => {
      const own = [
        { id: 'x', contentType: 'reference', contentUrl: 'https://contoso.sharepoint.com/sites/a/plan.docx' },
      ];
      answers('GET', `${channel}/messages/7`, { json: { ...message, attachments: own } });
      await assert.rejects(remove(), { failure: 'refused' });
      assert.equal(softDeletes(), 0);
    });
  });
});
