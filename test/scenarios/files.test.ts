/** Files: they arrive on the other side as files where it takes them, else as a line that says where they are. */
import assert from 'node:assert/strict';
import { writers } from '../support/people.ts';
import { openWorld, platformNames, type World } from '../support/world.ts';

/** A dot in a picture. */
const dot = 'R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
const notes = Buffer.from('first\nsecond\n').toString('base64');

describe('files', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  for (const home of platformNames) {
    const { person, there } = writers[home];
    it(`from ${home} arrive with their text, their names and their bytes`, async () => {
      await world
        .as(person)
        .on(home)
        .post({ text: 'See the notes', files: [{ name: 'notes.txt', type: 'text/plain', base64: notes }] });
      for (const side of platformNames.filter((name) => name !== home)) {
        if (side === 'teams') {
          await world.until('the link in Teams', () =>
            world.shown('teams').some(({ text }) => text.includes('See the notes') && text.includes('notes.txt')),
          );
          continue;
        }
        await world.until(`the file in ${side}`, () =>
          world.shown(side).some(({ files }) => files?.includes('notes.txt')),
        );
        assert.ok(world.shown(side).some(({ from, text }) => from === there && text === 'See the notes'));
        assert.equal(await world.download(side, 'notes.txt'), 'first\nsecond\n');
      }
    });

    it(`from ${home} without a word arrive under their author’s name`, async () => {
      await world
        .as(person)
        .on(home)
        .post({ text: '', files: [{ name: 'dot.gif', type: 'image/gif', base64: dot }] });
      for (const side of platformNames.filter((name) => name !== home)) {
        await world.until(
          () => `the picture in ${side} instead of ${JSON.stringify(world.shown(side))}`,
          () => world.shown(side).some(({ files }) => files?.includes('dot.gif')),
        );
        assert.ok(
          world.shown(side).some(({ from }) => from === there),
          JSON.stringify(world.shown(side)),
        );
      }
    });
  }

  it('go away with their message', async () => {
    const message = await world
      .as('eva')
      .on('slack')
      .post({ text: 'Wrong one', files: [{ name: 'notes.txt', type: 'text/plain', base64: notes }] });
    await world.until('the file in Webex', () =>
      world.shown('webex').some(({ files }) => files?.includes('notes.txt')),
    );
    await world.as('eva').on('slack').remove(message);
    for (const side of platformNames) await world.sees(side, []);
  });

  it('FL-08 that a platform goes on failing to take are named in their place, and what follows them arrives', async () => {
    world.fault({ platform: 'slack', route: 'files.getUploadURLExternal', kind: 'error' });
    const grace = world.as('grace').on('webex');
    await grace.post({ text: 'The list', files: [{ name: 'list.txt', type: 'text/plain', base64: notes }] });
    await grace.post('And that was it');
    await world.until('what follows', () => world.shown('slack').some(({ text }) => text === 'And that was it'));
    world.sandbox.faults.clear();
    const [first, second, third, ...more] = world.shown('slack');
    assert.equal(first?.text, 'The list');
    assert.match(second?.text ?? '', /^📎 list\.txt/);
    assert.equal(third?.text, 'And that was it');
    assert.deepEqual(more, []);
  });

  it('FL-08 whose upload broke off in the middle arrive once', async () => {
    world.fault({ platform: 'webex', route: 'POST /webex', kind: 'reset-after', count: 2 });
    await world
      .as('eva')
      .on('slack')
      .post({ text: 'Once', files: [{ name: 'once.txt', type: 'text/plain', base64: notes }] });
    await world.until('the file in Webex', () => world.shown('webex').some(({ files }) => files?.includes('once.txt')));
    await world.quiet();
    world.sandbox.faults.clear();
    assert.equal(world.shown('webex').filter(({ files }) => files?.includes('once.txt')).length, 1);
    assert.equal(world.shown('webex').filter(({ text }) => text === 'Once').length, 1);
  });
});
