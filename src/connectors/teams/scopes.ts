/** What Mio asks Microsoft Entra for, stage by stage. Delegated only: Mio has no application permission. */

/** For the service user, who listens and administers; a Teams and Application administrator consents. */
export const serviceUserScopes = [
  'AppCatalog.ReadWrite.All',
  'Chat.Read',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Files.Read.All',
  'Sites.Read.All',
  'Team.ReadBasic.All',
  'ChannelMessage.Read.All',
  'Directory.Read.All',
  'Channel.ReadBasic.All',
  'offline_access',
  'User.ReadBasic.All',
  'TeamsAppInstallation.ReadWriteForUser',
  'TeamsAppInstallation.ReadWriteForTeam',
  'User.Read',
  'User.ReadWrite.All',
] as const;

/** The bot's own token. "Authenticate requests with the Bot Connector API" */
export const botScope = 'https://api.botframework.com/.default';

/** "Microsoft Entra built-in roles": template ids, the same in every tenant. */
export const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  teamsAdministrator: '69091246-20e8-4a56-aa4d-066075b2a7a8',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
} as const;
