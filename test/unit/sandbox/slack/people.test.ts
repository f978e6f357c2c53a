import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installed, incidents, openWorld, type SlackWorld } from './world.ts';

describe('Slack: people', () => {
  let world: SlackWorld;
  let mio: Installed;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install();
  });
  afterEach(() => world.close());

  const ledger = () => world.built.kit.ledger.after(0).map(({ kind, author, text }) => [kind, author, text]);
  const view = (as?: string) => world.slack.view(incidents, as);

  it('see the channels of both workspaces under the names that they have', () => {
    assert.deepEqual(
      world.slack.places().map(({ title, members }) => [title, members]),
      [
        ['contoso #general', ['ada', 'dana']],
        ['contoso #incidents', ['ada', 'dana']],
        ['fabrikam #contoso-incidents', ['eva', 'farid']],
        ['fabrikam #random', ['eva', 'farid']],
      ],
    );
  });

  it('write, answer, correct and remove, and all of it is in the ledger once', async () => {
    const root = await world.act({ as: 'eva', do: 'post', text: 'the *mail* is down' });
    const reply = await world.act({ as: 'farid', do: 'reply', message: root, text: 'again?' });
    await world.act({ as: 'farid', do: 'reply', message: reply, text: 'looking' });
    await world.act({ as: 'eva', do: 'edit', message: root, text: 'the mail is up' });
    await world.act({ as: 'farid', do: 'remove', message: reply });
    assert.deepEqual(
      view('eva').map((one) => [one.author.name, one.root, one.text, one.edited]),
      [
        ['Eva Lindqvist', null, 'the mail is up', true],
        ['Farid Haddad', root, 'looking', false],
      ],
    );
    assert.deepEqual(ledger(), [
      ['joined', 'Mio', null],
      ['posted', 'Eva Lindqvist', 'the mail is down'],
      ['posted', 'Farid Haddad', 'again?'],
      ['posted', 'Farid Haddad', 'looking'],
      ['edited', 'Eva Lindqvist', 'the mail is up'],
      ['removed', 'Farid Haddad', null],
    ]);
  });

  it('mention each other, and everyone, as the composer offers it', async () => {
    await world.act({ as: 'eva', do: 'post', text: '@Farid Haddad @channel see #random, not @Faridx' });
    const [shown] = view();
    assert.deepEqual(shown?.mentions, ['Farid Haddad', 'channel']);
    assert.equal(shown?.text, '@Farid Haddad @channel see #random, not @Faridx');
    const { messages } = await mio.client.conversations.history({ channel: incidents, limit: 1 });
    assert.equal(messages?.[0]?.text, '<@U0FARID001> <!channel> see <#C0RANDOM01>, not @Faridx');
  });

  it('react, and take it back', async () => {
    const message = await world.act({ as: 'eva', do: 'post', text: 'done' });
    await world.act({ as: 'farid', do: 'react', message, emoji: '🎉' });
    await world.act({ as: 'eva', do: 'react', message, emoji: 'tada' });
    assert.deepEqual(view()[0]?.reactions, [{ emoji: '🎉', by: ['Farid Haddad', 'Eva Lindqvist'] }]);
    await world.act({ as: 'farid', do: 'unreact', message, emoji: '🎉' });
    assert.deepEqual(view()[0]?.reactions, [{ emoji: '🎉', by: ['Eva Lindqvist'] }]);
    assert.deepEqual(ledger().at(-1), ['unreacted', 'Farid Haddad', '🎉']);
  });

  it('are shown blocks of apps as a client shows them', async () => {
    const mrkdwn = { type: 'mrkdwn', text: '*Server* <https://mio.example|eins>' };
    await mio.client.apiCall('chat.postMessage', {
      channel: incidents,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Alert' } },
        { type: 'section', text: mrkdwn },
        { type: 'divider' },
        { type: 'context', elements: [{ type: 'plain_text', text: 'since 9:00' }] },
      ],
    });
    const [shown] = view();
    assert.equal(shown?.text, 'Alert\nServer eins\n———\nsince 9:00');
    assert.match(
      shown?.html ?? '',
      /^<p><strong>Alert<\/strong><\/p><p><strong>Server<\/strong> <a href="https:\/\/mio\.example"/,
    );
  });

  it('compose what cannot be typed, and post as another app', async () => {
    const raw = (text: string) => ({ type: 'raw_text', text });
    const blocks = [
      {
        type: 'table',
        rows: [
          [raw('Who'), raw('<b>')],
          [raw('Ada'), null],
        ],
      },
    ];
    await world.act({ as: 'eva', do: 'post', data: { blocks }, text: 'shifts' });
    assert.equal(view()[0]?.text, 'Who | <b>\nAda | ');
    assert.equal(
      view()[0]?.html,
      '<table><tbody><tr><th><p>Who</p></th><th><p>&lt;b&gt;</p></th></tr><tr><td><p>Ada</p></td><td></td></tr></tbody></table>',
    );
    const attachments = [
      { pretext: 'a *b*', title: 'c', title_link: 'https://c.example', fields: [{ title: 'd', value: '_e_' }] },
    ];
    const message = await world.act({ as: 'app:Pager', do: 'post', text: 'x', data: { attachments } });
    assert.deepEqual(view().at(-1)?.author, { name: 'Pager', kind: 'app', picture: null });
    assert.equal(view().at(-1)?.text, 'x\na b\nc\nd\ne');
    const { messages } = await mio.client.conversations.history({ channel: incidents, limit: 1 });
    assert.equal(messages?.[0]?.subtype, 'bot_message');
    assert.equal(messages?.[0]?.user, undefined);
    await world.act({ as: 'app:Pager', do: 'edit', message, text: 'y' });
    assert.equal(view().at(-1)?.text, 'y');
    await assert.rejects(world.act({ as: 'app:Other', do: 'edit', message, text: 'z' }), { code: 'not_yours' });
    await assert.rejects(world.act({ as: 'eva', do: 'post', data: { blocks: [{ type: 'x' }] } }), {
      code: 'invalid_blocks',
    });
  });

  it('say what they do with /me, and reply to the channel as well', async () => {
    const message = await world.act({ as: 'eva', do: 'post', text: '/me waves' });
    assert.deepEqual([view()[0]?.text, view()[0]?.html], ['waves', '<p><em>waves</em></p>']);
    await world.act({ as: 'farid', do: 'reply', message, text: 'hi', data: { broadcast: true } });
    const { messages } = await mio.client.conversations.history({ channel: incidents, limit: 2 });
    assert.deepEqual(
      messages?.map(({ subtype }) => subtype),
      ['thread_broadcast', 'me_message'],
    );
  });

  it('keep their channels, and lose their messages, on a reset', async () => {
    await world.act({ as: 'eva', do: 'post', text: 'x' });
    world.slack.reset();
    assert.deepEqual(view(), []);
    assert.equal((await mio.client.auth.test()).ok, true);
    await world.act({ as: 'eva', do: 'post', text: 'y' });
    assert.equal(view().length, 1);
  });

  it('add others, and administrators guests, who have an account from then on', async () => {
    await world.act({ as: 'eva', do: 'addMember', people: ['ada'] });
    assert.equal((await world.events('member_joined_channel')).at(-1)?.['inviter'], 'U0EVA00001');
    await world.act({ as: 'ada', do: 'post', text: 'Hello' });
    assert.equal(view().at(-1)?.author.name, 'Ada Nowak');
    const { members = [] } = await mio.client.users.list({});
    assert.equal(members.filter(({ real_name: name }) => name === 'Ada Nowak').length, 1);
    await world.act({ as: 'ada', do: 'leave' });
    await world.act({ as: 'farid', do: 'addMember', people: ['ada'] });
    assert.equal((await mio.client.users.list({})).members?.length, members.length);
  });

  describe('are refused what their client does not offer', () => {
    const refused: [string, Parameters<SlackWorld['act']>[0], string][] = [
      ['a channel of another company', { as: 'eva', do: 'post', place: 'C0CGENERAL', text: 'x' }, 'unknown_place'],
      ['somebody without Slack', { as: 'ben', do: 'post', text: 'x' }, 'unknown_place'],
      ['nothing to send', { as: 'eva', do: 'post', text: '  ' }, 'empty'],
      ['HTML', { as: 'eva', do: 'post', html: '<b>x</b>' }, 'unsupported_form'],
      [
        'a message that is not there',
        { as: 'eva', do: 'reply', message: `${incidents}:1.2`, text: 'x' },
        'unknown_message',
      ],
      ['an undelete', { as: 'eva', do: 'restore', message: 'x' }, 'unsupported_act'],
      ['an upload without a file', { as: 'eva', do: 'upload' }, 'no_files'],
      ['joining twice', { as: 'eva', do: 'join' }, 'already_in_channel'],
      ['adding nobody', { as: 'eva', do: 'addMember' }, 'nobody'],
      ['adding who is there', { as: 'eva', do: 'addMember', people: ['farid'] }, 'already_in_channel'],
      ['a guest, invited by nobody who may', { as: 'farid', do: 'addMember', people: ['ada'] }, 'not_allowed'],
    ];
    for (const [what, act, code] of refused) {
      it(`${what}: ${code}`, () => assert.rejects(world.act(act), { name: 'ActError', code }));
    }

    it('others’ messages, but for administrators who remove them', async () => {
      const hers = await world.act({ as: 'eva', do: 'post', text: 'hers' });
      const his = await world.act({ as: 'farid', do: 'post', text: 'his' });
      await assert.rejects(world.act({ as: 'farid', do: 'edit', message: hers, text: 'x' }), { code: 'not_yours' });
      await assert.rejects(world.act({ as: 'farid', do: 'remove', message: hers }), { code: 'not_yours' });
      await assert.rejects(world.act({ as: 'eva', do: 'edit', message: his, text: 'x' }), { code: 'not_yours' });
      await world.act({ as: 'eva', do: 'remove', message: his });
      assert.deepEqual(
        view().map(({ text }) => text),
        ['hers'],
      );
    });

    it('writing after they have left', async () => {
      await world.act({ as: 'farid', do: 'leave' });
      await assert.rejects(world.act({ as: 'farid', do: 'post', text: 'x' }), { code: 'not_a_member' });
    });
  });
});

describe('Slack: a restart', () => {
  it('changes nothing: tokens, members, messages and the count of ts go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slack-'));
    try {
      const before = await openWorld({ folder });
      const { token } = await before.install();
      const message = await before.act({ as: 'eva', do: 'post', text: 'still here' });
      const app = before.app;
      await before.close();

      const after = await openWorld({ folder });
      assert.deepEqual(after.app, app);
      assert.deepEqual(
        after.slack.view(incidents).map((one) => [one.message, one.text]),
        [[message, 'still here']],
      );
      const reply = await after
        .client(token)
        .chat.postMessage({ channel: incidents, text: 'x', thread_ts: message.split(':')[1]! });
      assert.ok(`${incidents}:${reply.ts}` > message);
      assert.equal((await after.events('message')).length, 1);
      assert.equal(
        after.receiver.received.some(({ json }) => json['type'] === 'url_verification'),
        false,
      );
      await after.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
