/** Cookies as a browser is told to keep them in production: for https alone, for no script, and for one path. */
import assert from 'node:assert/strict';
import { local, sendFile } from '../../support/file-visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

describe('a cookie of Mio’s', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ asInProduction: true });
  });
  after(() => world.close());

  const visit = (url: string, headers: Record<string, string> = {}) =>
    fetch(local(world, url), { redirect: 'manual', headers });
  const isOnlyFor = (answer: Response, path: string) => {
    const cookies = answer.headers.getSetCookie();
    assert.equal(cookies.length, 1);
    const [, ...attributes] = (cookies[0] ?? '').split('; ');
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', `Path=${path}`])
      assert.ok(attributes.includes(attribute), `${cookies[0]} is not ${attribute}`);
  };

  it('of connecting a platform is Secure', async () => {
    for (const platform of ['teams', 'slack', 'webex']) {
      const { body } = await world.api('contoso', 'POST', '/connections', { platform });
      isOnlyFor(await visit(String(body['start'])), `/oauth/${platform}`);
    }
  });

  it('of an invitation that is proved is Secure', async () => {
    const [channel] = (await world.api('contoso', 'GET', '/channels')).body as unknown as readonly { id: string }[];
    const address = 'grace@fabrikam.example';
    const { body } = await world.api('contoso', 'POST', `/channels/${channel?.id}/invitations`, { address });
    const asked = JSON.stringify({ code: body['code'], platform: 'webex' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${world.url}/invitation/prove`, { method: 'POST', body: asked, headers });
    assert.equal(answer.status, 200);
    isOnlyFor(answer, '/oauth/webex');
  });

  it('of a file’s page is Secure, on the way to Microsoft and for the hour after', async () => {
    const { link } = await sendFile(world, { name: 'notes.txt', bytes: 'first\n' });
    const begun = await visit(`${link}?sign-in`);
    isOnlyFor(begun, '/oauth/teams');
    const authorize = new URL(begun.headers.get('location') ?? '');
    authorize.searchParams.set('account', 'ben@contoso.example');
    authorize.searchParams.set('decision', 'accept');
    const page = `${authorize.origin}${authorize.pathname}`;
    const consented = await fetch(page, { method: 'POST', redirect: 'manual', body: authorize.searchParams });
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    isOnlyFor(await visit(consented.headers.get('location') ?? '', { cookie }), '/files');
  });
});
