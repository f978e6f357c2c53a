/** Files and pictures in the simulated tenant: how people put them into messages, and how Graph hands them out. */
import assert from 'node:assert/strict';
import { incidents, messagesOf, operations, startTeams, type TeamsSandbox } from './support.ts';

const text = Buffer.from('the plan');
const plan = { name: 'Q3 plan.txt', type: 'text/plain', base64: text.toString('base64') };
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const shot = { name: 'shot.png', type: 'image/png', base64: png };
const folder = 'https://contoso.sharepoint.com/sites/Operations/Shared%20Documents/Incidents';

/** Of what Graph says, what is looked at here. */
interface Answer {
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly body: { readonly content: string };
  readonly value: readonly object[];
}

describe('files in the simulated tenant', () => {
  let sandbox: TeamsSandbox;
  let authorization: string;
  beforeEach(async () => {
    sandbox = await startTeams();
    authorization = `Bearer ${await sandbox.token('ada')}`;
  });
  afterEach(() => sandbox.close());

  /** The answer to a GET on Graph, as the token's bearer or somebody without one. */
  const graph = (path: string, headers: Record<string, string> = { authorization }) =>
    fetch(`${sandbox.built.kit.url}/graph/v1.0${path}`, { headers, redirect: 'manual' });
  const json = async (path: string) => (await graph(path)).json() as Promise<Answer>;
  const message = (id: string, path = messagesOf(incidents)) => json(`${path}/${id}`);
  const share = (address: string) => `/shares/u!${Buffer.from(address).toString('base64url')}/driveItem/content`;
  const followed = (location: string | null, headers: Record<string, string> = {}) =>
    fetch((location ?? '').replace('https://contoso.sharepoint.com', `${sandbox.built.kit.url}/sharepoint`), {
      headers,
    });

  it('are uploaded into the channel’s folder, and named by a reference without size or type', async () => {
    const id = await sandbox.act({ as: 'ada', do: 'upload', text: 'see', files: [plan, shot] });
    const { attachments, body } = await message(id);
    assert.deepEqual(
      attachments.map((one) => [one['contentType'], one['contentUrl'], one['name'], one['content']]),
      [
        ['reference', `${folder}/Q3%20plan.txt`, 'Q3 plan.txt', null],
        ['reference', `${folder}/shot.png`, 'shot.png', null],
      ],
    );
    assert.ok(body.content.endsWith(`<attachment id="${attachments[1]?.['id']}"></attachment>`));
    const [seen] = sandbox.teams.view(incidents);
    assert.deepEqual(
      seen?.files.map(({ name, type, size }) => [name, type, size]),
      [
        ['Q3 plan.txt', 'text/plain', text.length],
        ['shot.png', 'image/png', 70],
      ],
    );
    const shown = await fetch(seen?.files[0]?.url ?? '');
    assert.deepEqual(
      [shown.headers.get('content-disposition')?.startsWith('attachment'), await shown.text()],
      [true, 'the plan'],
    );
  });

  it('get another name where there is one of that name', async () => {
    await sandbox.act({ as: 'ada', do: 'upload', files: [plan] });
    const { attachments } = await message(await sandbox.act({ as: 'ben', do: 'upload', files: [plan] }));
    assert.equal(attachments[0]?.['name'], 'Q3 plan 1.txt');
  });

  describe('are downloaded', () => {
    beforeEach(() => sandbox.act({ as: 'ada', do: 'upload', files: [plan] }));
    const address = `${folder}/Q3%20plan.txt`;
    const locationOf = async () => (await graph(share(address))).headers.get('location');

    it('from an address that carries its own authorization', async () => {
      const answer = await graph(share(address));
      assert.equal(answer.status, 302);
      const location = answer.headers.get('location');
      assert.match(location ?? '', /^https:\/\/contoso\.sharepoint\.com\/_layouts\/15\/download\.aspx\?.*tempauth=/);
      const file = await followed(location);
      assert.deepEqual(
        [file.status, file.headers.get('content-type'), await file.text()],
        [200, 'text/plain', 'the plan'],
      );
    });
    it('from there with no other authorization', async () => {
      assert.equal((await followed(await locationOf(), { authorization })).status, 401);
    });
    it('from there for some minutes', async () => {
      const location = await locationOf();
      sandbox.clock.advance(5 * 60_000 + 1);
      assert.equal((await followed(location)).status, 401);
    });
    it('by who is in the team alone', async () => {
      const outsider = { authorization: `Bearer ${await sandbox.token('powerless')}` };
      assert.equal((await graph(share(address), outsider)).status, 403);
    });
    it('where there are any', async () => {
      assert.equal((await graph(share(`${folder}/nothing.txt`))).status, 404);
      assert.equal((await graph('/shares/x/driveItem/content')).status, 400);
    });
  });

  it('that are pictures are pasted into the text where they are not uploaded', async () => {
    const root = await sandbox.act({ as: 'ada', do: 'post', text: 'root' });
    const id = await sandbox.act({ as: 'ada', do: 'reply', message: root, text: 'see', files: [shot] });
    const path = `${messagesOf(incidents)}/${root}/replies`;
    const { attachments, body } = await message(id, path);
    assert.deepEqual(attachments, []);
    const source = /<img src="https:\/\/graph\.microsoft\.com\/v1\.0([^"]+)"/.exec(body.content)?.[1] ?? '';
    assert.ok(
      source.startsWith(`/teams/${operations}/channels/${incidents}/messages/${root}/replies/${id}/hostedContents/`),
    );

    const bytes = await graph(source);
    assert.deepEqual(
      [bytes.headers.get('content-type'), Buffer.from(await bytes.arrayBuffer()).toString('base64')],
      ['image/png', png],
    );
    assert.equal((await graph(source, {})).status, 401);
    const { value } = await json(`${path}/${id}/hostedContents`);
    assert.deepEqual(value, [{ id: source.split('/').at(-2), contentBytes: null, contentType: null }]);

    const seen = sandbox.teams.view(incidents).at(-1);
    assert.deepEqual(
      seen?.files.map(({ name }) => name),
      ['shot.png'],
    );
    assert.ok(seen?.html.includes(`<img src="${seen.files[0]?.url}" alt="shot.png">`));
  });

  it('stay when the words around them are changed, and go with the message', async () => {
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'see', files: [shot] });
    await sandbox.act({ as: 'ada', do: 'edit', message: id, text: 'look' });
    const { body } = await message(id);
    assert.match(body.content, /^<p>look<\/p><p><img src="https:/);
    const source = /v1\.0([^"]+)"/.exec(body.content)?.[1] ?? '';
    await sandbox.act({ as: 'ada', do: 'remove', message: id });
    assert.equal((await graph(source)).status, 404);
    assert.deepEqual(sandbox.teams.view(incidents)[0]?.files, []);
    await sandbox.act({ as: 'ada', do: 'restore', message: id });
    assert.equal((await graph(source)).status, 200);
  });

  it('can be sent along through Graph, under temporary ids', async () => {
    const ada = await sandbox.graph('ada', 'ChannelMessage.Send ChannelMessage.Read.All');
    const { body } = await ada.api(messagesOf(incidents)).post({
      body: { contentType: 'html', content: '<p><img src="../hostedContents/1/$value"></p>' },
      hostedContents: [{ '@microsoft.graph.temporaryId': '1', contentBytes: png, contentType: 'image/png' }],
    });
    const source = /v1\.0([^"]+)"/.exec(body.content)?.[1] ?? '';
    assert.equal((await graph(source)).status, 200);
  });
});

describe('what people in the simulated tenant put into messages', () => {
  let sandbox: TeamsSandbox;
  beforeEach(async () => {
    sandbox = await startTeams();
  });
  afterEach(() => sandbox.close());

  const fetched = async (id: string) => (await sandbox.graph('ada')).api(`${messagesOf(incidents)}/${id}`).get();

  it('is no file to who may not read files', async () => {
    const authorization = `Bearer ${await sandbox.token('ada', 'User.Read ChannelMessage.Read.All')}`;
    const path = '/graph/v1.0/shares/u!aHR0cHM6Ly9jb250b3NvLnNoYXJlcG9pbnQuY29tL2E/driveItem/content';
    const answer = await fetch(`${sandbox.built.kit.url}${path}`, { headers: { authorization } });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /API requires one of 'Files\.Read, Files\.Read\.All/);
  });

  it('mentions their channel and their team as a whole', async () => {
    const id = await sandbox.act({
      as: 'ada',
      do: 'post',
      html: '<at>Incidents</at> <at>Operations</at> <at>Nobody</at>',
    });
    const { body, mentions } = await fetched(id);
    assert.equal(body.content, '<at id="0">Incidents</at> <at id="1">Operations</at> Nobody');
    assert.deepEqual(
      mentions.map(({ mentioned }: { mentioned: { conversation: object; user: null } }) => [
        mentioned.conversation,
        mentioned.user,
      ]),
      [
        [{ id: incidents, displayName: 'Incidents', conversationIdentityType: 'channel' }, null],
        [{ id: operations, displayName: 'Operations', conversationIdentityType: 'team' }, null],
      ],
    );
  });

  it('reacts with what the organization made itself', async () => {
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'x' });
    await sandbox.act({ as: 'ben', do: 'react', message: id, emoji: ':parrot:' });
    await sandbox.act({ as: 'ada', do: 'react', message: id, emoji: '👍🏽' });
    const { reactions } = await fetched(id);
    assert.deepEqual(
      reactions.map(({ reactionType, displayName }: Record<string, unknown>) => [reactionType, displayName]),
      [
        ['custom', 'parrot'],
        ['👍🏽', null],
      ],
    );
  });
});
