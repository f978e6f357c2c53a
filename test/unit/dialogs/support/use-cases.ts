/** The bot’s use cases for one small company, in memory: what the bot asks of it is noted, and any of it can be made to fail. */
import type {
  AccountChoice,
  AccountLinked,
  BotUseCases,
  ChannelDraft,
  CheckResult,
  ConnectionChoice,
  PlaceChoice,
  SignedIn,
  SignInOutcome,
} from '../../../../src/core/bot/use-cases.ts';
import type { ChannelView } from '../../../../src/core/channels/access.ts';
import { UserError } from '../../../../src/core/errors.ts';
import type { ChannelId, ConnectionId, ConversationId, InvitationId, Platform } from '../../../../src/core/model.ts';
import type { Stage } from '../../../../src/core/permissions.ts';
import type { Obstacle } from '../../../../src/core/reasons.ts';

export const hindered = (obstacle: Obstacle): UserError =>
  new UserError('failed_dependency', 'made to fail', 'Do something else.', { obstacle });

export const teamsConnection = 'connection-teams' as ConnectionId;
export const slack: ConnectionChoice = {
  connection: 'connection-slack' as ConnectionId,
  platform: 'slack',
  name: 'contoso',
  creates: true,
};
export const webex: ConnectionChoice = {
  connection: 'connection-webex' as ConnectionId,
  platform: 'webex',
  name: 'Contoso',
  creates: false,
};

export const placeOf = (
  connection: ConnectionId,
  conversation: string,
  title: string,
  obstacle?: Obstacle,
): PlaceChoice => ({
  place: { connection, conversation: conversation as ConversationId },
  title,
  ...(obstacle && { obstacle }),
});

export const viewOf = (id: string, name: string, state: ChannelView['state'] = 'active'): ChannelView => ({
  id: id as ChannelId,
  name,
  state,
  hosted: true,
  legs: [],
  partners: [],
});

/** An invitation's, as people get it. */
export const shortCode = 'K7QM-4WZT-9XPD-2HRB';

const places: Readonly<Record<string, readonly PlaceChoice[]>> = {
  operations: [
    placeOf(teamsConnection, 'operations/incidents', 'Incidents'),
    placeOf(teamsConnection, 'operations/secret', 'Secret', { reason: 'private_channel', subject: 'Secret' }),
  ],
  mio: [placeOf(teamsConnection, 'mio/general', 'General')],
  [slack.connection]: [
    placeOf(slack.connection, 'C1', '#incidents'),
    placeOf(slack.connection, 'C2', '#taken', { reason: 'already_linked', subject: '#taken' }),
  ],
  [webex.connection]: [placeOf(webex.connection, 'R1', 'Ops room')],
};

export type Call = readonly [name: string, ...details: unknown[]];

export class TestUseCases implements BotUseCases {
  /** What was done, not what was only looked at. */
  readonly done: Call[] = [];
  /** Thrown by the next calls of that name, one after the other. */
  readonly failures: Partial<Record<string, Error[]>> = {};
  channelsOfMine: ChannelView[] = [];
  /** Whether the speaker may choose nothing that is there already. */
  createsOnly = false;
  stages: Stage[] = ['signUp', 'person'];
  expired = false;
  connected = false;
  fidelity = false;
  /** The speaker's own, besides the one in Teams. */
  accountsElsewhere: AccountChoice[] = [];
  /** The workspace that the code from the browser is for, where it is not for Teams. */
  linking: AccountLinked | undefined;
  obstacles: readonly Obstacle[] = [];
  results: readonly CheckResult[] = [];
  /** What every call waits for. */
  gate: Promise<void> = Promise.resolve();
  readonly #listeners: ((outcome: SignInOutcome) => void)[] = [];

  async #called(name: string): Promise<void> {
    await this.gate;
    const error = this.failures[name]?.shift();
    if (error) throw error;
  }

  readonly signIn: BotUseCases['signIn'] = {
    status: async () => {
      await this.#called('status');
      return {
        stages: this.stages,
        expired: this.expired,
        connected: this.connected,
        fidelity: this.fidelity,
        ...(this.stages.length > 0 && { account: 'ada@contoso.example' }),
      };
    },
    offer: async (_speaker, stage) => {
      await this.#called('offer');
      return { stage, url: 'https://mio.example/sign-in', adminConsentUrl: 'https://mio.example/consent' };
    },
    confirm: async (_speaker, code) => {
      await this.#called('confirm');
      this.done.push(['confirm', code]);
      if (this.linking) return this.linking;
      const stage: Stage = this.stages.includes('signUp') ? 'person' : 'signUp';
      this.stages.push(stage);
      return { stage, account: 'ada@contoso.example' };
    },
    exchange: async (_speaker, token): Promise<SignedIn | undefined> => {
      await this.#called('exchange');
      this.done.push(['exchange', token]);
      return token === 'needs-consent' ? undefined : { stage: 'signUp', account: 'ada@contoso.example' };
    },
    signOut: async () => {
      this.done.push(['signOut']);
    },
    onOutcome: (listener) => void this.#listeners.push(listener),
  };

  readonly accounts: BotUseCases['accounts'] = {
    mine: async () => {
      await this.#called('accounts');
      const state = this.stages.includes('accountSync') ? 'linked' : 'not_linked';
      return [{ platform: 'teams', workspace: 'Contoso', state }, ...this.accountsElsewhere];
    },
    offer: async (_speaker, connection) => {
      await this.#called('offerAccount');
      const found = this.accountsElsewhere.find((account) => account.connection === connection);
      if (!found) throw hindered({ reason: 'not_found' });
      const { platform, workspace } = found;
      return { platform, workspace, url: 'https://mio.example/link' };
    },
    unlink: async (_speaker, connection) => void this.done.push(['unlink', connection]),
  };

  readonly channels: BotUseCases['channels'] = {
    teams: async () => {
      await this.#called('teams');
      return [
        { id: 'operations', name: 'Operations' },
        { id: 'mio', name: 'Mio' },
      ];
    },
    channels: async (_speaker, team) => {
      await this.#called('channels');
      return places[team] ?? [];
    },
    connections: async () => {
      await this.#called('connections');
      return [{ ...slack, ...(this.createsOnly && { createsOnly: true }) }, webex];
    },
    places: async (_speaker, connection) => {
      await this.#called('places');
      return places[connection] ?? [];
    },
    preflight: async (_speaker, draft) => {
      await this.#called('preflight');
      return { source: draft.source.conversation, other: draft.other.is, obstacles: this.obstacles };
    },
    create: async (_speaker, draft) => {
      this.done.push(['create', draft]);
      await this.#called('create');
      return {
        channel: viewOf('u-new', draft.name),
        ...(draft.other.is === 'invitation' && { invitation: invitationInto(draft) }),
      };
    },
    invite: async (_speaker, channel, address) => {
      await this.#called('invite');
      this.done.push(['invite', channel, address]);
      return { id: 'i-1' as InvitationId, channel, ...secret, expiresAt: 1, ...(address && { address }) };
    },
    invitations: async () => [{ id: 'i-1' as InvitationId, channel: 'Incidents', expiresAt: 1 }],
    revoke: async (_speaker, invitation) => void this.done.push(['revoke', invitation]),
    look: async (_speaker, code) => {
      await this.#called('look');
      if (code !== 'good-code' && code !== shortCode) throw hindered({ reason: 'invitation_unusable' });
      return { from: 'Fabrikam', channel: 'Launch', expiresAt: 1 };
    },
    accept: async (_speaker, code, place) => {
      this.done.push(['accept', code, place.conversation]);
      await this.#called('accept');
      return viewOf('u-launch', 'Launch');
    },
    pause: async (_speaker, id) => this.#steered('pause', id),
    resume: async (_speaker, id) => this.#steered('resume', id),
    leave: async (_speaker, id) => this.#steered('leave', id),
    mine: async () => {
      await this.#called('mine');
      return this.channelsOfMine;
    },
    at: async (_speaker, conversation) => {
      await this.#called('at');
      return conversation === 'operations/incidents' ? this.channelsOfMine[0] : undefined;
    },
    members: async () => [
      { platform: 'slack' as Platform, title: '#incidents', organization: 'Contoso', count: 2, names: ['Ada'] },
    ],
    find: async (_speaker, text) => [{ name: text, platform: 'slack', connection: 'contoso' }],
    changed: async (change) => void this.done.push(['changed', change]),
  };

  readonly settings: BotUseCases['settings'] = {
    check: async (_speaker, each) => {
      await this.#called('check');
      for (const result of this.results) each?.(result);
      await this.#called('checked');
      return this.results;
    },
    publish: async () => {
      await this.#called('publish');
      this.done.push(['publish']);
      return { outcome: 'published', version: '1.0.0' };
    },
    fidelity: async (_speaker, on) => {
      await this.#called('fidelity');
      this.done.push(['fidelity', on]);
    },
  };

  async #steered(name: 'pause' | 'resume' | 'leave', id: ChannelId): Promise<ChannelView> {
    await this.#called(name);
    this.done.push([name, id]);
    return this.channelsOfMine.find((one) => one.id === id) ?? viewOf(id, 'gone');
  }
}

const secret = { code: 'secret-code', link: 'https://mio.example/invitation#secret-code' };

const invitationInto = ({ name, other }: ChannelDraft) => ({
  id: 'i-new' as InvitationId,
  channel: name,
  ...secret,
  expiresAt: 1,
  ...(other.is === 'invitation' && other.address !== undefined && { address: other.address }),
});
