import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { BotSandbox } from './support.ts';
import { ada, ben, general, incidents, operations, startBot } from './support.ts';

describe('the sandbox’s Bot Connector', () => {
  let sandbox: BotSandbox;
  beforeEach(async () => {
    sandbox = await startBot();
    await sandbox.install();
  });
  afterEach(() => sandbox.close());

  const activitiesOf = (conversation: string) => `v3/conversations/${encodeURIComponent(conversation)}/activities`;
  const createPost = (text: string) =>
    sandbox.call('POST', 'v3/conversations', {
      isGroup: true,
      channelData: { channel: { id: incidents } },
      activity: { type: 'message', text },
    });
  const stored = (id: string) => sandbox.world.message(incidents, id);

  it('makes a new channel post, by the bot, as everybody sees it', async () => {
    const { status, body } = await createPost('**down**');
    equal(status, 201);
    equal(body.id, `${incidents};messageid=${body.activityId}`);
    const message = stored(body.activityId);
    deepEqual(message?.author, { bot: sandbox.botId, name: 'Mio' });
    deepEqual([message?.replyTo, message?.team], [null, operations]);
    deepEqual(
      sandbox.kit.ledger.after(0).map(({ kind, author, text }) => [kind, author, text]),
      [['posted', 'Mio', 'down']],
    );
  });

  it('answers in the thread that the conversation’s id names, whatever activity the path names', async () => {
    const root = (await createPost('root')).body;
    const reply = await sandbox.call('POST', `${activitiesOf(root.id)}/made-up`, { type: 'message', text: 'reply' });
    equal(reply.status, 201);
    equal(stored(reply.body.id)?.replyTo, root.activityId);
  });

  it('makes a new post where the conversation’s id is the bare channel', async () => {
    const { body } = await sandbox.call('POST', activitiesOf(incidents), { type: 'message', text: 'root' });
    equal(stored(body.id)?.replyTo, null);
  });

  it('accepts that the bot is typing, and shows nothing', async () => {
    equal((await sandbox.call('POST', activitiesOf(incidents), { type: 'typing' })).status, 201);
    deepEqual(sandbox.world.messages(incidents), []);
  });

  it('edits and deletes the bot’s own messages', async () => {
    const { activityId, id } = (await createPost('first')).body;
    equal(
      (await sandbox.call('PUT', `${activitiesOf(id)}/${activityId}`, { type: 'message', text: 'second' })).status,
      200,
    );
    equal(stored(activityId)?.content, '<p>second</p>');
    equal((await sandbox.call('DELETE', `${activitiesOf(id)}/${activityId}`)).status, 200);
    ok(stored(activityId)?.deleted);
    equal(
      (await sandbox.call('DELETE', `${activitiesOf(id)}/${activityId}`)).body.error.code,
      'ActivityNotFoundInConversation',
    );
  });

  it('touches nobody else’s messages', async () => {
    const { id } = sandbox.world.post({
      team: operations,
      channel: incidents,
      replyTo: null,
      author: { user: ada },
      contentType: 'text',
      content: 'mine',
    });
    for (const method of ['PUT', 'DELETE']) {
      const { status, body } = await sandbox.call(method, `${activitiesOf(incidents)}/${id}`, {
        type: 'message',
        text: 'x',
      });
      deepEqual([status, body.error.code], [403, 'Forbidden']);
    }
    equal(stored(id)?.content, 'mine');
  });

  describe('text', () => {
    const cases: readonly (readonly [string, string | undefined, string, string])[] = [
      [
        'xml is HTML within the allow-list',
        'xml',
        '<b onclick="x()">a</b><script>y</script> <u>b</u><br>c',
        '<b>a</b> <u>b</u><br>c',
      ],
      [
        'xml can’t fake what only Teams writes',
        'xml',
        '<p><at id="0">Ada</at> <attachment id="1"></attachment></p>',
        '<p>Ada </p>',
      ],
      [
        'xml has headings, tables, rules and underline',
        'xml',
        '<h1>a</h1><table><tr><th>b</th><td onclick="x()">c</td></tr></table><hr><u>d</u>',
        '<h1>a</h1><table><tr><th>b</th><td>c</td></tr></table><hr><u>d</u>',
      ],
      ['xml keeps no dangerous link', 'xml', '<a href="javascript:x()">a</a>', '<a>a</a>'],
      ['plain stays what it is', 'plain', '<b>a</b> & *b*', '<p>&lt;b&gt;a&lt;/b&gt; &amp; *b*</p>'],
      ['markdown is converted', 'markdown', 'a **b** `c`', '<p>a <strong>b</strong> <code>c</code></p>'],
      ['markdown is the default', undefined, '~~a~~', '<p><s>a</s></p>'],
    ];
    for (const [name, textFormat, text, expected] of cases) {
      it(name, async () => {
        const { body } = await sandbox.call('POST', activitiesOf(incidents), { type: 'message', text, textFormat });
        equal(stored(body.id)?.content, expected);
      });
    }
  });

  describe('mentions', () => {
    const benAccount = async () => {
      const { body } = await sandbox.call('GET', `v3/conversations/${encodeURIComponent(incidents)}/members/${ben}`);
      return body.id;
    };
    const say = async (text: string, id: string, spelled: string, textFormat = 'xml') => {
      const entities = [{ type: 'mention', text: spelled, mentioned: { id, name: 'whatever' } }];
      const { body } = await sandbox.call('POST', activitiesOf(incidents), {
        type: 'message',
        text,
        textFormat,
        entities,
      });
      return stored(body.id);
    };

    for (const textFormat of ['xml', 'markdown', 'plain']) {
      it(`name a person by their account, in ${textFormat}`, async () => {
        const message = await say(
          'hi <at>Ben_I_to & co</at>!',
          await benAccount(),
          '<at>Ben_I_to & co</at>',
          textFormat,
        );
        match(message?.content ?? '', /hi <at id="0">Ben_I_to &amp; co<\/at>!/);
        deepEqual(message?.mentions, [
          {
            id: 0,
            mentionText: 'Ben_I_to & co',
            mentioned: { user: { id: ben, displayName: 'Ben Ito', userIdentityType: 'aadUser' } },
          },
        ]);
      });
    }
    it('are read as HTML where the text is', async () => {
      const message = await say('<at>Tom &amp; Co</at>', await benAccount(), '<at>Tom &amp; Co</at>');
      deepEqual(
        [message?.content, message?.mentions[0]?.['mentionText']],
        ['<at id="0">Tom &amp; Co</at>', 'Tom & Co'],
      );
    });
    it('stay text with an Entra object id, which is for cards', async () => {
      equal((await say('<at>Ben</at>', ben, '<at>Ben</at>'))?.mentions.length, 0);
    });
    it('stay text where the text differs from the entity', async () => {
      equal((await say('<at>ben</at>', await benAccount(), '<at>Ben</at>'))?.mentions.length, 0);
    });
    it('stay text where the person is not in the team', async () => {
      const account = await benAccount();
      sandbox.world.removeMember(operations, ben);
      equal((await say('<at>Ben</at>', account, '<at>Ben</at>'))?.mentions.length, 0);
    });
    it('stay text where nobody has that account', async () => {
      const message = await say('hi <at>Zoe</at>', '29:unknown', '<at>Zoe</at>');
      deepEqual([message?.content, message?.mentions], ['hi Zoe', []]);
    });
  });

  it('stores a card as Graph will list it', async () => {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'hi' }] };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
    const { body } = await sandbox.call('POST', activitiesOf(incidents), { type: 'message', attachments });
    const [attachment] = stored(body.id)?.attachments ?? [];
    equal(stored(body.id)?.content, `<attachment id="${attachment?.['id']}"></attachment>`);
    deepEqual(JSON.parse(String(attachment?.['content'])), card);
  });

  it('splits text and card into two messages, and gives no id', async () => {
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } }];
    const { status, body } = await sandbox.call('POST', activitiesOf(incidents), {
      type: 'message',
      text: 'a',
      attachments,
    });
    deepEqual([status, body], [201, {}]);
    equal(sandbox.world.messages(incidents).length, 2);
  });

  it('shows images by their address', async () => {
    const attachments = [{ contentType: 'image/png', contentUrl: 'https://pics.example/a.png', name: 'a "b"' }];
    const { body } = await sandbox.call('POST', activitiesOf(incidents), { type: 'message', attachments });
    equal(stored(body.id)?.content, '<p><img src="https://pics.example/a.png" alt="a &quot;b&quot;"></p>');
  });

  describe('personal chats', () => {
    const open = (id: string, tenantId: string | undefined = sandbox.tenant) =>
      sandbox.call('POST', 'v3/conversations', {
        isGroup: false,
        bot: { id: `28:${sandbox.botId}` },
        members: [{ id }],
        tenantId,
        channelData: {},
      });

    it('are opened for whoever is in a team that has the app, always the same one', async () => {
      const first = await open(ben);
      equal(first.status, 201);
      match(first.body.id, /^a:/);
      equal((await open(ben)).body.id, first.body.id);
    });
    it('show what the bot writes, edits and deletes', async () => {
      const { id } = (await open(ben)).body;
      const one = (await sandbox.call('POST', activitiesOf(id), { type: 'message', text: 'one' })).body.id;
      const two = (await sandbox.call('POST', activitiesOf(id), { type: 'message', text: 'two' })).body.id;
      await sandbox.call('PUT', `${activitiesOf(id)}/${one}`, { type: 'message', text: 'uno' });
      await sandbox.call('DELETE', `${activitiesOf(id)}/${two}`);
      deepEqual(
        sandbox.bot.directView('ben').map(({ author, text, edited, removed }) => [author.kind, text, edited, removed]),
        [
          ['app', 'uno', true, false],
          ['app', '', false, true],
        ],
      );
      deepEqual(
        sandbox.kit.ledger.after(0).map(({ place, kind, text }) => [place, kind, text]),
        [
          ['direct:ben', 'posted', 'one'],
          ['direct:ben', 'posted', 'two'],
          ['direct:ben', 'edited', 'uno'],
          ['direct:ben', 'removed', null],
        ],
      );
      sandbox.bot.reset();
      deepEqual(sandbox.bot.directView('ben'), []);
    });
    it('are refused for people without the app', async () => {
      const { status, body } = await open('d4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204');
      deepEqual([status, body.error.code], [403, 'BotNotInConversationRoster']);
    });
    it('are refused for another tenant, for nobody, and for groups', async () => {
      equal((await open(ben, 'another')).body.error.code, 'BadArgument');
      equal((await open('29:nobody')).body.error.code, 'BadArgument');
      const group = await sandbox.call('POST', 'v3/conversations', {
        isGroup: true,
        members: [{ id: ada }, { id: ben }],
        tenantId: sandbox.tenant,
      });
      equal(group.body.error.code, 'BadSyntax');
    });
  });

  describe('rosters', () => {
    const channel = encodeURIComponent(incidents);
    it('list members with their accounts', async () => {
      const { body } = await sandbox.call('GET', `v3/conversations/${channel}/members`);
      deepEqual(
        (body as unknown as { name: string }[]).map(({ name }) => name),
        ['Ada Nowak', 'Ben Ito', 'Chidi Okafor'],
      );
    });
    it('come in pages', async () => {
      const { body } = await sandbox.call('GET', `v3/conversations/${channel}/pagedmembers?pageSize=50`);
      equal((body['members'] as unknown[]).length, 3);
      equal(body['continuationToken'], undefined);
    });
    it('do not know strangers', async () => {
      const { status, body } = await sandbox.call('GET', `v3/conversations/${channel}/members/29:nobody`);
      deepEqual([status, body.error.code], [404, 'MemberNotFoundInConversation']);
    });
    it('describe the team and its channels', async () => {
      const team = await sandbox.call('GET', `v3/teams/${encodeURIComponent(general)}`);
      deepEqual([team.body['name'], team.body['aadGroupId'], team.body['channelCount']], ['Operations', operations, 3]);
      const channels = await sandbox.call('GET', `v3/teams/${encodeURIComponent(general)}/conversations`);
      deepEqual(
        (channels.body['conversations'] as { name?: string }[]).map(({ name }) => name),
        [undefined, 'Incidents', 'Launch'],
      );
    });
  });

  describe('refusals', () => {
    const big = 'x'.repeat(52_000);
    const mioGeneral = '19:MioGeneral0000000000000000000000000000000001@thread.tacv2';
    const message = { type: 'message', text: 'hi' };
    const cases: readonly (readonly [string, string, string, unknown, number, string])[] = [
      [
        'a channel that does not exist',
        'POST',
        activitiesOf('19:none@thread.tacv2'),
        message,
        404,
        'ConversationNotFound',
      ],
      ['a team without the app', 'POST', activitiesOf(mioGeneral), message, 403, 'BotNotInConversationRoster'],
      [
        'a thread that does not exist',
        'POST',
        activitiesOf(`${incidents};messageid=1`),
        message,
        404,
        'ActivityNotFoundInConversation',
      ],
      ['an edit of nothing', 'PUT', `${activitiesOf(incidents)}/1`, message, 404, 'ActivityNotFoundInConversation'],
      [
        'a message over 100 KB of UTF-16',
        'POST',
        activitiesOf(incidents),
        { ...message, text: big },
        413,
        'MessageSizeTooBig',
      ],
      ['an empty message', 'POST', activitiesOf(incidents), { type: 'message' }, 400, 'BadSyntax'],
      [
        'an unknown kind of activity',
        'POST',
        activitiesOf(incidents),
        { type: 'handoff', text: 'x' },
        400,
        'BadSyntax',
      ],
      ['a body that is no activity', 'POST', activitiesOf(incidents), ['x'], 400, 'BadSyntax'],
      [
        'an unknown kind of attachment',
        'POST',
        activitiesOf(incidents),
        { type: 'message', attachments: [{ contentType: 'text/csv' }] },
        400,
        'BadArgument',
      ],
      ['an unknown team', 'GET', 'v3/teams/19%3Anone', undefined, 404, 'ConversationNotFound'],
    ];
    for (const [what, method, path, body, status, code] of cases) {
      it(what, async () => {
        const answer = await sandbox.call(method, path, body);
        deepEqual([answer.status, answer.body.error.code], [status, code]);
      });
    }
    for (const [what, authorization] of [
      ['no token', ''],
      ['a made-up token', 'Bearer a.b.c'],
    ] as const) {
      it(what, async () => {
        const answer = await sandbox.call('POST', activitiesOf(incidents), message, authorization);
        deepEqual([answer.status, answer.body.error.code], [401, 'Unauthorized']);
        deepEqual(sandbox.world.messages(incidents), []);
      });
    }
    it('everything once the app is removed from the team', async () => {
      const [installation] = sandbox.world.catalog.installations(operations);
      ok(installation);
      sandbox.world.uninstall(installation, ada);
      equal((await createPost('late')).body.error.code, 'BotNotInConversationRoster');
    });
  });
});

describe('the sandbox’s Bot Connector at the published limits', () => {
  let sandbox: BotSandbox;
  beforeEach(async () => {
    sandbox = await startBot({ limits: 1 });
    await sandbox.install();
  });
  afterEach(() => sandbox.close());

  it('takes seven messages a second per conversation, and says how long to wait', async () => {
    const post = (channel: string) =>
      sandbox.call('POST', `v3/conversations/${encodeURIComponent(channel)}/activities`, {
        type: 'message',
        text: 'x',
      });
    for (let n = 0; n < 7; n += 1) equal((await post(incidents)).status, 201);
    const refused = await post(incidents);
    deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    equal((await post(general)).status, 201);
    sandbox.clock.advance(1_000);
    equal((await post(incidents)).status, 201);
  });
});
