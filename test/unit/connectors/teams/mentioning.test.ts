/** People named in what the bot posts, over HTTP: who is notified, and who is only named. */
import assert from 'node:assert/strict';
import type { PostOptions, Rendered } from '../../../../src/core/connector.ts';
import type { Block, Mention } from '../../../../src/core/content/tree.ts';
import type { MessageId, MessageRef, PersonId } from '../../../../src/core/model.ts';
import { channelId, serviceUserId } from './support/microsoft.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902';
const naming = (text: string, id: string): Block => ({
  type: 'paragraph',
  children: [{ type: 'text', text, mention: { of: 'person', id: id as PersonId } satisfies Mention }],
});
const options: PostOptions = {
  root: '1' as MessageId,
  key: 'k',
  open: () => Promise.reject(new Error('a text opens no file')),
};
const activities = /;messageid=1\/activities/;
const roster = new RegExp(`^/smba/teams/v3/conversations/${channelId}/pagedmembers\\?pageSize=500`);

describe('a mention in Teams', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
    world.microsoft.on('POST', activities, () => ({ status: 201, json: { id: '2' } }));
    world.microsoft.on('PUT', activities, () => ({ json: {} }));
  });
  afterEach(() => world.close());

  const rendered = (...content: Block[]): Rendered => world.teams.render({ author: null, content })[0]!;
  const member = (id: string, aadObjectId: string) => ({ id, aadObjectId, name: 'x' });
  const hasMembers = (...members: object[]) => world.microsoft.on('GET', roster, () => ({ json: { members } }));
  const sent = (method: string) =>
    world.microsoft.calls(method, activities).map(({ body }) => JSON.parse(body.toString()));
  const entity = (name: string, id: string) => ({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } });

  it('names the account that the roster of the channel has for the person', async () => {
    hasMembers(member('29:ben', ben.toUpperCase()), member('29:ada', ada));
    await world.teams.post(place, rendered(naming('@Ada', ada), naming('@Ben', ben)), options);
    assert.deepEqual(sent('POST'), [
      {
        type: 'message',
        textFormat: 'xml',
        text: '<p><at>Ada</at></p><p><at>Ben</at></p>',
        entities: [entity('Ada', '29:ada'), entity('Ben', '29:ben')],
      },
    ]);
    assert.equal(world.microsoft.calls('GET', roster).length, 1, 'one look at the roster is enough for both');
  });

  it('of two people under one name notifies both, told apart by a mark', async () => {
    hasMembers(member('29:ben', ben), member('29:ada', ada));
    const again = naming('@Sam Lee', ada);
    await world.teams.post(place, rendered(naming('@Sam Lee', ada), naming('@Sam Lee', ben), again), options);
    const [{ text, entities }] = sent('POST');
    const [first, second] = (entities as ReturnType<typeof entity>[]).map(({ mentioned }) => mentioned.name);
    assert.match(`${first} ${second}`, /^Sam Lee ·[0-9a-f]{4} Sam Lee ·[0-9a-f]{4}$/);
    assert.notEqual(first, second);
    assert.equal(text, `<p><at>${first}</at></p><p><at>${second}</at></p><p><at>${first}</at></p>`);
    assert.deepEqual(entities, [entity(`${first}`, '29:ada'), entity(`${second}`, '29:ben')]);
  });

  it('is there in an edit as well', async () => {
    hasMembers(member('29:ada', ada));
    const ref: MessageRef = { ...place, message: '1/2' as MessageId };
    await world.teams.edit(ref, rendered(naming('@Ada', ada)), '1' as MessageId);
    assert.deepEqual(sent('PUT')[0].entities, [entity('Ada', '29:ada')]);
  });

  it('is looked for on all pages of the roster', async () => {
    const pages = [{ members: [], continuationToken: 'a b' }, { members: [member('29:ada', ada)] }];
    world.microsoft.on('GET', roster, ({ url }) => ({ json: pages[url.includes('continuationToken=a%20b') ? 1 : 0] }));
    await world.teams.post(place, rendered(naming('@Ada', ada)), options);
    assert.deepEqual(sent('POST')[0].entities, [entity('Ada', '29:ada')]);
  });

  const unnamed: readonly [why: string, answer: object][] = [
    ['the person is not in the team', { json: { members: [] } }],
    ['Teams does not give the roster out', { status: 403, json: {} }],
    ['Teams is busy', { status: 503, json: {} }],
  ];
  for (const [why, answer] of unnamed) {
    it(`is a name that notifies nobody where ${why}`, async () => {
      world.microsoft.on('GET', roster, () => answer);
      await world.teams.post(place, rendered(naming('@A & <B>', ada)), options);
      assert.deepEqual(sent('POST'), [
        { type: 'message', textFormat: 'xml', text: '<p>@A &amp; &lt;B&gt;</p>', entities: [] },
      ]);
    });
  }

  it('costs nothing where nobody is mentioned', async () => {
    await world.teams.post(place, rendered({ type: 'paragraph', children: [{ type: 'text', text: '@Ada' }] }), options);
    assert.deepEqual(sent('POST'), [{ type: 'message', textFormat: 'xml', text: '<p>@Ada</p>' }]);
    assert.equal(world.microsoft.calls('GET', roster).length, 0);
  });

  describe('of somebody known by their mail', () => {
    const users = (value: object[]) =>
      world.microsoft.on('GET', /^\/graph\/v1.0\/users\?/, () => ({ json: { value } }));
    const byMail = (mail: string) => world.teams.byMail(place.connection, mail);
    const mail = (id: string) => world.teams.mail(place.connection, id as PersonId);

    it('finds the one who has it', async () => {
      users([{ id: ada.toUpperCase() }]);
      assert.equal(await byMail("o'neil+x@contoso.example"), ada);
      const [call] = world.microsoft.calls('GET', /\/users\?/);
      assert.equal(
        decodeURIComponent(call!.url),
        "/graph/v1.0/users?$filter=mail eq 'o''neil+x@contoso.example'&$select=id&$top=2",
      );
      assert.match(call!.url, /%2Bx%40/);
    });

    it('finds nobody where it is the service user’s', async () => {
      users([{ id: serviceUserId }]);
      assert.equal(await byMail('mio@contoso.example'), undefined);
    });

    it('finds nobody where nobody has it, or two have', async () => {
      users([]);
      assert.equal(await byMail('nobody@contoso.example'), undefined);
      users([{ id: ada }, { id: ben }]);
      assert.equal(await byMail('both@contoso.example'), undefined);
    });

    it('tells it of a person, and of nobody else', async () => {
      world.microsoft.on('GET', new RegExp(`/users/${ada}\\?\\$select=mail$`), () => ({
        json: { mail: 'ada@contoso.example' },
      }));
      world.microsoft.on('GET', new RegExp(`/users/${ben}\\?`), () => ({ json: { mail: null } }));
      assert.deepEqual(
        [await mail(ada), await mail(ben), await mail(serviceUserId), await mail('28:app')],
        ['ada@contoso.example', undefined, undefined, undefined],
      );
      assert.equal(world.microsoft.calls('GET', /28:app/).length, 0);
      assert.equal(world.microsoft.calls('GET', new RegExp(`users/${serviceUserId}`)).length, 0);
    });

    it('is asked for again later where Graph is busy', async () => {
      world.microsoft.on('GET', /\/users/, () => ({ status: 503, json: {} }));
      await assert.rejects(byMail('ada@contoso.example'), { failure: 'busy' });
      await assert.rejects(mail(ada), { failure: 'busy' });
    });
  });
});
