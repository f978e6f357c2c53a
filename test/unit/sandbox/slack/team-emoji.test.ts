/** Emoji that people of a workspace make themselves: the list, the events, the pictures, and what clients show. */
import assert from 'node:assert/strict';
import { ActError } from '../../../../sandbox/kit/platform.ts';
import { botScopes, incidents, openWorld, refusal, type SlackWorld } from './world.ts';

const gif = 'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const parrot = { name: 'parrot.gif', type: 'image/gif', base64: gif };

describe('custom emoji in the sandbox’s Slack', () => {
  let world: SlackWorld;
  let list: () => Promise<Record<string, string>>;
  beforeEach(async () => {
    world = await openWorld();
    const { client } = await world.install();
    list = async () => (await client.emoji.list()).emoji ?? {};
  });
  afterEach(() => world.close());

  const add = (emoji: string, more: object = { files: [parrot] }) =>
    world.act({ as: 'eva', do: 'addEmoji', emoji, ...more });

  it('are listed with addresses of pictures, which anybody may open, and with other names', async () => {
    await add('party');
    await add('fiesta', { name: 'party' });
    const { shipit = '', ship_it: alias, yay, party = '', fiesta } = await list();
    assert.deepEqual([alias, yay, fiesta], ['alias:shipit', 'alias:tada', 'alias:party']);
    assert.match(party, /^https:\/\/emoji\.slack-edge\.com\/T0FABRIKAM\/party\/[0-9a-f]+\.gif$/);
    const picture = async (address: string) => {
      const answer = await fetch(address.replace('https://emoji.slack-edge.com', `${world.url}/emoji`));
      return [answer.headers.get('content-type'), Buffer.from(await answer.arrayBuffer())] as const;
    };
    assert.deepEqual(await picture(party), ['image/gif', Buffer.from(gif, 'base64')]);
    assert.equal((await picture(shipit))[0], 'image/png');
    assert.equal((await fetch(`${world.url}/emoji/T0FABRIKAM/party/0.gif`)).status, 404);
  });

  it('are told of as they are added and removed', async () => {
    await add('party');
    await world.act({ as: 'farid', do: 'removeEmoji', emoji: ':party:' });
    const [[added], [removed]] = [
      await world.events('emoji_changed', 'add'),
      await world.events('emoji_changed', 'remove'),
    ];
    assert.deepEqual(
      [added?.['subtype'], added?.['name'], removed?.['subtype'], removed?.['names']],
      ['add', 'party', 'remove', ['party']],
    );
    assert.equal((await list())['party'], undefined);
  });

  it('need the scope emoji:read', async () => {
    const narrow = await world.install({
      team: 'T0CONTOSO1',
      scopes: botScopes.filter((scope) => scope !== 'emoji:read'),
    });
    assert.equal(await refusal(narrow.client.emoji.list()), 'missing_scope');
  });

  it('are elements of what people write, and pictures to them; other names are text', async () => {
    await world.act({ as: 'eva', do: 'post', place: incidents, text: '*so :shipit:* :yay: :unheard_of: 10:30' });
    const [message] = world.slack.view(incidents);
    assert.equal(message?.text, 'so :shipit: 🎉 :unheard_of: 10:30');
    assert.match(message?.rich ?? '', /\{"type":"emoji","name":"shipit"\}/);
    assert.match(
      message?.html ?? '',
      /<img class="emoji" src="\/slack\/emoji\/T0FABRIKAM\/shipit\/[0-9a-f]+\.png" alt=":shipit:">/,
    );
  });

  const refused: readonly [why: string, emoji: string, more: object, code: string][] = [
    ['a name that is taken', 'shipit', { files: [parrot] }, 'name_taken'],
    ['a name of Slack’s own', 'tada', { files: [parrot] }, 'name_taken'],
    ['a name that is none', 'Party Parrot', { files: [parrot] }, 'bad_name'],
    ['no picture', 'party', {}, 'no_files'],
  ];
  for (const [why, emoji, more, code] of refused) {
    it(`are refused: ${why}`, async () =>
      assert.rejects(
        async () => add(emoji, more),
        (error: unknown) => error instanceof ActError && error.code === code,
      ));
  }

  it('can’t be removed where there are none', () =>
    assert.rejects(async () => world.act({ as: 'eva', do: 'removeEmoji', emoji: 'party' }), /no such emoji/));
});
