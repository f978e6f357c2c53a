/** Reactions, mentions, files and what was taken back, between the connector and people of a simulated tenant. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DraftFile, InboundEvent, OpenFile, PostOptions } from '../../../../src/core/connector.ts';
import type { MessageId, PersonId, SourceState } from '../../../../src/core/model.ts';
import { p } from '../../content/build.ts';
import { type LiveTeams, openLiveTeams } from './support/live.ts';
import { png } from './support/pictures.ts';

const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701' as PersonId;
const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902' as PersonId;
const author = { name: 'Eva', platform: 'slack' } as const;
const noFile: PostOptions['open'] = () => Promise.reject(new Error('a text opens no file'));

describe('the Teams connector in a simulated tenant', () => {
  let live: LiveTeams;
  before(async function () {
    this.timeout(60_000);
    live = await openLiveTeams();
  });
  after(() => live?.close());

  const post = async (content: Parameters<typeof p>, root: MessageId | null = null) => {
    const [rendered] = live.teams.render({ author, content: [p(...content)] });
    const posted = await live.teams.post(live.place, rendered!, { root, key: 'k', open: noFile });
    return posted.message;
  };
  /** The next event of that message, of that kind. */
  const told = async (message: string, kind: InboundEvent['kind']) => {
    const { event } = await live.front.event((one) => one.message === message && one.kind === kind);
    return event;
  };
  const reactionsIn = ({ inline }: InboundEvent) =>
    inline?.is === 'present' && inline.reactions?.map(({ emoji, count, people }) => [emoji, count, ...people]);
  const seen = (id: string) => live.view().find(({ message }) => message === id);

  for (const whose of ['a person’s post', 'a post of the bot’s'] as const) {
    it(`tells all reactions to ${whose} whenever one is put there or taken away`, async () => {
      const id = whose === 'a person’s post' ? await live.act({ as: 'ada', do: 'post', text: 'x' }) : await post(['x']);
      await live.act({ as: 'ada', do: 'react', message: id, emoji: '👍' });
      assert.deepEqual(reactionsIn(await told(id, 'edited')), [['👍', 1, ada]]);
      await live.act({ as: 'ben', do: 'react', message: id, emoji: '👍' });
      assert.deepEqual(reactionsIn(await told(id, 'edited')), [['👍', 2, ada, ben]]);
      await live.act({ as: 'ben', do: 'react', message: id, emoji: ':parrot:' });
      await told(id, 'edited');
      await live.act({ as: 'ada', do: 'unreact', message: id, emoji: '👍' });
      const event = await told(id, 'edited');
      assert.deepEqual(reactionsIn(event), [
        ['👍', 1, ben],
        [':parrot:', 1, ben],
      ]);
      const { reactions, version } = await live.present(id);
      assert.deepEqual(reactions, event.inline?.is === 'present' && event.inline.reactions);
      assert.equal(version, event.inline?.version);
    });
  }

  it('lists what has no reactions as having none', async () => {
    const id = await live.act({ as: 'ada', do: 'post', text: 'x' });
    const told = new Map<string, SourceState>();
    for await (const { message, state } of live.teams.list(live.place, Number(id))) if (state) told.set(message, state);
    const state = told.get(id);
    assert.deepEqual(state?.is === 'present' && state.reactions, []);
  });

  it('reads whom a person mentions, and mentions them so that they are notified', async () => {
    const id = await live.act({
      as: 'ada',
      do: 'post',
      html: '<p>hi <at>Ben</at> <at>Ito</at>, <at>Incidents</at></p>',
    });
    const { content } = await live.present(id);
    const benIto = { type: 'text', text: '@Ben Ito', mention: { of: 'person', id: ben } } as const;
    const channel = { type: 'text', text: '@Incidents', mention: { of: 'everyone' } } as const;
    assert.deepEqual(content, [p('hi ', benIto, ', ', channel)]);

    const answered = await post(['you ', benIto, ' & ', channel]);
    assert.deepEqual(
      [seen(answered)?.mentions, seen(answered)?.text],
      [['Ben Ito'], 'Eva (Slack)\nyou Ben Ito & @Incidents'],
    );
    const [found] = await live.teams.find(live.place, null, Number(answered));
    assert.equal(found?.text, 'you @Ben Ito & @Incidents', 'it is found as it was rendered');
  });

  it('CI-02 notifies nobody by what only looks like a mention', async () => {
    const id = await live.act({ as: 'ada', do: 'post', text: '<at id="0">All</at> @everyone <at>Ben Ito</at>' });
    const { content } = await live.present(id);
    assert.deepEqual(content, [p('<at id="0">All</at> @everyone <at>Ben Ito</at>')]);
    const [rendered] = live.teams.render({ author, content });
    const { message } = await live.teams.post(live.place, rendered!, { root: null, key: 'k', open: noFile });
    assert.deepEqual(seen(message)?.mentions, []);
    assert.match(seen(message)?.text ?? '', /<at id="0">All<\/at> @everyone <at>Ben Ito<\/at>$/);
  });

  it('knows people by their mail, and their mail', async () => {
    assert.equal(await live.teams.byMail(live.place.connection, 'ben@contoso.example'), ben);
    assert.equal(await live.teams.byMail(live.place.connection, 'nobody@contoso.example'), undefined);
    assert.equal(await live.teams.mail(live.place.connection, ada), 'ada@contoso.example');
  });

  it('tells of files and pictures beside the text, and opens them', async () => {
    const text = Buffer.from('the plan').toString('base64');
    const bytes = png(4, 4);
    const root = await live.act({
      as: 'ada',
      do: 'upload',
      text: 'see',
      files: [{ name: 'Q3 plan.txt', type: 'text/plain', base64: text }],
    });
    const reply = await live.act({
      as: 'ben',
      do: 'reply',
      message: root,
      text: 'and this',
      files: [{ name: 'shot.png', type: 'image/png', base64: bytes.toString('base64') }],
    });
    const said = await live.present(root);
    const answer = await live.present(`${root}/${reply}`);
    assert.deepEqual([said.content, answer.content], [[p('see')], [p('and this')]]);
    assert.deepEqual(
      [said.files?.[0]?.name, answer.files?.[0]?.name, answer.files?.[0]?.inline],
      ['Q3 plan.txt', 'shot.png', true],
    );

    const plan = await live.teams.open(live.ref(root), null, said.files![0]!);
    assert.deepEqual([plan.type, plan.size, (await buffer(plan.body)).toString()], ['text/plain', 8, 'the plan']);
    const shot = await live.teams.open(live.ref(`${root}/${reply}`), root as MessageId, answer.files![0]!);
    assert.deepEqual([shot.type, (await buffer(shot.body)).equals(bytes)], ['image/png', true]);

    await live.act({ as: 'ada', do: 'remove', message: root });
    await assert.rejects(live.teams.open(live.ref(root), null, said.files![0]!), { failure: 'gone' });
  });

  it('shows a picture itself below the text, and of other files a line', async () => {
    const link = 'https://mio.example/files/x';
    const shot: DraftFile = { id: 's', name: 'shot.png', type: 'image/png', size: 40, link };
    const plan: DraftFile = { id: 'p', name: 'plan.docx', size: 1_240_000, link };
    const draft = { author, content: [p('see')], files: [plan, shot] };
    const [words] = live.teams.render(draft);
    const [picture, ...more] = live.teams.renderFiles(draft);
    assert.deepEqual(more, []);
    const { message: root } = await live.teams.post(live.place, words!, { root: null, key: 'k', open: noFile });
    assert.equal(seen(root)?.text, 'Eva (Slack)\nsee\n📎 plan.docx (1.2 MB) · Open');

    const bytes = png(4, 4);
    const open = async (): Promise<OpenFile> => ({ body: Readable.from([bytes]), type: 'image/png', size: 40 });
    const { message } = await live.teams.post(live.place, picture!, { root, key: 'k', open });
    const shown = seen(message.split('/')[1] ?? '');
    assert.deepEqual(
      shown?.files.map(({ name, type, size }) => [name, type, size]),
      [['shot.png', 'image/png', bytes.length]],
    );
    const found = await live.teams.find(live.place, root, Number(root));
    assert.deepEqual(
      found.map((one) => [one.message, one.text]),
      [[message, picture?.text]],
    );
  });

  it('tells that a message is back that was removed', async () => {
    const id = await live.act({ as: 'ada', do: 'post', text: 'oops' });
    await live.act({ as: 'ada', do: 'remove', message: id });
    assert.equal((await told(id, 'removed')).inline?.is, 'removed');
    await live.act({ as: 'ada', do: 'restore', message: id });
    const event = await told(id, 'edited');
    assert.deepEqual(event.inline?.is === 'present' && event.inline.content, [p('oops')]);
    assert.deepEqual((await live.present(id)).content, [p('oops')]);
  });
});
