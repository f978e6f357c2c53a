import assert from 'node:assert/strict';
import { at, type Installed, incidents, openWorld, refusal, type SlackWorld } from './world.ts';

describe('Slack: files', () => {
  let world: SlackWorld;
  let mio: Installed;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install();
  });
  afterEach(() => world.close());

  /** An address of files.slack.com, mapped as the product maps it. */
  const fetchFile = (address: unknown, token?: string) =>
    fetch(String(address).replace('https://files.slack.com', world.url), {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  it('go up in three steps, and are shared after the answer', async () => {
    const answer = await mio.client.filesUploadV2({
      channel_id: incidents,
      filename: 'plan.txt',
      file: Buffer.from('step one'),
      initial_comment: 'the *plan*',
    });
    const id = at(answer, 'files', 0, 'files', 0, 'id');
    assert.deepEqual(world.slack.view(incidents), []);
    const before = await mio.client.files.info({ file: String(id) });
    assert.deepEqual(at(before, 'file', 'shares'), {});
    world.built.kit.clock.advance(1000);
    const [event] = await world.events('message', 'file_share');
    assert.deepEqual([at(event, 'files', 0, 'id'), event?.['bot_id'], event?.['text']], [id, mio.botId, 'the *plan*']);
    const after = await mio.client.files.info({ file: String(id) });
    assert.equal(at(after, 'file', 'shares', 'public', incidents, 0, 'ts'), event?.['ts']);
    const [shown] = world.slack.view(incidents);
    assert.deepEqual(
      shown?.files.map(({ name, type, size }) => [name, type, size]),
      [['plan.txt', 'text/plain', 8]],
    );
    assert.equal(await (await fetch(shown!.files[0]!.url)).text(), 'step one');
  });

  it('of people can be fetched with a token; without one there is a login page, and HTTP 200', async () => {
    const files = [{ name: 'photo.png', type: 'image/png', base64: Buffer.from('pixels').toString('base64') }];
    await world.act({ as: 'eva', do: 'upload', text: 'look', files });
    const [event] = await world.events('message', 'file_share');
    assert.equal((await world.events('file_shared'))[0]?.['file_id'], at(event, 'files', 0, 'id'));
    const address = at(event, 'files', 0, 'url_private_download');
    const good = await fetchFile(address, mio.token);
    assert.deepEqual([good.headers.get('content-type'), await good.text()], ['image/png', 'pixels']);
    const narrow = await world.install({ team: 'T0CONTOSO1', scopes: ['files:read'] });
    for (const token of [undefined, 'xoxb-made-up', narrow.token]) {
      const answer = await fetchFile(address, token);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
      assert.doesNotMatch(await answer.text(), /pixels/);
    }
  });

  it('are refused in the wrong size, before their bytes are there, and in foreign channels', async () => {
    const { upload_url, file_id } = await mio.client.files.getUploadURLExternal({ filename: 'a.bin', length: 4 });
    const put = (bytes: string) =>
      fetch(upload_url!.replace('https://files.slack.com', world.url), { method: 'POST', body: Buffer.from(bytes) });
    const complete = (channel_id: string) =>
      refusal(mio.client.files.completeUploadExternal({ files: [{ id: file_id!, title: 'a' }], channel_id }));
    assert.equal((await put('12345')).status, 400);
    assert.equal(await complete(incidents), 'file_not_found');
    const stored = await put('1234');
    assert.equal(await stored.text(), 'OK - 4');
    assert.equal(await complete('C0RANDOM01'), 'not_in_channel');
    assert.equal(await complete('C0CGENERAL'), 'invalid_channel');
    assert.equal(await complete(incidents), 'no error');
  });

  it('say in which channels they are, open and private ones apart', async () => {
    const { channel } = await mio.client.conversations.create({ name: 'war-room', is_private: true });
    const uploaded = await mio.client.filesUploadV2({
      channel_id: channel!.id!,
      filename: 'a.txt',
      file: Buffer.from('a'),
    });
    world.built.kit.clock.advance(1000);
    const id = String(at(uploaded, 'files', 0, 'files', 0, 'id'));
    const { file } = await mio.client.files.info({ file: id });
    assert.deepEqual([Object.keys(file?.shares?.private ?? {}), file?.shares?.public], [[channel!.id], undefined]);
    assert.deepEqual([file?.channels, file?.groups, file?.is_public], [[], [channel!.id], false]);
  });

  it('go when whoever brought them deletes them, and the message says so', async () => {
    const uploaded = await mio.client.filesUploadV2({
      channel_id: incidents,
      filename: 'a.txt',
      file: Buffer.from('a'),
    });
    world.built.kit.clock.advance(1000);
    const id = String(at(uploaded, 'files', 0, 'files', 0, 'id'));
    const { file } = await mio.client.files.info({ file: id });
    await mio.client.files.delete({ file: id });
    const [event] = await world.events('message', 'message_changed');
    assert.deepEqual(at(event, 'message', 'files'), [{ id, mode: 'tombstone' }]);
    assert.equal(at(event, 'previous_message', 'files', 0, 'mode'), 'hosted');
    assert.equal(at(event, 'message', 'edited'), undefined);
    assert.deepEqual(world.slack.view(incidents)[0]?.files, []);
    assert.equal((await fetchFile(file?.url_private, mio.token)).status, 404);
    assert.equal(await refusal(mio.client.files.info({ file: id })), 'file_deleted');
    assert.equal(await refusal(mio.client.files.delete({ file: id })), 'file_deleted');
  });

  it('of people are theirs to delete', async () => {
    const files = ['a.txt', 'b.txt'].map((name) => ({ name, type: 'text/plain', base64: 'YQ==' }));
    const message = await world.act({ as: 'eva', do: 'upload', text: 'two', files });
    const [event] = await world.events('file_shared');
    assert.equal(await refusal(mio.client.files.delete({ file: String(event?.['file_id']) })), 'cant_delete_file');
    await world.act({ as: 'eva', do: 'edit', message, data: { deletedFiles: ['a.txt'] } });
    const [shown] = world.slack.view(incidents);
    assert.deepEqual([shown?.text, shown?.files.map(({ name }) => name), shown?.edited], ['two', ['b.txt'], false]);
    await assert.rejects(world.act({ as: 'farid', do: 'edit', message, data: { deletedFiles: ['b.txt'] } }));
  });
});
