/**
 * Mio's Slack connector in a simulated workspace, which was written from Slack's pages and knows nothing of Mio: what
 * one side sends is what the other shows.
 */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createSlackConnector } from '../../../../src/connectors/slack/index.ts';
import type { Connector, Draft, InboundEvent, OpenFile, PostOptions } from '../../../../src/core/connector.ts';
import type { Inline } from '../../../../src/core/content/tree.ts';
import type {
  ConversationId,
  MessageId,
  MessageRef,
  PersonId,
  Place,
  PresentMessage,
} from '../../../../src/core/model.ts';
import { createEgress } from '../../../../src/http/egress.ts';
import { accountsOf, createTestParts, storeConnection } from '../../../support/connector-parts.ts';
import { p } from '../../content/build.ts';
import { fabrikam, type Installed, incidents, openWorld, type SlackWorld } from '../../sandbox/slack/world.ts';
import { noFiles } from './support.ts';

const author = { name: 'Ada Nowak', platform: 'teams', picture: 'https://mio.example/ada.png' } as const;
const bytesOf = (name: string) => Buffer.from(`the bytes of ${name}`);
const eva = 'U0EVA00001' as PersonId;

describe('Slack’s connector in a workspace', () => {
  let world: SlackWorld;
  let mio: Installed;
  let connector: Connector;
  let place: Place;
  let close: () => Promise<void>;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install();
    const egress = createEgress({
      origins: new Map(['https://slack.com', 'https://files.slack.com'].map((origin) => [origin, world.url])),
    });
    const { clock } = world.built.kit;
    const advance = async (ms: number) => {
      await new Promise<void>((resolve) => void setImmediate(resolve));
      clock.advance(ms);
    };
    const parts = createTestParts(egress, {
      now: () => clock.now(),
      after: (ms, action) => clock.after(ms, action),
      advance,
    });
    const settings = {
      clientId: world.app['slackClientId']!,
      clientSecret: world.app['slackClientSecret']!,
      signingSecret: world.app['slackSigningSecret']!,
    };
    connector = createSlackConnector(parts, settings, accountsOf(parts));
    const connection = await storeConnection(parts, {
      id: 'slack-1',
      platform: 'slack',
      account: fabrikam,
      facts: { appId: world.app['slackAppId']!, botId: mio.botId, botUserId: mio.botUser },
      secrets: { token: mio.token },
    });
    place = { connection: connection.id, conversation: incidents as ConversationId };
    close = () => egress.close();
  });
  afterEach(async () => {
    await close();
    await world.close();
  });

  const refOf = (id: string): MessageRef => ({ ...place, message: id.split(':')[1] as MessageId });

  /** What the connector makes of the events that arrived. */
  async function received(type: string, subtype?: string): Promise<readonly InboundEvent[]> {
    const wanted = await world.events(type, subtype);
    const receipts = await Promise.all(
      world.receiver.received
        .filter(({ event }) => wanted.includes(event))
        .map(({ headers, body }) =>
          connector.receive({ route: 'events', query: new URLSearchParams(), headers, body: Buffer.from(body) }),
        ),
    );
    return receipts.flatMap(({ events }) => events ?? []);
  }
  const present = (event: InboundEvent | undefined): PresentMessage => {
    assert.ok(event?.inline?.is === 'present');
    return event.inline;
  };

  async function fetched(ref: MessageRef): Promise<PresentMessage> {
    const state = await connector.fetch(ref, null);
    assert.ok(state?.is === 'present');
    return state;
  }

  const open: PostOptions['open'] = async ({ name }): Promise<OpenFile> => ({
    body: Readable.from([bytesOf(name)]),
    type: 'application/octet-stream',
    size: bytesOf(name).length,
  });

  async function postFiles(names: readonly string[], root: MessageId | null = null) {
    const files = names.map((name, at) => ({ id: String(at), name, link: `https://mio.example/files/${at}` }));
    const [rendered] = connector.renderFiles({ author, content: [], files });
    const posting = connector.post(place, rendered!, { root, key: 'k', open });
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    posting.then(done, done);
    while (!isDone) {
      await new Promise<void>((resolve) => void setImmediate(resolve));
      world.built.kit.clock.advance(50);
    }
    return await posting;
  }

  it('posts files in one message, under the author’s name, and recognises it', async () => {
    const { message } = await postFiles(['plan.txt', 'Grüße & <1>.png']);
    const [shown] = world.slack.view(incidents);
    assert.deepEqual([shown?.message, shown?.author.name], [`${incidents}:${message}`, 'Ada Nowak (Teams)']);
    const contents = await Promise.all(
      (shown?.files ?? []).map(async ({ name, url }) => [name, await (await fetch(url)).text()]),
    );
    assert.deepEqual(
      contents,
      ['plan.txt', 'Grüße & <1>.png'].map((name) => [name, String(bytesOf(name))]),
    );
    const [event] = await received('message', 'file_share');
    assert.deepEqual([event?.by, event?.message], ['us', message]);
    const found = await connector.find(place, null, 0);
    assert.deepEqual(
      found.filter((post) => post.message === message).map(({ text }) => text),
      ['📎 plan.txt\n📎 Grüße & <1>.png'],
    );
  });

  for (const kind of ['error', 'throttle', 'reset-after'] as const) {
    it(`FL-08 shows files once, though their upload failed at first: ${kind}`, async () => {
      world.built.kit.faults.add({ platform: 'slack', kind, route: '/upload/', count: 1 });
      await assert.rejects(postFiles(['plan.txt']), { name: 'DeliveryError', failure: 'busy' });
      world.built.kit.clock.advance(10_000);
      assert.deepEqual(world.slack.view(incidents), []);
      await postFiles(['plan.txt']);
      assert.equal(world.slack.view(incidents).length, 1);
    });
  }

  it('FL-08 knows its files again where the answer to the last step is lost', async () => {
    world.built.kit.faults.add({ platform: 'slack', kind: 'reset-after', route: 'completeUploadExternal', count: 1 });
    const { message } = await postFiles(['plan.txt']);
    assert.deepEqual(
      world.slack.view(incidents).map((shown) => shown.message),
      [`${incidents}:${message}`],
    );
  });

  it('posts files into threads, and takes their bytes back with the message', async () => {
    const root = refOf(await world.act({ as: 'eva', do: 'post', text: 'the plan?' })).message;
    const { message } = await postFiles(['plan.txt'], root);
    const shown = world.slack.view(incidents).find((one) => one.message === `${incidents}:${message}`);
    assert.equal(shown?.root, `${incidents}:${root}`);
    await connector.remove(refOf(`${incidents}:${message}`), root);
    assert.equal(world.slack.view(incidents).length, 1);
    assert.doesNotMatch(await (await fetch(shown!.files[0]!.url)).text(), /bytes/);
  });

  it('opens the files that people share, and follows one that they delete', async () => {
    const file = (name: string, type: string) => ({ name, type, base64: bytesOf(name).toString('base64') });
    const message = await world.act({
      as: 'eva',
      do: 'upload',
      text: 'look',
      files: [file('cat.png', 'image/png'), file('page.html', 'text/html')],
    });
    const [posted] = await received('message', 'file_share');
    const { files = [] } = present(posted);
    assert.deepEqual(
      files.map(({ name, type, size, inline }) => [name, type, size, inline]),
      [
        ['cat.png', 'image/png', bytesOf('cat.png').length, true],
        ['page.html', 'text/html', bytesOf('page.html').length, undefined],
      ],
    );
    for (const one of files) {
      const { body, size } = await connector.open(posted!, null, one);
      assert.deepEqual([size, await buffer(body)], [one.size, bytesOf(one.name)]);
    }
    await world.act({ as: 'eva', do: 'edit', message, data: { deletedFiles: ['cat.png'] } });
    const [edited] = await received('message', 'message_changed');
    assert.deepEqual([edited?.kind, present(edited).files?.map(({ name }) => name)], ['edited', ['page.html']]);
    await assert.rejects(connector.open(posted!, null, files[0]!), { failure: 'gone' });
  });

  it('FL-07 never takes the page to sign in for a file', async () => {
    await world.act({
      as: 'eva',
      do: 'upload',
      files: [{ name: 'cat.png', type: 'image/png', base64: bytesOf('cat.png').toString('base64') }],
    });
    const [posted] = await received('message', 'file_share');
    world.built.kit.faults.add({ platform: 'slack', kind: 'garble', route: '/files-pri/' });
    await assert.rejects(connector.open(posted!, null, present(posted).files![0]!), { failure: 'unauthorized' });
    assert.equal(connector.health(place.connection).state, 'bad_credentials');
    world.built.kit.faults.clear();
    const { body } = await connector.open(posted!, null, present(posted).files![0]!);
    assert.deepEqual(await buffer(body), bytesOf('cat.png'));
    assert.equal(connector.health(place.connection).state, 'connected');
  });

  it('hears of reactions to anybody’s messages, its own among them, and tells who gave which', async () => {
    const draft: Draft = { author, content: [p('hello')] };
    const options = { root: null, key: 'k', open: noFiles };
    const copy = await connector.post(place, connector.render(draft)[0]!, options);
    const message = `${incidents}:${copy.message}`;
    for (const emoji of ['👍', ':shipit:']) await world.act({ as: 'eva', do: 'react', message, emoji });
    await mio.client.reactions.add({ channel: incidents, timestamp: copy.message, name: 'tada' });
    const events = await received('reaction_added');
    assert.deepEqual(
      events.map(({ kind, by, inline, message: on }) => [kind, by, inline, on]),
      [1, 2].map(() => ['reacted', 'unknown', undefined, copy.message]),
    );
    assert.deepEqual((await fetched(refOf(message))).reactions, [
      { emoji: '👍', people: [eva], count: 1 },
      { emoji: ':shipit:', people: [eva], count: 1 },
    ]);
    await world.act({ as: 'eva', do: 'unreact', message, emoji: '👍' });
    assert.deepEqual(
      (await received('reaction_removed')).map(({ kind }) => kind),
      ['reacted'],
    );
    assert.deepEqual(
      (await fetched(refOf(message))).reactions?.map(({ emoji }) => emoji),
      [':shipit:'],
    );
  });

  it('CI-01 mentions whom the tree says, and nobody whom a text says', async () => {
    const person = await connector.byMail(place.connection, 'EVA@fabrikam.example');
    assert.equal(person, eva);
    assert.equal(await connector.mail(place.connection, eva), 'eva@fabrikam.example');
    const content: Inline[] = [
      { type: 'text', text: '@Eva', mention: { of: 'person', id: eva } },
      { type: 'text', text: ' <@U0FARID001> <!channel> @here ' },
      { type: 'text', text: '@everyone', mention: { of: 'everyone' } },
    ];
    const options = { root: null, key: 'k', open: noFiles };
    const copy = await connector.post(place, connector.render({ author, content: [p(...content)] })[0]!, options);
    const [shown] = world.slack.view(incidents);
    assert.deepEqual(shown?.mentions, ['Eva Lindqvist', 'channel']);
    assert.equal(shown?.text, '@Eva Lindqvist <@U0FARID001> <!channel> @here @channel');
    const { content: read } = await fetched(refOf(`${incidents}:${copy.message}`));
    assert.deepEqual(
      read.flatMap((block) => (block.type === 'paragraph' ? block.children : [])).filter((one) => 'mention' in one)
        .length,
      2,
    );
  });
});
