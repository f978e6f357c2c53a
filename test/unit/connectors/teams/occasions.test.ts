/** What an activity is about, and what the order of events about an install makes of it. */
import assert from 'node:assert/strict';
import {
  createInstallations,
  type InstallationEvent,
  whenInstalled,
  whenRemoved,
} from '../../../../src/connectors/teams/installations.ts';
import {
  channelOf,
  readOccasion,
  scopeOf,
  senderOf,
  spoken,
  teamOf,
} from '../../../../src/connectors/teams/occasions.ts';
import type { VerifiedActivity } from '../../../../src/connectors/teams/verify.ts';
import type { BotInstallation } from '../../../../src/core/records.ts';
import { createMemoryRecords } from '../../../support/connector-parts.ts';

const tenant = '5F0C0000-0000-4000-8000-000000000000';
const group = 'AAAAAAAA-0000-4000-8000-000000000001';
const bot = { id: '28:mio', name: 'Mio' };
const at = '2026-09-14T08:00:00.000Z';

const activity = (type: string, more: object = {}): VerifiedActivity => ({
  type,
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea',
  conversation: { id: '19:general@thread.tacv2' },
  recipient: bot,
  timestamp: at,
  channelData: { team: { id: '19:general@thread.tacv2', name: 'Operations', aadGroupId: group } },
  ...more,
});

const personal = { conversation: { id: 'a:1', conversationType: 'personal' }, channelData: {} };
const mention = (text: string, id = bot.id) => ({ type: 'mention', text, mentioned: { id } });

describe('what an activity is about', () => {
  const cases: readonly [string, VerifiedActivity, object][] = [
    ['an install', activity('installationUpdate', { action: 'add' }), { is: 'installed', name: 'Operations' }],
    ['an upgrade that adds the bot', activity('installationUpdate', { action: 'add-upgrade' }), { is: 'installed' }],
    ['a removal', activity('installationUpdate', { action: 'remove' }), { is: 'removed' }],
    ['an upgrade that drops the bot', activity('installationUpdate', { action: 'remove-upgrade' }), { is: 'removed' }],
    ['some other action', activity('installationUpdate', { action: 'frobnicate' }), { is: 'nothing' }],
    [
      'the bot among new members',
      activity('conversationUpdate', { membersAdded: [{ id: 'x' }, bot] }),
      { is: 'installed' },
    ],
    ['the bot among those who left', activity('conversationUpdate', { membersRemoved: [bot] }), { is: 'removed' }],
    ['a new member', activity('conversationUpdate', { membersAdded: [{ id: '29:eve' }] }), { is: 'nothing' }],
    [
      'a message with a mention',
      activity('message', { text: '<at>Mio</at> help', entities: [mention('<at>Mio</at>')] }),
      { is: 'said', text: 'help' },
    ],
    ['a message of a channel without one', activity('message', { text: 'help' }), { is: 'nothing' }],
    [
      'a message that mentions others',
      activity('message', { text: '<at>Eve</at>', entities: [mention('<at>Eve</at>', '29:eve')] }),
      { is: 'nothing' },
    ],
    [
      'a message in the personal chat',
      activity('message', { ...personal, text: 'help' }),
      { is: 'said', text: 'help' },
    ],
    ['a button', activity('message', { value: { mio: {} } }), { is: 'said', text: '', pressed: { mio: {} } }],
    [
      'an invoke',
      activity('invoke', { name: 'signin/verifyState', value: 1 }),
      { is: 'invoked', name: 'signin/verifyState', value: 1 },
    ],
    ['a reaction', activity('messageReaction'), { is: 'nothing' }],
    ['something new', activity('toString'), { is: 'nothing' }],
  ];
  for (const [what, given, expected] of cases) {
    it(`${what}: ${JSON.stringify(expected)}`, () => assert.partialDeepStrictEqual(readOccasion(given, 0), expected));
  }

  const changes = [
    ['teamRenamed', { about: 'team', kind: 'renamed', name: 'Operations' }],
    ['teamDeleted', { about: 'team', kind: 'deleted' }],
    ['teamHardDeleted', { about: 'team', kind: 'deleted' }],
    ['teamRestored', { about: 'team', kind: 'restored' }],
    ['teamArchived', { about: 'team', kind: 'archived' }],
    ['teamUnarchived', { about: 'team', kind: 'unarchived' }],
    ['channelRenamed', { about: 'channel', kind: 'renamed', name: 'War room' }],
    ['channelDeleted', { about: 'channel', kind: 'deleted' }],
    ['channelRestored', { about: 'channel', kind: 'restored' }],
  ] as const;
  for (const [eventType, expected] of changes) {
    it(`${eventType}: ${JSON.stringify(expected)}`, () => {
      const { channelData } = activity('') as unknown as { channelData: object };
      const given = activity('conversationUpdate', {
        channelData: { ...channelData, eventType, channel: { id: '19:war@thread.tacv2', name: 'War room' } },
      });
      assert.deepEqual(readOccasion(given, 0), { is: 'changed', ...expected });
      assert.equal(channelOf(given), '19:war@thread.tacv2');
    });
  }

  it('hears every word but the bot’s own mentions', () => {
    const text = ' <at>Mio</at>&nbsp;find <at id="1">Eve</at> &amp;\n<at>Mio</at> <b>';
    const entities = [mention('<at>Mio</at>'), mention('<at>Mio</at>'), mention('<at id="1">Eve</at>', '29:eve')];
    assert.deepEqual(spoken(activity('message', { text, entities })), { words: 'find Eve & <b>', mentioned: true });
  });

  it('knows who speaks by what Entra calls them, and nobody else', () => {
    const from = { id: '29:ada', aadObjectId: 'AAAAAAAA-0000-4000-8000-00000000000A', name: 'Ada' };
    assert.deepEqual(senderOf(activity('message', { from, locale: 'fr-CA' }), tenant), {
      account: '29:ada',
      speaker: {
        tenant: tenant.toLowerCase(),
        person: 'aaaaaaaa-0000-4000-8000-00000000000a',
        name: 'Ada',
        language: 'fr',
      },
    });
    const value = { from };
    for (const nobody of [
      undefined,
      {},
      { id: '29:x' },
      { id: '29:x', aadObjectId: 'x' },
      { aadObjectId: from.aadObjectId },
    ])
      assert.equal(senderOf(activity('message', { from: nobody, value }), tenant), undefined);
  });

  it('knows the team and the kind of conversation', () => {
    assert.deepEqual(teamOf(activity('message')), {
      thread: '19:general@thread.tacv2',
      group: group.toLowerCase(),
      name: 'Operations',
    });
    const unnamed = activity('message', { channelData: { teamsTeamId: '19:t@thread.tacv2' } });
    assert.deepEqual(teamOf(unnamed), { thread: '19:t@thread.tacv2', name: '' });
    assert.equal(scopeOf(unnamed), 'team');
    assert.equal(scopeOf(activity('message', personal)), 'personal');
    const several = { conversation: { id: '19:x@thread.v2', conversationType: 'groupChat' }, channelData: {} };
    assert.equal(scopeOf(activity('message', several)), 'groupChat');
  });
});

describe('the book of installs', () => {
  const event = (at: number): InstallationEvent => ({ conversation: '19:general@thread.tacv2', scope: 'team', at });
  type Told = readonly ['+' | '-', number];

  /** What the events, in the order in which they come, lead to: greetings, and the state in the end. */
  async function tell(told: readonly Told[]) {
    const installations = createInstallations(createMemoryRecords(), tenant);
    const greetings: number[] = [];
    for (const [sign, at] of told) {
      if (sign === '-') await installations.removed(event(at));
      else if (await installations.installed(event(at))) greetings.push(at);
    }
    return { greetings, installed: await installations.inAnyTeam() };
  }

  const stories: readonly { told: readonly Told[]; greetings: number[]; installed: boolean }[] = [
    { told: [['+', 1]], greetings: [1], installed: true },
    {
      told: [
        ['+', 1],
        ['+', 2],
      ],
      greetings: [1],
      installed: true,
    },
    {
      told: [
        ['+', 2],
        ['+', 1],
        ['+', 2],
        ['+', 1],
      ],
      greetings: [2],
      installed: true,
    },
    {
      told: [
        ['+', 1],
        ['-', 5],
        ['-', 6],
      ],
      greetings: [1],
      installed: false,
    },
    {
      told: [
        ['+', 1],
        ['-', 5],
        ['+', 2],
      ],
      greetings: [1],
      installed: false,
    },
    {
      told: [
        ['+', 1],
        ['-', 5],
        ['-', 6],
        ['+', 9],
        ['+', 10],
      ],
      greetings: [1, 9],
      installed: true,
    },
    {
      told: [
        ['+', 1],
        ['-', 5],
        ['+', 9],
        ['-', 6],
        ['+', 10],
      ],
      greetings: [1, 9],
      installed: true,
    },
    {
      told: [
        ['+', 1],
        ['+', 9],
        ['-', 5],
      ],
      greetings: [1],
      installed: true,
    },
    {
      told: [
        ['-', 5],
        ['+', 9],
      ],
      greetings: [9],
      installed: true,
    },
  ];
  for (const { told, greetings, installed } of stories) {
    it(`${told.map((one) => one.join('')).join(' ')}: greets at ${greetings}`, async () =>
      assert.deepEqual(await tell(told), { greetings, installed }));
  }

  it('lets one of many who hear of an install at the same time greet', async () => {
    const records = createMemoryRecords();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => createInstallations(records, tenant).installed(event(number % 3))),
    );
    assert.equal(answers.filter(Boolean).length, 1);
  });

  it('greets again where the greeting certainly did not get there', async () => {
    const installations = createInstallations(createMemoryRecords(), tenant);
    assert.equal(await installations.installed(event(1)), true);
    await installations.ungreeted(event(1).conversation);
    assert.equal(await installations.installed(event(2)), true);
    assert.equal(await installations.installed(event(3)), false);
  });

  it('keeps the group of a team through events that do not name it', async () => {
    const installations = createInstallations(createMemoryRecords(), tenant);
    await installations.installed({ ...event(1), group: 'g' });
    await installations.removed(event(2));
    await installations.installed(event(3));
    assert.equal(await installations.groupOf(event(1).conversation), 'g');
  });

  it('changes nothing for what is known already', () => {
    const known: BotInstallation = { state: 'installed', scope: 'team', at: 5, greetedAt: 1 };
    assert.equal(whenInstalled(known, event(5)), undefined);
    assert.equal(whenRemoved({ ...known, state: 'removed' }, event(5)), undefined);
  });
});
