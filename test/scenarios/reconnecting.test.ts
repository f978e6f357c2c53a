/** A platform is connected again, by mistake with an account that will not do. */
import assert from 'node:assert/strict';
import { administrator, visit } from '../support/linked-accounts.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

describe('connecting Teams again', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const teams = async () => {
    const { body } = await world.api('contoso', 'GET', '/connections');
    return (body as unknown as { platform: string }[]).filter(({ platform }) => platform === 'teams');
  };
  const crosses = async (text: string) => {
    await world.as('ada').on('teams').post(text);
    await world.until(`“${text}” is in Slack`, () => world.shown('slack').some((shown) => shown.text === text));
  };

  it('with an account that lacks the roles leaves the connection as it was, also after a restart', async () => {
    await crosses('before');
    const before = await teams();
    const { adminConsentUrl } = await world.useCases.signIn.offer(speakerOf('mio-service'), 'serviceUser');
    await visit(world, adminConsentUrl, administrator);

    const { body } = await world.api('contoso', 'POST', '/connections', { platform: 'teams' });
    const page = await visit(world, String(body['start']), { account: 'noroles@contoso.example' });

    assert.match(page.text, /noroles@contoso\.example is not Teams administrator/);
    assert.deepEqual(await teams(), before);
    await crosses('after it');
    await world.restart();
    await crosses('after a restart');
    assert.match(page.text, /Until then nothing changes/);
  });
});
