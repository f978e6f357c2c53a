/**
 * What the bot's use cases ask of Microsoft's directory: who somebody is, what they may do, and what a team's channels
 * are. Behind it is the service user's token, except where it says that it is the person's own.
 *
 * Every call throws a DeliveryError where Microsoft does not answer as it should.
 */
import type { ConversationId, PersonId } from '../model.ts';
import type { Connection } from '../records.ts';
import type { Speaker } from '../speaker.ts';

export interface TeamAddress {
  /** Of the team, which is the id of its Microsoft 365 group; lower case. */
  readonly team: string;
  /** Of the channel. */
  readonly channel: string;
}

export interface DirectoryPerson {
  readonly name: string;
  /** Mail address and sign-in name, lower case. */
  readonly addresses: readonly string[];
}

/** What somebody belongs to. */
export interface Standing {
  /** Teams administrator or Global administrator. "Microsoft Entra built-in roles" */
  readonly administrator: boolean;
  /** Ids of groups, lower case: teams are among them. */
  readonly groups: ReadonlySet<string>;
}

export interface DirectoryTeam {
  readonly id: string;
  readonly name: string;
  /** What its owners wrote about it. */
  readonly description?: string;
  readonly archived: boolean;
}

/** A channel as the directory shows it now. `unknown`: of a kind that Mio does not know, which is treated as shared. */
export interface DirectoryChannel {
  readonly conversation: ConversationId;
  readonly name: string;
  readonly kind: 'standard' | 'private' | 'shared' | 'unknown';
  readonly archived: boolean;
}

export interface TeamsDirectory {
  /** Takes a conversation of Teams apart; undefined where the id is none of Teams'. */
  addressOf(conversation: ConversationId): TeamAddress | undefined;
  /** Entra object id of the connection's service user. */
  serviceUserOf(connection: Connection): PersonId | undefined;
  /** Whether Mio's app is in the tenant's catalog, as the connection was made. No call goes out. */
  published(connection: Connection): boolean;

  person(connection: Connection, person: PersonId): Promise<DirectoryPerson | undefined>;
  standing(connection: Connection, person: PersonId): Promise<Standing>;
  owns(connection: Connection, person: PersonId, team: string): Promise<boolean>;
  /** Whether a rule decides who is in the team, so that nobody can be added. "Dynamic membership groups" */
  membershipByRule(connection: Connection, team: string): Promise<boolean>;
  /** Undefined where Microsoft says that there is no such team. */
  team(connection: Connection, team: string): Promise<DirectoryTeam | undefined>;
  /** Undefined where Microsoft says that there is no such channel. */
  channel(connection: Connection, address: TeamAddress): Promise<DirectoryChannel | undefined>;

  /**
   * The teams that the speaker is in, with the speaker's own token.
   * @throws UserError `sign_in_needed` or `sign_in_expired`
   */
  joinedTeams(speaker: Speaker): Promise<readonly DirectoryTeam[]>;
  /** The channels of a team that the speaker can see, with the speaker's own token. @throws UserError as above */
  channels(speaker: Speaker, team: string): Promise<readonly DirectoryChannel[]>;
}
