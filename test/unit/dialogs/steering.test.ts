/** Pausing, resuming, leaving, inviting and accepting, in the personal chat and in a channel. */
import assert from 'node:assert/strict';
import type { ChannelView } from '../../../src/core/channels/access.ts';
import { incidents, Office, type Person } from './support/people.ts';
import { hindered, shortCode, slack, viewOf } from './support/use-cases.ts';

const one = viewOf('u-1', 'Incidents');
const other = viewOf('u-2', 'Launch');
const paused = viewOf('u-3', 'Archive', 'paused');

describe('steering a universal channel', () => {
  let office: Office;
  let ada: Person;
  beforeEach(() => {
    office = new Office();
    ada = office.person('ada');
  });

  const straight = [
    { says: 'fortsetzen', mine: [paused], shown: ['resumed'], done: ['resume', 'u-3'] },
    { says: 'resume Archive', mine: [one, paused], shown: ['resumed'], done: ['resume', 'u-3'] },
    { says: 'status of Launch', mine: [one, other], shown: ['status'], done: undefined },
    { says: 'wer ist in #launch?', mine: [one, other], shown: ['members'], done: undefined },
    { says: 'status of Atlantis', mine: [one, other], shown: ['unknown'], done: undefined },
    { says: 'status of Launch', mine: [other, viewOf('u-4', 'launch')], shown: ['channels'], done: undefined },
    { says: 'pause', mine: [], shown: ['chooseUniversalChannel'], done: undefined },
  ];
  for (const { says, mine, shown, done } of straight) {
    it(`“${says}” with ${mine.length} channels: ${shown.join(', ')}`, async () => {
      office.useCases.channelsOfMine = mine;
      assert.deepEqual(await ada.says(says), shown);
      assert.deepEqual(office.useCases.done[0], done);
    });
  }

  it('asks which, and offers only those that it can be done with', async () => {
    office.useCases.channelsOfMine = [one, other, paused];
    assert.deepEqual(await ada.says('pause'), ['chooseUniversalChannel']);
    assert.deepEqual(office.told[0]!.card.data['channels'], [one, other]);
    assert.deepEqual(await ada.answers({ channel: 'u-3' }), ['chooseUniversalChannel']);
    assert.deepEqual(await ada.answers({ channel: 'u-2' }), ['confirmPause']);
    assert.deepEqual(office.useCases.done, []);
    assert.deepEqual(await ada.answers({}), ['paused']);
    assert.deepEqual(office.useCases.done, [['pause', 'u-2']]);
  });

  it('does it with the channel of a button, if it is one of theirs', async () => {
    office.useCases.channelsOfMine = [one, other];
    assert.deepEqual(await ada.orders('resume', 'u-2'), ['resumed']);
    assert.deepEqual(office.useCases.done, [['resume', 'u-2']]);
  });

  const pauses = ['pause', 'please pause', 'Pause!', 'Mio, bitte pausieren', 'pause this channel', 'pause Incidents'];
  for (const says of pauses) {
    for (const where of [undefined, incidents]) {
      it(`asks before it pauses: “${says}” in ${where ? 'the channel' : 'the chat'}`, async () => {
        office.useCases.channelsOfMine = [one];
        assert.deepEqual(await ada.says(says, where), ['confirmPause']);
        assert.equal((office.told[0]!.card.data['channel'] as ChannelView).name, 'Incidents');
        assert.deepEqual(await ada.says('Not now', where), ['cancelled']);
        assert.deepEqual(office.useCases.done, []);
        await ada.says(says, where);
        assert.deepEqual(await ada.says('pause', where), ['paused']);
        assert.deepEqual(office.useCases.done, [['pause', 'u-1']]);
      });
    }
  }

  const sentences = [
    'hold on, who wrote this?',
    'Pause machen wir um 12',
    'weiter so!',
    'people are complaining',
    'leave a comment',
    'Stand heute?',
    'link is broken',
    'stop shouting',
  ];
  for (const says of sentences) {
    it(`takes no sentence for a command: “${says}”`, async () => {
      office.useCases.channelsOfMine = [one];
      assert.deepEqual(await ada.says(says, incidents), ['unknown']);
      assert.deepEqual(await ada.says(says), ['unknown']);
      assert.deepEqual(office.useCases.done, []);
    });
  }

  for (const command of ['pause', 'resume', 'leave', 'invite', 'status', 'who']) {
    for (const [scope, where] of [
      ['the chat', undefined],
      ['a channel', incidents],
    ] as const) {
      it(`does nothing by “${command}” on an old card in ${scope}, whose channel is none of theirs any more`, async () => {
        office.useCases.channelsOfMine = [one];
        assert.deepEqual((await ada.orders(command, 'u-2', where))[0], 'problem');
        assert.deepEqual(office.told[0]!.card.data, { obstacle: { reason: 'not_found' } });
        assert.deepEqual(office.useCases.done, []);
      });
    }
  }

  it('names the channel that a company is invited to', async () => {
    office.useCases.channelsOfMine = [one, other];
    assert.deepEqual(await ada.orders('invite', 'u-2'), ['inviteCompany']);
    assert.equal(office.told[0]!.card.data['channel'], 'Launch');
  });

  describe('of several with one name', () => {
    const withLeg = (id: string, title: string): ChannelView => {
      const leg = { id: `leg-of-${id}`, platform: 'teams', title, connection: 'c', conversation: title };
      return { ...viewOf(id, 'General'), legs: [leg as ChannelView['legs'][number]] };
    };
    beforeEach(() => {
      office.useCases.channelsOfMine = [
        withLeg('u-4', 'Operations / General'),
        withLeg('u-5', 'Sales / General'),
        other,
      ];
    });

    it('takes the whole title that the card shows', async () => {
      await ada.says('leave');
      assert.deepEqual(await ada.says('general (sales / general)'), ['confirmLeave']);
      assert.equal((office.told.at(-1)!.card.data['channel'] as ChannelView).id, 'u-5');
    });

    it('takes the name alone for none of them, and the name of one for that', async () => {
      await ada.says('leave');
      assert.deepEqual(await ada.says('General'), ['chooseUniversalChannel']);
      assert.deepEqual(office.told.at(-1)!.card.data['problem'], { reason: 'name_repeats', subject: 'General' });
      assert.deepEqual(await ada.says('Launch'), ['confirmLeave']);
      assert.equal((office.told.at(-1)!.card.data['channel'] as ChannelView).name, 'Launch');
    });
  });

  it('leaves only after a word to go', async () => {
    office.useCases.channelsOfMine = [one];
    assert.deepEqual(await ada.says('leave'), ['confirmLeave']);
    assert.deepEqual(await ada.says('what?'), ['confirmLeave']);
    assert.deepEqual(office.told.at(-1)!.card.data['problem'], { reason: 'yes_or_no', subject: 'what?' });
    assert.deepEqual(await ada.goes('back'), ['confirmLeave']);
    assert.deepEqual(office.useCases.done, []);
    assert.deepEqual(await ada.says('oui'), ['left']);
    assert.deepEqual(office.useCases.done, [['leave', 'u-1']]);
  });

  for (const [says, shown] of [
    ['Yes!', 'left'],
    ['yes please', 'left'],
    ['d’accord', 'left'],
    ['Ja, bitte.', 'left'],
    ['leave', 'left'],
    ['no', 'cancelled'],
    ['Nein, danke!', 'cancelled'],
    ['non', 'cancelled'],
  ] as const) {
    it(`asked whether to leave, takes “${says}”: ${shown}`, async () => {
      office.useCases.channelsOfMine = [one];
      await ada.says('leave');
      assert.deepEqual(await ada.says(says), [shown]);
      assert.equal(office.useCases.done.length, shown === 'left' ? 1 : 0);
    });
  }

  it('says why it may not', async () => {
    office.useCases.channelsOfMine = [one];
    office.useCases.failures['pause'] = [hindered({ reason: 'not_team_owner', subject: 'Operations' })];
    await ada.says('pause');
    assert.deepEqual(await ada.says('yes'), ['confirmPause']);
    const problem = { reason: 'not_team_owner', subject: 'Operations' };
    assert.deepEqual(office.told.at(-1)!.card.data['problem'], problem);
    assert.deepEqual(office.useCases.done, []);
  });

  it('knows the channel that it is asked in, and answers there', async () => {
    office.useCases.channelsOfMine = [one, other];
    for (const [says, shown] of [
      ['pause', 'confirmPause'],
      ['resume', 'resumed'],
      ['leave', 'confirmLeave'],
      ['status', 'status'],
      ['who', 'members'],
    ] as const) {
      assert.deepEqual(await ada.says(says, incidents), [shown]);
      assert.equal(office.told.at(-1)!.conversation, incidents.conversation);
      if (says === 'leave' || says === 'pause') await ada.says('cancel', incidents);
    }
  });

  it('says of a channel that it is none, and of several people’s chats as well', async () => {
    const chat = { scope: 'channel' as const, conversation: '19:several@thread.v2' };
    for (const says of ['pause', 'leave', 'status', 'who', 'invite']) {
      assert.deepEqual(await ada.says(says, incidents), ['notUniversal']);
      assert.deepEqual(await ada.says(says, chat), ['notUniversal']);
    }
  });

  const addresses = [
    { says: 'invite', answers: { address: 'eve@fabrikam.example' }, invited: ['u-1', 'eve@fabrikam.example'] },
    { says: 'invite', answers: { address: '' }, invited: ['u-1', undefined] },
    { says: 'invite eve@fabrikam.example', answers: undefined, invited: ['u-1', 'eve@fabrikam.example'] },
  ];
  for (const { says, answers, invited } of addresses) {
    it(`“${says}”, then ${JSON.stringify(answers)}`, async () => {
      office.useCases.channelsOfMine = [one];
      const shown = [...(await ada.says(says)), ...(answers ? await ada.answers(answers) : [])];
      assert.equal(shown.at(-1), 'invitation');
      assert.deepEqual(office.useCases.done, [['invite', ...invited]]);
    });
  }

  it('shows an invitation asked for in a channel to whoever asked alone', async () => {
    office.useCases.channelsOfMine = [one];
    assert.deepEqual(await ada.says('invite eve@fabrikam.example', incidents), ['invitation', 'wroteToYou']);
    assert.equal(office.told[0]!.conversation, 'a:ada');
  });

  it('invites nobody where the words are no address', async () => {
    office.useCases.channelsOfMine = [one];
    await ada.says('invite');
    assert.deepEqual(await ada.says('somebody'), ['inviteCompany']);
    assert.deepEqual(office.useCases.done, []);
  });
});

describe('accepting an invitation', () => {
  let office: Office;
  let ada: Person;
  beforeEach(() => {
    office = new Office();
    ada = office.person('ada');
  });
  const accepted = () => office.useCases.done.at(-1);

  it('asks for the code until it is good, shows who invites, and takes a place over there', async () => {
    assert.deepEqual(await ada.says('accept'), ['enterCode']);
    assert.deepEqual(await ada.answers({ code: 'bad' }), ['enterCode']);
    assert.deepEqual(office.told.at(-1)!.card.data['problem'], { reason: 'invitation_unusable' });
    assert.deepEqual(await ada.answers({ code: 'good-code' }), ['invited']);
    assert.deepEqual((office.told.at(-1)!.card.data['invitation'] as { from: string }).from, 'Fabrikam');
    assert.deepEqual(await ada.answers({ other: slack.connection }), ['choosePlace']);
    assert.deepEqual(await ada.answers({ place: 'C1' }), ['accepted']);
    assert.deepEqual(accepted(), ['accept', 'good-code', 'C1']);
  });

  it('takes a channel of one’s own team, with the code given at once', async () => {
    assert.deepEqual(await ada.says('accept good-code'), ['invited']);
    assert.deepEqual(await ada.answers({ other: 'teams' }), ['chooseTeam']);
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
    assert.deepEqual(await ada.answers({ place: 'operations/incidents' }), ['accepted']);
    assert.deepEqual(accepted(), ['accept', 'good-code', 'operations/incidents']);
  });

  const alone = [
    shortCode,
    ' k7qm 4wzt  9xpd 2hrb ',
    'K7QM–4WZT–9XPD–2HRB',
    `https://mio.example/invitation#${shortCode}`,
  ];
  for (const says of alone) {
    it(`begins with the code alone: “${says}”`, async () => {
      assert.deepEqual(await ada.says(says), ['invited']);
      await ada.answers({ other: slack.connection });
      assert.deepEqual(await ada.answers({ place: 'C1' }), ['accepted']);
      assert.deepEqual(accepted(), ['accept', shortCode, 'C1']);
    });
  }

  it('takes the code alone for the answer where the code was asked for, and begins with it in the middle of others', async () => {
    await ada.says('accept');
    assert.deepEqual(await ada.says(shortCode), ['invited']);
    await ada.says('create');
    assert.deepEqual(await ada.says(shortCode), ['invited']);
  });

  it('takes no other words for a code, and none in a channel', async () => {
    assert.deepEqual(await ada.says('some more nice word'), ['unknown']);
    assert.deepEqual(await ada.says('K7QM-4WZT-9XPD'), ['unknown']);
    assert.deepEqual(await ada.says(shortCode, incidents), ['unknown']);
    assert.deepEqual(await ada.says('K7QM-4WZT-9XPD-2HRA'), ['problem']);
    assert.deepEqual(office.useCases.done, []);
  });

  it('refuses a bad code at once, and stays at the place where the use case refuses', async () => {
    assert.deepEqual(await ada.says('accept nonsense'), ['problem']);
    await ada.says('accept good-code');
    await ada.answers({ other: slack.connection });
    office.useCases.failures['accept'] = [hindered({ reason: 'already_linked', subject: '#incidents' })];
    assert.deepEqual(await ada.answers({ place: 'C1' }), ['choosePlace']);
    assert.deepEqual(office.told.at(-1)!.card.data['problem'], { reason: 'already_linked', subject: '#incidents' });
    assert.deepEqual(await ada.answers({ place: 'C1' }), ['accepted']);
  });
});
