/**
 * What Mio asks Microsoft Entra for, stage by stage: delegated permissions only, and none before a journey needs it.
 * Who must consent follows Microsoft's managed default policy ("Configure how users consent to applications"): `anyone`
 * may grant it for themselves, `administrator` is needed by definition, `byPolicy` where the default policy says so.
 */
export const stages = ['signUp', 'person', 'serviceUser', 'accountSync', 'serviceUserFidelity'] as const;
export type Stage = (typeof stages)[number];

export type Consent = 'anyone' | 'byPolicy' | 'administrator';

const consents = {
  'User.Read': 'anyone',
  offline_access: 'anyone',
  'Team.ReadBasic.All': 'anyone',
  'Channel.ReadBasic.All': 'anyone',
  'User.ReadBasic.All': 'anyone',
  'Files.Read.All': 'byPolicy',
  'Files.ReadWrite.All': 'byPolicy',
  'ChannelMessage.Send': 'anyone',
  'ChannelMessage.ReadWrite': 'administrator',
  'AppCatalog.ReadWrite.All': 'administrator',
  'Group.Read.All': 'administrator',
  'Group.ReadWrite.All': 'administrator',
  'ChannelMessage.Read.All': 'administrator',
  'Directory.Read.All': 'administrator',
  'TeamsAppInstallation.ReadWriteForUser': 'administrator',
  'TeamsAppInstallation.ReadWriteForTeam': 'administrator',
} as const satisfies Record<string, Consent>;
export type Permission = keyof typeof consents;

export const consentFor = (permission: Permission): Consent => consents[permission];

/**
 * Reading a person's chats and files waits for direct messages, changing accounts for guest accounts: a permission that
 * nothing uses yet is not asked for.
 */
export const permissionsOf: Readonly<Record<Stage, readonly Permission[]>> = {
  signUp: ['User.Read', 'offline_access'],
  person: ['User.Read', 'offline_access', 'Team.ReadBasic.All', 'Channel.ReadBasic.All', 'User.ReadBasic.All'],
  serviceUser: [
    'User.Read',
    'offline_access',
    'Team.ReadBasic.All',
    'Channel.ReadBasic.All',
    'User.ReadBasic.All',
    'ChannelMessage.Read.All',
    'Files.Read.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'AppCatalog.ReadWrite.All',
    'TeamsAppInstallation.ReadWriteForTeam',
    'TeamsAppInstallation.ReadWriteForUser',
  ],
  /** A person's own account, to react and to put files into channels as themself. */
  accountSync: [
    'User.Read',
    'offline_access',
    'ChannelMessage.Send',
    'ChannelMessage.ReadWrite',
    'Files.ReadWrite.All',
  ],
  /** Asked of the service user only after an administrator switched it on: files of people without an account here. */
  serviceUserFidelity: [
    'User.Read',
    'offline_access',
    'ChannelMessage.Send',
    'ChannelMessage.ReadWrite',
    'Files.ReadWrite.All',
  ],
};
