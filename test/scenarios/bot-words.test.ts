/** What people write to Mio is taken for what they mean: sentences, answers and names, and what they asked before they left. */
import assert from 'node:assert/strict';
import { type BotChat, botChatIn } from '../support/bot-chat.ts';
import { botTalk, connectContososSlack } from '../support/bot-talk.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = 'direct:ada';
const speaker = speakerOf('ada');

describe('words to Mio', () => {
  let world: World;
  let chat: BotChat;
  let incidents: string;
  before(async () => {
    world = await openWorld({ speed: 5 });
    chat = botChatIn(world);
    incidents = world.placeOf('teams', 'Operations / Incidents');
    await connectContososSlack(world);
    await botTalk(world).signIn(speaker, 'ada@contoso.example');
    await chat.act('ada', { do: 'dm', text: 'help' });
    await chat.hears(ada, 'This is what I can do');
    await world.settled();
  });
  after(() => world.close());

  const stateOf = async (wanted: string) =>
    (await world.useCases.channels.mine(speaker)).find(({ name }) => name === wanted)?.state;

  /** What Mio answered in the thread, once it did. */
  async function asks(text: string, place: string): Promise<string> {
    const { message } = await chat.act('ada', { do: 'mention', place, text });
    await world.until(`an answer to “${text}”`, () => chat.toldIn(place, message).length > 0);
    await world.settled();
    return chat.toldIn(place, message).at(-1)!;
  }

  async function writes(text: string): Promise<string> {
    const before = chat.told(ada).length;
    await chat.act('ada', { do: 'dm', text });
    await world.until(`an answer to “${text}”`, () => chat.told(ada).length > before);
    await world.settled();
    return chat.told(ada).at(-1)!;
  }

  it('a sentence that begins with a command is none', async () => {
    for (const text of ['hold on, who wrote this?', 'Pause machen wir um 12', 'leave a comment there']) {
      assert.equal(await asks(text, incidents), 'I did not understand that');
    }
    assert.equal(await stateOf('Incidents'), 'active');
  });

  it('pausing is asked about first, with the channel and what follows', async () => {
    assert.equal(await asks('pause!', incidents), 'Do you want to pause “Incidents”?');
    const card = () => world.sandbox.view('teams', incidents).findLast(({ author }) => author.kind === 'app')!;
    assert.match(card().text, /Nothing crosses until it is resumed.*\[Pause\].*\[Not now\]/s);
    await chat.press('ada', incidents, 'Not now');
    await chat.hears(incidents, 'Cancelled');
    assert.equal(await stateOf('Incidents'), 'active');
    await asks('please pause', incidents);
    await chat.press('ada', incidents, 'Pause');
    await chat.hears(incidents, '“Incidents” is paused');
    assert.equal(await stateOf('Incidents'), 'paused');
    assert.equal(await writes('resume Incidents'), '“Incidents” is running again');
    assert.match(await writes('Status of Incidents?'), /^Incidents/);
  });

  it('the name of a channel answers the question for it, whatever it begins with', async () => {
    const team = (await world.useCases.channels.teams(speaker)).find(({ name }) => name === 'Operations')!;
    for (const name of ['Pause room', 'New hires', 'Code review']) {
      await world.sandbox.act({
        platform: 'teams',
        as: 'ada',
        do: 'createChannel',
        place: team.id,
        name,
        kind: 'standard',
      });
      assert.equal(await writes('create'), 'Which team is the channel in?');
      assert.match(await writes('Operations'), /^Which channel in “Operations”/);
      assert.equal(await writes(name), 'What should it be connected with?');
      assert.match(await writes('Slack: Contoso'), /^A new channel or space in/);
      assert.equal(await writes('cancel'), 'Cancelled');
    }
    assert.equal(await stateOf('Incidents'), 'active');
  });

  it('what is asked in a channel goes on in the chat with all that was written', async () => {
    assert.equal(await asks('find Ben', incidents), 'I have written to you');
    assert.equal(chat.told(ada).at(-1), 'People I found for “Ben”');
  });

  it('whoever is signed in for everything is not told that something is missing', async () => {
    await writes('sign in');
    const { text } = world.sandbox.view('teams', ada).at(-1)!;
    assert.match(text, /I can see your teams and channels now/);
    assert.doesNotMatch(text, /I also need to see/);
  });

  it('whoever removed Mio is told where to let it in, and is written to again once they did', async () => {
    const launch = world.placeOf('teams', 'Operations / Launch');
    await chat.act('ada', { do: 'removeApp', place: ada });
    await world.settled();
    assert.equal(await asks('convert', launch), 'I cannot write to you');
    const answer = world.sandbox.view('teams', launch).findLast(({ author }) => author.kind === 'app')!;
    assert.match(answer.text, /\[Open the chat\]/);
    await writes('help');
    assert.equal(await asks('convert', launch), 'I have written to you');
    assert.equal(chat.told(ada).at(-1), 'What should it be connected with?');
  });
});
