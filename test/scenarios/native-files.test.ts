/** Files of Slack and Webex in Teams: a link, until an administrator lets the service user put them into the channel. */
import assert from 'node:assert/strict';
import { linkAccounts } from '../support/linked-accounts.ts';
import { allowServiceUser } from '../support/linking.ts';
import { writers } from '../support/people.ts';
import { openWorld, type World, type Written } from '../support/world.ts';

const notes = 'first\nsecond\n';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const text = (name: string, content = notes) => ({ name, type: 'text/plain', base64: base64(content) });
const uploader = 'Mio Service';

describe('files in Teams', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  afterEach(() => world.sandbox.faults.clear());
  after(() => world.close());

  const send = (home: 'slack' | 'webex', words: string, ...names: string[]): Promise<Written> =>
    world
      .as(writers[home].person)
      .on(home)
      .post({ text: words, files: names.map((name) => text(name)) });
  const files = () => world.shown('teams').flatMap((line) => line.files ?? []);
  const untilFile = (name: string) =>
    world.until(
      () => `${name} in Teams instead of ${JSON.stringify(world.shown('teams'))}\n`,
      () => files().includes(name),
    );
  const fileLine = (name: string, answers: string) => ({ from: uploader, text: '', answers, files: [name] });
  /** What went back to where it came from, or on to others. */
  const echoes = () =>
    (['slack', 'webex'] as const).flatMap((side) => world.shown(side)).filter(({ from }) => from.includes(uploader));

  it('are links while nobody may put them there', async () => {
    await send('slack', 'See the notes', 'notes.txt');
    await world.until('the link', () => world.shown('teams').some((line) => line.text.includes('📎 notes.txt')));
    await world.quiet();
    assert.deepEqual([world.shown('teams').length, files()], [1, []]);
  });

  describe('once the service user may', () => {
    before(() => allowServiceUser(world));
    afterEach(async () => {
      await world.settled();
      assert.deepEqual(echoes(), []);
    });

    for (const home of ['slack', 'webex'] as const) {
      const { there } = writers[home];

      it(`arrive from ${home} as files that people open, below their text`, async () => {
        await send(home, 'See the notes', 'notes.txt');
        await world.as(writers[home].person).on(home).post('Any questions?');
        await world.sees('teams', [
          { from: there, text: 'See the notes', files: [] },
          fileLine('notes.txt', 'See the notes'),
          { from: there, text: 'Any questions?' },
        ]);
        assert.equal(await world.download('teams', 'notes.txt'), notes);
      });
    }

    it('arrive in their order, each once', async () => {
      await send('slack', 'Both', 'one.txt', 'two.txt');
      const lines = [
        { from: writers.slack.there, text: 'Both' },
        fileLine('one.txt', 'Both'),
        fileLine('two.txt', 'Both'),
      ];
      await world.sees('teams', lines);
      await world.quiet();
      await world.sees('teams', lines);
    });

    it('arrive in the thread where they were sent', async () => {
      const root = await world.as('ada').on('teams').post('Who has the notes?');
      await world.until('the question in Slack', () => world.shown('slack').length === 1);
      await world
        .as('eva')
        .on('slack')
        .reply(world.copy('slack', 'Who has the notes?'), { text: 'I have', files: [text('notes.txt')] });
      await world.sees('teams', [
        { from: 'Ada Nowak', text: 'Who has the notes?' },
        { from: writers.slack.there, text: 'I have', answers: 'Who has the notes?' },
        fileLine('notes.txt', 'Who has the notes?'),
      ]);
      assert.ok(root);
    });

    it('of more than 4 MB arrive whole, in pieces', async () => {
      const large = 'Mio '.repeat(1_300_000);
      const sessions = () => world.metric('mio_platform_calls_total', { operation: 'begin upload', outcome: '200' });
      const before = await sessions();
      await world
        .as('eva')
        .on('slack')
        .post({ text: 'Large', files: [text('large.txt', large)] });
      await untilFile('large.txt');
      assert.ok((await world.download('teams', 'large.txt')) === large);
      assert.equal(await sessions(), before + 1);
    });

    it('are not taken for messages of people, also after a restart', async () => {
      await send('slack', 'Before the restart', 'before.txt');
      await untilFile('before.txt');
      await world.restart();
      await world.quiet();
      const counts = (['teams', 'slack', 'webex'] as const).map((side) => world.shown(side).length);
      assert.deepEqual(counts, [2, 1, 2]);
    });

    it('go away where their author takes them out of the message', async () => {
      const message = await send('slack', 'Two of them', 'keep.txt', 'drop.txt');
      await untilFile('drop.txt');
      await world.settled();
      await world.sandbox.act({
        platform: 'slack',
        as: 'eva',
        place: message.place,
        do: 'edit',
        message: message.message,
        text: 'One of them',
        data: { deletedFiles: ['drop.txt'] },
      });
      await world.sees('teams', [
        { from: writers.slack.there, text: 'One of them' },
        fileLine('keep.txt', 'One of them'),
      ]);
    });

    it('go away with their message', async () => {
      const message = await send('slack', 'Wrong one', 'wrong.txt');
      await untilFile('wrong.txt');
      await world.settled();
      const url = world.last('teams').files[0]?.url ?? '';
      await world.as('eva').on('slack').remove(message);
      await world.sees('teams', []);
      assert.equal((await fetch(new URL(url, world.sandbox.url))).status, 404);
    });

    const breaks: readonly [where: string, route: string][] = [
      ['its folder is made', '/children'],
      ['it is uploaded', '/content'],
      ['its message is posted', 'POST /v1.0/teams'],
    ];
    for (const [where, route] of breaks) {
      for (const kind of ['error', 'reset-after'] as const) {
        it(`FL-08 arrive once where ${kind === 'error' ? 'Graph fails' : 'Graph’s answer is lost'} while ${where}`, async () => {
          world.fault({ platform: 'teams', route, kind, count: 1 });
          await send('slack', 'Once', 'once.txt');
          await untilFile('once.txt');
          await world.quiet();
          assert.deepEqual([files(), world.shown('teams').length], [['once.txt'], 2]);
          assert.deepEqual(world.sandbox.faults.list(), []);
        });
      }
    }

    it('FL-08 are a line with a link where SharePoint takes none, and what follows them arrives', async () => {
      world.fault({ platform: 'teams', route: '/content', kind: 'error' });
      await send('slack', 'The list', 'list.txt');
      await world.as('eva').on('slack').post('And that was it');
      await world.until('what follows', () => world.shown('teams').some((line) => line.text === 'And that was it'));
      const [first, second] = world.shown('teams');
      assert.deepEqual([first?.text, files()], ['The list', []]);
      assert.match(second?.text ?? '', /^📎 list\.txt .* – could not be brought to/);
    });
  });

  it('are put there by their author, who linked an account in Teams', async () => {
    await linkAccounts(world, 'ada');
    await world.settled();
    await world.begin();
    await world
      .as('ada')
      .on('slack')
      .post({ text: 'My own', files: [text('own.txt')] });
    await world.sees('teams', [
      { from: 'Ada Nowak (Slack)', text: 'My own' },
      { from: 'Ada Nowak', text: '', answers: 'My own', files: ['own.txt'] },
    ]);
    assert.equal(await world.download('teams', 'own.txt'), notes);
    await world.settled();
    assert.ok(!world.shown('webex').some(({ from }) => from === 'Ada Nowak (Teams)'));
  });
});
