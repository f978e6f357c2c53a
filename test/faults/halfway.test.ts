/** A stop in the middle of an administrator's act: people are told of it after the next start, and it need not be done again. */
import assert from 'node:assert/strict';
import type { ChannelView } from '../../src/core/channels/access.ts';
import { StoreUnavailableError } from '../../src/core/errors.ts';
import { Relay } from '../../src/core/relay/relay.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a stop in the middle of', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** The act is stored, and nothing that follows from it happens. */
  async function cut(act: string, body?: unknown): Promise<void> {
    const { channelChanged } = Relay.prototype;
    Relay.prototype.channelChanged = () => Promise.reject(new StoreUnavailableError('the process ends here'));
    try {
      const [channel] = await channels();
      assert.equal((await world.api('fabrikam', 'POST', `/channels/${channel!.id}/${act}`, body)).status, 503);
    } finally {
      Relay.prototype.channelChanged = channelChanged;
    }
    await world.restart();
  }

  const channels = async () =>
    (await world.api('fabrikam', 'GET', '/channels')).body as unknown as readonly ChannelView[];

  it('a pause tells every side after the next start', async () => {
    await world.begin();
    await cut('pause');
    for (const platform of ['teams', 'slack', 'webex'] as const) {
      await world.until('the notice', () => world.shown(platform).length > 0);
      assert.match(world.shown(platform)[0]!.text, /^Paused by Fabrikam/);
    }
  });

  it('its end as well', async () => {
    await world.begin();
    await cut('resume');
    for (const platform of ['teams', 'slack', 'webex'] as const) {
      await world.until('the notice', () => world.shown(platform).length > 0);
      assert.match(world.shown(platform)[0]!.text, /^Resumed by Fabrikam/);
    }
  });

  it('leaving tells whoever remains, and gives the conversation back', async () => {
    await world.begin();
    const webex = (await channels())[0]!.legs.find(({ platform }) => platform === 'webex')!;
    await cut('leave', { leg: webex.id });
    for (const platform of ['teams', 'slack'] as const) {
      await world.until('the notice', () => world.shown(platform).length > 0);
      assert.match(world.shown(platform)[0]!.text, /^Fabrikam on Webex left this channel/);
    }
    const { connection, conversation } = webex;
    const again = { name: 'Alone', places: [{ connection, conversation }] };
    assert.equal((await world.api('fabrikam', 'POST', '/channels', again)).status, 200);
  });
});
