import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { ada, type Company, general, incidents, operations, startCompany } from './company.ts';

type Deed = Parameters<Company['act']>[0];

describe('what becomes of teams and channels in the sandbox', () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany();
    await company.act({ as: 'ada', do: 'installApp', place: operations });
    company.told();
  });
  afterEach(() => company.close());

  const last = () => company.turns.at(-1);
  const told = () => (last()?.channelData ?? {}) as { readonly team?: object; readonly channel?: object };
  const launch = '19:OpsLaunch00000000000000000000000000000000004@thread.tacv2';
  const team = { id: general, name: 'Operations', aadGroupId: operations };

  const stories: readonly (readonly [what: string, deeds: readonly Deed[], event: string, channelData: object])[] = [
    [
      'a renamed team',
      [{ as: 'ada', do: 'renameTeam', place: operations, name: 'Ops' }],
      'teamRenamed',
      { team: { ...team, name: 'Ops' } },
    ],
    ['an archived team', [{ as: 'ada', do: 'archiveTeam', place: incidents }], 'teamArchived', { team }],
    [
      'a team that is no longer archived',
      [
        { as: 'ada', do: 'archiveTeam', place: operations },
        { as: 'ada', do: 'unarchiveTeam', place: operations },
      ],
      'teamUnarchived',
      { team },
    ],
    ['a deleted team', [{ as: 'ada', do: 'deleteTeam', place: operations }], 'teamDeleted', { team }],
    [
      'a restored team',
      [
        { as: 'ada', do: 'deleteTeam', place: operations },
        { as: 'ada', do: 'restoreTeam', place: operations },
      ],
      'teamRestored',
      { team },
    ],
    [
      'a team that is gone for good',
      [
        { as: 'ada', do: 'deleteTeam', place: operations },
        { as: 'ada', do: 'purgeTeam', place: operations },
      ],
      'teamHardDeleted',
      { team },
    ],
    [
      'a renamed channel',
      [{ as: 'ben', do: 'renameChannel', place: launch, name: 'Liftoff' }],
      'channelRenamed',
      { team, channel: { id: launch, name: 'Liftoff' } },
    ],
    [
      'a deleted channel',
      [{ as: 'ben', do: 'deleteChannel', place: launch }],
      'channelDeleted',
      { team, channel: { id: launch, name: 'Launch' } },
    ],
    [
      'a restored channel',
      [
        { as: 'ben', do: 'deleteChannel', place: launch },
        { as: 'ada', do: 'restoreChannel', place: launch },
      ],
      'channelRestored',
      { team, channel: { id: launch, name: 'Launch' } },
    ],
  ];
  for (const [what, deeds, eventType, channelData] of stories) {
    it(`tells the bot of ${what}, in the team's own conversation`, async () => {
      for (const deed of deeds) await company.act(deed);
      const tenant = { id: company.sandbox.app()['teamsTenantId'] };
      deepEqual(company.told().at(-1), ['conversationUpdate', eventType, general]);
      deepEqual(last()?.channelData, { eventType, ...channelData, tenant });
      equal(company.turns.length, 2 + deeds.length);
    });
  }

  for (const kind of ['standard', 'private', 'shared'] as const) {
    it(`tells the bot of a new ${kind} channel`, async () => {
      const { place } = await company.act({ as: 'ben', do: 'createChannel', place: operations, name: 'New', kind });
      deepEqual(company.told(), [['conversationUpdate', 'channelCreated', general]]);
      deepEqual(told().channel, {
        id: place,
        name: 'New',
        ...(kind === 'standard' ? {} : { type: kind }),
      });
    });
  }

  it('tells the bot who was added and removed, and by whom', async () => {
    await company.act({ as: 'ada', do: 'addMember', place: operations, people: ['powerless'] });
    await company.act({ as: 'ada', do: 'removeMember', place: operations, people: ['powerless'] });
    deepEqual(company.told(), [
      ['conversationUpdate', 'teamMemberAdded', general],
      ['conversationUpdate', 'teamMemberRemoved', general],
    ]);
    equal(last()?.from.aadObjectId, ada);
    match(last()?.membersRemoved?.[0]?.id ?? '', /^29:/);
  });

  it('tells the bot nothing of teams without it', async () => {
    await company.act({ as: 'ada', do: 'removeApp', place: operations });
    company.told();
    await company.act({ as: 'ada', do: 'renameTeam', place: operations, name: 'Ops' });
    deepEqual(company.told(), []);
  });

  it('gives a person a new team, to which the app can be added', async () => {
    const made = await company.act({ as: 'ben', do: 'createTeam', name: 'Mio', people: ['chidi'] });
    await company.act({ as: 'ben', do: 'installApp', place: made.team ?? '' });
    deepEqual(told().team, { id: made.place, name: 'Mio', aadGroupId: made.team });
    equal((await company.send(made.place ?? '', { text: 'Hello!' })).status, 201);
    const { messages } = await company.view(made.place ?? '');
    equal(messages[0]?.text, 'Hello!');
  });

  it('takes no messages in an archived team', async () => {
    await company.act({ as: 'ada', do: 'archiveTeam', place: operations });
    const { status, body } = await company.send(incidents, { text: 'x' });
    deepEqual([status, body.error.code], [403, 'MessageWritesBlocked']);
    await rejects(company.act({ as: 'ben', do: 'post', place: incidents, text: 'x' }), /archived/);
    await company.act({ as: 'ada', do: 'unarchiveTeam', place: operations });
    equal((await company.send(incidents, { text: 'x' })).status, 201);
  });

  it('knows no deleted channel, and again a restored one', async () => {
    await company.act({ as: 'ben', do: 'deleteChannel', place: launch });
    equal((await company.send(launch, { text: 'x' })).body.error.code, 'ConversationNotFound');
    await rejects(company.act({ as: 'ben', do: 'post', place: launch, text: 'x' }), /unknown_place/);
    await company.act({ as: 'ben', do: 'restoreChannel', place: launch });
    equal((await company.send(launch, { text: 'x' })).status, 201);
  });

  it('knows no channel of a deleted team', async () => {
    await company.act({ as: 'ada', do: 'deleteTeam', place: operations });
    equal((await company.send(incidents, { text: 'x' })).body.error.code, 'ConversationNotFound');
    equal((await company.call('GET', `teams/${encodeURIComponent(general)}`)).status, 404);
  });

  describe('is refused', () => {
    const cases: readonly (readonly [string, Deed, RegExp])[] = [
      [
        'to rename a team to who does not own it',
        { as: 'ben', do: 'renameTeam', place: operations, name: 'x' },
        /not_an_owner/,
      ],
      ['without a name', { as: 'ada', do: 'renameTeam', place: operations }, /no_name/],
      [
        'to who is not in the team',
        { as: 'powerless', do: 'createChannel', place: operations, name: 'x' },
        /not_a_member/,
      ],
      ['a name that is taken', { as: 'ben', do: 'createChannel', place: operations, name: 'incidents' }, /name_taken/],
      ['for the General channel', { as: 'ada', do: 'deleteChannel', place: general }, /general/],
      ['where nothing is', { as: 'ada', do: 'archiveTeam', place: 'nowhere' }, /unknown_place/],
      ['to restore what is there', { as: 'ada', do: 'restoreTeam', place: operations }, /not_removed/],
      ['to unarchive what is not archived', { as: 'ada', do: 'unarchiveTeam', place: operations }, /not_archived/],
      ['to add nobody', { as: 'ada', do: 'addMember', place: operations }, /nobody/],
    ];
    for (const [what, deed, error] of cases) {
      it(what, async () => {
        await rejects(company.act(deed), error);
        deepEqual(company.told(), []);
      });
    }
  });
});

describe('a team of ten thousand in the sandbox', () => {
  let company: Company;
  let channel: string;
  before(async () => {
    company = await startCompany();
    const { team = '', place = '' } = await company.act({
      as: 'ada',
      do: 'createTeam',
      name: 'Everybody',
      crowd: 9_999,
    });
    channel = encodeURIComponent(place);
    await company.act({ as: 'ada', do: 'installApp', place: team });
  });
  after(() => company.close());

  const page = async (query: string) =>
    (await company.call('GET', `conversations/${channel}/pagedmembers?${query}`)).body;

  it('is read in pages, each of them once', async () => {
    const sizes: number[] = [];
    const names = new Set<string>();
    let token: string | undefined = '';
    while (token !== undefined) {
      const { members, continuationToken } = await page(`pageSize=500&continuationToken=${token}`);
      sizes.push(members.length);
      for (const { name } of members) names.add(name);
      token = continuationToken;
    }
    deepEqual(
      sizes,
      Array.from({ length: 20 }, () => 500),
    );
    equal(names.size, 10_000);
  });

  for (const [asked, given] of [
    ['', 200],
    ['pageSize=10', 50],
    ['pageSize=5000', 500],
  ] as const) {
    it(`gives pages of ${given} where ${asked || 'nothing'} is asked for`, async () =>
      equal((await page(asked)).members.length, given));
  }

  it('does not flood the list of places', () => {
    const shown = company.sandbox.places().find(({ title }) => title === 'Everybody / General');
    deepEqual(shown?.members, ['ada']);
  });
});
