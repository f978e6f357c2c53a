/**
 * What the bot can have done for whoever talks to it. The dialogs know these interfaces alone: who the speaker is comes
 * from a verified activity, and every id that comes back from a card is checked against what that speaker may see.
 *
 * Every method may throw a UserError; where its `obstacle` is set, the bot says it in the speaker's language.
 */
import type { ChannelView } from '../channels/access.ts';
import type { ChannelId, ConnectionId, ConversationId, InvitationId, Place, Platform } from '../model.ts';
import type { Stage } from '../permissions.ts';
import type { Obstacle } from '../reasons.ts';
import type { Speaker } from '../speaker.ts';

// ---- signing in ------------------------------------------------------------------------------------------------------

export interface SignInStatus {
  /** Stages that the speaker has consented to; `serviceUser` belongs to the tenant, and shows for its administrators. */
  readonly stages: readonly Stage[];
  /** The account that is signed in, as Microsoft names it (`alex@contoso.example`). */
  readonly account?: string;
  /** The sign-in was good once and no longer is. */
  readonly expired: boolean;
  /** Whether the speaker's tenant has a Teams connection whose sign-in is good, as far as is known. */
  readonly connected: boolean;
  /**
   * For administrators: the service user's optional stage is on, and files of people without an account here are put
   * into channels by it. It is switched on by signing in with the stage `serviceUserFidelity`.
   */
  readonly fidelity: boolean;
}

export interface SignInLink {
  readonly stage: Stage;
  /** Mio's own page, good once and for ten minutes; it sends the browser on to Microsoft. */
  readonly url: string;
  /** Where an administrator consents for the whole tenant ("Grant tenant-wide admin consent to an application"). */
  readonly adminConsentUrl: string;
}

export interface SignedIn {
  readonly stage: Stage;
  readonly account: string;
}

/** An account of another platform was linked. */
export interface AccountLinked {
  readonly platform: Platform;
  /** The workspace, as its connection is called. */
  readonly workspace: string;
  readonly account: string;
}

/** How an attempt in the browser ended without a sign-in. */
export interface SignInOutcome {
  readonly speaker: Speaker;
  /** `accountSync`, where `connection` is set. */
  readonly stage: Stage;
  /** The attempt was for an account there: `AccountUseCases.offer` gives a new link. */
  readonly connection?: ConnectionId;
  readonly obstacle: Obstacle;
}

export interface SignInUseCases {
  status(speaker: Speaker): Promise<SignInStatus>;
  /** Begins an attempt that only this speaker can end. */
  offer(speaker: Speaker, stage: Stage): Promise<SignInLink>;
  /** The code that Teams brought back (`signin/verifyState`) or that was typed: only now is the account linked. */
  confirm(speaker: Speaker, code: string): Promise<SignedIn | AccountLinked>;
  /** A token of Teams' own single sign-on; undefined where Microsoft wants the person to consent first. */
  exchange(speaker: Speaker, token: string): Promise<SignedIn | undefined>;
  /** Forgets the speaker's tokens. The service user's stay: they belong to the tenant. */
  signOut(speaker: Speaker): Promise<void>;
  /** Tells of attempts that ended in the browser, so that the chat can say so. */
  onOutcome(listener: (outcome: SignInOutcome) => void): void;
}

// ---- accounts of one's own -------------------------------------------------------------------------------------------

export interface AccountChoice {
  /** Missing for the speaker's own account in Teams, which is linked by signing in with the stage `accountSync`. */
  readonly connection?: ConnectionId;
  readonly platform: Platform;
  /** The workspace, as its connection is called. */
  readonly workspace: string;
  readonly state: 'linked' | 'expired' | 'not_linked';
  /** As the platform names it; where it is, or was, linked. */
  readonly account?: string;
}

/** Accounts that Mio may act with: reactions and files cross as the person's own. */
export interface AccountUseCases {
  /** The speaker's account in Teams, then those of every workspace that shares a universal channel with them. */
  mine(speaker: Speaker): Promise<readonly AccountChoice[]>;
  /**
   * Begins an attempt in the browser, which ends with `SignInUseCases.confirm`.
   * @throws UserError `sign_in_needed` where the speaker has not signed in to the bot, `not_found` for any other connection
   */
  offer(speaker: Speaker, connection: ConnectionId): Promise<AccountOffer>;
  /** Forgets an account's tokens; the one in Teams where no connection is named. */
  unlink(speaker: Speaker, connection?: ConnectionId): Promise<void>;
}

export interface AccountOffer {
  readonly platform: Platform;
  readonly workspace: string;
  /** Mio's own page, good once and for ten minutes. */
  readonly url: string;
}

// ---- universal channels ----------------------------------------------------------------------------------------------

export interface TeamChoice {
  readonly id: string;
  readonly name: string;
  /** What its owners wrote about it. */
  readonly description?: string;
}

export interface PlaceChoice {
  readonly place: Place;
  readonly title: string;
  /** Why it can't be chosen. */
  readonly obstacle?: Obstacle;
}

export interface ConnectionChoice {
  readonly connection: ConnectionId;
  readonly platform: Platform;
  readonly name: string;
  /** Whether Mio can make a new channel or space there. */
  readonly creates: boolean;
  /** The speaker may have a new one made, and choose none that is there: that takes an administrator. */
  readonly createsOnly?: true;
}

export type OtherSide =
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'new'; readonly connection: ConnectionId; readonly title: string }
  /** Another company. `address`: only whoever has that e-mail address may accept. */
  | { readonly is: 'invitation'; readonly address?: string };

export interface ChannelDraft {
  readonly name: string;
  readonly source: Place;
  readonly other: OtherSide;
}

/** What was found before anything is changed. Nothing may be created while there are obstacles. */
export interface Preflight {
  readonly source: string;
  /** Empty where it is not known, and for an invitation without an address. */
  readonly other: string;
  /** The other side is another company, by invitation. */
  readonly invites?: true;
  readonly obstacles: readonly Obstacle[];
}

export interface NewInvitation {
  readonly id: InvitationId;
  readonly channel: string;
  /** Told this once. */
  readonly code: string;
  /** Mio's page for whoever is invited; the code is in it. */
  readonly link: string;
  readonly expiresAt: number;
  readonly address?: string;
}

export interface CreatedChannel {
  readonly channel: ChannelView;
  readonly invitation?: NewInvitation;
}

export interface OpenInvitation {
  readonly id: InvitationId;
  readonly channel: string;
  readonly expiresAt: number;
  readonly address?: string;
}

export interface InvitationView {
  /** The organization that invites. */
  readonly from: string;
  readonly channel: string;
  readonly expiresAt: number;
}

export interface LegMembers {
  readonly platform: Platform;
  readonly title: string;
  readonly organization: string;
  /** Undefined where the leg belongs to a partner, or its platform did not say in time. */
  readonly count?: number;
  /** A few of them. */
  readonly names: readonly string[];
}

export interface FoundPerson {
  readonly name: string;
  readonly mail?: string;
  readonly platform: Platform;
  readonly connection: string;
}

/** What happened to a team or to one of its channels. `channel` is missing where it is about the team. */
export interface TeamChange {
  readonly tenant: string;
  readonly team: string;
  readonly channel?: string;
  readonly kind: 'renamed' | 'deleted' | 'restored' | 'archived' | 'unarchived';
  /** The new name. */
  readonly name?: string;
}

export interface ChannelUseCases {
  /** The teams that the speaker is in. */
  teams(speaker: Speaker): Promise<readonly TeamChoice[]>;
  /** The channels of one of the speaker's teams, with what stands against each. */
  channels(speaker: Speaker, team: string): Promise<readonly PlaceChoice[]>;
  /** The organization's own connections to other platforms. */
  connections(speaker: Speaker): Promise<readonly ConnectionChoice[]>;
  /** For administrators alone. @throws UserError `not_administrator` */
  places(speaker: Speaker, connection: ConnectionId): Promise<readonly PlaceChoice[]>;
  preflight(speaker: Speaker, draft: ChannelDraft): Promise<Preflight>;
  /** Checks all of it again, then makes the channel; with an invitation where the other side is another company. */
  create(speaker: Speaker, draft: ChannelDraft): Promise<CreatedChannel>;

  invite(speaker: Speaker, channel: ChannelId, address?: string): Promise<NewInvitation>;
  invitations(speaker: Speaker): Promise<readonly OpenInvitation[]>;
  revoke(speaker: Speaker, invitation: InvitationId): Promise<void>;
  look(speaker: Speaker, code: string): Promise<InvitationView>;
  accept(speaker: Speaker, code: string, place: Place): Promise<ChannelView>;

  pause(speaker: Speaker, channel: ChannelId): Promise<ChannelView>;
  resume(speaker: Speaker, channel: ChannelId): Promise<ChannelView>;
  leave(speaker: Speaker, channel: ChannelId): Promise<ChannelView>;

  /** The universal channels that the speaker may see. */
  mine(speaker: Speaker): Promise<readonly ChannelView[]>;
  /** The universal channel that a Teams channel belongs to; undefined where it belongs to none. */
  at(speaker: Speaker, conversation: ConversationId): Promise<ChannelView | undefined>;
  /** Who is in the legs of a channel; looks no longer than a moment, however many there are. */
  members(speaker: Speaker, channel: ChannelId): Promise<readonly LegMembers[]>;
  find(speaker: Speaker, text: string): Promise<readonly FoundPerson[]>;

  /**
   * Follows what Teams says about teams and channels into the universal channels that they belong to. It is kept when
   * this resolves, and followed after that. @throws StoreUnavailableError
   */
  changed(change: TeamChange): Promise<void>;
}

// ---- settings --------------------------------------------------------------------------------------------------------

/** In the order in which an administrator would look. */
export const checks = [
  'signed_in',
  'roles',
  'consents',
  'catalog_entry',
  'install_probe',
  'teams_joined',
  'webhook',
  'certificate',
  'client_secret',
  'permission_policy',
  'setup_policy',
  'org_settings',
  'app_allowed',
] as const;
export type CheckName = (typeof checks)[number];

export interface CheckResult {
  readonly check: CheckName;
  readonly result: 'passed' | 'failed' | 'look';
  /** What was found: missing roles, a date, the number of teams. Names and dates only. */
  readonly subject?: string;
  /** The page of the admin centre where it is mended, or looked at. */
  readonly link?: string;
}

export interface PublishResult {
  readonly outcome: 'published' | 'updated' | 'already_there' | 'needs_review';
  readonly version: string;
}

export interface SettingsUseCases {
  /** `each` hears every result as soon as it is known. */
  check(speaker: Speaker, each?: (result: CheckResult) => void): Promise<readonly CheckResult[]>;
  /** Publishes the app to the tenant's catalog. @throws UserError where the speaker is no Teams administrator */
  publish(speaker: Speaker): Promise<PublishResult>;
  /**
   * Switches the service user's optional stage off; a sign-in alone switches it on.
   * @throws UserError where the speaker is no Teams administrator, or the tenant is not connected
   */
  fidelity(speaker: Speaker, on: false): Promise<void>;
}

export interface BotUseCases {
  readonly signIn: SignInUseCases;
  readonly accounts: AccountUseCases;
  readonly channels: ChannelUseCases;
  readonly settings: SettingsUseCases;
}
