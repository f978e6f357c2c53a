/** `node test/support/fidelity.ts` writes docs/fidelity.md anew from the connectors' capabilities. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slackCapabilities } from '../../src/connectors/slack/capabilities.ts';
import { capabilities as teamsCapabilities } from '../../src/connectors/teams/capabilities.ts';
import { webexCapabilities } from '../../src/connectors/webex/capabilities.ts';
import { fidelityTables } from '../../src/core/fidelity.ts';

export const capabilities = { teams: teamsCapabilities, slack: slackCapabilities, webex: webexCapabilities };

export const fidelityFile = join(import.meta.dirname, '../../docs/fidelity.md');

const head = `# What crosses, and as what

Made from the connectors' capability tables; a test fails when they say something else. To write it anew: \`node test/support/fidelity.ts\`.

*yes*: as people of that platform would write it. *as …*: shown as something else. *no*: left out, and why. *–*: the platform it comes from has no such thing.

Reactions do not cross yet.

`;

export function fidelityPage(): string {
  return head + fidelityTables(capabilities);
}

if (import.meta.main) writeFileSync(fidelityFile, fidelityPage());
