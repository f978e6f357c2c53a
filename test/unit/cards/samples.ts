/** Every card, with the data of a usual day; who gives the names may give hostile ones, who gives the counts large ones. */
import type { Cards, Shown } from '../../../cards/contract.ts';
import type { AccountChoice, CheckName, CheckResult } from '../../../src/core/bot/use-cases.ts';
import { checks } from '../../../src/core/bot/use-cases.ts';
import type { ChannelView } from '../../../src/core/channels/access.ts';
import type { Id } from '../../../src/core/model.ts';
import { type Reason, reasons } from '../../../src/core/reasons.ts';

export interface World {
  /** What stands for a name that somebody gave. */
  readonly named: (name: string) => string;
  /** How many of something there are, where there may be many. */
  readonly count: (usual: number) => number;
}

export const usualWorld: World = { named: (name) => name, count: (usual) => usual };

type Samples = { readonly [Name in keyof Cards]: readonly Parameters<Cards[Name]>[] };

export interface Sample {
  readonly name: string;
  readonly card: keyof Cards;
  readonly shown: Shown;
}

const day = Date.UTC(2026, 10, 30, 14, 5);
const nonce = 'q1w2e3r4t5y6.A1b2C3d4E5f6';
/** Ids are as long as the longest of their platforms. */
const idOf = <Kind extends string>(kind: Kind, number = 1) =>
  `${kind}-${String(number).padStart(60, '0')}@thread.tacv2` as Id<Kind>;

export function samplesOf({ named, count }: World): Samples {
  const many = <Item>(usual: number, item: (number: number) => Item): Item[] =>
    Array.from({ length: count(usual) }, (_, index) => item(index));
  const numbered = (name: string, number: number) => named(number === 0 ? name : `${name} ${number + 1}`);

  const link = {
    url: 'https://mio.contoso.example/sign-in/0f3b7c9a1d5e',
    adminConsentUrl:
      'https://login.microsoftonline.com/8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01/v2.0/adminconsent?client_id=6b1f0f3e-7a5b-4c0d-9e8f-102132435465&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&redirect_uri=https%3A%2F%2Fmio.contoso.example%2Fsign-in%2Fconsent',
  };
  const channel: ChannelView = {
    id: idOf('channel'),
    name: named('Incidents'),
    state: 'active',
    hosted: true,
    legs: [
      {
        id: idOf('leg'),
        platform: 'teams',
        title: named('Operations / Incidents'),
        connection: idOf('connection'),
        conversation: idOf('conversation'),
      },
      {
        id: idOf('leg', 2),
        platform: 'slack',
        title: named('#incidents'),
        connection: idOf('connection', 2),
        conversation: idOf('conversation', 2),
      },
    ],
    partners: many(1, (number) => ({ organization: numbered('Fabrikam', number), platform: 'webex' as const })),
  };
  const archived: ChannelView = {
    ...channel,
    legs: channel.legs.slice(0, 1).map((leg) => ({ ...leg, suspended: true })),
  };
  const unheard: ChannelView = { ...channel, legs: channel.legs.map((leg) => ({ ...leg, unheard: 'what to do' })) };
  const waiting: ChannelView = { ...channel, legs: channel.legs.slice(0, 1), partners: [] };
  const channels = many(
    4,
    (number): ChannelView => ({
      ...channel,
      id: idOf('channel', number),
      name: numbered('Incidents', number),
      state: number === 1 ? 'paused' : 'active',
    }),
  );
  const connection = (number: number) => ({
    connection: idOf('connection', number),
    platform: number % 2 === 0 ? ('slack' as const) : ('webex' as const),
    name: numbered('Contoso', number),
    creates: number % 2 === 0,
  });
  const places = many(6, (number) => ({
    place: { connection: idOf('connection'), conversation: idOf('conversation', number) },
    title: numbered('Launch', number),
    ...(number === 1 && { obstacle: { reason: 'private_channel' as const } }),
    ...(number === 2 && { obstacle: { reason: 'already_linked' as const, subject: named('Launch 3') } }),
  }));
  const problem = { reason: 'not_found' as const, subject: named('Lunch') };
  const obstacle = (reason: Reason, subject?: string) => ({ reason, ...(subject && { subject: named(subject) }) });
  const invitation = {
    id: idOf('invitation'),
    channel: named('Incidents'),
    code: 'K7QM-4WZT-9XPD-2HRB',
    link: 'https://mio.contoso.example/invitation#K7QM-4WZT-9XPD-2HRB',
    expiresAt: day,
  };
  const result = (check: CheckName, number: number): CheckResult => ({
    check,
    result: (['passed', 'failed', 'look'] as const)[number % 3]!,
    ...(number % 2 === 0 && { subject: named('Teams Administrator') }),
    link: 'https://admin.teams.microsoft.com/policies/manage-apps',
  });
  const accountAt = (number: number): AccountChoice => ({
    connection: idOf('connection', number),
    platform: number % 2 === 0 ? 'slack' : 'webex',
    workspace: numbered('Contoso', number),
    state: (['linked', 'not_linked', 'expired'] as const)[number % 3]!,
    ...(number % 3 !== 1 && { account: numbered('Ada Lovelace', number) }),
  });
  const step = { nonce };

  return {
    greeting: [[{ team: named('Mio'), isMioTeam: true }], [{ team: named('Operations'), isMioTeam: false }]],
    welcome: [[{ name: named('Ada Lovelace'), personalOnly: true }], [{ name: '', personalOnly: false }]],
    signIn: [
      [{ stage: 'signUp', link: { stage: 'signUp', ...link } }],
      [{ stage: 'person', link: { stage: 'person', ...link } }],
      [{ stage: 'serviceUser', link: { stage: 'serviceUser', ...link } }],
      [{ stage: 'accountSync', link: { stage: 'accountSync', ...link } }],
      [{ stage: 'serviceUserFidelity', link: { stage: 'serviceUserFidelity', ...link } }],
    ],
    signedIn: [
      [{ stage: 'signUp', account: named('ada@contoso.example'), next: 'person' }],
      [{ stage: 'person', account: named('ada@contoso.example'), next: 'serviceUser' }],
      [{ stage: 'serviceUser', account: named('mio@contoso.example') }],
      [{ stage: 'accountSync', account: named('ada@contoso.example') }],
      [{ stage: 'serviceUserFidelity', account: named('mio@contoso.example') }],
    ],
    signedOut: [[]],
    signInFailed: [
      [{ obstacle: obstacle('administrator_consent_needed'), link: { stage: 'person', ...link } }],
      [{ obstacle: obstacle('roles_missing', 'Teams Administrator'), link: { stage: 'serviceUser', ...link } }],
      [{ obstacle: obstacle('wrong_tenant', 'eva@fabrikam.example'), link: { stage: 'signUp', ...link } }],
    ],
    accounts: [
      [
        {
          accounts: [
            { platform: 'teams', workspace: named('Contoso'), state: 'linked', account: named('ada@contoso.example') },
            ...many(3, accountAt),
          ],
        },
      ],
      [{ accounts: [{ platform: 'teams', workspace: named('Contoso'), state: 'not_linked' }] }],
    ],
    linkAccount: [
      [{ platform: 'slack', workspace: named('contoso'), url: link.url }],
      [{ platform: 'webex', workspace: named('Contoso'), url: link.url }],
    ],
    linkFailed: [
      [
        {
          obstacle: obstacle('wrong_workspace', 'contoso'),
          offer: { platform: 'slack', workspace: named('contoso'), url: link.url },
        },
      ],
    ],
    accountLinked: [
      [{ platform: 'slack', workspace: named('contoso'), account: named('Ada Lovelace') }],
      [{ platform: 'webex', workspace: named('Contoso'), account: named('ada@contoso.example') }],
    ],
    accountUnlinked: [[{ platform: 'slack', workspace: named('contoso') }], [{ platform: 'teams', workspace: '' }]],
    help: [[{ scope: 'channel' }], [{ scope: 'personal' }]],
    unknown: [
      [{ likeliest: ['status', 'help', 'who'], scope: 'personal' }],
      [{ likeliest: ['help', 'status', 'who'], scope: 'channel', elsewhere: 'find' }],
    ],
    problem: reasons.flatMap((reason) => [
      [{ obstacle: obstacle(reason) }],
      [{ obstacle: obstacle(reason, 'Launch') }],
    ]),
    failure: [[{ reference: named('0198f1c2-7d3a') }]],
    ended: [[]],
    notYours: [[]],
    cancelled: [[]],
    nothingToCancel: [[]],
    wroteToYou: [[]],
    shutOut: [[{ link: 'https://teams.microsoft.com/l/chat/0/0?users=28:00000000-0000-0000-0000-000000000000' }]],
    chooseTeam: [
      [{ ...step, teams: many(3, (number) => ({ id: idOf('team', number), name: numbered('Operations', number) })) }],
      [{ ...step, problem, teams: [] }],
    ],
    chooseChannel: [[{ ...step, problem, team: named('Operations'), places }]],
    chooseOther: [[{ ...step, connections: many(2, connection) }]],
    choosePlace: [
      [{ ...step, connection: connection(0), places }],
      [{ ...step, connection: connection(1), places: [] }],
    ],
    newPlace: [
      [
        {
          ...step,
          problem: obstacle('name_unusable', 'Incidents'),
          connection: connection(0),
          suggestion: named('incidents'),
        },
      ],
      [{ ...step, connection: { ...connection(0), createsOnly: true }, suggestion: named('incidents') }],
    ],
    inviteCompany: [
      [{ ...step, problem: obstacle('address_unusable', 'eva at fabrikam') }],
      [{ ...step, channel: named('Incidents') }],
    ],
    preflight: [
      [
        {
          ...step,
          name: named('Incidents'),
          preflight: { source: named('Operations / Incidents'), other: named('#incidents'), obstacles: [] },
        },
      ],
      [
        {
          ...step,
          name: named('Incidents'),
          preflight: { source: named('Operations / Incidents'), other: '', invites: true, obstacles: [] },
        },
      ],
      [
        {
          ...step,
          name: named('Incidents'),
          preflight: {
            source: named('Operations / Incidents'),
            other: named('#incidents'),
            obstacles: many(3, (number) => ({
              reason: (['not_team_owner', 'service_user_missing', 'connection_ill'] as const)[number % 3]!,
              subject: numbered('Operations', number),
            })),
          },
        },
      ],
      [
        {
          ...step,
          problem: obstacle('already_linked', 'Incidents'),
          name: named('War room'),
          preflight: { source: named('Operations / Incidents'), other: named('incidents'), obstacles: [] },
        },
      ],
    ],
    created: [
      [{ channel }],
      [{ channel: waiting, invitation: { ...invitation, address: named('eva@fabrikam.example') } }],
    ],
    enterCode: [[{ ...step, problem: obstacle('invitation_unusable') }]],
    invited: [
      [
        {
          ...step,
          invitation: { from: named('Contoso'), channel: named('Incidents'), expiresAt: day },
          connections: many(2, connection),
        },
      ],
      [
        {
          ...step,
          invitation: { from: named('Contoso'), channel: named('Incidents'), expiresAt: day },
          connections: [],
        },
      ],
    ],
    accepted: [[{ channel }]],
    invitation: [[{ invitation }], [{ invitation: { ...invitation, address: named('eva@fabrikam.example') } }]],
    invitations: [
      [
        {
          invitations: many(2, (number) => ({
            id: idOf('invitation', number),
            channel: numbered('Incidents', number),
            expiresAt: day,
            ...(number === 0 && { address: named('eva@fabrikam.example') }),
          })),
        },
      ],
      [{ invitations: [] }],
    ],
    revoked: [[]],
    chooseUniversalChannel: (['pause', 'resume', 'leave', 'invite'] as const).map((purpose) => [
      { ...step, purpose, channels: purpose === 'resume' ? [] : channels },
    ]),
    confirmPause: [[{ ...step, channel }]],
    confirmLeave: [[{ ...step, channel }]],
    paused: [[{ channel: { ...channel, state: 'paused' } }]],
    resumed: [[{ channel }]],
    left: [[{ channel }]],
    status: [[{ channel }], [{ channel: waiting }], [{ channel: archived }], [{ channel: unheard }]],
    notUniversal: [[]],
    channels: [[{ channels }], [{ channels: [] }]],
    members: [
      [
        {
          channel: named('Incidents'),
          legs: [
            ...many(2, (number) => ({
              platform: 'teams' as const,
              title: numbered('Operations / Incidents', number),
              organization: named('Contoso'),
              count: 12_345,
              names: many(3, (person) => numbered('Ada Lovelace', person)).slice(0, 30),
            })),
            { platform: 'webex', title: named('Ops room'), organization: named('Fabrikam'), names: [] },
          ],
        },
      ],
    ],
    found: [
      [
        {
          text: named('ada'),
          people: many(2, (number) => ({
            name: numbered('Ada Lovelace', number),
            platform: 'slack',
            connection: named('Contoso'),
            ...(number === 0 && { mail: named('ada@contoso.example') }),
          })),
        },
      ],
      [{ text: named('ada'), people: [] }],
    ],
    settings: [
      [{ results: checks.map(result), finished: true }],
      [{ results: checks.map((check) => ({ check, result: 'passed' })), finished: true, fidelity: true }],
      [{ results: checks.map((check) => ({ check, result: 'passed' })), finished: true, fidelity: false }],
      [{ results: checks.slice(0, 3).map(result), finished: false }],
    ],
    fidelityOff: [[]],
    published: (['published', 'updated', 'already_there', 'needs_review'] as const).map((outcome) => [
      { outcome, version: named('1.2.3') },
    ]),
  };
}

/** All of them in one language, in the order of the contract. */
export function showAll(cards: Cards, world: World = usualWorld): readonly Sample[] {
  return Object.entries(samplesOf(world)).flatMap(([key, calls]) => {
    const card = key as keyof Cards;
    const make = cards[card] as (...data: readonly unknown[]) => Shown;
    return calls.map((call, index) => ({
      name: calls.length > 1 ? `${card} ${index + 1}` : card,
      card,
      shown: make(...call),
    }));
  });
}
