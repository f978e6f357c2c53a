/** Webex takes ten edits of a message: what is changed after that is seen all the same. */
import { openWorld, type World, type Written } from '../support/world.ts';

describe('edits that a platform takes no more', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ deadlineMs: 300, patienceMs: 40_000 });
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const from = 'Ada Nowak (Teams)';

  /** One by one, so that each of them is an edit of the copy. */
  async function edit(message: Written, first: number, last: number): Promise<void> {
    for (let number = first; number <= last; number += 1) {
      await world.as('ada').on('teams').edit(message, `draft ${number}`);
      await world.until(`draft ${number} in Webex`, () =>
        world.shown('webex').some(({ text }) => text.endsWith(`draft ${number}`)),
      );
    }
  }

  it('are shown in one answer below the copy, which goes on changing; a deletion takes both away', async () => {
    const message = await world.as('ada').on('teams').post('draft 0');
    await world.sees('webex', [{ from, text: 'draft 0' }]);
    await edit(message, 1, 10);
    await world.sees('webex', [{ from, text: 'draft 10', edited: true }]);
    await edit(message, 11, 12);
    await world.sees('webex', [
      { from, text: 'draft 10' },
      { from, text: 'Edited: draft 12', answers: 'draft 10', edited: true },
    ]);
    await world.sees('slack', [{ from, text: 'draft 12' }]);
    await world.restart();
    await edit(message, 13, 13);
    await world.sees('webex', [
      { from, text: 'draft 10' },
      { from, text: 'Edited: draft 13', answers: 'draft 10' },
    ]);
    await world.as('ada').on('teams').remove(message);
    await world.sees('webex', []);
  });

  it('begin another answer when the first one can’t be changed any more', async () => {
    const message = await world.as('ada').on('teams').post('draft 0');
    await world.sees('webex', [{ from, text: 'draft 0' }]);
    await edit(message, 1, 22);
    await world.sees('webex', [
      { from, text: 'draft 10' },
      { from, text: 'Edited: draft 21', answers: 'draft 10' },
      { from, text: 'Edited: draft 22', answers: 'draft 10' },
    ]);
  });

  it('of an answer are shown in its thread', async () => {
    const root = await world.as('ada').on('teams').post('a question');
    const answer = await world.as('ada').on('teams').reply(root, 'draft 0');
    await world.sees('webex', [
      { from, text: 'a question' },
      { from, text: 'draft 0', answers: 'a question' },
    ]);
    await edit(answer, 1, 11);
    await world.sees('webex', [
      { from, text: 'a question' },
      { from, text: 'draft 10', answers: 'a question' },
      { from, text: 'Edited: draft 11', answers: 'a question' },
    ]);
  });

  for (const crash of [false, true]) {
    it(`are shown once where the answer to that is lost${crash ? ' and Mio stops' : ''}`, async function () {
      this.timeout(60_000);
      const message = await world.as('ada').on('teams').post('draft 0');
      await world.sees('webex', [{ from, text: 'draft 0' }]);
      await edit(message, 1, 10);
      world.fault({ platform: 'webex', route: 'POST /v1/messages', kind: 'lose-answer', count: 1 });
      await edit(message, 11, 11);
      if (crash) await world.restart();
      await edit(message, 12, 12);
      await world.quiet();
      await world.sees('webex', [
        { from, text: 'draft 10' },
        { from, text: 'Edited: draft 12', answers: 'draft 10', edited: true },
      ]);
    });
  }
});
