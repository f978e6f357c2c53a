/** A universal channel is paused, resumed, left, and outlives a restart of Mio. */
import assert from 'node:assert/strict';
import { openWorld, platformNames, type World } from '../support/world.ts';

interface Channel {
  readonly id: string;
  readonly state: string;
  readonly legs: readonly { readonly id: string; readonly platform: string }[];
}

describe('the life of a channel', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const channelOf = async (as: 'contoso' | 'fabrikam') => {
    const { body } = await world.api(as, 'GET', '/channels');
    return (body as unknown as readonly Channel[])[0]!;
  };
  const call = async (as: 'contoso' | 'fabrikam', what: string, body?: unknown) => {
    const { status } = await world.api(as, 'POST', `/channels/${(await channelOf(as)).id}/${what}`, body);
    assert.equal(status, 200);
  };

  it('what is written during a pause stays where it was written, also after it', async () => {
    await call('fabrikam', 'pause');
    const paused = {
      from: 'Mio',
      text: 'Paused by Fabrikam. What you write now stays on your side, even after the pause.',
    };
    for (const side of platformNames) await world.sees(side, [paused]);
    await world.as('ada').on('teams').post('among ourselves');
    await world.settled();
    await call('contoso', 'resume');
    const resumed = { from: 'Mio', text: 'Resumed by Contoso. What you write from now on crosses again.' };
    for (const side of ['slack', 'webex'] as const) await world.sees(side, [paused, resumed]);
    await world.as('ada').on('teams').post('hello again');
    for (const side of ['slack', 'webex'] as const) {
      await world.sees(side, [paused, resumed, { from: 'Ada Nowak (Teams)', text: 'hello again' }]);
    }
    await world.quiet();
    for (const side of ['slack', 'webex'] as const) {
      await world.sees(side, [paused, resumed, { from: 'Ada Nowak (Teams)', text: 'hello again' }]);
    }
  });

  it('pausing twice says so once', async () => {
    await call('contoso', 'pause');
    await call('contoso', 'pause');
    await world.quiet();
    assert.equal(world.shown('slack').length, 1);
  });

  it('a leg that leaves hears no more and is heard no more; the others are told and go on', async () => {
    const { legs } = await channelOf('fabrikam');
    await call('fabrikam', 'leave', { leg: legs.find(({ platform }) => platform === 'webex')?.id });
    const left = { from: 'Mio', text: 'Fabrikam on Webex left this channel.' };
    await world.sees('teams', [left]);
    await world.sees('slack', [left]);
    await world.as('grace').on('webex').post('is anybody there?');
    await world.as('ada').on('teams').post('just us two');
    await world.sees('slack', [left, { from: 'Ada Nowak (Teams)', text: 'just us two' }]);
    await world.quiet();
    await world.sees('webex', [{ from: 'Grace Kim', text: 'is anybody there?' }]);
    await world.sees('teams', [left, { from: 'Ada Nowak', text: 'just us two' }]);
  });

  it('a partner that leaves takes all its legs; whoever remains is told that it is alone', async () => {
    await call('fabrikam', 'leave');
    await world.until('the last notice', () => world.shown('teams').length === 2);
    assert.ok(world.shown('teams').every(({ from, text }) => from === 'Mio' && text.includes('left this channel')));
    await world.as('ada').on('teams').post('nobody there');
    await world.quiet();
    await world.sees('slack', []);
    await world.sees('webex', []);
  });

  it('a second start goes on where the first stopped: edits, threads and all', async () => {
    const before = await world.as('ada').on('teams').post('before the restart');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'before the restart' }]);
    await world.stop();
    await world.as('ada').on('teams').edit(before, 'before the restart, corrected');
    const while1 = await world.as('eva').on('slack').post('written while Mio was away');
    await world.as('farid').on('slack').reply(while1, 'and answered');
    await world.start();
    await world.sees('webex', [
      { from: 'Ada Nowak (Teams)', text: 'before the restart, corrected' },
      { from: 'Eva Lindqvist (Slack)', text: 'written while Mio was away' },
      { from: 'Farid Haddad (Slack)', text: 'and answered', answers: 'written while Mio was away' },
    ]);
    await world.as('grace').on('webex').reply(world.copy('webex', 'before the restart, corrected'), 'after it');
    await world.until('the answer at home', () =>
      world
        .shown('teams')
        .some(({ text, answers }) => text === 'after it' && answers === 'before the restart, corrected'),
    );
  });

  it('what was written on two sides while Mio was away arrives in the order in which it was written', async () => {
    await world.stop();
    const [ada, eva] = [world.as('ada').on('teams'), world.as('eva').on('slack')];
    for (const number of [1, 3, 5]) {
      await ada.post(`${number} from Teams`);
      await world.clock.advance(2_000);
      await eva.post(`${number + 1} from Slack`);
      await world.clock.advance(2_000);
    }
    await world.start();
    await world.sees(
      'webex',
      [1, 2, 3, 4, 5, 6].map((number) =>
        number % 2
          ? { from: 'Ada Nowak (Teams)', text: `${number} from Teams` }
          : { from: 'Eva Lindqvist (Slack)', text: `${number} from Slack` },
      ),
    );
  });

  it('a message deleted while Mio was away is taken back when it returns', async () => {
    const messages = await Promise.all([
      world.as('ada').on('teams').post('from teams'),
      world.as('eva').on('slack').post('from slack'),
      world.as('grace').on('webex').post('from webex'),
    ]);
    for (const side of platformNames) await world.until(`all in ${side}`, () => world.shown(side).length === 3);
    await world.settled();
    await world.stop();
    await world.as('ada').on('teams').remove(messages[0]);
    await world.as('eva').on('slack').remove(messages[1]);
    await world.as('grace').on('webex').remove(messages[2]);
    await world.start();
    for (const side of platformNames) await world.sees(side, []);
  });
});
