/**
 * Everything that the bot shows, in the reader's language. A card is data in, JSON out: no card knows who reads it, and
 * nothing in its buttons is trusted when it comes back.
 */

import type { CommandName, CommandScope } from '../src/core/bot/commands.ts';
import type {
  AccountChoice,
  AccountLinked,
  AccountOffer,
  CheckResult,
  ConnectionChoice,
  CreatedChannel,
  FoundPerson,
  InvitationView,
  LegMembers,
  NewInvitation,
  OpenInvitation,
  PlaceChoice,
  Preflight,
  PublishResult,
  SignedIn,
  SignInLink,
  TeamChoice,
} from '../src/core/bot/use-cases.ts';
import type { ChannelView } from '../src/core/channels/access.ts';
import type { ConnectionId } from '../src/core/model.ts';
import type { Stage } from '../src/core/permissions.ts';
import type { Obstacle } from '../src/core/reasons.ts';

/** What is sent: an Adaptive Card, and the words of it for notifications, screen readers and clients without cards. */
export interface Shown {
  readonly card: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * What a button sends back, under `mio` in the action's data, beside the values of the card's inputs.
 * - `command`: as if its word had been typed. `argument` is what may be typed after it, and also: a `Stage` with `signIn`;
 *   a `ChannelId` with `status`, `who`, `invite`, `pause`, `resume` and `leave`; with `invitations` the `InvitationId` to
 *   take back; with `accounts` what `accountArgument` makes; `filesAsLinks` with `settings`.
 * - the others: an answer to the card of a running dialog, which `nonce` names. `value` is set where the card has other
 *   answers than its inputs: `newPlace`, `checkAgain`.
 */
export type ButtonData =
  | { readonly act: 'command'; readonly command: CommandName; readonly argument?: string }
  | { readonly act: 'answer' | 'back' | 'cancel'; readonly nonce: string; readonly value?: string };

/** What a button does with one account: the speaker's own in Teams where no connection is named. */
export interface AccountAct {
  readonly act: 'link' | 'unlink';
  readonly connection?: ConnectionId;
}

export const accountArgument = ({ act, connection }: AccountAct): string =>
  connection === undefined ? act : `${act} ${connection}`;

/** Undefined for what no card of ours sends. */
export function readAccountAct(argument: string): AccountAct | undefined {
  const [act, connection] = argument.split(' ', 2);
  if (act !== 'link' && act !== 'unlink') return undefined;
  return connection ? { act, connection: connection as ConnectionId } : { act };
}

/** `argument` of the button that switches the service user's optional stage off. */
export const filesAsLinks = 'files as links';

/** `value` of the button of `choosePlace` that asks for a new channel or space. */
export const newPlace = 'new';
/** `value` of the button of `preflight` that looks again, once people have mended what stood against it. */
export const checkAgain = 'again';

/**
 * Ids of the inputs whose values come beside `mio`: a team's `id`, a place's `conversation`, the `connection` of the other
 * side (or `otherCompany`), the `id` of a universal channel; the others are what people typed.
 */
export const inputs = {
  team: 'team',
  place: 'place',
  other: 'other',
  title: 'title',
  address: 'address',
  code: 'code',
  channel: 'channel',
  name: 'name',
} as const;

/** `value`s of the choice `inputs.other` that are no connection. */
export const otherCompany = 'another company';

/** What the card of a step shows besides its question: why the last answer would not do. */
export interface Step {
  readonly nonce: string;
  readonly problem?: Obstacle;
}

/** What may come after a sign-in as oneself. */
export type NextStage = Extract<Stage, 'person' | 'serviceUser'>;

export interface Cards {
  // Installing.
  greeting(data: { readonly team: string; readonly isMioTeam: boolean }): Shown;
  /** To whoever installed Mio. `personalOnly`: it was not added to a team yet. */
  welcome(data: { readonly name: string; readonly personalOnly: boolean }): Shown;

  // Signing in.
  signIn(data: { readonly stage: Stage; readonly link: SignInLink }): Shown;
  /** `next`: what is still missing, for the speaker or, by an administrator, for everyone. */
  signedIn(data: SignedIn & { readonly next?: NextStage }): Shown;
  signedOut(): Shown;
  /** An attempt that ended otherwise, with the way on: again, or the link for an administrator. */
  signInFailed(data: { readonly obstacle: Obstacle; readonly link: SignInLink }): Shown;

  // Accounts of one's own.
  accounts(data: { readonly accounts: readonly AccountChoice[] }): Shown;
  /** Asks for an account of another platform. */
  linkAccount(data: AccountOffer): Shown;
  /** An attempt that ended otherwise, with the way on. */
  linkFailed(data: { readonly obstacle: Obstacle; readonly offer: AccountOffer }): Shown;
  accountLinked(data: AccountLinked): Shown;
  accountUnlinked(data: Pick<AccountChoice, 'platform' | 'workspace'>): Shown;

  // Words.
  help(data: { readonly scope: CommandScope }): Shown;
  /** The three likeliest commands for words that are none. */
  unknown(data: {
    readonly likeliest: readonly CommandName[];
    readonly scope: CommandScope;
    /** What was meant, where it works in the other scope only. */
    readonly elsewhere?: CommandName;
  }): Shown;
  problem(data: { readonly obstacle: Obstacle }): Shown;
  /** Something failed that nobody foresaw. `reference` finds it in the log. */
  failure(data: { readonly reference: string }): Shown;
  /** A button of a dialog that is over, or that was answered already. */
  ended(): Shown;
  /** A button of somebody else's dialog. */
  notYours(): Shown;
  cancelled(): Shown;
  /** Nothing runs that could be cancelled. */
  nothingToCancel(): Shown;
  /** In a channel: what was asked for goes on in the personal chat. */
  wroteToYou(): Shown;
  /** In a channel: they removed Mio from their personal chat, or blocked it there. `link` opens that chat. */
  shutOut(data: { readonly link: string }): Shown;

  // Creating a universal channel.
  chooseTeam(data: Step & { readonly teams: readonly TeamChoice[] }): Shown;
  chooseChannel(data: Step & { readonly team: string; readonly places: readonly PlaceChoice[] }): Shown;
  chooseOther(data: Step & { readonly connections: readonly ConnectionChoice[] }): Shown;
  choosePlace(data: Step & { readonly connection: ConnectionChoice; readonly places: readonly PlaceChoice[] }): Shown;
  newPlace(data: Step & { readonly connection: ConnectionChoice; readonly suggestion: string }): Shown;
  /** `channel`: into which; missing where that has no name yet. */
  inviteCompany(data: Step & { readonly channel?: string }): Shown;
  /** Confirms, or says what stands against it. */
  preflight(data: Step & { readonly name: string; readonly preflight: Preflight }): Shown;
  created(data: CreatedChannel): Shown;

  // Invitations.
  enterCode(data: Step): Shown;
  /** Which connection the other leg comes from. */
  invited(
    data: Step & { readonly invitation: InvitationView; readonly connections: readonly ConnectionChoice[] },
  ): Shown;
  accepted(data: { readonly channel: ChannelView }): Shown;
  invitation(data: { readonly invitation: NewInvitation }): Shown;
  /** Each with a button that takes it back. */
  invitations(data: { readonly invitations: readonly OpenInvitation[] }): Shown;
  revoked(): Shown;

  // Universal channels.
  chooseUniversalChannel(
    data: Step & {
      readonly purpose: 'pause' | 'resume' | 'leave' | 'invite';
      readonly channels: readonly ChannelView[];
    },
  ): Shown;
  confirmPause(data: Step & { readonly channel: ChannelView }): Shown;
  confirmLeave(data: Step & { readonly channel: ChannelView }): Shown;
  paused(data: { readonly channel: ChannelView }): Shown;
  resumed(data: { readonly channel: ChannelView }): Shown;
  left(data: { readonly channel: ChannelView }): Shown;
  status(data: { readonly channel: ChannelView }): Shown;
  /** This Teams channel is none yet. */
  notUniversal(): Shown;
  channels(data: { readonly channels: readonly ChannelView[] }): Shown;
  members(data: { readonly channel: string; readonly legs: readonly LegMembers[] }): Shown;
  found(data: { readonly text: string; readonly people: readonly FoundPerson[] }): Shown;

  // Settings.
  /**
   * `finished` is false while checks still run. `fidelity`: whether the service user's optional stage is on; missing
   * where there is no service user yet.
   */
  settings(data: {
    readonly results: readonly CheckResult[];
    readonly finished: boolean;
    readonly fidelity?: boolean;
  }): Shown;
  /** The service user's optional stage was switched off. */
  fidelityOff(): Shown;
  published(data: PublishResult): Shown;
}
