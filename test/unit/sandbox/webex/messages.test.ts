import assert from 'node:assert/strict';
import { type CallApi, createTestWorld, incidents, opsRoom, personId, type TestWorld } from './world.ts';

describe('Webex: messages', () => {
  let world: TestWorld;
  let relay: CallApi;
  beforeEach(async () => {
    world = await createTestWorld();
    relay = await world.connect('mio-relay');
  });
  afterEach(() => world.close());

  const act = async (as: string, deed: 'post' | 'reply' | 'edit' | 'remove', more: Record<string, string>) =>
    (await world.webex.act({ platform: 'webex', as, do: deed, place: incidents.place, ...more })).message;
  const post = async (body: Record<string, unknown>) => relay('POST', '/messages', { roomId: incidents.id, ...body });
  const texts = () => world.webex.view(incidents.place).map(({ text }) => text);

  it('are posted, read back, answered, edited and deleted, and people see it', async () => {
    const root = await post({ markdown: '**Ada Nowak (Teams):** hello' });
    assert.equal(root.status, 200);
    assert.match(root.headers.get('trackingid') ?? '', /^ROUTERGW_/);
    assert.deepEqual(root.body, {
      id: root.body['id'],
      roomId: incidents.id,
      roomType: 'group',
      personId: personId('mio-relay'),
      personEmail: 'mio@fabrikam.example',
      created: '2026-03-02T09:00:00.000Z',
      text: 'Ada Nowak (Teams): hello',
      markdown: '**Ada Nowak (Teams):** hello',
      html: '<p><strong>Ada Nowak (Teams):</strong> hello</p>',
    });
    const reply = await post({ text: 'an answer', parentId: root.body['id'] });
    assert.equal(reply.body['html'], undefined);
    const edited = await relay('PUT', `/messages/${reply.body['id']}`, {
      roomId: incidents.id,
      text: 'a better answer',
    });
    assert.deepEqual(
      [edited.status, edited.body['text'], edited.body['updated']],
      [200, 'a better answer', '2026-03-02T09:00:00.002Z'],
    );
    assert.deepEqual((await relay('GET', `/messages/${reply.body['id']}`)).body, edited.body);

    const gone = await relay('DELETE', `/messages/${root.body['id']}`);
    assert.deepEqual([gone.status, gone.body['raw']], [204, '']);
    assert.equal((await relay('GET', `/messages/${root.body['id']}`)).status, 404);
    assert.deepEqual(
      world.webex
        .view(incidents.place)
        .map(({ text, edited: changed, removed, root: of }) => [text, changed, removed, of]),
      [
        ['', false, true, null],
        ['a better answer', true, false, root.body['id']],
      ],
    );
    assert.deepEqual(
      world.built.kit.ledger.after(0).map(({ kind, author, text }) => [kind, author, text]),
      [
        ['posted', 'Mio Relay', 'Ada Nowak (Teams): hello'],
        ['posted', 'Mio Relay', 'an answer'],
        ['edited', 'Mio Relay', 'a better answer'],
        ['removed', 'Mio Relay', null],
      ],
    );
  });

  it('of people are read with their words, mentions and thread', async () => {
    const root = await act('grace', 'post', { markdown: 'see **this** <@personEmail:hugo@fabrikam.example|Hugo>' });
    const reply = await act('hugo', 'reply', { message: root, text: 'seen' });
    const read = await relay('GET', `/messages/${root}`);
    assert.equal(read.body['markdown'], undefined);
    assert.equal(
      read.body['html'],
      `<p>see <strong>this</strong> <spark-mention data-object-type="person" data-object-id="${personId('hugo')}">Hugo</spark-mention></p>`,
    );
    assert.deepEqual(read.body['mentionedPeople'], [personId('hugo')]);
    const thread = await relay('GET', `/messages?roomId=${incidents.id}&parentId=${root}`);
    assert.deepEqual(
      thread.items.map(({ id, parentId }) => [id, parentId]),
      [[reply, root]],
    );
  });

  it('are refused when they are too long, counted in bytes', async () => {
    assert.equal((await post({ text: 'é'.repeat(3719) })).status, 200);
    const refused = await post({ text: 'é'.repeat(3720) });
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.body['errors'], [{ description: refused.body['message'] }]);
    assert.equal(refused.body['trackingId'], refused.headers.get('trackingid'));
    assert.equal((await post({ markdown: 'x'.repeat(7440) })).status, 400);
  });

  it('are edited ten times at most, and never with a file', async () => {
    const { body } = await post({ text: '0' });
    const edit = async (id: unknown, text: string) =>
      (await relay('PUT', `/messages/${id}`, { roomId: incidents.id, text })).status;
    const statuses: number[] = [];
    for (let n = 1; n <= 11; n++) statuses.push(await edit(body['id'], String(n)));
    assert.deepEqual(statuses, [...Array(10).fill(200), 400]);

    const form = new FormData();
    form.set('roomId', incidents.id);
    form.set('files', new File(['x'], 'x.txt', { type: 'text/plain' }));
    const withFile = await relay('POST', '/messages', form);
    assert.equal(await edit(withFile.body['id'], 'words'), 400);
  });

  it('answer with what is wrong', async () => {
    const root = (await post({ text: 'root' })).body['id'];
    const reply = (await post({ text: 'reply', parentId: root })).body['id'];
    const theirs = await act('grace', 'post', { text: 'hers' });
    const other = world.webex.view(opsRoom.place);
    assert.deepEqual(other, []);
    for (const [status, method, path, body] of [
      [400, 'POST', '/messages', { roomId: incidents.id }],
      [400, 'POST', '/messages', { roomId: incidents.id, toPersonEmail: 'grace@fabrikam.example', text: 'both' }],
      [
        400,
        'POST',
        '/messages',
        { roomId: incidents.id, text: 'x', files: ['https://a.example/1', 'https://a.example/2'] },
      ],
      [400, 'POST', '/messages', { roomId: incidents.id, text: 'x', files: ['https://elsewhere.example/secret'] }],
      [400, 'POST', '/messages', { roomId: incidents.id, text: 'x', parentId: reply }],
      [404, 'POST', '/messages', { roomId: incidents.id, text: 'x', parentId: 'nonsense' }],
      [404, 'POST', '/messages', { roomId: opsRoom.id, text: 'not a member' }],
      [400, 'PUT', `/messages/${root}`, { roomId: incidents.id, html: '<b>x</b>' }],
      [400, 'PUT', `/messages/${root}`, { roomId: opsRoom.id, text: 'x' }],
      [403, 'PUT', `/messages/${theirs}`, { roomId: incidents.id, text: 'x' }],
      [403, 'DELETE', `/messages/${theirs}`, undefined],
      [404, 'GET', '/messages/nonsense', undefined],
      [400, 'GET', '/messages', undefined],
      [404, 'GET', `/messages?roomId=${opsRoom.id}`, undefined],
      [400, 'GET', `/messages?roomId=${incidents.id}&max=5000`, undefined],
      [404, 'GET', '/nothing', undefined],
    ] as const) {
      const answer = await relay(method, path, body);
      assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)}`);
      assert.deepEqual([typeof answer.body['message'], typeof answer.body['trackingId']], ['string', 'string']);
    }
  });

  it('are listed newest first, in pages that may come short, to the very last', async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 7; n++) ids.push(await act('grace', 'post', { text: String(n) }));
    for (const n of [6, 5]) await act('grace', 'remove', { message: ids[n - 1] ?? '' });
    const pages: string[][] = [];
    let path: string | undefined = `/messages?roomId=${incidents.id}&max=2`;
    while (path !== undefined) {
      const page = await relay('GET', path);
      pages.push(page.items.map(({ text }) => String(text)));
      const next = /^<https:\/\/webexapis\.com\/v1([^>]*)>; rel="next"$/.exec(page.headers.get('link') ?? '');
      path = next?.[1];
    }
    assert.deepEqual(pages, [['7'], ['4'], ['3', '2'], ['1']]);
  });

  it('are listed before a time or a message', async () => {
    await act('grace', 'post', { text: 'early' });
    world.clock.advance(60_000);
    const late = await act('grace', 'post', { text: 'late' });
    const list = async (query: string) =>
      (await relay('GET', `/messages?roomId=${incidents.id}&${query}`)).items.map(({ text }) => text);
    assert.deepEqual(await list('before=2026-03-02T09:00:30.000Z'), ['early']);
    assert.deepEqual(await list(`beforeMessage=${late}`), ['early']);
  });

  it('go to one person alone when addressed to them', async () => {
    const sent = await relay('POST', '/messages', { toPersonEmail: 'grace@fabrikam.example', text: 'psst' });
    assert.deepEqual([sent.body['roomType'], sent.body['toPersonEmail']], ['direct', 'grace@fabrikam.example']);
    const again = await relay('POST', '/messages', { toPersonId: personId('grace'), text: 'again' });
    assert.equal(again.body['roomId'], sent.body['roomId']);
    const list = await relay('GET', '/messages/direct?personEmail=grace@fabrikam.example');
    assert.deepEqual(
      list.items.map(({ text }) => text),
      ['again', 'psst'],
    );
    assert.deepEqual((await relay('GET', '/messages/direct?personEmail=hugo@fabrikam.example')).items, []);
    const hugo = await world.connect('hugo');
    assert.equal((await hugo('GET', `/messages?roomId=${sent.body['roomId']}`)).status, 404);
  });

  it('carry a file, locked until it has been scanned', async () => {
    const form = new FormData();
    form.set('roomId', incidents.id);
    form.set('markdown', '*see*');
    form.set('files', new File(['%PDF'], 'plan.pdf', { type: 'application/pdf' }));
    const sent = await relay('POST', '/messages', form);
    const [address] = sent.body['files'] as string[];
    assert.match(address ?? '', /^https:\/\/webexapis\.com\/v1\/contents\//);
    const path = (address ?? '').replace('https://webexapis.com/v1', '');
    const locked = await relay('GET', path);
    assert.deepEqual([locked.status, locked.headers.get('retry-after')], [423, '1']);
    world.clock.advance(1000);
    const file = await relay('GET', path);
    assert.deepEqual(
      [file.status, file.headers.get('content-disposition'), file.body['raw']],
      [200, 'attachment; filename="plan.pdf"', '%PDF'],
    );
    const [shown] = world.webex.view(incidents.place)[0]?.files ?? [];
    assert.deepEqual([shown?.name, shown?.size], ['plan.pdf', 4]);
    assert.equal(await (await fetch(world.built.kit.url + shown?.url)).text(), '%PDF');
    form.append('files', new File(['2'], 'second.pdf'));
    assert.equal((await relay('POST', '/messages', form)).status, 400);
  });

  it('are counted against the published limit, and refused in HTML with the time to wait', async () => {
    const slow = await createTestWorld(1 / 60);
    try {
      const client = await slow.connect('mio-relay');
      const statuses: number[] = [];
      for (let n = 0; n < 11; n++) statuses.push((await client('GET', `/messages?roomId=${incidents.id}`)).status);
      assert.deepEqual(statuses, [...Array(10).fill(200), 429]);
      const refused = await client('GET', `/messages?roomId=${incidents.id}`);
      assert.deepEqual(
        [refused.headers.get('retry-after'), refused.headers.get('content-type')],
        ['60', 'text/html; charset=utf-8'],
      );
    } finally {
      await slow.close();
    }
  });

  it('need the scope of what is done', async () => {
    const reader = await world.connect('mio-relay', 'spark:messages_read spark:kms');
    assert.equal((await reader('POST', '/messages', { roomId: incidents.id, text: 'x' })).status, 403);
    assert.equal((await reader('GET', `/messages?roomId=${incidents.id}`)).status, 200);
    assert.equal((await reader('GET', '/rooms')).status, 403);
    assert.deepEqual(texts(), []);
  });
});
