/** The simulated document libraries, driven by Microsoft's own Graph client: folders, files, uploads and references. */
import assert from 'node:assert/strict';
import { type Client, FileUpload, LargeFileUploadTask, type UploadResult } from '@microsoft/microsoft-graph-client';
import {
  accountSyncScopes,
  graphError,
  incidents,
  messagesOf,
  operations,
  startTeams,
  type TeamsSandbox,
} from './support.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly eTag: string;
  readonly size: number;
  readonly webDavUrl?: string;
  readonly parentReference: { readonly driveId: string; readonly id?: string };
}

const scopes = `${accountSyncScopes} Files.ReadWrite.All`;
const unit = 320 * 1024;
const site = 'https://contoso.sharepoint.com/sites/Operations/Shared%20Documents/Incidents';

describe('the document library of a simulated channel', () => {
  let sandbox: TeamsSandbox;
  let ada: Client;
  let root: Item;
  beforeEach(async () => {
    sandbox = await startTeams();
    ada = await sandbox.graph('ada', scopes);
    root = await ada.api(`/teams/${operations}/channels/${incidents}/filesFolder`).get();
  });
  afterEach(() => sandbox.close());

  const drive = () => `/drives/${root.parentReference.driveId}/items`;
  const at = ({ id }: Item) => `${drive()}/${id}`;
  const make = (parent: Item, name: string, kind: 'file' | 'folder', behaviour = 'fail', client = ada): Promise<Item> =>
    client.api(`${at(parent)}/children`).post({ name, [kind]: {}, '@microsoft.graph.conflictBehavior': behaviour });
  const names = async (folder: Item): Promise<string[]> =>
    (await ada.api(`${at(folder)}/children`).get()).value.map(({ name }: Item) => name);
  const full = (item: Item): Promise<Item> => ada.api(at(item)).select('id,name,eTag,size,webDavUrl').get();
  const guid = ({ eTag }: Item) => /\{(.+)\}/.exec(eTag)?.[1]?.toLowerCase() ?? '';
  const session = (item: Item, behaviour = 'replace') =>
    ada.api(`${at(item)}/createUploadSession`).post({ item: { '@microsoft.graph.conflictBehavior': behaviour } });
  const local = (url: string) => url.replace('https://contoso.sharepoint.com', `${sandbox.built.kit.url}/sharepoint`);
  const put = async (url: string, range: string, bytes: Buffer, headers = {}) => {
    const answer = await fetch(local(url), {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { 'content-range': `bytes ${range}`, ...headers },
    });
    return { status: answer.status, json: (await answer.json()) as { nextExpectedRanges?: string[] } & Partial<Item> };
  };
  const bytesOf = async (item: Item): Promise<Buffer> =>
    Buffer.from(await (await fetch(local(await locationOf(item)))).arrayBuffer());
  async function locationOf(item: Item): Promise<string> {
    const headers = { authorization: `Bearer ${await sandbox.token('ada', scopes)}` };
    const address = `${sandbox.built.kit.url}/graph/v1.0${at(item)}/content`;
    return (await fetch(address, { headers, redirect: 'manual' })).headers.get('location') ?? '';
  }

  it('has an address of its own, for who is in the team alone', async () => {
    const path = `/drives/${root.parentReference.driveId}`;
    const { id, webUrl } = await ada.api(path).get();
    assert.deepEqual([id, webUrl], [root.parentReference.driveId, site.slice(0, site.lastIndexOf('/'))]);
    await assert.rejects((await sandbox.graph('powerless', scopes)).api(path).get(), graphError(403, 'accessDenied'));
    await assert.rejects(ada.api('/drives/b!nowhere').get(), graphError(404, 'itemNotFound'));
  });

  it('has a folder that people see as the files of their channel', async () => {
    assert.deepEqual(await names(root), []);
    await sandbox.act({ as: 'ben', do: 'upload', files: [{ name: 'x.txt', type: 'text/plain', base64: 'eA==' }] });
    assert.deepEqual(await names(root), ['x.txt']);
    assert.equal((await full(root)).webDavUrl, site);
  });

  it('holds folders and files, each name once whatever its case', async () => {
    const folder = await make(root, 'Mio', 'folder');
    await make(folder, 'Plan.txt', 'file');
    await assert.rejects(make(root, 'mio', 'folder'), graphError(409, 'nameAlreadyExists'));
    await assert.rejects(make(folder, 'plan.txt', 'file'), graphError(409, 'nameAlreadyExists'));
    assert.equal((await make(folder, 'plan.txt', 'file', 'rename')).name, 'plan 1.txt');
    assert.equal((await make(root, 'Mio', 'folder', 'replace')).id, folder.id);
    await assert.rejects(make(root, 'a:b', 'folder'), graphError(400, 'invalidRequest'));
    assert.deepEqual(await names(folder), ['plan 1.txt', 'Plan.txt']);
  });

  it('tells where a file lies only to who asks for it by name', async () => {
    const file = await make(root, 'Q3 plan.docx', 'file');
    assert.equal(file.webDavUrl, undefined);
    assert.equal((await full(file)).webDavUrl, `${site}/Q3%20plan.docx`);
    assert.match(file.eTag, /^"\{[0-9A-F-]{36}\},1"$/);
  });

  it('takes the bytes of a file, and gives them out under an address of their own', async () => {
    const file = await make(root, 'plan.txt', 'file');
    const stored: Item = await ada.api(`${at(file)}/content`).put(Buffer.from('the plan'));
    assert.deepEqual([stored.id, stored.size, stored.eTag.endsWith(',2"')], [file.id, 8, true]);
    assert.equal((await bytesOf(file)).toString(), 'the plan');
  });

  it('takes large files in pieces, as Microsoft’s own client sends them', async () => {
    const file = await make(root, 'big.bin', 'file');
    const bytes = Buffer.alloc(5 * unit + 7, 'mio');
    const { uploadUrl, expirationDateTime } = await session(file);
    const upload = new FileUpload(new Uint8Array(bytes).buffer, 'big.bin', bytes.length);
    const task = new LargeFileUploadTask(
      ada,
      upload,
      { url: uploadUrl, expiry: new Date(expirationDateTime) },
      { rangeSize: 2 * unit },
    );
    const { responseBody } = (await task.upload()) as UploadResult;
    assert.equal((responseBody as Item).size, bytes.length);
    assert.ok((await bytesOf(file)).equals(bytes));
  });

  it('tells which piece of a session it expects', async () => {
    const { uploadUrl, nextExpectedRanges } = await session(await make(root, 'big.bin', 'file'));
    assert.deepEqual(nextExpectedRanges, ['0-']);
    const total = unit + 1;
    const first = await put(uploadUrl, `0-${unit - 1}/${total}`, Buffer.alloc(unit));
    assert.deepEqual([first.status, first.json.nextExpectedRanges], [202, [`${unit}-`]]);
    const status = (await (await fetch(local(uploadUrl))).json()) as { nextExpectedRanges: string[] };
    assert.deepEqual(status.nextExpectedRanges, [`${unit}-`]);
    assert.equal((await put(uploadUrl, `0-${unit - 1}/${total}`, Buffer.alloc(unit))).status, 416);
    const last = await put(uploadUrl, `${unit}-${unit}/${total}`, Buffer.alloc(1));
    assert.deepEqual([last.status, last.json.size], [201, total]);
    assert.equal((await fetch(local(uploadUrl))).status, 404);
  });

  const misfits: readonly [why: string, range: string, bytes: number, headers: object, status: number][] = [
    ['it is no multiple of 320 KiB', `0-${unit}/${4 * unit}`, unit + 1, {}, 400],
    ['its range is not its length', `0-9/${unit}`, 9, {}, 400],
    ['it comes too early', `${unit}-${2 * unit - 1}/${4 * unit}`, unit, {}, 416],
    ['it carries a token', `0-${unit - 1}/${4 * unit}`, unit, { authorization: 'Bearer x' }, 401],
  ];
  for (const [why, range, bytes, headers, status] of misfits) {
    it(`does not take a piece where ${why}`, async () => {
      const { uploadUrl } = await session(await make(root, 'big.bin', 'file'));
      assert.equal((await put(uploadUrl, range, Buffer.alloc(bytes), headers)).status, status);
    });
  }

  it('does not replace a file that a session was not to replace', async () => {
    const { uploadUrl } = await session(await make(root, 'big.bin', 'file'), 'fail');
    assert.equal((await put(uploadUrl, '0-0/1', Buffer.alloc(1))).status, 409);
  });

  it('forgets a session that is given up, or over', async () => {
    const file = await make(root, 'big.bin', 'file');
    const [given, old] = [await session(file), await session(file)];
    assert.equal((await fetch(local(given.uploadUrl), { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(local(given.uploadUrl))).status, 404);
    sandbox.clock.advance(25 * 3_600_000);
    assert.equal((await fetch(local(old.uploadUrl))).status, 404);
  });

  it('loses a folder with everything in it', async () => {
    const folder = await make(root, 'Mio', 'folder');
    const file = await make(folder, 'plan.txt', 'file');
    await ada.api(at(folder)).delete();
    for (const gone of [folder, file]) await assert.rejects(ada.api(at(gone)).get(), graphError(404, 'itemNotFound'));
  });

  it('is open to who is in the channel, with what their token may', async () => {
    const outsider = await sandbox.graph('powerless', scopes);
    await assert.rejects(outsider.api(at(root)).get(), graphError(403, 'accessDenied'));
    await assert.rejects(make(root, 'x', 'folder', 'fail', outsider), graphError(403, 'accessDenied'));
  });

  it('is closed to writing with a token that may only read', async () => {
    await sandbox.close();
    sandbox = await startTeams();
    const reader = await sandbox.graph('ada');
    root = await reader.api(`/teams/${operations}/channels/${incidents}/filesFolder`).get();
    await assert.rejects(make(root, 'x', 'folder', 'fail', reader), graphError(403, 'Forbidden', /Files\.ReadWrite/));
  });

  describe('is referred to by messages', () => {
    const body = (id: string) => ({ contentType: 'html', content: `<attachment id="${id}"></attachment>` });
    const refer = async (item: Item, id: string, contentUrl?: string) => {
      const { webDavUrl, name } = await full(item);
      const attachments = [{ id, contentType: 'reference', contentUrl: contentUrl ?? webDavUrl, name }];
      return ada.api(messagesOf(incidents)).post({ body: body(id), attachments });
    };

    it('by the GUID of the file, and shown as a file that people attached themselves', async () => {
      const file = await make(root, 'plan.txt', 'file');
      await ada.api(`${at(file)}/content`).put(Buffer.from('the plan'));
      await refer(file, guid(file));
      const [seen] = sandbox.teams.view(incidents);
      assert.deepEqual(
        seen?.files.map(({ name, type, size }) => [name, type, size]),
        [['plan.txt', 'text/plain', 8]],
      );
      await ada.api(at(file)).delete();
      assert.deepEqual(sandbox.teams.view(incidents)[0]?.files, []);
    });

    it('and by nothing else', async () => {
      const file = await make(root, 'plan.txt', 'file');
      await assert.rejects(refer(file, '00000000-0000-4000-8000-000000000000'), graphError(400, 'BadRequest', /eTag/));
      await assert.rejects(refer(file, guid(file), `${site}/other.txt`), graphError(400, 'BadRequest', /not found/));
    });

    it('and found by their address', async () => {
      const file = await make(await make(root, 'Mio', 'folder'), 'plan.txt', 'file');
      const { webDavUrl = '' } = await full(file);
      const share = `u!${Buffer.from(webDavUrl).toString('base64url')}`;
      const found: Item = await ada.api(`/shares/${share}/driveItem`).get();
      assert.deepEqual([found.id, found.parentReference.driveId], [file.id, root.parentReference.driveId]);
    });
  });
});
