/** Answers find their thread on every side, whoever wrote its root, and whether or not the root ever crossed. */
import { answerers, writers } from '../support/people.ts';
import { openWorld, platformNames, type World } from '../support/world.ts';

describe('threads', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  for (const home of platformNames) {
    const [there, elsewhere] = platformNames.filter((name) => name !== home) as [typeof home, typeof home];

    it(`an answer in ${there} to a copy from ${home} comes home, and goes on to ${elsewhere}`, async () => {
      const root = writers[home];
      const answer = writers[there];
      await world.as(root.person).on(home).post('Is it down for all?');
      await world.sees(there, [{ from: root.there, text: 'Is it down for all?' }]);
      await world.as(answer.person).on(there).reply(world.copy(there, 'Is it down for all?'), 'Only for us');
      await world.sees(home, [
        { from: root.here, text: 'Is it down for all?' },
        { from: answer.there, text: 'Only for us', answers: 'Is it down for all?' },
      ]);
      await world.sees(elsewhere, [
        { from: root.there, text: 'Is it down for all?' },
        { from: answer.there, text: 'Only for us', answers: 'Is it down for all?' },
      ]);
    });

    it(`an answer in ${there} to an answer in ${home} stays in the one thread`, async () => {
      const root = await world.as(writers[home].person).on(home).post('Any news?');
      await world.as(answerers[home].person).on(home).reply(root, 'Not yet');
      await world.sees(there, [
        { from: writers[home].there, text: 'Any news?' },
        { from: answerers[home].there, text: 'Not yet', answers: 'Any news?' },
      ]);
      await world.as(writers[there].person).on(there).reply(world.copy(there, 'Not yet'), 'Call me');
      await world.sees(home, [
        { from: writers[home].here, text: 'Any news?' },
        { from: answerers[home].here, text: 'Not yet', answers: 'Any news?' },
        { from: writers[there].there, text: 'Call me', answers: 'Any news?' },
      ]);
    });
  }

  it('an answer may be edited and taken back on its own', async () => {
    const root = await world.as('ada').on('teams').post('Lunch?');
    const answer = await world.as('ben').on('teams').reply(root, 'At twelv');
    await world.as('ben').on('teams').edit(answer, 'At twelve');
    await world.sees('slack', [
      { from: 'Ada Nowak (Teams)', text: 'Lunch?' },
      { from: 'Ben Ito (Teams)', text: 'At twelve', answers: 'Lunch?' },
    ]);
    await world.as('ben').on('teams').remove(answer);
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'Lunch?' }]);
    await world.sees('webex', [{ from: 'Ada Nowak (Teams)', text: 'Lunch?' }]);
  });
});

describe('a thread that began before the channel was connected', () => {
  it('goes on as a message that quotes what it answers', async () => {
    const world = await openWorld({ prepared: false });
    try {
      const old = await world.as('ada').on('teams').post('The old days were good');
      await world.prepare();
      await world.as('ben').on('teams').reply(old, 'They were');
      const quoting = 'The old days were good\nThey were';
      for (const side of ['slack', 'webex'] as const)
        await world.sees(side, [{ from: 'Ben Ito (Teams)', text: quoting }]);
    } finally {
      await world.close();
    }
  });
});
