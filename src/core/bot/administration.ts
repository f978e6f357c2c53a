/**
 * What the settings check and publishing ask of the platform that the bot lives on. Each item is looked at by itself:
 * an answer says what was found, and an error that it could not be found out.
 */
import type { Connection } from '../records.ts';
import type { CheckName, CheckResult, PublishResult } from './use-cases.ts';

/** What one look found. `look`: no call can tell, so a person has to. */
export type Finding = Pick<CheckResult, 'result' | 'subject'>;

export interface Publication extends PublishResult {
  /** The app's id in the tenant's catalog. */
  readonly catalogId: string;
  /** Whether anything was done: not where it was there already, or already waits for a review. */
  readonly changed: boolean;
}

export interface Administration {
  /**
   * Looks at one item; `connection` is missing where the tenant was never connected.
   * @throws Error where it could not be found out
   */
  probe(check: CheckName, connection: Connection | undefined): Promise<Finding>;
  /** The page where the item is mended or looked at; undefined where there is none. */
  page(check: CheckName, connection: Connection | undefined): string | undefined;
  /** Publishes the app with a sign-in that is good now. May be repeated. @throws UserError */
  publish(connection: Connection): Promise<Publication>;
}
