import assert from 'node:assert/strict';
import type { Client } from '@microsoft/microsoft-graph-client';
import {
  accountSyncScopes,
  graphError,
  incidents,
  messagesOf,
  operations,
  people,
  startTeams,
  type TeamsSandbox,
} from './support.ts';

interface Message {
  readonly id: string;
  readonly etag: string;
  readonly replyToId: string | null;
  readonly from: { readonly user: { readonly id: string } | null };
  readonly body: { readonly content: string };
  readonly lastEditedDateTime: string | null;
  readonly deletedDateTime: string | null;
  readonly reactions: readonly {
    readonly reactionType: string;
    readonly user: { readonly user: { readonly id: string } };
  }[];
  readonly replies?: readonly Message[];
  readonly 'replies@odata.count'?: number;
  readonly 'replies@odata.nextLink'?: string;
}
interface Page {
  readonly value: readonly Message[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
}

const path = messagesOf(incidents);
const html = (content: string) => ({ body: { contentType: 'html', content } });

describe('Graph: channel messages', () => {
  let sandbox: TeamsSandbox;
  let ada: Client;

  beforeEach(async () => {
    sandbox = await startTeams();
    ada = await sandbox.graph('ada', accountSyncScopes);
  });
  afterEach(() => sandbox.close());

  const contents = (page: Page): string[] => page.value.map(({ body }) => body.content);

  it('are posted as the person of the token, cleaned, and shown to people', async () => {
    const posted: Message = await ada
      .api(path)
      .post(html('<p onclick="x()">Ship <b>it</b>?<script>alert(1)</script></p>'));
    assert.equal(posted.id, String(sandbox.clock.now()));
    assert.equal(posted.etag, posted.id);
    assert.equal(posted.from.user?.id, people.ada);
    assert.equal(posted.body.content, '<p>Ship <b>it</b>?</p>');
    const [seen] = sandbox.teams.view(incidents);
    assert.deepEqual([seen?.message, seen?.author.name, seen?.text], [posted.id, 'Ada Nowak', 'Ship it?']);
  });

  it('get ids that are unique though many come within one millisecond', async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(async (n) => ((await ada.api(path).post(html(`<p>${n}</p>`))) as Message).id),
    );
    assert.deepEqual(ids.map((id) => Number(id) - sandbox.clock.now()).sort(), [0, 1, 2]);
  });

  it('are listed by the last change of their chain, page by page, with replies where wanted', async () => {
    for (const n of [1, 2, 3]) await sandbox.act({ as: 'ada', do: 'post', text: `root ${n}` });
    const [first] = sandbox.teams.view(incidents);
    await sandbox.act({ as: 'ben', do: 'reply', message: first!.message, text: 'answer' });
    const page: Page = await ada.api(path).top(2).expand('replies').get();
    assert.deepEqual(contents(page), ['<p>root 1</p>', '<p>root 3</p>']);
    assert.deepEqual(
      page.value[0]?.replies?.map(({ body, replyToId }) => [body.content, replyToId]),
      [['<p>answer</p>', first!.message]],
    );
    assert.deepEqual(contents(await ada.api(page['@odata.nextLink']!).get()), ['<p>root 2</p>']);
    await assert.rejects(ada.api(path).top(51).get(), graphError(400, 'BadRequest'));
  });

  it('bring 200 replies with their root and a link to the rest', async () => {
    const root = await sandbox.act({ as: 'ada', do: 'post', text: 'root' });
    for (let n = 1; n <= 203; n += 1) await sandbox.act({ as: 'ben', do: 'reply', message: root, text: String(n) });
    const [chain] = ((await ada.api(path).expand('replies').get()) as Page).value;
    assert.equal(chain?.replies?.length, 200);
    assert.equal(chain['replies@odata.count'], 200);
    const rest: Page = await ada.api(chain['replies@odata.nextLink']!).get();
    assert.deepEqual(contents(rest), ['<p>3</p>', '<p>2</p>', '<p>1</p>']);
  });

  it('come as a delta: first all, then what changed since', async () => {
    const roots: string[] = [];
    for (const n of [1, 2, 3]) roots.push(await sandbox.act({ as: 'ada', do: 'post', text: `root ${n}` }));
    const first: Page = await ada.api(`${path}/delta`).top(2).expand('replies').get();
    assert.deepEqual(contents(first), ['<p>root 1</p>', '<p>root 2</p>']);
    const second: Page = await ada.api(first['@odata.nextLink']!).get();
    assert.deepEqual([contents(second), second['@odata.nextLink']], [['<p>root 3</p>'], undefined]);
    await sandbox.act({ as: 'ben', do: 'reply', message: roots[1]!, text: 'later' });
    const third: Page = await ada.api(second['@odata.deltaLink']!).get();
    assert.deepEqual(
      third.value.map((root) => [root.id, root.replies?.length]),
      [[roots[1], 1]],
    );
    const quiet: Page = await ada.api(third['@odata.deltaLink']!).get();
    assert.deepEqual(quiet.value, []);
  });

  it('come as a delta from a moment on, which looks at the whole chain', async () => {
    const old = await sandbox.act({ as: 'ada', do: 'post', text: 'old' });
    await sandbox.act({ as: 'ada', do: 'post', text: 'older' });
    sandbox.clock.advance(60_000);
    const since = new Date(sandbox.clock.now() - 1).toISOString();
    await sandbox.act({ as: 'ben', do: 'reply', message: old, text: 'new' });
    const page: Page = await ada.api(`${path}/delta`).filter(`lastModifiedDateTime gt ${since}`).get();
    assert.deepEqual(
      page.value.map(({ id }) => id),
      [old],
    );
  });

  it('change etag with every change, and their edited time with edits alone', async () => {
    const { id }: Message = await ada.api(path).post(html('<p>one</p>'));
    await ada.api(`${path}/${id}/setReaction`).post({ reactionType: '👍' });
    const reacted: Message = await ada.api(`${path}/${id}`).get();
    assert.deepEqual([reacted.etag, reacted.lastEditedDateTime], [String(Number(id) + 1), null]);
    assert.deepEqual(
      reacted.reactions.map((one) => [one.reactionType, one.user.user.id]),
      [['👍', people.ada]],
    );
    await ada.api(`${path}/${id}`).patch(html('<p>two</p>'));
    const edited: Message = await ada.api(`${path}/${id}`).get();
    assert.equal(edited.etag, String(Number(id) + 2));
    assert.notEqual(edited.lastEditedDateTime, null);
    await ada.api(`${path}/${id}/unsetReaction`).post({ reactionType: 'like' });
    assert.deepEqual(((await ada.api(`${path}/${id}`).get()) as Message).reactions, []);
  });

  it('are deleted softly and restored', async () => {
    const root = await sandbox.act({ as: 'ben', do: 'post', text: 'root' });
    const reply: Message = await ada.api(`${path}/${root}/replies`).post(html('<p>oops</p>'));
    const own = `${path}/${root}/replies/${reply.id}`;
    await ada.api(`${own}/softDelete`).post({});
    const deleted: Message = await ada.api(own).get();
    assert.equal(deleted.body.content, '');
    assert.notEqual(deleted.deletedDateTime, null);
    await ada.api(`${own}/undoSoftDelete`).post({});
    assert.equal(((await ada.api(own).get()) as Message).body.content, '<p>oops</p>');
    assert.deepEqual(
      sandbox.built.kit.ledger.after(0).map(({ kind, text }) => [kind, text]),
      [
        ['posted', 'root'],
        ['posted', 'oops'],
        ['removed', null],
        ['restored', 'oops'],
      ],
    );
  });

  it('of others can be neither edited nor deleted', async () => {
    const id = await sandbox.act({ as: 'ben', do: 'post', text: "Ben's" });
    await assert.rejects(ada.api(`${path}/${id}`).patch(html('<p>x</p>')), graphError(403, 'Forbidden'));
    await assert.rejects(ada.api(`${path}/${id}/softDelete`).post({}), graphError(403, 'Forbidden'));
  });

  const refused: readonly [string, unknown, number, string][] = [
    ['no body', { subject: 'x' }, 400, 'BadRequest'],
    ['an empty body', html('  '), 400, 'BadRequest'],
    ['an unknown content type', { body: { contentType: 'markdown', content: 'x' } }, 400, 'BadRequest'],
    ['a mention that is not described', html('<p><at id="0">Ben</at></p>'), 400, 'BadRequest'],
    ['an attachment that is missing', html('<p>x<attachment id="a"></attachment></p>'), 400, 'BadRequest'],
    ['more than 28 KB', html(`<p>${'x'.repeat(29_000)}</p>`), 413, 'RequestEntityTooLarge'],
  ];
  for (const [what, body, status, code] of refused) {
    it(`are refused with ${what}`, async () => {
      await assert.rejects(ada.api(path).post(body), graphError(status, code));
      assert.deepEqual(sandbox.teams.view(incidents), []);
    });
  }

  it('host no contents', async () => {
    const root = await sandbox.act({ as: 'ada', do: 'post', text: 'root' });
    assert.deepEqual((await ada.api(`${path}/${root}/hostedContents`).get()).value, []);
    await assert.rejects(ada.api(`${path}/${root}/hostedContents/x/$value`).get(), graphError(404, 'NotFound'));
  });

  it('that do not exist are 404, and so is a reply under another root', async () => {
    const root = await sandbox.act({ as: 'ada', do: 'post', text: 'root' });
    const other = await sandbox.act({ as: 'ada', do: 'post', text: 'other' });
    const reply = await sandbox.act({ as: 'ada', do: 'reply', message: root, text: 'reply' });
    for (const missing of ['/1', `/${reply}`, `/${other}/replies/${reply}`]) {
      await assert.rejects(ada.api(path + missing).get(), graphError(404, 'NotFound'));
    }
    await assert.rejects(
      ada.api(`/teams/${operations}/channels/19:nowhere@thread.tacv2/messages`).get(),
      graphError(404, 'NotFound'),
    );
  });
});
