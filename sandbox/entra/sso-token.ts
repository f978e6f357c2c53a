/** The token that Teams' own clients get for a bot's app, without asking anybody: the tenant trusts them to. */
import { decodeJwt } from 'jose';
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import { createSigningKeys } from './keys.ts';
import { createTokens } from './tokens.ts';

/** Application ids of Teams' clients, the ones to authorise in advance. Page "Enable SSO for bots: register the app". */
export const teamsClients = {
  desktop: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  web: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
} as const;
export type TeamsClient = keyof typeof teamsClients;

/** A v2 token: audience the app, scope `access_as_user`, `azp` the client. */
export function issueSsoToken(kit: Kit, world: TeamsWorld, user: TeamsUser, client: TeamsClient): string {
  // Both read what is stored: the keys in use, and whether earlier tokens were ended.
  const keys = createSigningKeys(kit, 'entra');
  const { token } = createTokens(kit, world, keys).selfForUser(user, ['access_as_user']);
  return keys.sign({ ...decodeJwt(token), azp: teamsClients[client], azpacr: '0' });
}
