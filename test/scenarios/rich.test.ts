/** What people in Teams put into a message beside formatted text reaches the other platforms as they can show it. */
import assert from 'node:assert/strict';
import type { Act } from '../../sandbox/kit/platform.ts';
import { marksOf } from '../support/marks.ts';
import { writers } from '../support/people.ts';
import { openWorld, type World } from '../support/world.ts';

const others = ['slack', 'webex'] as const;

describe('rich messages from Teams', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Ada posts it in the channel, and it has arrived on the other platforms. */
  const posts = async (deed: Partial<Act>): Promise<string> => {
    const { person: as } = writers.teams;
    await world.begin();
    const place = world.placeOf('teams');
    const { message } = await world.sandbox.act({ platform: 'teams', as, do: 'post', place, ...deed });
    for (const to of others) await world.until(`it in ${to}`, () => world.shown(to).length > 0);
    return message;
  };
  const marks = (to: (typeof others)[number], word: string) => marksOf(world.last(to).html, word);

  it('a heading stands out from the text below it', async () => {
    await posts({ html: '<h1>Rollout</h1><p>starts at nine</p>' });
    for (const to of others) {
      assert.match(world.last(to).text, /Rollout\n+starts at nine$/);
      assert.match(world.last(to).html, /<(h[1-6]|b|strong)>Rollout/, to);
      assert.deepEqual(marks(to, 'starts at nine'), [], to);
    }
  });

  it('a table keeps its rows and columns', async () => {
    await posts({
      html: '<table><tr><th>Host</th><th>Load</th></tr><tr><td>db1</td><td><b>97</b></td></tr><tr><td>db2</td><td></td></tr></table>',
    });
    for (const to of others) {
      const { text } = world.last(to);
      assert.match(text, /Host[ |│]+Load[^\n]*\n(?:[^\n\w]*\n)?[^\n\w]*db1[ |│]+97[^\n]*\n[^\n\w]*db2/, text);
    }
  });

  it('a rule parts what is above it from what is below', async () => {
    await posts({ html: '<p>above</p><hr><p>below</p>' });
    for (const to of others) assert.match(world.last(to).text, /above\n+(?:[-—─_*]{3,}\n+)?below$/, to);
  });

  it('underlined text is read as text where there is no underline', async () => {
    await posts({ html: '<p>not <u>now</u></p>' });
    for (const to of others) assert.match(world.last(to).text, /not now$/, to);
  });

  it('a card is told in words, with its facts and the places that it links to', async () => {
    await posts({
      text: 'look',
      card: {
        type: 'AdaptiveCard',
        version: '1.4',
        body: [
          { type: 'TextBlock', text: 'Build 42', style: 'heading' },
          { type: 'FactSet', facts: [{ title: 'Branch', value: 'main' }] },
          { type: 'TextBlock', text: 'all **green**' },
        ],
        actions: [
          { type: 'Action.OpenUrl', title: 'The log', url: 'https://ci.example/42' },
          { type: 'Action.Submit', title: 'Run again' },
        ],
      },
    });
    for (const to of others) {
      const { text } = world.last(to);
      assert.match(text, /look\n+Build 42\n+Branch: main\n+all green\n+The log$/, to);
      assert.deepEqual(marks(to, 'green'), ['bold'], to);
      assert.deepEqual(marks(to, 'The log'), ['link https://ci.example/42'], to);
    }
  });

  it('a forwarded message is a quote that names its author', async () => {
    const message = (
      await world.as('ben').on('teams').in('Operations / Launch').post({ html: '<p>we <b>ship</b></p>' })
    ).message;
    await posts({ do: 'forward', message, from: world.placeOf('teams', 'Operations / Launch'), text: 'see this' });
    for (const to of others) {
      assert.match(world.last(to).text, /see this\n+Forwarded from Ben Ito\n+we ship$/, to);
      assert.deepEqual(marks(to, 'ship'), ['quote', 'bold'], to);
    }
  });

  it('a subject stands above the message, with a mark where it is important', async () => {
    await posts({ html: '<p>all hands</p>', subject: 'Outage', importance: 'high' });
    for (const to of others) assert.match(world.last(to).text, /❗ Outage\n+all hands$/, to);
    await posts({ html: '<p>now</p>', importance: 'urgent' });
    for (const to of others) assert.match(world.last(to).text, /🚨 now$/, to);
  });

  it('emoji, a shortened mention and a block of code are read as they are meant', async () => {
    await posts({
      html: '<p><at>Ben</at>&nbsp;<at>Ito</at> <emoji id="1f440_eyes" alt="👀"></emoji> <customemoji alt="shipit"></customemoji></p><codeblock class="Python"><code>if a:<br>&nbsp; b()</code></codeblock>',
    });
    for (const to of others) {
      assert.match(world.last(to).text, /@Ben Ito 👀 :shipit:\n+if a:\n {2}b\(\)$/, to);
      assert.deepEqual(marks(to, 'if a:'), ['block'], to);
    }
  });

  it('a picture in the text is a file below it, and one that lies elsewhere a link', async () => {
    const dot = 'R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
    await posts({
      html: '<p>ha <img src="https://media.example/cat.gif" alt="Cat (GIF)"></p>',
      files: [{ name: 'dot.gif', type: 'image/gif', base64: dot }],
    });
    for (const to of others) {
      await world.until(`the picture in ${to}`, () => world.shown(to).some(({ files }) => files?.includes('dot.gif')));
      assert.ok(
        world.shown(to).some(({ text }) => text.startsWith('ha Cat (GIF)')),
        to,
      );
    }
  });

  it('what is edited keeps what stands beside it', async () => {
    const message = await posts({ html: '<p>one</p>', subject: 'Plan' });
    const { person: as } = writers.teams;
    await world.sandbox.act({ platform: 'teams', as, do: 'edit', place: world.placeOf('teams'), message, text: 'two' });
    for (const to of others) await world.until('the edit', () => /Plan\n+two$/.test(world.last(to).text));
  });
});
