/** A message in Teams may refer to any file. Mio, who sees more than whoever wrote it, brings only the channel's own. */
import assert from 'node:assert/strict';
import { administrator, visit } from '../support/linked-accounts.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const salaries = 'Ada earns 1';
const elsewhere = 'Mio / General';
const chidi = 'chidi@contoso.example';
const teams = { mio: '1f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b11', operations: '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22' };
const messagesOf = (team: string, channel: string) => `/teams/${team}/channels/${channel}/messages`;

/** Of what Graph says, what is looked at here. */
interface Answer {
  readonly value?: readonly { readonly attachments: readonly { readonly id: string; readonly contentUrl: string }[] }[];
}

describe('a file of another team', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    const place = world.placeOf('teams', elsewhere);
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'addMember', place, people: ['mio-service'] });
    await world
      .as('ada')
      .on('teams')
      .in(elsewhere)
      .post({ text: '', files: [{ name: 'salaries.txt', type: 'text/plain', base64: btoa(salaries) }] });
    const { adminConsentUrl } = await world.useCases.signIn.offer(speakerOf('mio-service'), 'accountSync');
    await visit(world, adminConsentUrl, administrator);
  });
  after(() => world.close());

  /** Graph, as somebody calls it who has no need of Teams' client. */
  async function graphAs(account: string, method: 'GET' | 'POST', path: string, body?: object) {
    const app = world.sandbox.app();
    const form = new URLSearchParams({
      grant_type: 'password',
      client_id: app['teamsAppId'] ?? '',
      client_secret: app['teamsClientSecret'] ?? '',
      username: account,
      password: 'correct-horse-battery-staple',
      scope: 'https://graph.microsoft.com/.default',
    });
    const login = new URL(`/entra/${app['teamsTenantId']}/oauth2/v2.0/token`, world.sandbox.url);
    const { access_token: token } = (await (await fetch(login, { method: 'POST', body: form })).json()) as {
      access_token: string;
    };
    const answer = await fetch(new URL(`/graph/v1.0${path}`, world.sandbox.url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Answer };
  }

  it('becomes a line that says why it is not there', async () => {
    const there = await graphAs(administrator.account, 'GET', messagesOf(teams.mio, world.placeOf('teams', elsewhere)));
    const [file] = there.body.value?.[0]?.attachments ?? [];
    const share = `/shares/u!${Buffer.from(file?.contentUrl ?? '').toString('base64url')}/driveItem/content`;
    assert.equal((await graphAs(chidi, 'GET', share)).status, 403);
    const sent = await graphAs(chidi, 'POST', messagesOf(teams.operations, world.placeOf('teams')), {
      body: { contentType: 'html', content: `<p>Look</p><attachment id="${file?.id}"></attachment>` },
      attachments: [{ ...file, name: 'notes.txt' }],
    });
    assert.equal(sent.status, 201);
    for (const side of ['slack', 'webex'] as const) {
      await world.until(`the line in ${side}`, () => world.shown(side).some(({ text }) => text.includes('notes.txt')));
    }
    await world.settled();
    for (const side of ['slack', 'webex'] as const) {
      const lines = world.shown(side);
      assert.ok(
        lines.some(({ text }) => text.includes('not one of its channel’s own files')),
        JSON.stringify(lines),
      );
      assert.deepEqual(
        lines.flatMap(({ files }) => files ?? []),
        [],
      );
    }
  });
});
