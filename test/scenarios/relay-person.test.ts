/** The account that Mio reads and posts with is taken out of its Webex space: nothing follows from what it no longer sees. */
import assert from 'node:assert/strict';
import type { ChannelAnswer } from '../../src/http/contract.ts';
import { openWorld, type World } from '../support/world.ts';

describe('the relay person out of the Webex space', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const relay = (deed: 'join' | 'leave') =>
    world.sandbox.act({ platform: 'webex', as: 'mio-relay', do: deed, place: world.placeOf('webex') });
  const inSlack = () => world.shown('slack').map(({ text }) => text);
  const inWebex = () => world.shown('webex').map(({ text }) => text.split('\n').at(-1));

  it('takes no copy away, and what was edited arrives once they are back', async () => {
    const decision = await world.as('grace').on('webex').post('we ship on Monday');
    await world.until('the copies', () => world.shown('slack').length === 1 && world.shown('teams').length === 1);
    world.fault({ platform: 'webex', route: 'messages/', kind: 'error' });
    await world.as('grace').on('webex').edit(decision, 'we ship on Tuesday');
    await world.sandbox.kit.deliver.idle();
    await relay('leave');
    world.fault({ platform: 'webex', kind: 'clear' });
    await world.quiet();
    assert.deepEqual(inSlack(), ['we ship on Monday']);
    assert.equal(world.shown('teams').length, 1);

    await relay('join');
    await world.until('the edit in Slack', () => inSlack().includes('we ship on Tuesday'));
  });

  it('in a space that only moderators post in is no leg until they are one', async () => {
    const [channel] = (await world.api('fabrikam', 'GET', '/channels')).body as unknown as readonly ChannelAnswer[];
    const leg = channel!.legs.find(({ platform }) => platform === 'webex')!;
    const places = [{ connection: leg.connection, conversation: leg.conversation }];
    await world.api('fabrikam', 'POST', `/channels/${channel!.id}/leave`);
    const announce = (as: string) =>
      world.sandbox.act({ platform: 'webex', as, do: 'announceOnly', place: world.placeOf('webex') });
    const create = () => world.api('fabrikam', 'POST', '/channels', { name: 'News', places });
    await announce('grace');
    const refused = await create();
    assert.match(JSON.stringify(refused.body), /Only moderators may post in this space/);
    await announce('mio-relay');
    assert.equal((await create()).status < 300, true);
  });

  it('what was deleted or edited elsewhere follows once they are back', async () => {
    const secret = await world.as('ada').on('teams').post('a secret by mistake');
    const plan = await world.as('ada').on('teams').post('the plan');
    await world.until('the copies', () => inWebex().length === 2);
    await world.settled();
    await relay('leave');
    await world.as('ada').on('teams').edit(plan, 'the better plan');
    await world.as('ada').on('teams').remove(secret);
    await world.quiet();
    assert.deepEqual(inWebex(), ['a secret by mistake', 'the plan']);

    await relay('join');
    await world.until('Webex to agree', () => inWebex().join() === 'the better plan');
  });
});
