/** "Format your bot messages": pictures whose bytes come along, in a reply, within what a request can hold. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { BotSandbox } from './support.ts';
import { incidents, startBot } from './support.ts';

describe('images that a bot sends as data', () => {
  let sandbox: BotSandbox;
  beforeEach(async () => {
    sandbox = await startBot();
    await sandbox.install();
  });
  afterEach(() => sandbox.close());

  const activitiesOf = (conversation: string) => `v3/conversations/${encodeURIComponent(conversation)}/activities`;
  const start = (activity: object) =>
    sandbox.call('POST', 'v3/conversations', {
      isGroup: true,
      channelData: { channel: { id: incidents } },
      activity,
    });
  const stored = (id: string) => sandbox.world.message(incidents, id);

  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const image = (contentUrl: string, contentType = 'image/png') => ({
    type: 'message',
    attachments: [{ contentType, contentUrl, name: 'shot.png' }],
  });
  const answer = async (activity: object) => {
    const root = (await start({ type: 'message', text: 'root' })).body;
    return sandbox.call('POST', activitiesOf(root.id), activity);
  };

  it('are kept, and have an address of Graph', async () => {
    const { status, body } = await answer(image(`data:image/png;base64,${png}`));
    equal(status, 201);
    const message = stored(body.id);
    match(message?.content ?? '', /^<p><img src="https:\/\/graph\.microsoft\.com\/[^"]+\$value" alt="shot.png"><\/p>$/);
    equal(sandbox.world.files.bytes(message?.hosted[0]?.key ?? '').toString('base64'), png);
  });
  it('are a message of their own beside text, and no id comes back', async () => {
    const { body } = await answer({ ...image(`data:image/png;base64,${png}`), text: 'see' });
    deepEqual(body, {});
    equal(sandbox.world.messages(incidents).length, 3);
  });

  const refused: readonly [what: string, activity: object, code: string][] = [
    ['another type than they say', image(`data:image/png;base64,${png}`, 'image/gif'), 'BadArgument'],
    ['no picture inside', image('data:image/png;base64,PGh0bWw+'), 'BadArgument'],
    ['a vector graphic', image('data:image/svg+xml;base64,PHN2Zz4=', 'image/svg+xml'), 'BadArgument'],
    ['an address without TLS', image('http://pics.example/a.png'), 'BadArgument'],
    ['more than 256 KB', image(`data:image/png;base64,${png}${'A'.repeat(256 * 1024)}`), 'MessageSizeTooBig'],
  ];
  for (const [what, activity, code] of refused) {
    it(`are refused: ${what}`, async () => equal((await answer(activity)).body.error.code, code));
  }
  it('are refused in the first message of a thread', async () => {
    equal((await start(image(`data:image/png;base64,${png}`))).status, 400);
  });
});
