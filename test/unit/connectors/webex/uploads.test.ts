/** Files on their way into a Webex space: how a draft with files is shown, and what becomes of one that fails. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { parseMultipart } from '../../../../sandbox/kit/multipart.ts';
import type { Draft, DraftFile, OpenFile, PostOptions, Rendered } from '../../../../src/core/connector.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId } from '../../../../src/core/model.ts';
import type { Answer } from '../../../support/platform.ts';
import { p } from '../../content/build.ts';
import { openWebexWorld, type WebexWorld } from './support.ts';

const author: Draft['author'] = { name: 'Ada Nowak', platform: 'teams' };
const fileOf = (id: string, more: Partial<DraftFile> = {}): DraftFile => ({
  id,
  name: `${id}.pdf`,
  type: 'application/pdf',
  size: 4,
  link: `https://mio.example/files/${id}`,
  ...more,
});
const tooLarge = { size: 120_000_000 };
const opened = (text: string, more: Partial<OpenFile> = {}): OpenFile => ({
  body: Readable.from([Buffer.from(text)], { objectMode: false }),
  type: 'application/pdf',
  size: text.length,
  ...more,
});
const item = { id: 'Y2lz-new', roomId: 'Y2lz-room1', personId: 'Y2lz-relay', created: '2026-01-12T09:00:00.000Z' };

let world: WebexWorld;
beforeEach(async () => {
  world = await openWebexWorld(undefined, { deadlineMs: 200 });
});
afterEach(() => world.close());

const texts = (all: readonly Rendered[]) => all.map(({ text }) => text);
const markdownOf = (rendered: Rendered | undefined) => {
  const payload = rendered?.payload as { markdown?: string } | undefined;
  return payload?.markdown;
};

describe('a draft with files, in Webex', () => {
  const render = (draft: Draft) => world.connector.render(draft);
  const renderFiles = (draft: Draft) => world.connector.renderFiles(draft);

  it('is its text, and a message for each file, the later ones with their author', () => {
    const draft = { author, content: [p('see')], files: [fileOf('a'), fileOf('b')] };
    assert.deepEqual(texts(render(draft)), ['see']);
    assert.deepEqual(texts(renderFiles(draft)), ['📎 a.pdf', '📎 b.pdf']);
    assert.deepEqual(renderFiles(draft).map(markdownOf), [undefined, '**Ada Nowak (Teams):**']);
    assert.deepEqual(
      renderFiles(draft).map(({ files }) => files?.map(({ id }) => id)),
      [['a'], ['b']],
    );
  });

  it('without text says with each file who sent it', () => {
    const draft = { author, content: [], files: [fileOf('a'), fileOf('b')] };
    assert.deepEqual(render(draft), []);
    assert.deepEqual(renderFiles(draft).map(markdownOf), ['**Ada Nowak (Teams):**', '**Ada Nowak (Teams):**']);
    assert.match(
      markdownOf(renderFiles(draft)[0]?.instead?.('gone')) ?? '',
      /^\*\*Ada Nowak \(Teams\):\*\*\n\n📎 a\\?\.pdf/,
    );
  });

  it('names those that are too large, with a link', () => {
    const draft = { author, content: [p('see')], files: [fileOf('a'), fileOf('b', tooLarge)] };
    assert.deepEqual(texts(render(draft)), ['see\n📎 b.pdf (120 MB) · Open – too large for Webex']);
    assert.match(markdownOf(render(draft)[0]) ?? '', /\[Open\]\(https:\/\/mio\.example\/files\/b\)/);
    assert.deepEqual(texts(renderFiles(draft)), ['📎 a.pdf']);
  });

  it('says who sent what is too large, and not twice', () => {
    const draft = { author, content: [], files: [fileOf('a', tooLarge), fileOf('b')] };
    assert.match(markdownOf(render(draft)[0]) ?? '', /^\*\*Ada Nowak/);
    assert.deepEqual(renderFiles(draft).map(markdownOf), [undefined]);
  });

  it('looks different when a file is another one, and the same when it is the same', () => {
    const [one, same, other] = ['a', 'a', 'b'].map((id) =>
      JSON.stringify(
        renderFiles({ author, content: [p('see')], files: [fileOf(id, { name: 'plan.pdf' })] })[0]?.payload,
      ),
    );
    assert.equal(one, same);
    assert.notEqual(one, other);
  });

  it('has something to say where a file can’t be had', () => {
    const [file] = renderFiles({ author, content: [p('see')], files: [fileOf('a', { size: 2_400_000 })] });
    const line = file?.instead?.('not_brought');
    assert.equal(line?.text, '📎 a.pdf (2.4 MB) · Open – could not be brought to Webex');
    assert.equal(line?.files, undefined);
  });

  it('without files is what it was', () => {
    assert.deepEqual(texts(render({ author, content: [] })), ['(empty message)']);
    assert.deepEqual(renderFiles({ author, content: [p('see')] }), []);
  });
});

describe('FL-08, Webex', () => {
  const rendered = (more: Partial<DraftFile> = {}) =>
    world.connector.renderFiles({ author, content: [], files: [fileOf('a', more)] })[0] ?? assert.fail();

  const post = (
    open: PostOptions['open'],
    { root = null, file = {} }: { root?: MessageId | null; file?: Partial<DraftFile> } = {},
  ) => world.connector.post(world.place, rendered(file), { root, key: 'delivery-1', open });
  const failing = async (posted: Promise<unknown>): Promise<DeliveryError> => {
    const error = await posted.then(
      () => assert.fail('it was posted'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof DeliveryError, String(error));
    return error;
  };
  /** What Webex was sent: each part by its name. */
  const received = () => {
    const { headers, body = '' } = world.webex.asked[0] ?? {};
    const parts = parseMultipart(String(headers?.['content-type']), Buffer.from(body));
    assert.equal(headers?.['content-length'], String(Buffer.byteLength(body)));
    return parts.map(({ name, filename, type, bytes }) => [name, filename ?? bytes.toString(), type]);
  };

  it('a file goes with its author, into its thread, under its name', async () => {
    world.webex.respond(() => ({ json: item }));
    const file = { name: 'Žluťoučký "kůň".pdf' };
    const posted = await post(async () => opened('%PDF'), { root: 'Y2lz-root' as MessageId, file });
    assert.deepEqual(posted, { message: 'Y2lz-new', at: Date.parse(item.created) });
    assert.deepEqual(received(), [
      ['roomId', 'Y2lz-room1', undefined],
      ['parentId', 'Y2lz-root', undefined],
      ['markdown', '**Ada Nowak (Teams):**', undefined],
      ['files', file.name, 'application/pdf'],
    ]);
    assert.match(world.webex.asked[0]?.body ?? '', /\r\n\r\n%PDF\r\n--[0-9a-f]{48}--\r\n$/);
  });

  it('a media type that is none does not reach the form', async () => {
    world.webex.respond(() => ({ json: item }));
    await post(async () => opened('%PDF', { type: 'text/html\r\nx: y' }));
    assert.deepEqual(received().at(-1), ['files', 'a.pdf', 'application/octet-stream']);
  });

  it('401: is sent once more with a new token, from its beginning', async () => {
    const contents = ['first', 'again'];
    world.webex.respond(({ path, headers }) => {
      if (path !== '/v1/messages')
        return { json: { access_token: 'access-2', refresh_token: 'refresh-1', expires_in: 1209599 } };
      return headers['authorization'] === 'Bearer access-2' ? { json: item } : { status: 401 };
    });
    await post(async () => opened(contents.shift() ?? ''));
    assert.match(world.webex.asked.at(-1)?.body ?? '', /again/);
    assert.equal(world.webex.asked.length, 3);
  });

  const answers: readonly [why: string, answer: Answer, expected: string][] = [
    ['400', { status: 400 }, 'refused 400'],
    ['403', { status: 403 }, 'refused not_allowed'],
    ['413', { status: 413 }, 'refused too_large'],
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 'busy 429'],
    ['500 after the full body', { status: 500 }, 'doubt 500'],
    ['silence after the full body', 'silence', 'doubt deadline'],
    ['a cut after the full body', 'cut', 'doubt cut'],
    ['an answer that can’t be read', { body: '<html>' }, 'doubt unreadable_answer'],
  ];
  for (const [why, answer, expected] of answers) {
    it(`${why}: ${expected}, and not sent twice`, async () => {
      world.webex.respond(() => answer);
      const file = opened('%PDF');
      const error = await failing(post(async () => file));
      assert.equal(`${error.failure} ${error.code}`, expected);
      assert.equal(world.webex.asked.length, 1);
      assert.ok(file.body.destroyed, 'nothing of the file stays open');
    });
  }

  const files: readonly [why: string, open: () => Promise<OpenFile>, expected: string][] = [
    ['no longer there', () => Promise.reject(gone('gone')), 'gone x'],
    ['not to be had now', () => Promise.reject(gone('busy')), 'busy x'],
    ['on a platform that no longer lets Mio in', () => Promise.reject(gone('unauthorized')), 'unauthorized x'],
    ['larger than anybody said', async () => opened('%PDF', { size: 104_857_601 }), 'refused too_large'],
    ['of unknown size', async () => opened('%PDF', { size: undefined }), 'refused unknown_size'],
    ['shorter than was said', async () => opened('%PDF', { size: 5 }), 'refused broken_file'],
    ['longer than was said', async () => opened('%PDF', { size: 3 }), 'refused broken_file'],
    ['broken on its way', async () => opened('', { body: breaking(), size: 2 ** 20 }), 'busy broken_file'],
  ];
  for (const [why, open, expected] of files) {
    it(`a file that is ${why}: ${expected}, which says nothing about Webex`, async () => {
      world.webex.respond(() => ({ json: item }));
      const error = await failing(post(open));
      assert.equal(`${error.failure} ${error.code}`, expected);
      assert.deepEqual(world.webex.asked, [], 'Webex never had a whole request');
      assert.equal(world.connector.health(world.connection.id).state, 'connected');
    });
  }

  it('a post in doubt is found by the names of its files', async () => {
    const header = { 'content-disposition': 'attachment; filename="a.pdf"', 'content-type': 'application/pdf' };
    const contents = ['https://webexapis.com/v1/contents/Y2lz-c1'];
    const html = '<p><strong>Ada Nowak (Teams):</strong></p>';
    const mine = { ...item, html, text: 'Ada Nowak (Teams):', files: contents };
    const { html: _, text: __, ...bare } = { ...mine, id: 'Y2lz-second' };
    world.webex.respond(({ method }) => (method === 'HEAD' ? { headers: header } : { json: { items: [bare, mine] } }));
    const found = await world.connector.find(world.place, null, 0);
    assert.deepEqual(
      found.map(({ message, text }) => [message, text]),
      [
        ['Y2lz-second', rendered().text],
        ['Y2lz-new', rendered().text],
      ],
    );
  });
});

const gone = (failure: DeliveryError['failure']) => new DeliveryError(failure, 'x', { operation: 'slack open' });

/** Half of it comes, and then an end that is none. */
function breaking(): Readable {
  let pieces = 0;
  return new Readable({
    read() {
      pieces += 1;
      if (pieces < 3) this.push(Buffer.alloc(1024));
      else this.destroy(new Error('the connection broke'));
    },
  });
}
