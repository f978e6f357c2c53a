/** What the composition root would hand to the connector; log and metrics can be read afterwards. */

import type { Records } from '../../../../../src/core/records.ts';
import { createEgress } from '../../../../../src/http/egress.ts';
import type { TestClock } from '../../../../support/clock.ts';
import { createTestParts, type TestParts } from '../../../../support/connector-parts.ts';

export interface TeamsTestParts extends TestParts {
  /** Every count, with its labels. */
  readonly counted: string[];
  close(): Promise<void>;
}

export function testParts(clock: TestClock, origins: ReadonlyMap<string, string>, records?: Records): TeamsTestParts {
  const egress = createEgress({ origins });
  const parts = createTestParts(egress, clock);
  const counted: string[] = [];
  const count = (name: string, labels: object = {}) => void counted.push(`${name} ${JSON.stringify(labels)}`);
  return {
    ...parts,
    ...(records && { records }),
    metrics: { ...parts.metrics, count },
    counted,
    close: () => egress.close(),
  };
}
