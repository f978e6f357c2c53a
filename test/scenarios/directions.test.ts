/** What is written, answered, edited and deleted on one side shows on every other: six directions, four deeds. */
import { answerers, writers } from '../support/people.ts';
import { openWorld, platformNames, type World } from '../support/world.ts';

const directions = platformNames.flatMap((from) =>
  platformNames.filter((to) => to !== from).map((to) => ({ from, to })),
);

describe('between all three platforms', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  for (const { from, to } of directions) {
    const { person, there } = writers[from];
    const answerer = answerers[from];
    describe(`from ${from} to ${to}`, () => {
      it('a post appears under its author’s name', async () => {
        await world.as(person).on(from).post('The door is stuck');
        await world.sees(to, [{ from: there, text: 'The door is stuck' }]);
      });

      it('a reply appears in the thread of what it answers', async () => {
        const root = await world.as(person).on(from).post('Who has a key?');
        await world.as(answerer.person).on(from).reply(root, 'I have one');
        await world.sees(to, [
          { from: there, text: 'Who has a key?' },
          { from: answerer.there, text: 'I have one', answers: 'Who has a key?' },
        ]);
      });

      it('an edit changes the copy in its place', async () => {
        const message = await world.as(person).on(from).post('The doir opens');
        await world.sees(to, [{ from: there, text: 'The doir opens' }]);
        await world.as(person).on(from).edit(message, 'The door opens');
        await world.sees(to, [{ from: there, text: 'The door opens', edited: true }]);
      });

      it('a deleted message’s copy goes away', async () => {
        const message = await world.as(person).on(from).post('Wrong channel');
        await world.sees(to, [{ from: there, text: 'Wrong channel' }]);
        await world.as(person).on(from).remove(message);
        await world.sees(to, []);
      });
    });
  }
});
