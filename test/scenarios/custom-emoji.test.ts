/** Emoji that a workspace made itself: the same where the other side has it, a picture or its name where it has not. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

/** The smallest GIF there is. */
const gif = 'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

describe('custom emoji', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const farid = 'Farid Haddad (Slack)';
  const pictures = (platform: 'teams' | 'slack' | 'webex') =>
    [...world.last(platform).html.matchAll(/<img class="emoji" src="([^"]*)" alt="([^"]*)">/g)].map(
      ([, src = '', alt = '']) => ({ src, alt }),
    );
  const changeEmoji = (change: { do: 'addEmoji' | 'removeEmoji'; emoji: string; name?: string }, picture?: string) =>
    world.sandbox.act({
      platform: 'slack',
      as: 'farid',
      place: world.placeOf('slack'),
      ...change,
      ...(picture !== undefined && { files: [{ name: 'parrot.gif', type: 'image/gif', base64: picture }] }),
    });

  it('of Slack are small pictures in Teams, and names in Webex', async () => {
    await world.as('farid').on('slack').post('Let’s :shipit: today 👍🏽');
    await world.sees('teams', [{ from: farid, text: 'Let’s :shipit: today 👍🏽' }]);
    await world.sees('webex', [{ from: farid, text: 'Let’s :shipit: today 👍🏽' }]);
    const [{ src = '', alt } = {}] = pictures('teams');
    assert.equal(alt, ':shipit:');
    const picture = await fetch(new URL(src, world.sandbox.url));
    assert.equal(picture.headers.get('content-type'), 'image/png');
    assert.match(
      world.last('teams').rich,
      /<img src="https:\/\/emoji\.slack-edge\.com\/[^"?]+" alt=":shipit:" width="20"/,
    );
    assert.deepEqual(pictures('webex'), []);
  });

  it('under another name show the same picture; another name for a character is that character', async () => {
    await world.as('farid').on('slack').post(':ship_it: :yay:');
    await world.sees('teams', [{ from: farid, text: ':ship_it: 🎉' }]);
    await world.sees('webex', [{ from: farid, text: ':ship_it: 🎉' }]);
    assert.deepEqual(
      pictures('teams').map(({ alt }) => alt),
      [':ship_it:'],
    );
  });

  it('of Teams are those of Slack that have the same name, and names elsewhere', async () => {
    const ship = (name: string) =>
      `<customemoji id="x" alt="${name}" source="https://graph.microsoft.com/x"></customemoji>`;
    await world
      .as('ada')
      .on('teams')
      .post({ html: `<p>we ${ship('shipit')} ${ship('unheard-of')} ${ship('tada')}</p>` });
    const said = { from: 'Ada Nowak (Teams)', text: 'we :shipit: :unheard-of: :tada:' };
    await world.sees('slack', [said]);
    await world.sees('webex', [said]);
    assert.deepEqual(
      pictures('slack').map(({ alt }) => alt),
      [':shipit:'],
    );
  });

  it('are not made of what somebody types', async () => {
    await world.as('ada').on('teams').post('write :shipit: for it');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'write :shipit: for it' }]);
    assert.deepEqual(pictures('slack'), []);
  });

  it('are known as soon as they are made, and follow an edit', async () => {
    const message = await world.as('farid').on('slack').post('first :partyparrot:');
    await world.sees('teams', [{ from: farid, text: 'first :partyparrot:' }]);
    assert.deepEqual(pictures('teams'), []);
    await changeEmoji({ do: 'addEmoji', emoji: ':partyparrot:' }, gif);
    await world.settled();
    await world.as('farid').on('slack').edit(message, 'then :partyparrot:');
    await world.sees('teams', [{ from: farid, text: 'then :partyparrot:' }]);
    assert.match(pictures('teams')[0]?.src ?? '', /\.gif$/);
    await changeEmoji({ do: 'removeEmoji', emoji: ':partyparrot:' });
    await world.settled();
    await world.as('farid').on('slack').edit(message, 'and no :partyparrot:');
    await world.sees('teams', [{ from: farid, text: 'and no :partyparrot:' }]);
    assert.deepEqual(pictures('teams'), []);
  });

  it('that somebody reacts with are shown with who it was', async () => {
    await world.as('ada').on('teams').post('Done.');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'Done.' }]);
    await world.as('eva').on('slack').react(world.copy('slack', 'Done.'), ':shipit:');
    await world.sees('teams', [
      { from: 'Ada Nowak', text: 'Done.' },
      { from: 'Mio', text: ':shipit: Eva Lindqvist', answers: 'Done.' },
    ]);
    assert.deepEqual(
      pictures('teams').map(({ alt }) => alt),
      [':shipit:'],
    );
    await world.sees('webex', [
      { from: 'Ada Nowak (Teams)', text: 'Done.' },
      { from: 'Mio', text: ':shipit: Eva Lindqvist', answers: 'Done.' },
    ]);
  });

  it('that somebody in Teams reacts with are Slack’s own of that name', async () => {
    const message = await world.as('ada').on('teams').post('Coffee?');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'Coffee?' }]);
    await world.as('ben').on('teams').react(message, ':shipit:');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'Coffee?\n\n:shipit: Ben Ito' }]);
    assert.deepEqual(
      pictures('slack').map(({ alt }) => alt),
      [':shipit:'],
    );
  });
});
