/** Files that people's own accounts, or the service user's, put into a simulated channel; and what goes wrong with them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DraftFile, OpenFile, PostOptions, Rendered } from '../../../../src/core/connector.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId, PersonId } from '../../../../src/core/model.ts';
import { EgressError } from '../../../../src/core/ports.ts';
import { speakerOf } from '../../../support/sign-in-world.ts';
import { p } from '../../content/build.ts';
import { type LiveTeams, openLiveTeams } from './support/live.ts';
import { linkAccount, setFidelity } from './support/live-accounts.ts';

const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701' as PersonId;
const service = 'd4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204' as PersonId;
const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902' as PersonId;
const speaker = speakerOf('ada');
const author = { name: 'Eva', platform: 'slack' } as const;
const drives = '/drives/';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly parentReference: { readonly driveId: string };
}

let keys = 0;
function newKey(): string {
  keys += 1;
  return `key-of-delivery-${String(keys).padStart(6, '0')}`;
}

const fileOf = (name: string, size?: number): DraftFile => ({
  id: name,
  name,
  type: 'application/octet-stream',
  ...(size !== undefined && { size }),
  link: 'https://mio.example/files/x',
});
const sourceOf = (bytes: Buffer, size: number | undefined = bytes.length): OpenFile => ({
  body: Readable.from(inPieces(bytes)),
  type: 'application/octet-stream',
  size,
});
function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}

describe('files in a simulated channel', () => {
  let live: LiveTeams;
  before(async function () {
    this.timeout(60_000);
    // An account posts once a second.
    live = await openLiveTeams({ speed: 30 });
    await linkAccount(live, 'ada@contoso.example');
  });
  afterEach(() => live.sandbox.faults.clear());
  after(() => live?.close());

  const render = (file: DraftFile, uploader: PersonId): Rendered =>
    live.teams.renderFiles({ author, content: [], files: [file], uploader })[0]!;
  const post = (rendered: Rendered, open: PostOptions['open'], key = newKey(), root: MessageId | null = null) =>
    live.teams.post(live.place, rendered, { root, key, open });
  const postBytes = (name: string, bytes: Buffer, uploader = ada, key = newKey()) =>
    post(render(fileOf(name, bytes.length), uploader), () => Promise.resolve(sourceOf(bytes)), key);
  const ref = ({ message }: { message: string }) => live.ref(message);
  const seen = ({ message }: { message: string }) =>
    live.view().find((one) => message === one.message || message.endsWith(`/${one.message}`));
  const shown = async (posted: { message: string }): Promise<Buffer> =>
    Buffer.from(await (await fetch(seen(posted)?.files[0]?.url ?? '')).arrayBuffer());
  const strike = (route: string, kind: 'error' | 'reset-after' | 'throttle', count = 1) =>
    live.sandbox.faults.add({ platform: 'teams', route, kind, count });

  it('are messages of whoever put them there, which people open as any other file', async () => {
    const posted = await postBytes('plan.txt', Buffer.from('the plan'));
    assert.equal(seen(posted)?.author.name, 'Ada Nowak');
    assert.deepEqual(
      seen(posted)?.files.map(({ name, type, size }) => [name, type, size]),
      [['plan.txt', 'text/plain', 8]],
    );
    assert.equal((await shown(posted)).toString(), 'the plan');
    const { files = [], author: writer } = await live.present(posted.message);
    assert.deepEqual([files.map(({ name }) => name), writer.id, writer.kind], [['plan.txt'], ada, 'person']);
  });

  it('stand in the thread that they answer', async () => {
    const root = await live.act({ as: 'ben', do: 'post', text: 'root' });
    const open = () => Promise.resolve(sourceOf(Buffer.from('x')));
    const posted = await post(render(fileOf('x.bin', 1), ada), open, newKey(), root as MessageId);
    assert.deepEqual([posted.message.split('/')[0], seen(posted)?.root], [root, root]);
  });

  const sizes: readonly [what: string, size: number][] = [
    ['nothing at all', 0],
    ['a byte less than a piece', 12 * 320 * 1024 - 1],
    ['exactly a piece', 12 * 320 * 1024],
    ['a byte more', 12 * 320 * 1024 + 1],
    ['two pieces and something', 25 * 320 * 1024 + 99],
  ];
  for (const [what, size] of sizes) {
    it(`arrive whole that are ${what}`, async () => {
      const bytes = randomBytes(size);
      const posted = await postBytes('a.bin', bytes);
      assert.ok((await shown(posted)).equals(bytes));
    });
  }

  it('whose size nobody knows arrive where they are small', async () => {
    const open = (bytes: Buffer) => () => Promise.resolve({ ...sourceOf(bytes), size: undefined });
    const posted = await post(render(fileOf('small.bin'), ada), open(Buffer.from('small')));
    assert.equal((await shown(posted)).toString(), 'small');
    const large = post(render(fileOf('large.bin'), ada), open(Buffer.alloc(5_000_000)));
    await assert.rejects(large, { failure: 'refused', code: 'size_unknown' });
  });

  it('FL-08 go on in the middle where a piece was not taken, or its answer was lost', async () => {
    const bytes = randomBytes(30 * 320 * 1024);
    strike('PUT /_api', 'reset-after');
    strike('PUT /_api', 'throttle');
    const posted = await postBytes('cut.bin', bytes);
    assert.ok((await shown(posted)).equals(bytes));
  });

  it('FL-08 are one file however often it takes', async () => {
    const key = newKey();
    const bytes = Buffer.from('once');
    const attempt = () => postBytes('once.txt', bytes, ada, key);
    for (const route of ['/children', '/content', '/messages']) {
      strike(`POST /v1.0${drives}`, 'reset-after');
      strike(route, 'error');
      await assert.rejects(attempt(), (error) => error instanceof DeliveryError && error.failure !== 'refused', route);
      live.sandbox.faults.clear();
    }
    const posted = await attempt();
    assert.deepEqual(live.view().flatMap(({ files }) => files.filter(({ name }) => name.startsWith('once'))).length, 1);
    assert.equal((await shown(posted)).toString(), 'once');
  });

  it('that were posted though nobody heard it are found by their delivery', async () => {
    const key = newKey();
    const since = Date.now() - 60_000;
    strike('POST /v1.0/teams', 'reset-after');
    await assert.rejects(postBytes('lost.txt', Buffer.from('x'), ada, key), { failure: 'doubt' });
    const found = await live.teams.find(live.place, null, since);
    const [post] = found.filter((one) => one.key === key);
    assert.deepEqual(
      seen(post!)?.files.map(({ name }) => name),
      ['lost.txt'],
    );
  });

  it('that people attach themselves are no posts of Mio’s', async () => {
    const file = { name: 'own.txt', type: 'text/plain', base64: 'eA==' };
    const id = await live.act({ as: 'ada', do: 'upload', files: [file] });
    const found = await live.teams.find(live.place, null, Date.now() - 60_000);
    assert.ok(!found.some(({ message }) => message === id));
  });

  it('go with their message, more than once', async () => {
    const posted = await postBytes('wrong.txt', Buffer.from('wrong'));
    const url = seen(posted)?.files[0]?.url ?? '';
    await live.teams.remove(ref(posted), null);
    assert.deepEqual([seen(posted)?.removed, (await fetch(url)).status], [true, 404]);
    await live.teams.remove(ref(posted), null);
  });

  it('of people stay though the bot is asked to remove their messages', async () => {
    const id = await live.act({ as: 'ada', do: 'post', text: 'mine' });
    await assert.rejects(live.teams.remove(live.ref(id), null), { failure: 'refused' });
    assert.equal(seen({ message: id })?.removed, false);
  });

  it('are not left behind where their source has none', async () => {
    const key = newKey();
    const spent = new DeliveryError('gone', 'file_deleted', { operation: 'open file' });
    await assert.rejects(
      post(render(fileOf('gone.txt', 1), ada), () => Promise.reject(spent), key),
      spent,
    );
    const broken = async function* () {
      yield Buffer.from('x');
      throw new EgressError('cut', true, 'cut');
    };
    const source = { ...sourceOf(Buffer.alloc(0), 9), body: Readable.from(broken()) };
    const cut = post(render(fileOf('cut.txt', 9), ada), () => Promise.resolve(source), key);
    await assert.rejects(cut, { failure: 'busy', file: 'source_busy' });
    assert.ok(!(await deliveries()).includes(key));
  });

  /** The folders in which Mio keeps files there, one for each delivery. */
  async function deliveries(): Promise<readonly string[]> {
    const read = <Answer>(path: string) =>
      live.teams.people.graph.read<Answer>(speaker, { path, stage: 'accountSync', operation: 'look' });
    const [team, channel] = live.place.conversation.split('/');
    const root = await read<Item>(`/teams/${team}/channels/${channel}/filesFolder`);
    const below = async ({ id }: Item) =>
      (await read<{ value: readonly Item[] }>(`/drives/${root.parentReference.driveId}/items/${id}/children`)).value;
    const home = (await below(root)).find(({ name }) => name === 'Mio');
    return (await below(home!)).map(({ name }) => name);
  }

  describe('are put there', () => {
    const uploader = (own?: PersonId) => live.teams.uploader!(live.place, own);
    afterEach(() => setFidelity(live, false));

    it('by their author’s own account, by the service user where it may, and by nobody else', async () => {
      assert.deepEqual([uploader(ada), uploader(ben), uploader()], [ada, undefined, undefined]);
      await setFidelity(live, true);
      assert.deepEqual([uploader(ada), uploader(ben), uploader()], [ada, service, service]);
    });

    it('by the service user, and taken away by it though it may not put any more', async () => {
      await setFidelity(live, true);
      const posted = await postBytes('by-service.txt', Buffer.from('x'), service);
      assert.equal(seen(posted)?.author.name, 'Mio Service');
      await setFidelity(live, false);
      await assert.rejects(postBytes('more.txt', Buffer.from('x'), service), { failure: 'refused' });
      await live.teams.remove(ref(posted), null);
      assert.equal(seen(posted)?.removed, true);
    });

    it('by nobody whose stage is not recorded, whatever their token may', async () => {
      await live.teams.people.signedIn.leave(speaker, 'accountSync');
      assert.equal(uploader(ada), undefined);
      await assert.rejects(postBytes('x.txt', Buffer.from('x')), { failure: 'refused', code: 'no_uploader' });
      const vote = { person: ada, emoji: '👍', on: true };
      const id = await live.act({ as: 'ben', do: 'post', text: 'x' });
      await assert.rejects(live.teams.react!(live.ref(id), null, vote), { failure: 'unauthorized' });
      await linkAccount(live, 'ada@contoso.example');
      assert.equal(uploader(ada), ada);
    });

    it('by nobody whose sign-in Microsoft ended, which is remembered', async () => {
      live.sandbox.faults.add({ platform: 'entra', kind: 'revoke', person: 'ada@contoso.example' });
      live.sandbox.faults.add({ platform: 'entra', kind: 'expire', person: 'ada@contoso.example' });
      await assert.rejects(postBytes('x.txt', Buffer.from('x')), { failure: 'refused' });
      assert.equal(uploader(ada), undefined);
      assert.equal((await live.teams.people.signedIn.get(speaker))?.expired, true);
      assert.deepEqual(live.teams.health(live.place.connection), { state: 'connected' });
      await linkAccount(live, 'ada@contoso.example');
    });
  });

  describe('as they are rendered', () => {
    const files = [fileOf('plan.docx', 9), { ...fileOf('dot.png', 100), type: 'image/png' }];
    const text = (uploader?: PersonId) =>
      live.teams.render({ author, content: [p('see')], files, ...(uploader && { uploader }) });
    const own = (uploader?: PersonId) =>
      live.teams
        .renderFiles({ author, content: [], files, ...(uploader && { uploader }) })
        .map((one) => one.files?.[0]?.name);

    it('are lines in the text, small pictures aside, where nobody puts them there', () => {
      assert.match(text()[0]!.text, /📎 plan\.docx/);
      assert.deepEqual(own(), ['dot.png']);
    });
    it('are messages of their own, in their order, where somebody does', () => {
      assert.equal(text(ada)[0]!.text, 'see');
      assert.deepEqual(own(ada), ['plan.docx', 'dot.png']);
    });
    it('have a line ready that says why they did not come', () => {
      assert.match(render(files[0]!, ada).instead!('not_brought').text, /plan\.docx .* Open – could not be brought to/);
    });
  });
});
