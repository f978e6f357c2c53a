/** What people agree to in a browser, at a platform's own pages: whole connections, and accounts of their own. */
import type { PersonId } from './model.ts';
import type { Connection } from './records.ts';

export interface AuthorizeRequest {
  readonly state: string;
  /** S256 of the verifier that `redeem` gets: for platforms that know PKCE for every app. */
  readonly challenge: string;
  readonly redirectUri: string;
}

export interface RedeemRequest {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** What an OAuth consent gave: enough to make or renew a connection. Secrets are sealed by the caller at once. */
export interface Grant {
  /** The platform's id of the workspace, tenant or organization: a connection is unique by platform and account. */
  readonly account: string;
  readonly name: string;
  /** Whose token it is. */
  readonly installer: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Asks a person of a connection's workspace for the use of their own account, by OAuth. */
export interface AccountSignIn {
  authorize(connection: Connection, request: AuthorizeRequest): Promise<string>;
  /** @throws UserError when the person refused, or chose an account of another workspace */
  redeem(connection: Connection, request: RedeemRequest): Promise<AccountGrant>;
  /** Tells the platform to forget a grant that is not kept, unless the account is linked anyway. Never throws. */
  drop(connection: Connection, grant: AccountGrant): Promise<void>;
  /** Tells the platform to forget what it gave, as far as it can be told. Never throws. */
  revoke(connection: Connection, person: PersonId): Promise<void>;
}

/** What a person gave. Secrets are sealed by the caller at once. */
export interface AccountGrant {
  readonly person: PersonId;
  /** As the platform names the account: a name, or a mail address. */
  readonly name: string;
  readonly secrets: Readonly<Record<string, string>>;
}
