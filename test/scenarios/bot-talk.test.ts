/** People talk to Mio: in the thread where they asked, in their own chat, through a whole dialog and over a restart. */
import assert from 'node:assert/strict';
import { Browser } from '../../start/browser.ts';
import { type BotChat, botChatIn } from '../support/bot-chat.ts';
import { botTalk, connectContososSlack } from '../support/bot-talk.ts';
import { codeOn, speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = 'direct:ada';

describe('talking to Mio', () => {
  let world: World;
  let chat: BotChat;
  let general: string;
  before(async () => {
    // Looking people up is bounded by time: a clock that runs much faster would cut every look short.
    world = await openWorld({ speed: 5 });
    chat = botChatIn(world);
    general = world.placeOf('teams', 'Operations / General');
    await connectContososSlack(world);
    await botTalk(world).signIn(speakerOf('ada'), 'ada@contoso.example');
    await chat.act('ada', { do: 'dm', text: 'help' });
    await chat.hears(ada, 'This is what I can do');
    await world.settled();
  });
  after(() => world.close());

  it('answers a mention in the thread where it was asked, in the language of whoever asked', async () => {
    const root = await chat.act('ben', { do: 'post', place: general, text: 'Anybody here?' });
    await chat.act('ben', { do: 'mention', place: general, message: root.message, text: 'help' });
    await chat.hears(general, 'Das kann ich');
    assert.deepEqual(chat.toldIn(general, root.message), ['Das kann ich']);
  });

  it('says nothing to what is not meant for it', async () => {
    const before = chat.told(general).length;
    await chat.act('ben', { do: 'post', place: general, text: 'help' });
    await world.settled();
    assert.equal(chat.told(general).length, before);
  });

  it('proposes the three likeliest commands for unknown words, never silence', async () => {
    const { message } = await chat.act('ben', { do: 'mention', place: general, text: 'stauts qwertz' });
    await world.until('an answer', () => chat.toldIn(general, message).length === 1);
    const answer = world.sandbox.view('teams', general).at(-1)!;
    assert.equal((answer.text.match(/\[[^\]]+\]/g) ?? []).length, 3);
    assert.match(answer.text, /\[Status\]/);
  });

  it('answers an activity that comes again once', async () => {
    world.fault({ platform: 'teams', kind: 'duplicate' });
    const before = chat.told(ada).length;
    await chat.act('ada', { do: 'dm', text: 'status' });
    await world.until('an answer', () => chat.told(ada).length > before);
    await world.settled();
    assert.equal(chat.told(ada).length, before + 1);
    world.fault({ platform: 'teams', kind: 'clear' });
  });

  it('makes a universal channel from the channel itself, over a restart in the middle, and runs it', async () => {
    const launch = world.placeOf('teams', 'Operations / Launch');
    await chat.act('ada', { do: 'mention', place: launch, text: 'convert' });
    await world.until('the way to the chat', () => chat.told(launch).length === 1);
    const [slack] = await world.useCases.channels.connections(speakerOf('ada'));
    await chat.press('ada', ada, 'Next', { other: slack!.connection });
    await world.settled();
    await world.restart();
    // Whoever owns a team has a new channel made over there: what is there already takes an administrator.
    assert.match(world.sandbox.view('teams', ada).at(-1)!.text, /Only a Teams administrator can connect one/);
    await chat.press('ada', ada, 'Next', { title: 'launch' });
    await world.until('the preflight', () => /\[Connect\]/.test(world.sandbox.view('teams', ada).at(-1)!.text));
    const confirmation = world.sandbox.view('teams', ada).at(-1)!.message;
    const connect = () =>
      chat.act('ada', { do: 'press', message: confirmation, button: 'Connect', inputs: { name: 'Launch' } });
    await Promise.all([connect(), connect()]);
    await world.until('both answers', () =>
      chat
        .told(ada)
        .slice(-2)
        .some((title) => title.includes('Launch')),
    );
    await world.settled();
    const mine = await world.useCases.channels.mine(speakerOf('ada'));
    assert.equal(mine.filter(({ name }) => name === 'Launch').length, 1);
  });

  it('asks for a sign-in when a dialog needs one, and goes on with it once the code came back', async () => {
    const ben = 'direct:ben';
    const browser = new Browser((url) => url.replace('https://mio.example', world.url));
    const account = 'ben@contoso.example';
    await chat.act('ben', { do: 'dm', text: 'create' });
    for (const stage of ['Bei Mio anmelden', 'Ihre Teams']) {
      await world.until(
        () => `${stage}, not ${JSON.stringify(chat.told(ben))}`,
        () => chat.told(ben).at(-1)?.includes(stage) ?? false,
      );
      await world.settled();
      const { message } = world.sandbox.view('teams', ben).at(-1)!;
      const { url = '' } = await chat.act('ben', { do: 'openSignIn', message });
      await chat.act('ben', { do: 'finishSignIn', code: codeOn(await browser.consent(url, { account })) });
    }
    await chat.hears(ben, 'In welchem Team ist der Kanal?');
  });

  it('pauses, resumes and leaves where it was asked, after a word to go', async () => {
    const launch = world.placeOf('teams', 'Operations / Launch');
    for (const [text, title] of [
      ['pause', 'pause “Launch”'],
      ['resume', '“Launch”'],
      ['leave', 'leave “Launch”'],
    ] as const) {
      const { message } = await chat.act('ada', { do: 'mention', place: launch, text });
      await world.until(
        () => `${title}, not ${JSON.stringify(chat.toldIn(launch, message))}`,
        () => chat.toldIn(launch, message).some((line) => line.includes(title)),
      );
      if (text === 'pause') {
        await chat.act('ada', { do: 'mention', place: launch, message, text: 'Yes, please!' });
        await chat.hears(launch, '“Launch” is paused');
      }
      if (text !== 'leave') continue;
      const card = world.sandbox.view('teams', launch).findLast(({ author }) => author.kind === 'app')!;
      await chat.act('ben', { do: 'press', message: card.message, button: 'Leave' });
      await world.until('two answers', () => chat.toldIn(launch, message).length === 2);
      assert.equal(
        (await world.useCases.channels.mine(speakerOf('ada'))).some(({ name }) => name === 'Launch'),
        true,
      );
      await chat.act('ada', { do: 'press', message: card.message, button: 'Leave' });
      await world.until('three answers', () => chat.toldIn(launch, message).length === 3);
    }
    const mine = await world.useCases.channels.mine(speakerOf('ada'));
    assert.equal(
      mine.some(({ name, legs }) => name === 'Launch' && legs.length > 0),
      false,
    );
  });
});
