import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import type { TeamsAuthor } from '../../../../sandbox/teams/world.ts';
import type { BotSandbox } from './support.ts';
import { ada, ben, general, incidents, operations, startBot } from './support.ts';

describe('what the sandbox’s Teams tells a bot', () => {
  let sandbox: BotSandbox;
  beforeEach(async () => {
    sandbox = await startBot();
  });
  afterEach(() => sandbox.close());

  const settled = async () => {
    await sandbox.kit.deliver.idle();
    return sandbox.received;
  };
  const only = async () => {
    const [activity, ...more] = await settled();
    ok(activity);
    deepEqual(more, []);
    return activity;
  };
  const botAccount = () => `28:${sandbox.botId}`;

  it('is its install in a team, with the team’s ids, and that it became a member', async () => {
    const manifest = {
      externalId: 'x',
      botId: sandbox.botId,
      displayName: 'Mio',
      version: '1.0.0',
      shortDescription: '',
      description: '',
    };
    sandbox.world.install(sandbox.world.publish(manifest, 'published'), operations, ada);
    const [installed, joined] = await settled();
    equal(installed?.type, 'installationUpdate');
    equal(installed?.['action'], 'add');
    equal(installed?.serviceUrl, 'https://smba.trafficmanager.net/teams/');
    equal(installed?.conversation.id, general);
    equal(installed?.from.aadObjectId, ada);
    equal(installed?.recipient.id, botAccount());
    deepEqual(installed?.channelData, {
      team: { id: general, name: 'Operations', aadGroupId: operations },
      settings: { selectedChannel: { id: general } },
      source: { name: 'message' },
      tenant: { id: sandbox.tenant },
    });
    equal(joined?.type, 'conversationUpdate');
    deepEqual(joined?.['membersAdded'], [{ id: botAccount() }]);
    equal(joined?.channelData['eventType'], 'teamMemberAdded');
  });

  it('is its removal', async () => {
    await sandbox.install();
    const [installation] = sandbox.world.catalog.installations(operations);
    ok(installation);
    sandbox.world.uninstall(installation, ada);
    const [removed, left] = await settled();
    deepEqual([removed?.type, removed?.['action']], ['installationUpdate', 'remove']);
    deepEqual([left?.type, left?.['membersRemoved']], ['conversationUpdate', [{ id: botAccount() }]]);
  });

  it('is nothing of other apps', async () => {
    const manifest = {
      externalId: 'y',
      botId: 'another',
      displayName: 'Poll',
      version: '1.0.0',
      shortDescription: '',
      description: '',
    };
    sandbox.world.install(sandbox.world.publish(manifest, 'published'), operations, ada);
    deepEqual(await settled(), []);
  });

  it('is who joins and leaves a team that has it', async () => {
    await sandbox.install();
    sandbox.world.addMember(operations, 'd4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204');
    const joined = await only();
    deepEqual(
      [joined.type, joined.channelData['eventType'], joined.conversation.id],
      ['conversationUpdate', 'teamMemberAdded', general],
    );
    equal(
      (joined['membersAdded'] as { aadObjectId: string }[])[0]?.aadObjectId,
      'd4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204',
    );
  });

  describe('in a channel', () => {
    beforeEach(() => sandbox.install());

    it('is a mention, with its thread', async () => {
      const { message } = await sandbox.bot.mention('ben', incidents, 'help me\nplease');
      const activity = await only();
      equal(activity.type, 'message');
      equal(activity.id, message);
      equal(activity.text, '<at>Mio</at> help me\nplease');
      equal(activity['textFormat'], 'plain');
      equal(activity.conversation.id, `${incidents};messageid=${message}`);
      deepEqual([activity.conversation.conversationType, activity.conversation.tenantId], ['channel', sandbox.tenant]);
      deepEqual([activity.from.aadObjectId, activity.from.name], [ben, 'Ben Ito']);
      match(activity.from.id, /^29:/);
      deepEqual(
        activity.entities?.find(({ type }) => type === 'mention'),
        {
          type: 'mention',
          mentioned: { id: botAccount(), name: 'Mio' },
          text: '<at>Mio</at>',
        },
      );
      deepEqual(activity.channelData, {
        teamsChannelId: incidents,
        teamsTeamId: general,
        channel: { id: incidents },
        team: { id: general },
        tenant: { id: sandbox.tenant },
      });
    });

    it('is a reaction to a message of its own, and to no other', async () => {
      const post = (author: TeamsAuthor) =>
        sandbox.world.post({
          team: operations,
          channel: incidents,
          replyTo: null,
          author,
          contentType: 'text',
          content: 'x',
        });
      const own = post({ bot: sandbox.botId, name: 'Mio' });
      sandbox.world.react(incidents, post({ user: ada }).id, ben, '👍');
      sandbox.world.react(incidents, own.id, ben, '👍');
      const added = await only();
      deepEqual(
        [added.type, added['replyToId'], added['reactionsAdded'], added.from.aadObjectId],
        ['messageReaction', own.id, [{ type: 'like' }], ben],
      );
      equal(added.conversation.id, `${incidents};messageid=${own.id}`);
      sandbox.world.unreact(incidents, own.id, ben, '👍');
      deepEqual((await settled()).at(-1)?.['reactionsRemoved'], [{ type: 'like' }]);
    });

    it('is a mention in a reply, with the root in its conversation', async () => {
      const root = sandbox.world.post({
        team: operations,
        channel: incidents,
        replyTo: null,
        author: { user: ada },
        contentType: 'text',
        content: 'down',
      });
      const { message } = await sandbox.bot.mention('ben', incidents, 'why?', root.id);
      equal((await only()).conversation.id, `${incidents};messageid=${root.id}`);
      equal(sandbox.world.message(incidents, message)?.replyTo, root.id);
    });

    it('is not what does not mention it', async () => {
      sandbox.world.post({
        team: operations,
        channel: incidents,
        replyTo: null,
        author: { user: ada },
        contentType: 'text',
        content: 'Mio?',
      });
      deepEqual(await settled(), []);
    });

    it('is the edit and the removal of a mention, not a reaction to it', async () => {
      const { message } = await sandbox.bot.mention('ben', incidents, 'help');
      await settled();
      sandbox.received.length = 0;
      const before = sandbox.world.message(incidents, message);
      sandbox.world.react(incidents, message, ada, '👍');
      sandbox.world.edit(incidents, message, {
        contentType: 'html',
        content: '<p><at id="0">Mio</at> status</p>',
        mentions: before?.mentions ?? [],
      });
      sandbox.world.remove(incidents, message);
      const [edited, removed, ...more] = await settled();
      deepEqual(
        [edited?.type, edited?.id, edited?.text, edited?.channelData['eventType']],
        ['messageUpdate', message, '<at>Mio</at> status', 'editMessage'],
      );
      deepEqual(
        [removed?.type, removed?.id, removed?.text, removed?.channelData['eventType']],
        ['messageDelete', message, undefined, 'softDeleteMessage'],
      );
      deepEqual(more, []);
    });

    it('is not possible for somebody outside the team', () =>
      rejects(sandbox.bot.mention('mio-service', incidents, 'help'), { name: 'ActError', code: 'notMember' }));
  });

  it('can’t be mentioned where it is not installed', () =>
    rejects(sandbox.bot.mention('ben', incidents, 'help'), { name: 'ActError', code: 'botNotInstalled' }));

  describe('in a personal chat', () => {
    beforeEach(() => sandbox.install());

    it('is its personal install at the first message, and then messages alone', async () => {
      await sandbox.bot.directMessage('ben', 'hello');
      await sandbox.bot.directMessage('ben', 'again');
      const activities = await settled();
      deepEqual(
        activities.map(({ type, text }) => [type, text]),
        [
          ['installationUpdate', undefined],
          ['conversationUpdate', undefined],
          ['message', 'hello'],
          ['message', 'again'],
        ],
      );
      const [, , message] = activities;
      equal(message?.conversation.conversationType, 'personal');
      match(message?.conversation.id ?? '', /^a:/);
      equal(message?.from.aadObjectId, ben);
      deepEqual(message?.channelData, { tenant: { id: sandbox.tenant } });
    });

    it('is a pressed button, with what it submits', async () => {
      await sandbox.bot.directMessage('ben', 'hello');
      const conversation = (await settled())[1]?.conversation.id ?? '';
      const card = {
        type: 'AdaptiveCard',
        body: [{ type: 'TextBlock', text: 'Sign in?' }],
        actions: [{ type: 'Action.Submit', title: 'Yes' }],
      };
      const { body } = await sandbox.call('POST', `v3/conversations/${encodeURIComponent(conversation)}/activities`, {
        type: 'message',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
      });
      const shown = sandbox.bot.directView('ben').at(-1);
      equal(shown?.text, 'Sign in?\n[Yes]');
      sandbox.received.length = 0;
      await sandbox.bot.press('ben', shown?.message ?? '', { answer: 'yes' });
      const pressed = await only();
      deepEqual(
        [pressed.type, pressed.text, pressed['value'], pressed['replyToId']],
        ['message', undefined, { answer: 'yes' }, body.id],
      );
      equal(pressed.conversation.id, conversation);
    });

    it('is an invoke for Action.Execute, whose answer replaces the card', async () => {
      await sandbox.bot.directMessage('ben', 'hello');
      const conversation = encodeURIComponent((await settled())[1]?.conversation.id ?? '');
      const card = (text: string) => ({
        type: 'AdaptiveCard',
        body: [{ type: 'TextBlock', text }],
        actions: [{ type: 'Action.Execute', title: 'Go', verb: 'go' }],
      });
      await sandbox.call('POST', `v3/conversations/${conversation}/activities`, {
        type: 'message',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card('Before') }],
      });
      const id = sandbox.bot.directView('ben').at(-1)?.message ?? '';
      sandbox.answers.push({
        status: 200,
        body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card('After') },
      });
      await sandbox.bot.press('ben', id, { verb: 'go', data: { step: 1 } });
      const invoke = sandbox.received.at(-1);
      deepEqual([invoke?.type, invoke?.['name']], ['invoke', 'adaptiveCard/action']);
      deepEqual(invoke?.['value'], {
        action: { type: 'Action.Execute', verb: 'go', data: { step: 1 } },
        trigger: 'manual',
      });
      equal(sandbox.bot.directView('ben').at(-1)?.text, 'After\n[Go]');
      sandbox.answers.push({ status: 500 });
      await rejects(sandbox.bot.press('ben', id, { verb: 'go' }), { code: 'invokeFailed' });
    });
  });

  describe('when the bot does not take it', () => {
    beforeEach(() => sandbox.install());

    it('is told once more where the bot failed', async () => {
      sandbox.answers.push({ status: 503 }, { status: 503 });
      const { message } = await sandbox.bot.mention('ben', incidents, 'help');
      await settled();
      sandbox.clock.advance(2_000);
      await settled();
      sandbox.clock.advance(60_000);
      deepEqual(
        (await settled()).map(({ id }) => id),
        [message, message],
      );
    });

    it('is not told again where the bot refused', async () => {
      sandbox.answers.push({ status: 403 });
      await sandbox.bot.mention('ben', incidents, 'help');
      await settled();
      sandbox.clock.advance(60_000);
      equal((await settled()).length, 1);
    });
  });

  it('verifies after the connector’s keys were rolled', async () => {
    await sandbox.install();
    sandbox.kit.faults.add({ platform: 'teams', kind: 'roll-keys' });
    await sandbox.bot.mention('ben', incidents, 'help');
    await only();
  });
});
