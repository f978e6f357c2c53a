/** Creating a universal channel in the personal chat: every way through, and every way off it. */
import assert from 'node:assert/strict';
import { checkAgain, newPlace, otherCompany } from '../../../cards/contract.ts';
import { DeliveryError } from '../../../src/core/errors.ts';
import { incidents, Office, type Person } from './support/people.ts';
import { hindered, slack, viewOf, webex } from './support/use-cases.ts';

describe('creating a universal channel', () => {
  let office: Office;
  let ada: Person;
  const problem = () => office.told.at(-1)?.card.data['problem'];
  const drafts = () => office.useCases.done.filter(([name]) => name === 'create').map(([, draft]) => draft);

  beforeEach(() => {
    office = new Office();
    ada = office.person('ada');
  });

  /** Up to the question for the other side. */
  async function toOtherSide(): Promise<void> {
    await ada.says('create');
    await ada.answers({ team: 'operations' });
    await ada.answers({ place: 'operations/incidents' });
  }

  const source = { connection: 'connection-teams', conversation: 'operations/incidents' };

  const ways = [
    {
      to: 'a channel that is there',
      steps: [{ inputs: { other: slack.connection } }, { inputs: { place: 'C1' } }],
      asked: ['choosePlace', 'preflight'],
      other: { is: 'place', place: { connection: slack.connection, conversation: 'C1' } },
    },
    {
      to: 'a new channel',
      steps: [
        { inputs: { other: slack.connection } },
        { inputs: {}, value: newPlace },
        { inputs: { title: 'incidents' } },
      ],
      asked: ['choosePlace', 'newPlace', 'preflight'],
      other: { is: 'new', connection: slack.connection, title: 'incidents' },
    },
    {
      to: 'another company, by address',
      steps: [{ inputs: { other: otherCompany } }, { inputs: { address: 'eve@fabrikam.example' } }],
      asked: ['inviteCompany', 'preflight'],
      other: { is: 'invitation', address: 'eve@fabrikam.example' },
    },
    {
      to: 'another company, by code alone',
      steps: [{ inputs: { other: otherCompany } }, { inputs: { address: '' } }],
      asked: ['inviteCompany', 'preflight'],
      other: { is: 'invitation' },
    },
  ];
  for (const { to, steps, asked, other } of ways) {
    it(`connects with ${to}`, async () => {
      assert.deepEqual(await ada.says('create'), ['chooseTeam']);
      assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
      assert.deepEqual(await ada.answers({ place: 'operations/incidents' }), ['chooseOther']);
      const seen: string[] = [];
      for (const { inputs, ...more } of steps) seen.push(...(await ada.answers(inputs, more)));
      assert.deepEqual(seen, asked);
      assert.deepEqual(drafts(), []);
      assert.deepEqual(await ada.answers({ name: 'War room' }), ['created']);
      assert.deepEqual(drafts(), [{ name: 'War room', source, other }]);
      assert.deepEqual(await ada.goes('cancel'), ['ended']);
    });
  }

  it('asks at once for the name of a new channel where the speaker may choose none that is there', async () => {
    office.useCases.createsOnly = true;
    await toOtherSide();
    assert.deepEqual(await ada.answers({ other: slack.connection }), ['newPlace']);
    assert.deepEqual(await ada.answers({ title: 'incidents' }), ['preflight']);
    assert.deepEqual(await ada.answers({ name: 'War room' }), ['created']);
    const other = { is: 'new', connection: slack.connection, title: 'incidents' };
    assert.deepEqual(drafts(), [{ name: 'War room', source, other }]);
  });

  const others = [
    { says: 'Slack: contoso', asks: 'choosePlace' },
    { says: 'slack', asks: 'choosePlace' },
    { says: 'Another company, by invitation', asks: 'inviteCompany' },
    { says: 'another company', asks: 'inviteCompany' },
    { says: 'Eine andere Firma', asks: 'inviteCompany' },
    { says: 'invite another company', asks: 'inviteCompany' },
    { says: 'Zoom', asks: 'chooseOther' },
  ];
  for (const { says, asks } of others) {
    it(`takes “${says}” for what the card calls so: ${asks}`, async () => {
      await toOtherSide();
      assert.deepEqual(await ada.says(says), [asks]);
    });
  }

  for (const says of ['Connect', 'connect, please', 'create', 'Erstellen!']) {
    it(`takes “${says}” on the last card for a word to go`, async () => {
      await toOtherSide();
      await ada.answers({ other: slack.connection });
      await ada.answers({ place: 'C1' });
      assert.deepEqual(await ada.says(says), ['created']);
      assert.equal(drafts().length, 1);
    });
  }

  it('takes the command’s word on the last card for a word to go, a no for none, and anything else for neither', async () => {
    await toOtherSide();
    await ada.answers({ other: slack.connection });
    await ada.answers({ place: 'C1' });
    assert.deepEqual(await ada.says('maybe'), ['preflight']);
    assert.deepEqual(problem(), { reason: 'yes_or_no', subject: 'maybe' });
    assert.deepEqual(await ada.says('Connect'), ['created']);
    await toOtherSide();
    assert.deepEqual(await ada.says('Non, merci.'), ['cancelled']);
  });

  it('takes words for buttons', async () => {
    await ada.says('create');
    const heard = [];
    for (const words of ['Operations', 'incidents', 'Slack: contoso', 'incidents', 'Yes, please!'])
      heard.push(...(await ada.says(words)));
    assert.deepEqual(heard, ['chooseChannel', 'chooseOther', 'choosePlace', 'preflight', 'created']);
    assert.deepEqual(drafts(), [
      {
        name: 'Incidents',
        source,
        other: { is: 'place', place: { connection: slack.connection, conversation: 'C1' } },
      },
    ]);
  });

  const unfit = [
    { answer: { team: 'somebody else’s' }, after: 0, asked: 'chooseTeam', reason: 'not_found' },
    { answer: {}, after: 0, asked: 'chooseTeam', reason: 'not_found' },
    { answer: { place: 'mio/general' }, after: 1, asked: 'chooseChannel', reason: 'not_found' },
    { answer: { place: 'operations/secret' }, after: 1, asked: 'chooseChannel', reason: 'private_channel' },
    { answer: { other: 'connection-of-fabrikam' }, after: 2, asked: 'chooseOther', reason: 'not_found' },
    { answer: { place: 'C2' }, after: 3, asked: 'choosePlace', reason: 'already_linked' },
    { answer: { place: 'R1' }, after: 3, asked: 'choosePlace', reason: 'not_found' },
  ];
  for (const { answer, after, asked, reason } of unfit) {
    it(`asks again after ${JSON.stringify(answer)}: ${reason}`, async () => {
      await ada.says('create');
      const good = [{ team: 'operations' }, { place: 'operations/incidents' }, { other: slack.connection }];
      for (const inputs of good.slice(0, after)) await ada.answers(inputs);
      assert.deepEqual(await ada.answers(answer), [asked]);
      assert.equal((problem() as { reason: string }).reason, reason);
    });
  }

  it('makes no new space where Mio can’t', async () => {
    await toOtherSide();
    await ada.answers({ other: webex.connection });
    assert.deepEqual(await ada.answers({}, { value: newPlace }), ['choosePlace']);
    assert.deepEqual(problem(), { reason: 'not_found' });
  });

  it('goes back, question by question, and forward again', async () => {
    await toOtherSide();
    await ada.answers({ other: otherCompany });
    assert.deepEqual(await ada.goes('back'), ['chooseOther']);
    assert.deepEqual(await ada.goes('back'), ['chooseChannel']);
    assert.deepEqual(await ada.goes('back'), ['chooseTeam']);
    assert.deepEqual(await ada.goes('back'), ['chooseTeam']);
    await ada.answers({ team: 'mio' });
    await ada.answers({ place: 'mio/general' });
    await ada.answers({ other: slack.connection });
    await ada.answers({ place: 'C1' });
    await ada.answers({});
    assert.equal((drafts()[0] as { source: { conversation: string } }).source.conversation, 'mio/general');
  });

  it('looks again when what stood against it was mended', async () => {
    office.useCases.obstacles = [{ reason: 'archived_team', subject: 'Operations' }];
    await toOtherSide();
    await ada.answers({ other: otherCompany });
    await ada.answers({ address: '' });
    office.useCases.obstacles = [];
    for (let times = 0; times < 3; times += 1) {
      assert.deepEqual(await ada.answers({}, { value: checkAgain }), ['preflight']);
    }
    assert.deepEqual((office.told.at(-1)!.card.data['preflight'] as { obstacles: object[] }).obstacles, []);
    assert.deepEqual(await ada.goes('back'), ['inviteCompany']);
    await ada.answers({ address: '' });
    assert.deepEqual(await ada.answers({ name: 'Incidents' }), ['created']);
  });

  it('says on the last card why it was refused after all, and creates at the next try', async () => {
    await toOtherSide();
    await ada.answers({ other: slack.connection });
    await ada.answers({ place: 'C1' });
    office.useCases.failures['create'] = [hindered({ reason: 'already_linked', subject: 'Incidents' })];
    assert.deepEqual(await ada.answers({ name: 'War room' }), ['preflight']);
    assert.deepEqual(problem(), { reason: 'already_linked', subject: 'Incidents' });
    assert.equal(office.told.at(-1)!.card.data['name'], 'War room');
    assert.deepEqual(await ada.answers({}), ['created']);
    assert.deepEqual(
      drafts().map((draft) => (draft as { name: string }).name),
      ['War room', 'War room'],
    );
  });

  it('asks for another name where the other side did not take the one for a new channel, and keeps the rest', async () => {
    await toOtherSide();
    await ada.answers({ other: slack.connection });
    await ada.answers({}, { value: newPlace });
    await ada.answers({ title: 'Ops' });
    office.useCases.failures['create'] = [hindered({ reason: 'name_unusable', subject: 'ops' })];
    assert.deepEqual(await ada.answers({ name: 'War room' }), ['newPlace']);
    assert.deepEqual(
      [problem(), office.told.at(-1)!.card.data['suggestion']],
      [{ reason: 'name_unusable', subject: 'ops' }, 'Ops'],
    );
    assert.deepEqual(await ada.answers({ title: 'ops-2' }), ['preflight']);
    assert.equal(office.told.at(-1)!.card.data['name'], 'War room');
    assert.deepEqual(await ada.goes('back'), ['newPlace']);
    assert.deepEqual(await ada.goes('back'), ['choosePlace']);
    await ada.answers({}, { value: newPlace });
    await ada.answers({ title: 'ops-2' });
    assert.deepEqual(await ada.answers({ name: 'War room' }), ['created']);
    const other = { is: 'new', connection: slack.connection, title: 'ops-2' };
    assert.deepEqual(drafts().at(-1), { name: 'War room', source, other });
  });

  it('asks the question before where the next can’t be asked, and ends where there is none', async () => {
    await ada.says('create');
    office.useCases.failures['channels'] = [hindered({ reason: 'platform_unavailable', subject: 'Teams' })];
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseTeam']);
    assert.deepEqual(problem(), { reason: 'platform_unavailable', subject: 'Teams' });
    office.useCases.failures['channels'] = [hindered({ reason: 'platform_unavailable' })];
    office.useCases.failures['teams'] = [];
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseTeam']);
    await ada.says('cancel');
    office.useCases.failures['teams'] = [hindered({ reason: 'platform_unavailable' })];
    assert.deepEqual(await ada.says('create'), ['problem']);
    assert.deepEqual(await ada.says('cancel'), ['nothingToCancel']);
  });

  it('keeps the question where something failed that nobody foresaw, and its card works again', async () => {
    await ada.says('create');
    office.useCases.failures['channels'] = [new Error('a bug')];
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['failure']);
    const { reference } = office.told.at(-1)!.card.data as { reference: string };
    assert.match(reference, /^[0-9A-F]{8}$/);
    assert.ok(office.log.text().includes(reference) && office.log.text().includes('a bug'));
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
  });

  it('has to be told again to go where it failed that nobody foresaw', async () => {
    await toOtherSide();
    await ada.answers({ other: slack.connection });
    await ada.answers({ place: 'C1' });
    office.useCases.failures['create'] = [new Error('a bug')];
    assert.deepEqual(await ada.answers({ name: 'War room' }), ['failure']);
    assert.deepEqual(await ada.says('what?'), ['preflight']);
    assert.equal(drafts().length, 1);
    assert.deepEqual(await ada.says('yes'), ['created']);
  });

  it('goes on where it was once whoever needs to has signed in: first up, then with what it needs', async () => {
    office.useCases.stages = [];
    const needed = () => hindered({ reason: 'sign_in_needed' });
    office.useCases.failures['teams'] = [needed(), needed()];
    assert.deepEqual(await ada.says('create'), ['signIn']);
    assert.equal(office.told.at(-1)!.card.data['stage'], 'signUp');
    assert.deepEqual(await ada.invokes('signin/verifyState', { state: 'ABCD-EFGH' }), { status: 200 });
    assert.deepEqual(
      office.told.slice(1).map(({ card }) => [card.name, card.data['stage']]),
      [
        ['signedIn', 'signUp'],
        ['signIn', 'person'],
      ],
    );
    assert.deepEqual(await ada.says('abcd 1234'), ['signedIn', 'chooseTeam']);
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
  });

  it('signs in at the last step and does what was confirmed, without asking again', async () => {
    await toOtherSide();
    await ada.answers({ other: otherCompany });
    await ada.answers({ address: '' });
    office.useCases.failures['create'] = [hindered({ reason: 'sign_in_expired' })];
    assert.deepEqual(await ada.answers({ name: 'Incidents' }), ['signInFailed']);
    assert.deepEqual(await ada.says('ABCD-EFGH'), ['signedIn', 'created']);
  });

  describe('from the channel itself', () => {
    it('goes on in the personal chat, with team and channel filled in', async () => {
      assert.deepEqual(await ada.says('convert', incidents), ['chooseOther', 'wroteToYou']);
      assert.deepEqual(
        office.told.map(({ conversation }) => conversation),
        ['a:ada', incidents.conversation],
      );
      assert.deepEqual(office.opened, ['29:ada']);
      await ada.answers({ other: slack.connection });
      await ada.answers({ place: 'C1' });
      assert.deepEqual(await ada.answers({ name: 'Incidents' }), ['created']);
      assert.deepEqual((drafts()[0] as { source: object }).source, source);
    });

    it('opens no second chat with somebody who has one', async () => {
      await ada.says('help');
      await ada.says('convert', incidents);
      assert.deepEqual(office.opened, []);
    });

    it('says what stands against the channel', async () => {
      const secret = { ...incidents, channel: { team: 'operations', conversation: 'operations/secret' as never } };
      assert.deepEqual(await ada.says('convert', secret), ['problem', 'wroteToYou']);
      assert.deepEqual(office.told[0]!.card.data, { obstacle: { reason: 'private_channel', subject: 'Secret' } });
    });

    it('remembers the channel over a sign-in', async () => {
      office.useCases.failures['channels'] = [hindered({ reason: 'sign_in_needed' })];
      assert.deepEqual(await ada.says('convert', incidents), ['signIn', 'wroteToYou']);
      assert.deepEqual(await ada.says('ABCD-EFGH'), ['signedIn', 'chooseOther']);
    });

    describe('to somebody who removed Mio, or blocked it', () => {
      const refusal = (code: string) => new DeliveryError('refused', code, { operation: 'answer' });

      it('says so in the channel, with the way to the chat, and does not say that it failed', async () => {
        const shut = ['BotNotInConversationRoster', 'ConversationBlockedByUser', 'ConversationNotFound'];
        for (const code of [...shut, 'MessageWritesBlocked', '403']) {
          office.unsent.push(refusal(code));
          assert.deepEqual(await ada.says('convert', incidents), ['shutOut']);
          assert.equal(office.told.at(-1)!.conversation, incidents.conversation);
          assert.equal(office.told.at(-1)!.card.data['link'], 'https://teams.example/chat');
        }
      });

      it('asks for the chat again, once, where the one that it knows takes nothing', async () => {
        await ada.says('help');
        office.unsent.push(refusal('BotNotInConversationRoster'));
        assert.deepEqual(await ada.says('convert', incidents), ['chooseOther', 'wroteToYou']);
        assert.deepEqual(office.opened, ['29:ada']);
        await ada.says('cancel');
        office.unsent.push(refusal('ConversationBlockedByUser'), refusal('ConversationBlockedByUser'));
        assert.deepEqual(await ada.says('convert', incidents), ['shutOut']);
        assert.deepEqual(office.unsent, []);
      });

      it('forgets the chat that it was removed from, and learns it anew from what is said there', async () => {
        await ada.says('help');
        const [sender, there] = [{ speaker: ada.speaker, account: '29:ada' }, ada.chat] as const;
        await office.bot.removed(sender, { conversation: 'a:another' });
        assert.equal((await office.records.list('chat')).length, 1);
        await office.bot.removed(sender, there);
        await office.bot.removed(sender, there);
        assert.deepEqual(await office.records.list('chat'), []);
        await ada.says('help');
        assert.equal((await office.records.list('chat')).length, 1);
      });

      it('does once what was asked for', async () => {
        office.useCases.channelsOfMine = [viewOf('u-1', 'Incidents')];
        await ada.says('help');
        office.unsent.push(refusal('BotNotInConversationRoster'));
        assert.deepEqual(await ada.says('invite eve@fabrikam.example', incidents), ['invitation', 'wroteToYou']);
        assert.equal(office.useCases.done.length, 1);
      });

      it('says of everything else that it failed', async () => {
        for (const error of [new Error('a bug'), refusal('413')]) {
          office.unsent.push(error);
          assert.deepEqual(await ada.says('convert', incidents), ['failure']);
        }
      });
    });
  });
});
