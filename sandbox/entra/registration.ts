/**
 * The one app registration of the demo tenant: Mio, with the bot that shares its id. Ids are fixed, so that tests and
 * manifests are stable; the secret is made once per world. It takes accounts of any organization, as registrations of
 * before 2025 may: at the tenant's own address only its accounts and guests sign in, at `organizations` everybody does.
 */
import type { Kit } from '../kit/platform.ts';

/** Application (client) id, and the bot's id. */
export const clientId = '7d3f5a90-6c1e-4b28-9f47-0e5d8c2b1a10';
/** Object id of the app's service principal: the subject of app-only tokens. */
export const servicePrincipalId = '4c8e2f61-9a07-4d35-b1c6-83f0d7e5a920';
export const appName = 'Mio';
/** Every person of the sandbox signs in with this, where a password is asked for at all (ROPC). */
export const password = 'correct-horse-battery-staple';

export const loginOrigin = 'https://login.microsoftonline.com';
export const graphAudience = 'https://graph.microsoft.com';
export const botAudience = 'https://api.botframework.com';

/** What `.default` stands for: the delegated permissions entered in the registration. */
export const registeredPermissions: readonly string[] = [
  'User.Read',
  'offline_access',
  'Channel.ReadBasic.All',
  'Team.ReadBasic.All',
  'Chat.Read',
  'Files.Read.All',
  'Sites.Read.All',
  'User.ReadBasic.All',
  'AppCatalog.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'ChannelMessage.Read.All',
  'Directory.Read.All',
  'TeamsAppInstallation.ReadWriteForUser',
  'TeamsAppInstallation.ReadWriteForTeam',
  'User.ReadWrite.All',
  'ChatMessage.Send',
  'ChannelMessage.Send',
  'Chat.ReadWrite',
  'ChannelMessage.ReadWrite',
  'Files.ReadWrite.All',
];

export interface Registration {
  readonly secret: string;
  readonly redirectUris: readonly string[];
  /** Application ID URIs of the app's own API, `…/access_as_user`; the second form is what a Teams tab needs. */
  readonly applicationIdUris: readonly string[];
  /** Where a browser finds the address: the product's public origin becomes the loopback one. */
  reachable(url: string): string;
}

export function createRegistration(kit: Kit): Registration {
  const { publicUrl } = kit.product;
  const secrets = kit.state.collection<string>('entra-secret');
  const secret = secrets.get(clientId) ?? kit.random(30).toString('base64url');
  secrets.set(clientId, secret);
  return {
    secret,
    redirectUris: [`${publicUrl}/oauth/teams/callback`],
    applicationIdUris: [`api://${clientId}`, `api://${new URL(publicUrl).host}/${clientId}`],
    reachable: (address) => kit.product.local(address) ?? address,
  };
}
