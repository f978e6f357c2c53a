/** What is answered was deleted, and nobody heard of it yet: the answer stands by itself, once, and nothing is lost. */
import assert from 'node:assert/strict';
import { answerers, writers } from '../support/people.ts';
import { openWorld, type PlatformName, platformNames, type World } from '../support/world.ts';

describe('an answer to what is not there any more', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  afterEach(() => world.sandbox.faults.clear());
  after(() => world.close());

  /** Nobody hears of it. */
  const removeUnheard = async (platform: PlatformName, as: string, text: string) => {
    world.fault({ platform, kind: 'withhold' });
    await world.as(as).on(platform).remove(world.copy(platform, text));
    world.sandbox.faults.clear();
  };

  it('quotes it where its copy was taken away, and so does the next', async () => {
    const root = await world.as('ada').on('teams').post('Who is on call?');
    const asked = { from: 'Ada Nowak (Teams)', text: 'Who is on call?' };
    await world.sees('webex', [asked]);
    await world.settled();
    await removeUnheard('webex', 'mio-relay', 'Who is on call?');
    await world.as('ben').on('teams').reply(root, 'I am');
    const first = { from: 'Ben Ito (Teams)', text: 'Who is on call?\nI am' };
    await world.sees('webex', [first]);
    await world.as('ada').on('teams').reply(root, 'Thank you');
    await world.sees('webex', [first, { from: 'Ada Nowak (Teams)', text: 'Who is on call?\nThank you' }]);
    await world.sees('slack', [
      asked,
      { from: 'Ben Ito (Teams)', text: 'I am', answers: asked.text },
      { from: 'Ada Nowak (Teams)', text: 'Thank you', answers: asked.text },
    ]);
  });

  it('does not quote what its own author took back, and goes on being edited', async () => {
    await world.as('grace').on('webex').post('The code is 4711');
    await world.sees('slack', [{ from: 'Grace Kim (Webex)', text: 'The code is 4711' }]);
    await world.settled();
    const copy = world.copy('slack', 'The code is 4711');
    await removeUnheard('webex', 'grace', 'The code is 4711');
    const answer = await world.as('farid').on('slack').reply(copy, 'Got it');
    await world.sees('webex', [{ from: 'Farid Haddad (Slack)', text: 'Got it' }]);
    await world.settled();
    await world.as('farid').on('slack').edit(answer, 'Got that');
    await world.sees('webex', [{ from: 'Farid Haddad (Slack)', text: 'Got that' }]);
  });

  for (const kind of ['lose-answer', 'reset-before'] as const) {
    it(`stands there once, where the answer of its platform is lost as well (${kind})`, async function () {
      this.timeout(60_000);
      await world.as('grace').on('webex').post('Which of you?');
      await world.sees('slack', [{ from: 'Grace Kim (Webex)', text: 'Which of you?' }]);
      await world.settled();
      const copy = world.copy('slack', 'Which of you?');
      await removeUnheard('webex', 'grace', 'Which of you?');
      // The first post is refused: it is the second whose answer is lost, and looking fails once, so that all is tried anew.
      const { strike } = world.sandbox.faults;
      let posts = 0;
      let looks = 0;
      world.sandbox.faults.strike = (platform, route, kinds) => {
        if (platform === 'webex' && kinds.includes(kind) && route.startsWith('POST /v1/messages')) {
          if (++posts === 2) return [{ platform, kind }];
        }
        if (platform === 'webex' && kinds.includes('error') && posts === 2 && route.startsWith('GET /v1/messages')) {
          if (++looks === 1) return [{ platform, kind: 'error' }];
        }
        return strike(platform, route, kinds);
      };
      await world.as('farid').on('slack').reply(copy, 'Both of us');
      await world.quiet(60_000);
      world.sandbox.faults.strike = strike;
      await world.sees('webex', [{ from: 'Farid Haddad (Slack)', text: 'Both of us' }]);
    });
  }

  for (const home of platformNames) {
    for (const side of platformNames.filter((name) => name !== home)) {
      it(`from ${side}, unheard of in ${home}, is in ${home} once`, async () => {
        const text = `Going soon from ${home}`;
        const root = await world.as(writers[home].person).on(home).post(text);
        await world.sees(side, [{ from: writers[home].there, text }]);
        await world.settled();
        const copy = world.copy(side, text);
        world.fault({ platform: home, kind: 'withhold' });
        await world.as(writers[home].person).on(home).remove(root);
        await world.as(answerers[side].person).on(side).reply(copy, 'Wait');
        await world.until(`the answer in ${home}`, () => world.shown(home).some(({ text: said }) => said === 'Wait'));
        await world.settled();
        const shown = world.shown(home).map(({ from, text: said }) => `${from}: ${said}`);
        assert.deepEqual(shown, [`${answerers[side].there}: Wait`]);
      });
    }
  }
});
