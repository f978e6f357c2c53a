/** Mio is installed and removed, in every order in which Teams may tell of it, and greets as often as people expect. */
import assert from 'node:assert/strict';
import { type BotChat, botChatIn } from '../support/bot-chat.ts';
import { openWorld, type World } from '../support/world.ts';

describe('installing Mio', () => {
  let world: World;
  let chat: BotChat;
  let home: string;
  beforeEach(async () => {
    world = await openWorld({ prepared: false });
    chat = botChatIn(world);
    home = world.placeOf('teams', 'Mio / General');
  });
  afterEach(() => world.close());

  const orders = [
    {},
    { repeat: 3 },
    { order: 'members-first', repeat: 2 },
    { order: 'members-first', upgrade: true },
  ] as const;
  for (const how of orders) {
    it(`greets the team once, and whoever did it: ${JSON.stringify(how)}`, async () => {
      await chat.act('ada', { do: 'installApp', place: home, ...how });
      await chat.hears('direct:ada', 'Sign in');
      await world.settled();
      assert.deepEqual(chat.told(home), ['Hello, I am Mio']);
      assert.deepEqual(chat.told('direct:ada'), ['Hello, Ada Nowak', 'Sign in to Mio']);
      const greeting = world.sandbox.view('teams', home).at(-1)!.text;
      assert.doesNotMatch(greeting, /I now work in/);
    });
  }

  it('greets once when every delivery comes twice, and in any order', async () => {
    world.fault({ platform: 'teams', kind: 'duplicate' });
    await chat.act('ada', { do: 'installApp', place: home, repeat: 2 });
    await chat.hears('direct:ada', 'Sign in');
    await world.settled();
    assert.deepEqual(chat.told(home), ['Hello, I am Mio']);
    assert.equal(chat.told('direct:ada').length, 2);
  });

  it('tells another team what the team Mio is for, and writes to nobody twice', async () => {
    await chat.act('ada', { do: 'installApp', place: home });
    await chat.hears('direct:ada', 'Sign in');
    const operations = world.placeOf('teams', 'Operations / General');
    await chat.act('ada', { do: 'installApp', place: operations });
    await chat.hears(operations, 'Hello');
    await world.settled();
    assert.match(world.sandbox.view('teams', operations).at(-1)!.text, /I now work in “Operations”/);
    assert.equal(chat.told('direct:ada').length, 2);
  });

  it('greets again after a real removal, and not after a restart', async () => {
    await chat.act('ada', { do: 'installApp', place: home });
    await chat.hears(home, 'Hello');
    await world.settled();
    await world.restart();
    await chat.act('ada', { do: 'removeApp', place: home, order: 'members-first', repeat: 2 });
    await world.settled();
    await chat.act('ada', { do: 'installApp', place: home });
    await world.until('a second greeting', () => chat.told(home).length === 2);
    await world.settled();
    assert.equal(chat.told(home).length, 2);
  });

  it('welcomes a person who installs it for themselves, and says what is missing', async () => {
    await chat.act('ben', { do: 'installApp', place: 'direct:ben' });
    await chat.hears('direct:ben', 'Bei Mio anmelden');
    await world.settled();
    assert.deepEqual(chat.told('direct:ben'), ['Guten Tag, Ben Ito', 'Bei Mio anmelden']);
    const welcome = world.sandbox.view('teams', 'direct:ben')[0]!.text;
    await chat.act('ada', { do: 'installApp', place: home });
    await chat.hears(home, 'Hello');
    await chat.act('chidi', { do: 'installApp', place: 'direct:chidi' });
    await world.until('both cards', () => chat.told('direct:chidi').length === 2);
    const later = world.sandbox.view('teams', 'direct:chidi')[0]!.text;
    assert.equal(
      welcome.split('\n').length,
      later.split('\n').length + 1,
      'the line about a team is missing, or left over',
    );
  });

  it('says in a chat of several people what it can do, once', async () => {
    const { place = '' } = await chat.act('ada', { do: 'createChat', name: 'Launch crew', people: ['ben'] });
    await chat.act('ada', { do: 'installApp', place, repeat: 2 });
    await chat.hears(place, 'This is what I can do');
    await world.settled();
    assert.equal(chat.told(place).length, 1);
  });

  it('greets with the second event where the first greeting was refused', async () => {
    world.fault({
      platform: 'teams',
      route: 'POST /teams/v3/conversations',
      kind: 'throttle',
      count: 1,
    });
    await chat.act('ada', { do: 'installApp', place: home });
    await chat.hears('direct:ada', 'Sign in');
    await world.until('the greeting', () => chat.told(home).length === 1);
    assert.match(world.log.text(), /a greeting could not be posted/);
  });
});
