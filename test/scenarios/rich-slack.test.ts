/** What people and apps put into Slack messages beyond plain words, as Teams and Webex show it. */
import assert from 'node:assert/strict';
import type { Act } from '../../sandbox/kit/platform.ts';
import { marksOf } from '../support/marks.ts';
import { openWorld, type PlatformName, type World } from '../support/world.ts';

const far = ['teams', 'webex'] as const;
const plainText = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const raw = (text: string) => ({ type: 'raw_text', text });
const rich = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

describe('rich messages of Slack', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => world.begin());

  const act = async (as: string, deed: Pick<Act, 'do' | 'text' | 'markdown' | 'message' | 'data'>) =>
    (await world.sandbox.act({ platform: 'slack', as, place: world.placeOf('slack'), ...deed })).message;

  /** Posts it, and resolves once both far sides show as many messages. */
  async function crosses(as: string, deed: Pick<Act, 'text' | 'markdown' | 'data'>, count = 1): Promise<string> {
    const message = await act(as, { do: 'post', ...deed });
    await arrived(count);
    return message;
  }
  const arrived = async (count: number) => {
    for (const to of far) await world.until(`${count} in ${to}`, () => world.shown(to).length === count);
  };
  const html = (to: PlatformName) => world.last(to).html;
  const lines = (to: PlatformName) => world.shown(to).map(({ from, text }) => `${from}: ${text}`);

  it('an app’s blocks: header, text with a link, fields, rule, and buttons that lead somewhere', async () => {
    await crosses('app:Pager', {
      data: {
        blocks: [
          { type: 'header', text: plainText('Disk full') },
          { type: 'section', text: mrkdwn('on *db1*, see <https://pager.example/1|the log>') },
          { type: 'divider' },
          { type: 'section', fields: [mrkdwn('_since_ 9:00'), plainText('<all> *fine*')] },
          {
            type: 'actions',
            elements: [
              { type: 'button', text: plainText('Open'), url: 'https://pager.example/open' },
              { type: 'button', text: plainText('Mute'), value: 'mute' },
            ],
          },
        ],
      },
    });
    for (const to of far) {
      assert.match(world.shown(to)[0]?.from ?? '', /^Pager \(Slack\)$/);
      assert.deepEqual(marksOf(html(to), 'db1'), ['bold'], html(to));
      assert.deepEqual(marksOf(html(to), 'the log'), ['link https://pager.example/1']);
      assert.deepEqual(marksOf(html(to), 'since'), ['italic']);
      assert.deepEqual(marksOf(html(to), '<all> *fine*'), []);
      assert.deepEqual(marksOf(html(to), 'Open'), ['link https://pager.example/open']);
      assert.equal(marksOf(html(to), 'Mute'), undefined);
      assert.match(html(to), /<h[1-3]>Disk full<|<strong>Disk full<|<b>Disk full</, html(to));
      assert.match(html(to), /<hr|———/, html(to));
    }
  });

  it('a table of a person keeps its rows and columns', async () => {
    await crosses('eva', {
      text: 'the shifts',
      data: {
        blocks: [
          rich({ type: 'text', text: 'the shifts' }),
          {
            type: 'table',
            rows: [
              [raw('Who'), raw('When')],
              [rich({ type: 'text', text: 'Ada', style: { bold: true } }), raw('9:00')],
              [null, raw('<10:00>')],
            ],
          },
        ],
      },
    });
    const inTeams = html('teams').replace(/<\/?(?:tbody|p)>/g, '');
    assert.match(inTeams, /<table[^>]*><tr><th[^>]*>(?:<[^>]+>)*Who/);
    assert.match(inTeams, /<td[^>]*><(?:strong|b)>Ada<\/(?:strong|b)><\/td><td[^>]*>9:00<\/td>/);
    assert.match(inTeams, /&lt;10:00&gt;/);
    assert.match(world.last('webex').text, /Who\s*\| When\n.*Ada\s*\| 9:00\n\s*\| <10:00>/s);
  });

  it('an app’s attachments are read as text with links, and previews of links are left out', async () => {
    const alert = {
      fallback: 'Build 7 failed',
      pretext: 'Hey *all*',
      title: 'Build 7',
      title_link: 'https://ci.example/7',
      text: 'failed in `lint`',
      fields: [{ title: 'Branch', value: 'main' }],
      footer: 'via CI',
    };
    await crosses('app:CI', { data: { attachments: [alert] } });
    for (const to of far) {
      assert.deepEqual(marksOf(html(to), 'Build 7')?.toSorted(), ['bold', 'link https://ci.example/7'], html(to));
      assert.deepEqual(marksOf(html(to), 'lint'), ['code']);
      assert.match(world.last(to).text, /Branch\n+main/);
      assert.deepEqual(marksOf(html(to), 'via CI'), ['italic']);
    }
    await world.begin();
    await crosses('eva', { text: 'see https://wiki.example/page' });
    await world.settled();
    for (const to of far) assert.equal(world.last(to).text.split('wiki.example').length, 2, world.last(to).text);
  });

  it('dates, emoji with a skin tone, numbers that begin elsewhere', async () => {
    await crosses('eva', {
      data: {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'until ' },
                  { type: 'date', timestamp: 1712345678, format: '{date_short}', fallback: 'April 5' },
                  { type: 'text', text: ' ' },
                  { type: 'emoji', name: '+1', unicode: '1f44d', skin_tone: 4 },
                  { type: 'emoji', name: 'shipit' },
                  { type: 'broadcast', range: 'channel' },
                ],
              },
              {
                type: 'rich_text_list',
                style: 'ordered',
                offset: 4,
                elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'fifth' }] }],
              },
            ],
          },
        ],
      },
    });
    for (const to of far) {
      assert.match(world.last(to).text, /until April 5 👍🏽:shipit:@channel\n+5\. fifth/);
      assert.deepEqual(world.last(to).mentions, []);
    }
  });

  it('/me is slanted, and no name is lost', async () => {
    await crosses('eva', { text: '/me waves <at>' });
    for (const to of far) {
      assert.deepEqual(lines(to), ['Eva Lindqvist (Slack): waves <at>']);
      assert.deepEqual(marksOf(html(to), 'waves'), ['italic']);
    }
  });

  it('a message that somebody shares is quoted, with its author and its address', async () => {
    const address = 'https://fabrikam.slack.com/archives/C0RANDOM01/p1712345678000100';
    const shared = { is_share: true, is_msg_unfurl: true, from_url: address, author_name: 'Farid Haddad' };
    const message_blocks = [{ message: { blocks: [rich({ type: 'text', text: 'the *plan*' })] } }];
    const permalink = 'https://fabrikam.slack.com/files/U0FARID001/F0REPORT01/report.pdf';
    const files = [{ id: 'F0REPORT01', name: 'report.pdf', permalink }];
    await crosses('eva', { text: 'look', data: { attachments: [{ ...shared, message_blocks, files }] } });
    for (const to of far) {
      assert.deepEqual([...(marksOf(html(to), 'report.pdf') ?? [])].sort(), [`link ${permalink}`, 'quote'], html(to));
      assert.deepEqual(marksOf(html(to), 'the *plan*'), ['quote'], html(to));
      assert.ok(marksOf(html(to), 'Farid Haddad')?.includes(`link ${address}`), html(to));
    }
  });

  it('a reply that is also sent to the channel crosses once, as a reply', async () => {
    const root = await crosses('eva', { text: 'lunch?' });
    await act('farid', { do: 'reply', message: root, text: 'yes', data: { broadcast: true } });
    await arrived(2);
    await world.settled();
    for (const to of far) {
      const [, reply, ...more] = world.shown(to);
      assert.equal(reply?.answers?.endsWith('lunch?'), true, JSON.stringify(reply));
      assert.deepEqual(more, []);
    }
  });

  it('an app’s edit changes what it said', async () => {
    const post = await crosses('app:Pager', { text: 'disk *full*' });
    await act('app:Pager', { do: 'edit', message: post, text: 'disk fine' });
    for (const to of far) await world.until(`the edit in ${to}`, () => world.last(to).text.endsWith('disk fine'));
  });

  it('a table from Teams is Slack’s own, and an edit that leaves nothing but a table still arrives', async () => {
    const table = '<table><tbody><tr><th>Who</th></tr><tr><td>Ada</td></tr></tbody></table>';
    const ada = world.as('ada').on('teams');
    const post = await ada.post({ html: `<h2>Shifts</h2><p>of <u>today</u></p>${table}` });
    await world.until('it in slack', () => world.shown('slack').length === 1);
    assert.match(html('slack'), /<table>.*Ada.*<\/table>/);
    assert.match(html('slack'), /<strong>Shifts<\/strong>.*<u>today<\/u>/);
    await ada.edit(post, { html: table });
    await world.until('the edit in slack', () => world.shown('slack')[0]?.edited === true);
    assert.match(world.last('slack').text, /Who.*Ada/s);
    await ada.edit(post, { html: '<p>no table</p>' });
    await world.until('the words in slack', () => world.last('slack').text === 'no table');
    await ada.edit(post, { html: table });
    await world.until('the table in slack', () => world.last('slack').text.includes('Ada'));
    assert.match(html('slack'), /<pre>/);
  });
});
