/**
 * The delegated Microsoft Graph permissions that this Entra knows, in the words of its consent page, and who may consent.
 * `administrator`: admin consent by definition. `default policy`: users could, but the Microsoft-managed consent policy of
 * new tenants keeps it from them ("Manage app consent policies"). Names are the permission reference's.
 */
export type Consenter = 'user' | 'default policy' | 'administrator';

export interface Permission {
  readonly consenter: Consenter;
  readonly sentence: string;
}

const rows: readonly (readonly [name: string, consenter: Consenter, sentence: string])[] = [
  ['openid', 'user', 'Sign you in'],
  ['profile', 'user', 'View your basic profile'],
  ['email', 'user', 'View your email address'],
  ['offline_access', 'user', 'Maintain access to data you have given it access to'],
  ['access_as_user', 'user', 'Access Mio as you'],
  ['User.Read', 'user', 'Sign you in and read your profile'],
  ['User.ReadBasic.All', 'user', "Read all users' basic profiles"],
  ['User.Read.All', 'administrator', "Read all users' full profiles"],
  ['User.ReadWrite.All', 'administrator', "Read and write all users' full profiles"],
  ['User.Invite.All', 'administrator', 'Invite guest users to the organization'],
  ['Team.ReadBasic.All', 'user', 'Read the names and descriptions of teams'],
  ['Team.Create', 'user', 'Create teams'],
  ['Channel.ReadBasic.All', 'user', 'Read the names and descriptions of channels'],
  ['Channel.Create', 'administrator', 'Create channels'],
  ['ChannelMessage.Read.All', 'administrator', 'Read user channel messages'],
  ['ChannelMessage.ReadWrite', 'administrator', 'Read and write user channel messages'],
  ['ChannelMessage.Send', 'user', 'Send channel messages'],
  ['Chat.Read', 'default policy', 'Read your chat messages'],
  ['Chat.ReadWrite', 'default policy', 'Read and write your chat messages'],
  ['ChatMessage.Send', 'user', 'Send chat messages'],
  ['Chat.ManageDeletion.All', 'administrator', 'Delete and recover deleted chats'],
  ['Files.Read.All', 'default policy', 'Read all files that you have access to'],
  ['Files.ReadWrite.All', 'default policy', 'Have full access to all files you have access to'],
  ['Sites.Read.All', 'default policy', 'Read items in all site collections'],
  ['AppCatalog.Submit', 'user', 'Submit application packages to the catalog and cancel pending submissions'],
  ['AppCatalog.Read.All', 'user', 'Read all app catalogs'],
  ['AppCatalog.ReadWrite.All', 'administrator', 'Read and write to all app catalogs'],
  ['Group.Read.All', 'administrator', 'Read all groups'],
  ['Group.ReadWrite.All', 'administrator', 'Read and write all groups'],
  ['Directory.Read.All', 'administrator', 'Read directory data'],
  ['TeamsAppInstallation.ReadWriteForUser', 'administrator', 'Manage the Teams apps installed for a user'],
  ['TeamsAppInstallation.ReadWriteForTeam', 'administrator', 'Manage installed Teams apps in teams'],
  ['TeamsAppInstallation.ReadWriteForChat', 'administrator', 'Manage installed Teams apps in chats'],
  ['TeamsAppInstallation.ReadWriteSelfForUser', 'user', 'Allow the Teams app to manage itself for a user'],
  ['TeamsAppInstallation.ReadWriteSelfForTeam', 'administrator', 'Allow the Teams app to manage itself in teams'],
  ['TeamMember.Read.All', 'administrator', 'Read the members of teams'],
  ['TeamMember.ReadWrite.All', 'administrator', 'Add and remove members from teams'],
  ['ChannelMember.Read.All', 'administrator', 'Read the members of channels'],
  ['ChannelMember.ReadWrite.All', 'administrator', 'Add and remove members from channels'],
  ['Presence.Read', 'user', 'Read your presence information'],
  ['Presence.ReadWrite', 'user', 'Read and write your presence information'],
  ['Presence.Read.All', 'user', 'Read presence information of all users in your organization'],
  ['Subscription.Read.All', 'administrator', 'Read all webhook subscriptions'],
  ['AuditLog.Read.All', 'administrator', 'Read audit log data'],
  ['RoleManagement.Read.Directory', 'administrator', 'Read directory RBAC settings'],
];

export const permissions: ReadonlyMap<string, Permission> = new Map(
  rows.map(([name, consenter, sentence]) => [name, { consenter, sentence }]),
);

/** OpenID Connect's own scopes: they belong to no resource, and signing in is consent enough. */
export const openIdScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);
