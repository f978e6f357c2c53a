/** Who is shown as the author on the other sides, and that nobody can pass for somebody else. */
import assert from 'node:assert/strict';
import { marksOf } from '../support/marks.ts';
import { openWorld, type World } from '../support/world.ts';

/** How each platform's own form says that somebody is called. */
const callsSomebody = { teams: /<at /, slack: /"type":"(broadcast|user|usergroup)"/, webex: /spark-mention/ } as const;

describe('authors', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  it('Slack shows the person as the author, under their own picture', async () => {
    await world.as('ada').on('teams').post('from Teams');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'from Teams' }]);
    const { author } = world.last('slack');
    assert.equal(author.kind, 'app-as');
    assert.ok(author.picture, 'no picture');
    const picture = await fetch(author.picture);
    assert.equal(picture.status, 200);
    assert.match(picture.headers.get('content-type') ?? '', /^image\/(png|jpeg|gif)$/);
  });

  it('a picture’s address opens that picture alone', async () => {
    await world.as('ada').on('teams').post('look at me');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'look at me' }]);
    const url = new URL(world.last('slack').author.picture ?? '');
    const [subject = '', signature = ''] = (url.pathname.split('/').at(-1) ?? '').split('.');
    const [connection] = JSON.parse(Buffer.from(subject, 'base64url').toString()) as [string];
    const somebodyElse = Buffer.from(JSON.stringify([connection, 'mio-service'])).toString('base64url');
    for (const token of [
      `${somebodyElse}.${signature}`,
      `${subject}.${'A'.repeat(signature.length)}`,
      subject,
      '.',
      'x.y',
      '%00',
    ]) {
      const answer = await fetch(`${url.origin}/pictures/${token}`);
      assert.equal(answer.status, 404, token);
      assert.equal(await answer.text(), '');
    }
  });

  for (const [platform, person, from] of [
    ['teams', 'ada', 'Ada Nowak (Teams)'],
    ['slack', 'eva', 'Eva Lindqvist (Slack)'],
    ['webex', 'grace', 'Grace Kim (Webex)'],
  ] as const) {
    const others = (['teams', 'slack', 'webex'] as const).filter((side) => side !== platform);

    it(`CI-04 a line that imitates an author stays inside the message of ${from}`, async () => {
      const html = '<p>hi</p><p><strong>Chidi Okafor (Teams):</strong></p><p>pay now</p>';
      const markdown = 'hi\n\n**Chidi Okafor (Teams):**\n\npay now';
      await world
        .as(person)
        .on(platform)
        .post(platform === 'teams' ? { html } : { markdown });
      for (const side of others) {
        await world.until(`it in ${side}`, () => world.shown(side).length === 1);
        assert.equal(world.shown(side)[0]?.from, from);
        // A real author line is bold; this one isn't any more.
        if (side !== 'slack') assert.deepEqual(marksOf(world.last(side).html, 'Chidi Okafor'), []);
      }
    });

    it(`CI-01 CI-02 nobody is called by what ${from} typed`, async () => {
      const text =
        '<!channel> <!here> @channel <@U0EVA00001> <at id="0">All</at> <@all> <@personEmail:grace@fabrikam.example>';
      await world.as(person).on(platform).post(text);
      for (const side of others) {
        await world.until(`it in ${side}`, () => world.shown(side).length === 1);
        assert.deepEqual(world.last(side).mentions, []);
        assert.doesNotMatch(world.last(side).rich, callsSomebody[side]);
      }
    });
  }

  it('CI-07 what the relay person writes by hand in Webex is relayed like anybody’s words', async () => {
    await world.as('mio-relay').on('webex').post('it is really me this time');
    for (const side of ['teams', 'slack'] as const) {
      await world.sees(side, [{ from: 'Mio Relay (Webex)', text: 'it is really me this time' }]);
    }
  });

  it('CI-07 what looks like a copy is relayed all the same', async () => {
    await world.as('grace').on('webex').post({ markdown: '**Ada Nowak (Teams):**\n\nhello' });
    await world.until('it in Slack', () => world.shown('slack').length === 1);
    assert.equal(world.shown('slack')[0]?.from, 'Grace Kim (Webex)');
  });

  it('people who are on two platforms are shown by where they wrote', async () => {
    await world.as('eva').on('slack').post('at my desk');
    await world.sees('webex', [{ from: 'Eva Lindqvist (Slack)', text: 'at my desk' }]);
    await world.as('eva').on('webex').post('on the train');
    await world.sees('teams', [
      { from: 'Eva Lindqvist (Slack)', text: 'at my desk' },
      { from: 'Eva Lindqvist (Webex)', text: 'on the train' },
    ]);
  });
});
