import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botbuilder';
import { ConnectorClient } from 'botframework-connector';
import { createAdapter, credentials } from './adapter.ts';
import { type BotSandbox, incidents, startBot } from './support.ts';

describe('the Bot Framework’s own client against the sandbox', () => {
  let sandbox: BotSandbox;
  let connector: ConnectorClient;
  beforeEach(async () => {
    sandbox = await startBot();
    await sandbox.install();
    connector = new ConnectorClient(credentials(sandbox.authorization), { baseUri: `${sandbox.kit.url}/bot/teams` });
  });
  afterEach(() => sandbox.close());

  const message = (text: string) => ({ type: 'message', text });

  it('creates a post, answers in its thread, edits and deletes', async () => {
    const created = await connector.conversations.createConversation({
      isGroup: true,
      channelData: { channel: { id: incidents } },
      activity: message('root'),
    } as Parameters<typeof connector.conversations.createConversation>[0]);
    equal(created.id, `${incidents};messageid=${created.activityId}`);

    const reply = await connector.conversations.replyToActivity(created.id, created.activityId, message('reply'));
    await connector.conversations.updateActivity(created.id, reply.id, message('better'));
    deepEqual(
      sandbox.world.messages(incidents).map(({ content, replyTo }) => [content, replyTo]),
      [
        ['<p>root</p>', null],
        ['<p>better</p>', created.activityId],
      ],
    );
    await connector.conversations.deleteActivity(created.id, reply.id);
    ok(sandbox.world.message(incidents, reply.id)?.deleted);
  });

  it('opens a personal chat, and lists members in pages', async () => {
    const { members } = await connector.conversations.getConversationPagedMembers(incidents);
    deepEqual(
      members.map(({ name }) => name),
      ['Ada Nowak', 'Ben Ito', 'Chidi Okafor'],
    );
    const chat = await connector.conversations.createConversation({
      isGroup: false,
      bot: { id: `28:${sandbox.botId}`, name: 'Mio' },
      members: [{ id: members[1]?.id ?? '', name: '' }],
      tenantId: sandbox.tenant,
      channelData: { tenant: { id: sandbox.tenant } },
    } as Parameters<typeof connector.conversations.createConversation>[0]);
    await connector.conversations.sendToConversation(chat.id, message('hello Ben'));
    equal(sandbox.bot.directView('ben')[0]?.text, 'hello Ben');
  });

  it('understands refusals', () =>
    rejects(connector.conversations.sendToConversation('19:none@thread.tacv2', message('x')), {
      statusCode: 404,
      code: 'ConversationNotFound',
      message: 'Conversation not found.',
    }));

  it('waits as told when it is throttled', async () => {
    sandbox.kit.faults.add({ platform: 'teams', route: 'POST /teams/v3', kind: 'throttle', retryAfter: 0, count: 1 });
    await connector.conversations.sendToConversation(incidents, message('at last'));
    equal(sandbox.world.messages(incidents).length, 1);
  });
});

describe('the Bot Framework’s adapter against the sandbox', () => {
  it('believes its signatures, and answers into the thread at the real service URL', async () => {
    // The adapter reads the machine's clock.
    await using sandbox = await disposable(startBot({ start: Date.now() }));
    await sandbox.install();
    await using metadata = await serve({ jwks_uri: `${sandbox.kit.url}/bot/v1/.well-known/keys` });
    const adapter = createAdapter({ ...sandbox, url: sandbox.kit.url, metadata: metadata.url });

    const { message } = await sandbox.bot.mention('ben', incidents, 'status');
    await sandbox.kit.deliver.idle();
    const activity = received(sandbox);
    await adapter.processActivityDirect(sandbox.signatures.at(-1) ?? '', activity, async (turn) => {
      equal(turn.activity.conversation.id, `${incidents};messageid=${message}`);
      await turn.sendActivity('All is well.');
    });
    const [, answer] = sandbox.world.messages(incidents);
    deepEqual(
      [answer?.content, answer?.replyTo, answer?.author],
      ['<p>All is well.</p>', message, { bot: sandbox.botId, name: 'Mio' }],
    );

    const elsewhere = { ...activity, serviceUrl: 'https://smba.trafficmanager.net/evil/' };
    await rejects(adapter.processActivityDirect(sandbox.signatures.at(-1) ?? '', elsewhere, async () => undefined));
  });
});

const received = (sandbox: BotSandbox) => sandbox.received.at(-1) as unknown as Activity;

async function disposable(starting: Promise<BotSandbox>) {
  const sandbox = await starting;
  return Object.assign(sandbox, { [Symbol.asyncDispose]: () => sandbox.close() });
}

async function serve(document: object) {
  const server = createServer((_, response) => void response.end(JSON.stringify(document)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/openidconfiguration`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
