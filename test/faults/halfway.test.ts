/**
 * A stop in the middle of an administrator's act, or of following what a platform did: people are told of it after the next
 * start, and it need not be done again.
 */
import assert from 'node:assert/strict';
import type { ChannelView } from '../../src/core/channels/access.ts';
import { StoreUnavailableError } from '../../src/core/errors.ts';
import { Relay } from '../../src/core/relay/relay.ts';
import { openWorld, type World } from '../support/world.ts';

/** While `work` goes on, what follows from a change that is stored does not happen. */
async function withoutWhatFollows(work: (reached: Promise<void>) => Promise<void>): Promise<void> {
  const { channelChanged } = Relay.prototype;
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  Relay.prototype.channelChanged = () => {
    resolve();
    return Promise.reject(new StoreUnavailableError('the process ends here'));
  };
  try {
    await work(reached);
  } finally {
    Relay.prototype.channelChanged = channelChanged;
  }
}

describe('F1 a stop in the middle of', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** The act is stored, and nothing that follows from it happens. */
  async function cut(act: string, body?: unknown): Promise<void> {
    await withoutWhatFollows(async () => {
      const [channel] = await channels();
      assert.equal((await world.api('fabrikam', 'POST', `/channels/${channel!.id}/${act}`, body)).status, 503);
    });
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

describe('a stop in the middle of following', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  /** The change is stored, and nothing that follows from it happens. */
  const cut = (deed: 'archive' | 'deleteForever' | 'changeId') =>
    withoutWhatFollows(async (reached) => {
      await world.sandbox.act({ platform: 'slack', as: 'eva', do: deed, place: world.placeOf('slack') });
      await reached;
      await world.stop();
    });

  for (const [what, deed, notice] of [
    ['an archive', 'archive', 'Fabrikam on Slack is archived.'],
    ['a deletion', 'deleteForever', 'Fabrikam on Slack left this channel: it was deleted there.'],
    ['another id', 'changeId', 'Fabrikam on Slack is back.'],
  ] as const)
    it(`${what} tells the others after the next start, once`, async () => {
      await cut(deed);
      const told = (side: 'teams' | 'webex') => world.shown(side).filter(({ text }) => text.startsWith(notice)).length;
      await world.start();
      for (const side of ['teams', 'webex'] as const) await world.until('the notice', () => told(side) > 0);
      await world.quiet();
      for (const side of ['teams', 'webex'] as const) assert.equal(told(side), 1);
    });

  it('another id forgets nothing: what crossed before is edited after the next start', async () => {
    await world.as('eva').on('slack').post('before');
    const before = { from: 'Eva Lindqvist (Slack)', text: 'before' };
    for (const side of ['teams', 'webex'] as const) await world.sees(side, [before]);
    await world.settled();
    await cut('changeId');
    await world.start();
    const back = { from: 'Mio', text: 'Fabrikam on Slack is back. What you write from now on crosses again.' };
    for (const side of ['teams', 'webex'] as const) await world.sees(side, [before, back]);
    await world.settled();
    await world.as('eva').on('slack').edit(world.copy('slack', 'before'), 'as before');
    for (const side of ['teams', 'webex'] as const) await world.sees(side, [{ ...before, text: 'as before' }, back]);
  });
});
