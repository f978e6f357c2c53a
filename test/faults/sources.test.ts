/** A platform does not say what a message says: what can be read goes on, in order, and nothing is twice. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

describe('sources that can’t be read', () => {
  let world: World;
  beforeEach(async () => {
    // Two minutes pass in one of the machine's seconds.
    world = await openWorld({ speed: 120, patienceMs: 40_000 });
  });
  afterEach(() => world.close());

  const from = 'Grace Kim (Webex)';
  const grace = () => world.as('grace').on('webex');

  /** Webex answers for all messages but the first that it is asked for, and for its lists where it is `listed`. */
  const poison = ({ listed }: { readonly listed: boolean }): { heal(): void } => {
    const { strike } = world.sandbox.faults;
    let poisoned: string | undefined;
    world.sandbox.faults.strike = (platform, route, kinds) => {
      const isRead = platform === 'webex' && route.startsWith('GET /v1/messages') && kinds.includes('error');
      if (!isRead) return strike(platform, route, kinds);
      const isList = route === 'GET /v1/messages';
      if (!isList) poisoned ??= route;
      return isList
        ? listed
          ? []
          : [{ platform, kind: 'error' }]
        : route === poisoned
          ? [{ platform, kind: 'error' }]
          : [];
    };
    return {
      heal() {
        world.sandbox.faults.strike = strike;
        world.clock.advance(15 * 60_000);
      },
    };
  };

  it('F13 one message that Webex never answers for holds up nobody for long: a sweep tells what it says', async function () {
    this.timeout(90_000);
    poison({ listed: true });
    const unread = await grace().post('The first');
    const root = await grace().post('The second');
    await world.as('hugo').on('webex').reply(root, 'an answer to it');
    await grace().edit(unread, 'The first, edited');
    for (const side of ['slack', 'teams'] as const)
      await world.sees(side, [
        { from, text: 'The first, edited' },
        { from, text: 'The second' },
        { from: 'Hugo Marín (Webex)', text: 'an answer to it', answers: 'The second' },
      ]);
  });

  it('F13 where no sweep can, the others go before it, and it comes once it can be read', async function () {
    this.timeout(90_000);
    const { heal } = poison({ listed: false });
    const unread = await grace().post('The first');
    await grace().post('The second');
    await grace().edit(unread, 'The first, edited');
    await grace().post('The third');
    const others = [
      { from, text: 'The second' },
      { from, text: 'The third' },
    ];
    for (const side of ['slack', 'teams'] as const) await world.sees(side, others);
    heal();
    for (const side of ['slack', 'teams'] as const)
      await world.sees(side, [...others, { from, text: 'The first, edited' }]);
    await world.settled();
    assert.equal(world.shown('slack').length, 3);
  });

  it('F13 answers to such a message come behind it', async function () {
    this.timeout(90_000);
    const { heal } = poison({ listed: false });
    const root = await grace().post('The root');
    await world.as('hugo').on('webex').reply(root, 'The answer');
    await grace().post('Something else');
    await world.sees('slack', [{ from, text: 'Something else' }]);
    heal();
    await world.sees('slack', [
      { from, text: 'Something else' },
      { from, text: 'The root' },
      { from: 'Hugo Marín (Webex)', text: 'The answer', answers: 'The root' },
    ]);
  });

  it('F13 a source that answers nothing for ten minutes is read in order then', async function () {
    this.timeout(90_000);
    world.fault({ platform: 'webex', kind: 'error', route: 'GET /v1/messages' });
    const lines = Array.from({ length: 12 }, (_, number) => ({ from, text: `number ${number}` }));
    for (const { text } of lines) await grace().post(text);
    await world.as('ada').on('teams').post('does that hold me?');
    const held = { from: 'Ada Nowak (Teams)', text: 'does that hold me?' };
    await world.sees('slack', [held]);
    await world.quiet(10 * 60_000);
    await world.sees('slack', [held]);
    world.sandbox.faults.clear();
    await world.sees('slack', [held, ...lines]);
  });
});
