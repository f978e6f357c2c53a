/** What the composition root hands to every connector: the world outside, and nothing of the core's own state. */
import type { Clock, Egress, Log, Metrics, Random, Vault } from '../../core/ports.ts';
import type { Records } from '../../core/records.ts';

export interface ConnectorParts {
  readonly egress: Egress;
  readonly records: Records;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Where platforms and browsers reach Mio, without a slash at the end. */
  readonly publicUrl: string;
}
