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

One message, written in Teams, as each of the three shows it:

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/rich-dark.png">
  <img src="pictures/rich.png" alt="A message with a heading, emphasis, a link, lists, code, a quote and a table, in Teams, Slack and Webex. Webex shows strikethrough between tildes and the table as aligned text.">
</picture>

In the sandbox, the eye beside every field shows the same of what is being written, and what each of the others makes of it; \`POST /api/v1/preview\` tells it to programs.

*yes*: as people of that platform would write it. *as …*: shown as something else. *no*: left out, and why. *–*: the platform it comes from has no such thing.


`;

export function fidelityPage(): string {
  return head + fidelityTables(capabilities);
}

if (import.meta.main) writeFileSync(fidelityFile, fidelityPage());
