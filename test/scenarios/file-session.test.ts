/** AD-06: the only session that a browser has with Mio, for an hour, on the pages of files: whose it is, and until when. */
import assert from 'node:assert/strict';
import { sessionLastsMs } from '../../src/core/files/visitors.ts';
import { openReading } from '../../src/storage/sqlite/database.ts';
import { local, sendFile } from '../support/file-visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const member = 'ben@contoso.example';
const another = 'chidi@contoso.example';
const stranger = 'noroles@contoso.example';

describe('AD-06 the session of a file’s page', () => {
  let world: World;
  let link: string;
  before(async () => {
    world = await openWorld({ speed: 5 });
    ({ link } = await sendFile(world, { name: 'notes.txt', bytes: 'first\n' }));
  });
  after(() => world.close());

  const fetched = (url: string, cookie: string) =>
    fetch(local(world, url), { redirect: 'manual', headers: { cookie } });
  const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  /** Signs in, in a browser that has such a cookie already. */
  const session = async (account: string, planted = '') => {
    const begun = await fetched(`${link}?sign-in`, planted);
    const authorize = new URL(begun.headers.get('location') ?? '');
    authorize.searchParams.set('account', account);
    authorize.searchParams.set('decision', 'accept');
    const page = `${authorize.origin}${authorize.pathname}`;
    const back = (await fetch(page, { method: 'POST', redirect: 'manual', body: authorize.searchParams })).headers;
    const cookies = [planted, cookieOf(begun)].filter((cookie) => cookie !== '').join('; ');
    return cookieOf(await fetched(back.get('location') ?? '', cookies));
  };
  const told = async (cookie: string) => {
    const answer = await fetched(link, cookie);
    return { status: answer.status, text: await answer.text() };
  };
  const place = () => world.placeOf('teams');

  it('is a new one with every sign-in: one that was planted before speaks for nobody who signs in', async () => {
    const planted = await session(stranger);
    const own = await session(member, planted);
    assert.notEqual(own, planted);
    assert.match((await told(own)).text, /ben@contoso\.example/);
    const attackers = await told(planted);
    assert.equal(attackers.status, 403);
    assert.doesNotMatch(attackers.text, /ben@contoso\.example|notes\.txt/);
    assert.notEqual(await session(member), own);
  });

  it('is nobody’s where it is made up, or is another secret of Mio’s', async () => {
    const { body } = await world.api('contoso', 'POST', '/connections', { platform: 'slack' });
    const attempt = cookieOf(await fetched(String(body['start']), '')).split('=')[1] ?? '';
    const kept = credentials();
    assert.ok(kept.length > 0);
    for (const value of ['chosen-by-somebody', attempt, ...kept]) {
      const { status, text } = await told(`mio_files=${encodeURIComponent(value)}`);
      assert.equal(status, 200);
      assert.match(text, /Sign in with Microsoft/);
    }
  });

  it('ends with what it rests on: whoever is taken out of the team gets nothing the next moment', async () => {
    const cookie = await session(another);
    assert.equal((await told(cookie)).status, 200);
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'removeMember', place: place(), people: ['chidi'] });
    const { status, text } = await told(cookie);
    assert.equal(status, 403);
    assert.doesNotMatch(text, /notes\.txt/);
    const download = await fetched(`${link}?download`, cookie);
    assert.equal(download.status, 403);
  });

  it('is over after an hour, however much it was used', async () => {
    const cookie = await session(member);
    for (let quarter = 0; quarter < 4; quarter += 1) {
      assert.match((await told(cookie)).text, /notes\.txt/);
      world.clock.advance(sessionLastsMs / 4);
    }
    assert.match((await told(cookie)).text, /Sign in with Microsoft/);
    assert.match(await (await fetched(`${link}?download`, cookie)).text(), /Sign in with Microsoft/);
  });

  /** Every sealed secret in the store, as it stands there. */
  function credentials(): readonly string[] {
    const store = openReading(world.data);
    const rows = store.prepare("SELECT body FROM record WHERE kind = 'credential'").all();
    store.close();
    return rows.map((row) => (JSON.parse(String(row['body'])) as { sealed: string }).sealed);
  }
});
