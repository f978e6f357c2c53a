import { deepEqual, equal, rejects } from 'node:assert/strict';
import { ada, ben, type Company, general, incidents, operations, startCompany } from './company.ts';

describe('adding the app in the sandbox’s Teams, and taking it away', () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany();
  });
  afterEach(() => company.close());

  const installation = 'installationUpdate';
  const update = 'conversationUpdate';

  it('tells the bot twice: of the channel that was picked, and of its membership of the team', async () => {
    const made = await company.act({ as: 'ada', do: 'installApp', place: incidents });
    deepEqual(made, { message: '', team: operations, place: incidents });
    deepEqual(company.told(), [
      [installation, 'add', incidents],
      [update, 'teamMemberAdded', general],
    ]);
    const [added, joined] = company.turns;
    const { settings, team, tenant } = (added?.channelData ?? {}) as Record<string, unknown>;
    deepEqual(
      [settings, team, tenant],
      [
        { selectedChannel: { id: incidents } },
        { id: general, name: 'Operations', aadGroupId: operations },
        { id: company.sandbox.app()['teamsTenantId'] },
      ],
    );
    equal(added?.from.aadObjectId, ada);
    deepEqual(joined?.membersAdded, [{ id: `28:${company.botId}` }]);
  });

  it('tells it in the other order, and again and again', async () => {
    await company.act({ as: 'ada', do: 'installApp', place: incidents, order: 'members-first', repeat: 2 });
    const once = [
      [update, 'teamMemberAdded', general],
      [installation, 'add', incidents],
    ];
    deepEqual(company.told(), [...once, ...once]);
    equal(new Set(company.turns.map(({ id }) => id)).size, 4);
  });

  it('tells it when a new version of the app brings the bot, or drops it', async () => {
    await company.act({ as: 'ada', do: 'installApp', place: operations, upgrade: true });
    await company.act({ as: 'ada', do: 'removeApp', place: operations, upgrade: true });
    deepEqual(company.told(), [
      [installation, 'add-upgrade', general],
      [update, 'teamMemberAdded', general],
      [installation, 'remove-upgrade', general],
      [update, 'teamMemberRemoved', general],
    ]);
  });

  it('lets the bot write until it is removed from the team', async () => {
    await company.act({ as: 'ada', do: 'installApp', place: operations });
    equal((await company.send(incidents, { text: 'here' })).status, 201);
    const withBot = () => company.sandbox.places().flatMap(({ title, hasBot }) => (hasBot === true ? [title] : []));
    deepEqual(withBot(), ['Operations / General', 'Operations / Incidents', 'Operations / Launch']);
    await company.act({ as: 'ada', do: 'removeApp', place: operations });
    deepEqual(withBot(), []);
    const late = await company.send(incidents, { text: 'still here?' });
    deepEqual([late.status, late.body.error.code], [403, 'BotNotInConversationRoster']);
  });

  it('opens the personal chat; whoever removes the app there is left alone, though they share a team with it', async () => {
    await company.act({ as: 'ada', do: 'installApp', place: operations });
    company.told();
    await company.act({ as: 'ben', do: 'installApp', place: 'direct:ben' });
    const chat = company.turns.at(-1)?.conversation.id ?? '';
    deepEqual(company.told(), [
      [installation, 'add', chat],
      [update, undefined, chat],
    ]);
    deepEqual(company.turns.at(-1)?.membersAdded, [{ id: `28:${company.botId}` }]);
    equal((await company.send(chat, { text: 'welcome' })).status, 201);

    await company.act({ as: 'ben', do: 'removeApp', place: 'direct:ben' });
    deepEqual(company.told(), [
      [installation, 'remove', chat],
      [update, undefined, chat],
    ]);
    equal((await company.send(chat, { text: 'come back' })).body.error.code, 'BotNotInConversationRoster');
    await company.act({ as: 'ben', do: 'dm', text: 'hello again' });
    equal((await company.send(chat, { text: 'hello' })).status, 201);
  });

  it('brings the bot into a group chat, where it hears what mentions it', async () => {
    const { place = '' } = await company.act({ as: 'ada', do: 'createChat', name: 'Launch crew', people: ['ben'] });
    equal((await company.send(place, { text: 'x' })).body.error.code, 'BotNotInConversationRoster');
    await rejects(company.act({ as: 'ben', do: 'mention', place, text: 'help' }), /botNotInstalled/);
    await company.act({ as: 'ada', do: 'installApp', place });
    await company.act({ as: 'ben', do: 'post', place, text: 'lunch?' });
    await company.act({ as: 'ben', do: 'mention', place, text: 'help' });
    deepEqual(company.told(), [
      [installation, 'add', place],
      [update, undefined, place],
      ['message', '<at>Mio</at> help', place],
    ]);
    equal(company.turns.at(-1)?.conversation.conversationType, 'groupChat');
    await company.send(place, { text: 'Say *status*.' });
    const { body } = await company.call('GET', `conversations/${encodeURIComponent(place)}/pagedmembers`);
    deepEqual(
      body.members.map(({ name }) => name),
      ['Ada Nowak', 'Ben Ito'],
    );
    const { messages } = await company.view(place);
    deepEqual(
      messages.map(({ author, text }) => [author.name, text]),
      [
        ['Ben Ito', 'lunch?'],
        ['Ben Ito', 'Mio help'],
        ['Mio', 'Say *status*.'],
      ],
    );
  });

  describe('in a private or shared channel', () => {
    for (const kind of ['private', 'shared'] as const) {
      it(`needs the ${kind} channel to have it as well as its team`, async () => {
        await company.act({ as: 'ada', do: 'installApp', place: operations });
        const made = await company.act({
          as: 'ada',
          do: 'createChannel',
          place: operations,
          name: 'Deal',
          kind,
          people: ['ben'],
        });
        const place = made.place ?? '';
        equal((await company.send(place, { text: 'x' })).body.error.code, 'BotNotInConversationRoster');
        await rejects(company.act({ as: 'ben', do: 'mention', place, text: 'help' }), /botNotInstalled/);
        await rejects(company.act({ as: 'chidi', do: 'post', place, text: 'hi' }), /not_a_member/);

        await company.act({ as: 'ada', do: 'installApp', place });
        company.told();
        const { message } = await company.act({ as: 'ben', do: 'mention', place, text: 'help' });
        deepEqual(company.told(), [['message', '<at>Mio</at> help', `${place};messageid=${message}`]]);
        equal((await company.send(place, { text: 'Here.' })).status, 201);
        const { body } = await company.call('GET', `conversations/${encodeURIComponent(place)}/pagedmembers`);
        deepEqual(
          body.members.map(({ name }) => name),
          ['Ada Nowak', 'Ben Ito'],
        );
      });
    }
  });

  it('works with a package that a person uploads, which the catalog does not know', async () => {
    await company.act({ as: 'ada', do: 'installApp', place: operations });
    await company.act({ as: 'ben', do: 'mention', place: incidents, text: 'hello' });
    equal(company.turns.at(-1)?.recipient.name, 'Mio');
  });

  describe('is refused', () => {
    const cases: readonly (readonly [string, Parameters<Company['act']>[0], RegExp])[] = [
      ['to who is not in the team', { as: 'mio-service', do: 'installApp', place: operations }, /notMember/],
      ['for somebody else', { as: 'ada', do: 'installApp', place: 'direct:ben' }, /notMember/],
      ['where nothing is', { as: 'ada', do: 'installApp', place: 'nowhere' }, /unknownPlace/],
      ['where it is not', { as: 'ada', do: 'removeApp', place: operations }, /botNotInstalled/],
    ];
    for (const [what, act, error] of cases) {
      it(what, async () => {
        await rejects(company.act(act), error);
        deepEqual(company.turns, []);
      });
    }
    it('a second time', async () => {
      await company.act({ as: 'ada', do: 'installApp', place: operations });
      await rejects(company.act({ as: 'ben', do: 'installApp', place: operations }), /alreadyInstalled/);
    });
    it('where an administrator has blocked such apps', async () => {
      company.sandbox.kit.policies.set('teams.customApps', 'blocked');
      await rejects(company.act({ as: 'ada', do: 'installApp', place: operations }), /appsBlocked/);
    });
  });

  it('says in which language somebody’s client is', async () => {
    await company.act({ as: 'ada', do: 'installApp', place: operations });
    await company.act({ as: 'ben', do: 'dm', text: 'Hallo' });
    const message = company.turns.at(-1);
    equal(message?.locale, 'de-DE');
    equal(message?.from.aadObjectId, ben);
    deepEqual(
      message?.entities?.find(({ type }) => type === 'clientInfo'),
      { type: 'clientInfo', locale: 'de-DE', country: 'DE', platform: 'Web', timezone: 'Europe/Berlin' },
    );
    await company.act({ as: 'chidi', do: 'dm', text: 'Bonjour' });
    equal(company.turns.at(-1)?.locale, 'fr-FR');
  });
});
