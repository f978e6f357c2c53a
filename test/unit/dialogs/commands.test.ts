/** Words and buttons outside of dialogs, signing in, and what is said when something fails. */
import assert from 'node:assert/strict';
import type { CheckResult } from '../../../src/core/bot/use-cases.ts';
import { DeliveryError, StoreUnavailableError, UserError } from '../../../src/core/errors.ts';
import { incidents, Office, type Person, serviceUrl } from './support/people.ts';
import { hindered, viewOf } from './support/use-cases.ts';

describe('what people say to Mio', () => {
  let office: Office;
  let ada: Person;
  const newest = () => office.told.at(-1)!;
  const last = () => newest().card;
  beforeEach(() => {
    office = new Office();
    ada = office.person('ada');
  });

  const words = [
    { says: '', shows: 'help' },
    { says: 'Help, please!', shows: 'help' },
    { says: 'my channels', shows: 'channels' },
    { says: 'status', shows: 'status' },
    { says: 'who is here', shows: 'members' },
    { says: 'find Eve', shows: 'found' },
    { says: 'find', shows: 'help' },
    { says: 'invitations', shows: 'invitations' },
    { says: 'publish', shows: 'published' },
    { says: 'sign in', shows: 'signedIn' },
    { says: 'sign out', shows: 'signedOut' },
    { says: 'cancel', shows: 'nothingToCancel' },
    { says: 'blah blah', shows: 'unknown' },
  ];
  for (const { says, shows } of words) {
    it(`“${says}” in the personal chat: ${shows}`, async () => {
      office.useCases.channelsOfMine = [viewOf('u-1', 'Incidents')];
      assert.deepEqual(await ada.says(says), [shows]);
    });
  }

  it('answers in the language of whoever speaks', async () => {
    await office.person('eva', { language: 'de' }).says('help');
    assert.equal(last().language, 'de');
  });

  it('names the three likeliest commands for words that are none', async () => {
    await ada.says('staus of this');
    const { likeliest, scope } = last().data as { likeliest: string[]; scope: string };
    assert.deepEqual([likeliest.length, likeliest[0], scope], [3, 'status', 'personal']);
  });

  it('does in the personal chat what is meant for it, and says so where it was asked', async () => {
    office.useCases.stages = [];
    assert.deepEqual(await ada.says('sign in', incidents), ['signIn', 'wroteToYou']);
    assert.deepEqual(
      office.told.map(({ conversation }) => conversation),
      ['a:ada', incidents.conversation],
    );
    assert.deepEqual(await ada.orders('signOut', '', incidents), ['signedOut', 'wroteToYou']);
  });

  it('takes what was written after the word along into the personal chat', async () => {
    assert.deepEqual(await ada.says('find Ben', incidents), ['found', 'wroteToYou']);
    assert.equal(office.told[0]!.card.data['text'], 'Ben');
  });

  it('shows a list where it is not clear which channel is meant', async () => {
    office.useCases.channelsOfMine = [viewOf('u-1', 'Incidents'), viewOf('u-2', 'Launch')];
    assert.deepEqual(await ada.says('who'), ['channels']);
    assert.deepEqual(await ada.orders('who', 'u-2'), ['members']);
    assert.deepEqual(await ada.says('channels launch'), ['channels']);
    assert.deepEqual(
      (last().data['channels'] as { name: string }[]).map(({ name }) => name),
      ['Launch'],
    );
  });

  for (const says of ['channels cafe', 'my channels CAFÉ', 'leave Café', 'status of cafe']) {
    it(`lists names that are the same to whoever types them: “${says}”`, async () => {
      office.useCases.channelsOfMine = [viewOf('u-1', 'Café'), viewOf('u-2', 'Launch'), viewOf('u-3', 'Cafe')];
      assert.deepEqual(await ada.says(says), ['channels']);
      assert.deepEqual(
        (last().data['channels'] as { name: string }[]).map(({ name }) => name),
        ['Café', 'Cafe'],
      );
    });
  }

  it('takes an invitation back', async () => {
    assert.deepEqual(await ada.orders('invitations', 'i-1'), ['revoked']);
    assert.deepEqual(office.useCases.done, [['revoke', 'i-1']]);
  });

  it('never takes from a card who is speaking', async () => {
    const forged = {
      mio: { act: 'command', command: 'signOut', speaker: { person: 'person-ben' } },
      person: 'person-ben',
    };
    let asked: string | undefined;
    Object.assign(office.useCases.signIn, {
      signOut: async ({ person }: { person: string }) => {
        asked = person;
      },
    });
    await ada.presses(forged);
    assert.equal(asked, 'person-ada');
  });

  describe('signing in', () => {
    it('offers the sign-up set first, and what a command needs when it needs it', async () => {
      office.useCases.stages = [];
      await ada.says('sign in');
      assert.deepEqual([last().name, last().data['stage']], ['signIn', 'signUp']);
      office.useCases.stages = ['signUp'];
      office.useCases.failures['publish'] = [hindered({ reason: 'sign_in_needed' })];
      await ada.says('publish');
      assert.deepEqual([last().name, last().data['stage']], ['signIn', 'serviceUser']);
      await ada.orders('signIn', 'serviceUser');
      assert.deepEqual([last().name, last().data['stage']], ['signIn', 'serviceUser']);
    });

    it('confirms a code that is typed, and offers what comes next', async () => {
      office.useCases.stages = [];
      assert.deepEqual(await ada.says('abcd-1234'), ['signedIn']);
      assert.deepEqual([last().data['stage'], last().data['next']], ['signUp', 'serviceUser']);
      assert.deepEqual(office.useCases.done, [['confirm', 'abcd-1234']]);
    });

    const signedIn = [
      { stages: ['signUp'], connected: true, stage: 'signUp', next: 'person' },
      { stages: ['signUp'], connected: false, stage: 'signUp', next: 'serviceUser' },
      { stages: ['signUp', 'person'], connected: true, stage: 'person', next: undefined },
      { stages: ['signUp', 'person'], connected: false, stage: 'person', next: 'serviceUser' },
    ] as const;
    for (const { stages, connected, stage, next } of signedIn) {
      it(`says how far it is, and what comes next: ${stages}, ${connected ? '' : 'not '}connected`, async () => {
        Object.assign(office.useCases, { stages: [...stages], connected });
        assert.deepEqual(await ada.says('sign in'), ['signedIn']);
        assert.deepEqual([last().data['stage'], last().data['next']], [stage, next]);
      });
    }

    it('says of a wrong code that it is, and answers Teams 200', async () => {
      office.useCases.failures['confirm'] = [hindered({ reason: 'code_wrong' })];
      assert.deepEqual(await ada.invokes('signin/verifyState', { state: 'x' }), { status: 200 });
      assert.deepEqual([last().name, last().data['obstacle']], ['problem', { reason: 'code_wrong' }]);
    });

    it('exchanges a token of single sign-on once, however many clients send it', async () => {
      const value = { id: 'exchange-1', connectionName: 'mio', token: 'a-token' };
      const answers = await Promise.all([1, 2, 3].map(() => ada.invokes('signin/tokenExchange', value)));
      for (const answer of answers)
        assert.deepEqual(answer, {
          status: 200,
          body: { id: 'exchange-1', connectionName: 'mio', failureDetail: null },
        });
      assert.deepEqual(office.useCases.done, [['exchange', 'a-token']]);
      assert.deepEqual(
        office.told.map(({ card }) => card.name),
        ['signedIn'],
      );
    });

    it('makes Teams show the button where the person has to consent first, or the token will not do', async () => {
      const consent = await ada.invokes('signin/tokenExchange', {
        id: '1',
        connectionName: 'mio',
        token: 'needs-consent',
      });
      assert.equal(consent?.status, 412);
      office.useCases.failures['exchange'] = [hindered({ reason: 'wrong_account' })];
      const foreign = await ada.invokes('signin/tokenExchange', { id: '2', connectionName: 'mio', token: 'foreign' });
      assert.equal(foreign?.status, 412);
      assert.deepEqual(office.told, []);
      assert.ok(!office.log.all().includes('foreign'));
    });

    it('takes a failure of Teams’ single sign-on, and knows no other invoke', async () => {
      assert.deepEqual(await ada.invokes('signin/failure', { code: 'x' }), { status: 200 });
      assert.equal(await ada.invokes('composeExtension/query', {}), undefined);
      assert.equal(await ada.invokes('toString', {}), undefined);
    });

    it('tells in the chat, with a fresh link, of a sign-in that came to nothing in the browser', async () => {
      const outcome = { speaker: ada.speaker, stage: 'person', obstacle: { reason: 'sign_in_cancelled' } } as const;
      await office.bot.signInEnded(outcome);
      assert.equal(office.told.length, 0);
      await ada.says('help');
      await office.bot.signInEnded(outcome);
      assert.deepEqual([newest().card.name, newest().conversation], ['signInFailed', 'a:ada']);
    });
  });

  describe('installing', () => {
    const arrival = { chat: { conversation: '19:team@thread.tacv2', serviceUrl }, language: 'fr' } as const;

    it('greets the team, and says what the team Mio is for where it is another', async () => {
      await office.bot.greet({ ...arrival, scope: 'team', name: ' mio ' });
      await office.bot.greet({ ...arrival, scope: 'team', name: 'Operations' });
      await office.bot.greet({ ...arrival, scope: 'groupChat', name: '' });
      assert.deepEqual(
        office.told.map(({ card }) => [card.name, card.language, card.data['isMioTeam']]),
        [
          ['greeting', 'fr', true],
          ['greeting', 'fr', false],
          ['help', 'fr', undefined],
        ],
      );
    });

    it('welcomes a person with the card to sign in, and knows their chat from then on', async () => {
      office.useCases.stages = [];
      const newcomer = { speaker: ada.speaker, account: '29:ada', chat: ada.chat, personalOnly: true };
      await office.bot.welcome(newcomer);
      assert.deepEqual(
        office.told.map(({ card }) => card.name),
        ['welcome', 'signIn'],
      );
      assert.deepEqual(office.told[0]!.card.data, { name: 'ada', personalOnly: true });
      await ada.says('convert', incidents);
      assert.deepEqual(office.opened, []);
    });
  });

  describe('the settings check', () => {
    const result = (check: CheckResult['check']): CheckResult => ({ check, result: 'passed' });

    it('is one card, which is replaced as results come', async () => {
      const results = [result('roles'), result('webhook')];
      office.useCases.results = results;
      assert.deepEqual(await ada.says('settings check'), ['settings', 'settings']);
      const [first, second] = office.told;
      assert.deepEqual([first!.replaced, second!.replaced, first!.id === second!.id], [false, true, true]);
      assert.deepEqual(first!.card.data['finished'], false);
      assert.deepEqual(second!.card.data, { results, finished: true });
    });

    it('is replaced in the chat that was opened anew, where the known one takes nothing', async () => {
      office.useCases.results = [result('roles')];
      await ada.says('help', { scope: 'personal', conversation: 'a:before' });
      office.unsent.push(new DeliveryError('refused', 'ConversationNotFound', { operation: 'answer' }));
      assert.deepEqual(await ada.says('settings', incidents), ['settings', 'settings', 'wroteToYou']);
      assert.deepEqual(
        office.told.slice(1, 3).map(({ conversation, replaced }) => [conversation, replaced]),
        [
          ['a:ada', false],
          ['a:ada', true],
        ],
      );
    });

    it('is replaced no more than once a second, however fast results come', async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      office.useCases.settings.check = async (_speaker, each) => {
        const all = Array.from({ length: 13 }, () => result('roles'));
        for (const one of all) {
          each?.(one);
          await Promise.resolve();
        }
        await promise;
        return all;
      };
      const checking = ada.says('settings');
      await office.clock.advance(2_500);
      assert.equal(office.told.length, 2);
      resolve();
      assert.deepEqual(await checking, ['settings', 'settings', 'settings']);
    });

    it('says what was found and what failed, where it ends in the middle', async () => {
      office.useCases.results = [result('roles')];
      office.useCases.failures['checked'] = [hindered({ reason: 'platform_unavailable' })];
      assert.deepEqual(await ada.says('settings'), ['settings', 'settings', 'problem']);
      assert.equal(office.told[1]!.card.data['finished'], true);
    });

    it('is for administrators', async () => {
      office.useCases.failures['check'] = [hindered({ reason: 'not_administrator' })];
      assert.deepEqual(await ada.says('settings'), ['problem']);
    });
  });

  describe('when something takes long', () => {
    it('shows that Mio is at work after a second, and again while it lasts', async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      office.useCases.gate = promise;
      const asking = ada.says('who');
      await office.clock.advance(900);
      assert.equal(office.typing.length, 0);
      await office.clock.advance(100);
      assert.deepEqual(office.typing, ['a:ada']);
      await office.clock.advance(6_000);
      assert.equal(office.typing.length, 3);
      resolve();
      await asking;
      await office.clock.advance(60_000);
      assert.equal(office.typing.length, 3);
    });
  });

  describe('when something fails', () => {
    const failures = [
      { error: hindered({ reason: 'connection_ill', subject: 'contoso' }), shows: 'problem', reason: 'connection_ill' },
      { error: new UserError('forbidden', 'm', 'a'), shows: 'problem', reason: 'not_administrator' },
      { error: new UserError('unavailable', 'm', 'a'), shows: 'problem', reason: 'platform_unavailable' },
      { error: new DeliveryError('busy', '503', { operation: 'x' }), shows: 'problem', reason: 'platform_unavailable' },
      { error: new DeliveryError('refused', '403', { operation: 'x' }), shows: 'failure' },
      { error: new UserError('conflict', 'm', 'a'), shows: 'failure' },
      { error: new TypeError('a bug'), shows: 'failure' },
    ];
    for (const { error, shows, reason } of failures) {
      it(`${error.message}: ${shows} ${reason ?? ''}`, async () => {
        office.useCases.failures['mine'] = [error];
        assert.deepEqual(await ada.says('channels'), [shows]);
        if (reason) assert.equal((last().data['obstacle'] as { reason: string }).reason, reason);
        else assert.ok(office.log.text().includes(String(last().data['reference'])));
      });
    }

    it('comes again where the store was not there', async () => {
      office.useCases.failures['mine'] = [new StoreUnavailableError('full')];
      await assert.rejects(ada.says('channels'), StoreUnavailableError);
      assert.deepEqual(office.told, []);
    });

    it('is in the log where it can’t even be told', async () => {
      office.useCases.failures['mine'] = [new Error('first')];
      office.unsent.push(new Error('403'));
      assert.deepEqual(await ada.says('channels'), []);
      assert.match(office.log.text(), /could not be told/);
    });
  });
});
