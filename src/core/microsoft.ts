/** What signing in asks of Microsoft. The core sees accounts and sealed secrets; protocol and tokens stay behind this. */
import type { AuthorizeRequest, Grant, RedeemRequest } from './consent.ts';
import type { PersonId } from './model.ts';
import type { Stage } from './permissions.ts';
import type { Obstacle } from './reasons.ts';
import type { Speaker } from './speaker.ts';

/** What Microsoft gave for an account, of which it is certain whose it is. */
export interface MicrosoftGrant {
  /** Entra tenant id, lower case. */
  readonly tenant: string;
  /** Entra object id, lower case. */
  readonly person: PersonId;
  /** As Microsoft names the account: `alex@contoso.example`. */
  readonly account: string;
  /** What is needed to go on as this account. Sealed by the caller at once. */
  readonly secret: string;
}

export interface StagedAuthorize extends AuthorizeRequest {
  readonly stage: Stage;
  /** The account that is expected; any may be chosen where missing. */
  readonly account?: string;
}

export interface StagedRedeem extends RedeemRequest {
  readonly stage: Stage;
}

export interface Microsoft {
  /** Whose answers they are, where an answer says so. */
  readonly issuer: string;
  /** Where to send the browser: asks for exactly the stage's permissions. */
  authorize(request: StagedAuthorize): Promise<string>;
  /** Where an administrator consents for the whole tenant. "Admin consent on the Microsoft identity platform" */
  adminConsentUrl(request: { readonly stage: Stage; readonly state: string; readonly redirectUri: string }): string;
  /** What the browser brought back in place of a code. */
  refusal(error: string, description: string): Obstacle;
  /** @throws UserError with an obstacle; nothing is kept then. */
  redeem(request: StagedRedeem): Promise<MicrosoftGrant>;
  /** Roles that a service user needs and this account lacks, by their names. @throws UserError with an obstacle */
  missingRoles(grant: MicrosoftGrant): Promise<readonly string[]>;
  /** What the company calls itself; undefined where Microsoft does not say. */
  organizationName(grant: MicrosoftGrant): Promise<string | undefined>;
  /** The grant as a Teams connection takes it. */
  connectionGrant(grant: MicrosoftGrant): Grant;
  /**
   * Exchanges a token of Teams' single sign-on, which must be the speaker's own, for the permissions of `signUp`.
   * Undefined where Microsoft wants the person to consent first. @throws UserError with an obstacle
   */
  exchange(speaker: Speaker, token: string): Promise<MicrosoftGrant | undefined>;
}
