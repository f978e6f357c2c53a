/** Accounts in the simulated tenant that let Mio act with them, by Microsoft's own pages. */
import { createHash } from 'node:crypto';
import type { MicrosoftGrant } from '../../../../../src/core/microsoft.ts';
import type { Stage } from '../../../../../src/core/permissions.ts';
import type { LiveTeams } from './live.ts';

const redirectUri = 'https://mio.example/oauth/teams/callback';
const verifier = 'v'.repeat(50);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const administrator = 'mio@contoso.example';

async function consented({ teams, consent }: LiveTeams, stage: Stage, account: string): Promise<MicrosoftGrant> {
  const { microsoft } = teams.people;
  await consent(microsoft.adminConsentUrl({ stage, state: 's'.repeat(32), redirectUri }), administrator);
  const link = await microsoft.authorize({ stage, state: 's'.repeat(32), challenge, redirectUri, account });
  const code = (await consent(link, account)).get('code') ?? '';
  return microsoft.redeem({ stage, code, verifier, redirectUri });
}

/** That person lets Mio act with their account, as the bot's sign-in leaves it. */
export async function linkAccount(live: LiveTeams, account: string): Promise<void> {
  await live.teams.people.signedIn.link(await consented(live, 'accountSync', account), 'accountSync');
}

/** An administrator switches the service user's optional stage on or off, as the core leaves it. */
export async function setFidelity(live: LiveTeams, on: boolean): Promise<void> {
  if (on) await consented(live, 'serviceUserFidelity', administrator);
  const stored = await live.records.get('connection', live.place.connection);
  if (!stored) throw new Error('no connection');
  const connection = { ...stored.body, facts: { ...stored.body.facts, fidelity: on } };
  await live.records.put('connection', connection.id, connection, stored.revision);
  live.teams.learn?.(connection);
}
