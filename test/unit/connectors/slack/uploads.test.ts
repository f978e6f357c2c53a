/** Files on their way into Slack: three steps, of which the last shows them. Over real HTTP, with Slack scripted. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Draft, DraftFile, OpenFile, PostOptions } from '../../../../src/core/connector.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId } from '../../../../src/core/model.ts';
import { EgressError } from '../../../../src/core/ports.ts';
import type { Answer, Asked } from '../../../support/platform.ts';
import { p } from '../../content/build.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

const ts = '1712345999.000300';
const root = '1712345678.000100' as MessageId;
const fileOf = (id: string, name: string, size?: number): DraftFile => ({
  id,
  name,
  ...(size !== undefined && { size }),
  link: `https://mio.example/files/${id}`,
});
const contents: Record<string, string> = { one: 'first', two: 'the second' };
const one = fileOf('one', 'plan.pdf', 5);
const two = fileOf('two', 'cat <1>.png');
const gibibyte = 1024 ** 3;
const author = { name: 'Ada Nowak', platform: 'teams' } as const;
const draft = (files: readonly DraftFile[], content: Draft['content'] = []): Draft => ({ author, content, files });
const no = (error: string): Answer => ({ json: { ok: false, error } });

describe('the files of a draft, rendered for Slack', () => {
  let world: SlackWorld;
  before(async () => {
    world = await openSlackWorld();
  });
  after(() => world.close());
  const rendered = (given: Draft) => ({
    texts: world.connector.render(given).map(({ text }) => text),
    files: world.connector.renderFiles(given).map(({ text, instead }) => [text, instead?.('gone').text]),
  });

  it('are one message below the text, with lines for the case that they can’t be had', () => {
    assert.deepEqual(rendered(draft([one, two], [p('see')])), {
      texts: ['see'],
      files: [
        [
          '📎 plan.pdf\n📎 cat <1>.png',
          '📎 plan.pdf (5 bytes) · Open – removed where it came from\n📎 cat <1>.png · Open – removed where it came from',
        ],
      ],
    });
  });

  it('are the whole message where there is no text', () => {
    assert.deepEqual(rendered(draft([one])), {
      texts: [],
      files: [['📎 plan.pdf', '📎 plan.pdf (5 bytes) · Open – removed where it came from']],
    });
  });

  it('are lines where Slack takes none of that size', () => {
    const empty = fileOf('three', 'empty.txt', 0);
    const huge = fileOf('four', 'huge.iso', gibibyte + 1);
    assert.deepEqual(rendered(draft([empty, huge])), {
      texts: [
        '📎 empty.txt (0 bytes) · Open – Slack takes no empty files\n📎 huge.iso (1.1 GB) · Open – too large for Slack',
      ],
      files: [],
    });
    assert.deepEqual(rendered(draft([huge, fileOf('five', 'large.iso', gibibyte)], [p('see')])).files.length, 1);
  });

  it('look the same as long as they are the same, and say who sent them', () => {
    const [first] = world.connector.renderFiles(draft([one]));
    const [again] = world.connector.renderFiles(
      draft([{ ...one, link: 'https://mio.example/files/other' }], [p('edited')]),
    );
    assert.deepEqual(first?.payload, { files: [{ id: 'one', name: 'plan.pdf' }], username: 'Ada Nowak (Teams)' });
    assert.deepEqual(again?.payload, first?.payload);
  });

  it('are nothing where there are none', () =>
    assert.deepEqual(rendered(draft([], [p('a')])), { texts: ['a'], files: [] }));
});

describe('a message of files, posted to Slack', () => {
  let world: SlackWorld;
  before(async () => {
    world = await openSlackWorld();
  });
  after(() => world.close());

  const asked = (path: string) => world.slack.asked.filter((request) => request.path === path);
  const uploads = () => world.slack.asked.filter(({ path }) => path.startsWith('/upload/'));
  const shown = () => asked('/api/files.completeUploadExternal');

  /** Slack as it is when all goes well, but for what `otherwise` says. */
  function slackDoes(otherwise: (request: Asked) => Answer | undefined = () => undefined, looks = 1): void {
    world.slack.respond((request) => {
      const different = otherwise(request);
      if (different) return different;
      const count = asked('/api/files.getUploadURLExternal').length;
      switch (request.path) {
        case '/api/files.getUploadURLExternal':
          return {
            json: { ok: true, upload_url: `https://files.slack.com/upload/v1/${count}`, file_id: `F0NEW${count}` },
          };
        case '/api/files.completeUploadExternal':
          return { json: { ok: true, files: [] } };
        case '/api/files.info':
          return {
            json: {
              ok: true,
              file: {
                id: 'F0NEW1',
                shares: asked(request.path).length < looks ? {} : { private: { C0GENERAL: [{ ts }] } },
              },
            },
          };
        default:
          return { body: `OK - ${request.body.length}` };
      }
    });
  }

  const opened: string[] = [];
  const opening: PostOptions['open'] = async ({ id }): Promise<OpenFile> => {
    opened.push(id);
    const said = contents[id];
    if (said === undefined) throw new DeliveryError('gone', 'file_deleted', { operation: 'open' });
    return { body: Readable.from([Buffer.from(said)]), type: 'application/pdf', size: said.length };
  };
  beforeEach(() => {
    opened.length = 0;
  });

  const post = (files: readonly DraftFile[], open = opening, thread: MessageId | null = null) => {
    const [message] = world.connector.renderFiles(draft(files));
    return world.meanwhile(world.connector.post(world.place, message!, { root: thread, key: 'k', open }));
  };
  const failed = async (posting: Promise<unknown>) => {
    const error = await posting.then(
      () => assert.fail('it was posted'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof DeliveryError, String(error));
    return error;
  };

  it('goes up file by file, with exact lengths, and is shown once under the author’s name', async () => {
    slackDoes();
    assert.deepEqual(await post([one, two]), { message: ts, at: 1712345999000 });
    const forms = asked('/api/files.getUploadURLExternal').map(({ body }) =>
      Object.fromEntries(new URLSearchParams(body)),
    );
    assert.deepEqual(forms, [
      { filename: 'plan.pdf', length: '5' },
      { filename: 'cat <1>.png', length: '10' },
    ]);
    assert.deepEqual(
      uploads().map(({ path, body, headers }) => [path, body, headers['content-length'], headers['authorization']]),
      [
        ['/upload/v1/1', 'first', '5', undefined],
        ['/upload/v1/2', 'the second', '10', undefined],
      ],
    );
    assert.deepEqual(
      shown().map(({ body }) => JSON.parse(body)),
      [
        {
          files: [
            { id: 'F0NEW1', title: 'plan.pdf' },
            { id: 'F0NEW2', title: 'cat <1>.png' },
          ],
          channel_id: 'C0GENERAL',
          username: 'Ada Nowak (Teams)',
        },
      ],
    );
  });

  it('stands in the thread where its message does', async () => {
    slackDoes();
    await post([one], opening, root);
    assert.equal((JSON.parse(shown()[0]?.body ?? '') as Record<string, unknown>)['thread_ts'], root);
  });

  it('is found though it appears late, and is in doubt where it does not appear', async () => {
    slackDoes(undefined, 4);
    assert.equal((await post([one])).message, ts);
    slackDoes(undefined, 99);
    assert.equal((await failed(post([one]))).failure, 'doubt');
    assert.equal(asked('/api/files.info').length, 4);
    assert.equal(shown().length, 1);
  });

  it('is found though the answer was lost', async () => {
    slackDoes(({ path }) => (path.includes('complete') ? 'cut' : undefined));
    assert.equal((await post([one])).message, ts);
    assert.equal(shown().length, 1);
  });

  it('holds what can be had, and a line for what can’t', async () => {
    slackDoes();
    const { lacks } = await post([fileOf('none', 'lost.pdf', 7), one]);
    assert.equal(lacks, 'not_brought');
    const { files, blocks } = JSON.parse(shown()[0]?.body ?? '') as { files: unknown; blocks: unknown };
    assert.deepEqual(files, [{ id: 'F0NEW1', title: 'plan.pdf' }]);
    assert.match(JSON.stringify(blocks), /📎 lost\.pdf \(7 bytes\).*https:\/\/mio\.example\/files\/none/);
  });

  it('says of several that it lacks what may still come', async () => {
    slackDoes();
    const open: PostOptions['open'] = async (file) => {
      if (file.id === 'one') return await opening(file);
      throw new DeliveryError('refused', 'no', { operation: 'open', file: file.id === 'two' ? 'gone' : 'unscanned' });
    };
    assert.equal((await post([two, one, fileOf('three', 'c.pdf')], open)).lacks, 'unscanned');
    assert.equal((await post([one], open)).lacks, undefined);
    assert.match(shown()[0]?.body ?? '', /cat <1>\.png.* – removed where it came from.*c\.pdf.* – held until/);
  });

  describe('fails as its steps fail', () => {
    const refusals = [
      'file_type_not_allowed',
      'file_upload_size_restricted',
      'storage_limit_reached',
      'file_uploads_disabled',
      'missing_scope',
    ];
    for (const code of refusals) {
      it(`refused: ${code}`, async () => {
        slackDoes(({ path }) => (path.includes('getUploadURL') ? no(code) : undefined));
        const error = await failed(post([one]));
        assert.deepEqual([error.failure, error.code, uploads().length, shown().length], ['refused', code, 0, 0]);
      });
    }

    it('refused: a size that its source does not tell', async () => {
      slackDoes();
      const unsized: PostOptions['open'] = async (file) => ({ ...(await opening(file)), size: undefined });
      assert.equal((await failed(post([one], unsized))).failure, 'refused');
      assert.equal(world.slack.asked.length, 0);
    });

    it('gone: a file that is not there any more', async () => {
      slackDoes();
      assert.equal((await failed(post([fileOf('none', 'lost.pdf')]))).failure, 'gone');
    });

    it('busy: a source that is', async () => {
      slackDoes();
      const busy: PostOptions['open'] = async () => {
        throw new DeliveryError('busy', 'http_503', { operation: 'open' });
      };
      assert.equal((await failed(post([one], busy))).failure, 'busy');
    });

    it('busy: a source that breaks off', async () => {
      slackDoes();
      const breaking: PostOptions['open'] = async () => {
        const parts = ['fi'];
        const body = new Readable({
          read() {
            const part = parts.pop();
            if (part === undefined) body.destroy(new EgressError('cut', true, 'the source broke off'));
            else body.push(part);
          },
        });
        return { body, type: 'text/plain', size: 5 };
      };
      assert.equal((await failed(post([one], breaking))).failure, 'busy');
      assert.equal(shown().length, 0);
    });

    it('busy: an address that is none of Slack’s', async () => {
      slackDoes(({ path }) =>
        path.includes('getUploadURL')
          ? { json: { ok: true, upload_url: 'https://files.slack.com.evil.example/u', file_id: 'F0X' } }
          : undefined,
      );
      assert.equal((await failed(post([one]))).failure, 'busy');
    });

    const targets: readonly [why: string, answer: Answer, failure: string, retryAfterMs?: number][] = [
      ['401', { status: 401, body: '' }, 'busy'],
      ['413', { status: 413, body: '' }, 'refused'],
      ['429', { status: 429, headers: { 'retry-after': '7' }, body: '' }, 'busy', 7_000],
      ['500', { status: 500, body: 'sorry' }, 'busy'],
      ['400, another length', { status: 400, body: 'Incorrect file size' }, 'refused'],
      ['200 without a yes', { body: '<html>' }, 'busy'],
      ['no answer', 'cut', 'busy'],
    ];
    for (const [why, answer, failure, retryAfterMs] of targets) {
      it(`FL-08 ${failure} where the upload is answered, after its last byte, by ${why}; nothing is shown, and another try shows it once`, async () => {
        slackDoes(({ path }) => (path.startsWith('/upload/') ? answer : undefined));
        const error = await failed(post([one]));
        assert.equal(error.failure, failure);
        if (retryAfterMs !== undefined) assert.equal(error.retryAfterMs, retryAfterMs);
        assert.deepEqual([uploads().length, uploads()[0]?.body, shown().length], [1, 'first', 0]);
        assert.equal(world.connector.health(world.connection.id).state, 'connected');
        slackDoes();
        assert.equal((await post([one])).message, ts);
        assert.deepEqual([uploads().length, shown().length], [1, 1]);
      });
    }

    it('refused, at the last step, where Mio is not in the channel', async () => {
      slackDoes(({ path }) => (path.includes('complete') ? no('not_in_channel') : undefined));
      assert.equal((await failed(post([one]))).failure, 'refused');
      assert.equal(asked('/api/files.info').length, 0);
    });
  });

  it('is found again by the names of its files', async () => {
    const files = [
      { id: 'F0NEW1', name: 'plan.pdf', mode: 'hosted' },
      { id: 'F0NEW2', name: 'cat <1>.png', mode: 'hosted' },
    ];
    const message = {
      type: 'message',
      subtype: 'file_share',
      bot_id: 'B0RELAY01',
      username: 'Ada',
      text: '',
      ts,
      files,
    };
    world.slack.respond(() => ({ json: { ok: true, messages: [message] } }));
    assert.deepEqual(await world.connector.find(world.place, null, 0), [
      {
        message: ts,
        root: null,
        at: 1712345999000,
        text: world.connector.renderFiles(draft([one, two]))[0]?.text,
        holdsFiles: true,
      },
    ]);
  });
});
