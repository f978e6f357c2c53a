/**
 * Which permissions suffice for which operation: Microsoft's published permission map of 2026-08-07, cut to what is
 * simulated. Within a scheme the least privileged comes first and any one suffices; a scheme that is missing is refused.
 */
export interface OperationPermissions {
  /** Directory operations and Teams operations word a refusal differently. */
  readonly family: 'directory' | 'teams';
  readonly delegated: readonly string[];
  readonly application: readonly string[];
}

interface Row {
  readonly family: 'directory' | 'teams';
  readonly delegated?: string;
  readonly application?: string;
}

const published: Readonly<Record<string, Row>> = {
  'GET /me': {
    family: 'directory',
    delegated: `
      User.Read AgentIdUser.ReadWrite.All AgentIdUser.ReadWrite.IdentityParentedBy Directory.Read.All
      Directory.ReadWrite.All User.Read.All User.ReadBasic.All User.ReadWrite User.ReadWrite.All`,
  },
  'GET /me/memberOf': {
    family: 'directory',
    delegated: `
      User.Read Directory.Read.All Directory.ReadWrite.All Group.ReadBasic.All GroupMember.Read.All
      GroupMember.ReadBasic.All`,
  },
  'GET /me/transitiveMemberOf': {
    family: 'directory',
    delegated: `
      User.Read Directory.Read.All Directory.ReadWrite.All Group.Read.All Group.ReadBasic.All
      GroupMember.Read.All GroupMember.ReadBasic.All User.Read.All`,
  },
  'GET /me/photo/$value': {
    family: 'directory',
    delegated: 'User.Read User.ReadBasic.All User.Read.All',
    application: 'User.Read User.ReadBasic.All User.Read.All',
  },
  'GET /me/joinedTeams': {
    family: 'teams',
    delegated: `
      Team.ReadBasic.All AgentIdUser.ReadWrite.All AgentIdUser.ReadWrite.IdentityParentedBy
      Directory.Read.All Directory.ReadWrite.All TeamSettings.Read.All TeamSettings.ReadWrite.All
      User.Read.All User.ReadWrite.All`,
    application: 'Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
  },
  'GET /users': {
    family: 'directory',
    delegated: `
      User.ReadBasic.All User.ReadWrite.All AgentIdUser.ReadWrite.All
      AgentIdUser.ReadWrite.IdentityParentedBy DeviceManagementApps.Read.All
      DeviceManagementApps.ReadWrite.All DeviceManagementConfiguration.Read.All
      DeviceManagementConfiguration.ReadWrite.All DeviceManagementManagedDevices.Read.All
      DeviceManagementManagedDevices.ReadWrite.All DeviceManagementServiceConfig.Read.All
      DeviceManagementServiceConfig.ReadWrite.All Directory.Read.All Directory.ReadWrite.All User.Read.All`,
    application: `
      User.ReadBasic.All User.ReadWrite.All AgentIdUser.ReadWrite.All
      AgentIdUser.ReadWrite.IdentityParentedBy DeviceManagementApps.Read.All
      DeviceManagementApps.ReadWrite.All DeviceManagementConfiguration.Read.All
      DeviceManagementConfiguration.ReadWrite.All DeviceManagementManagedDevices.Read.All
      DeviceManagementManagedDevices.ReadWrite.All DeviceManagementServiceConfig.Read.All
      DeviceManagementServiceConfig.ReadWrite.All Directory.Read.All Directory.ReadWrite.All User.Read.All
      User.ReadWrite.CrossCloud`,
  },
  'GET /users/{user}': {
    family: 'directory',
    delegated: `
      User.ReadBasic.All User.ReadWrite.All AgentIdUser.ReadWrite.All
      AgentIdUser.ReadWrite.IdentityParentedBy DeviceManagementApps.Read.All
      DeviceManagementApps.ReadWrite.All DeviceManagementConfiguration.Read.All
      DeviceManagementConfiguration.ReadWrite.All DeviceManagementManagedDevices.Read.All
      DeviceManagementManagedDevices.ReadWrite.All DeviceManagementServiceConfig.Read.All
      DeviceManagementServiceConfig.ReadWrite.All Directory.Read.All Directory.ReadWrite.All User.Read
      User.Read.All User.ReadWrite`,
    application: `
      User.ReadBasic.All User.ReadWrite.All AgentIdUser.ReadWrite.All
      AgentIdUser.ReadWrite.IdentityParentedBy DeviceManagementApps.Read.All
      DeviceManagementApps.ReadWrite.All DeviceManagementConfiguration.Read.All
      DeviceManagementConfiguration.ReadWrite.All DeviceManagementManagedDevices.Read.All
      DeviceManagementManagedDevices.ReadWrite.All DeviceManagementServiceConfig.Read.All
      DeviceManagementServiceConfig.ReadWrite.All Directory.Read.All Directory.ReadWrite.All User.Read.All
      User.ReadWrite.CrossCloud`,
  },
  'GET /users/{user}/photo/$value': {
    family: 'directory',
    delegated: 'ProfilePhoto.Read.All User.ReadBasic.All User.Read.All User.ReadWrite.All',
    application: 'ProfilePhoto.Read.All User.ReadBasic.All User.Read.All User.ReadWrite.All',
  },
  'GET /users/{user}/licenseDetails/getTeamsLicensingDetails': {
    family: 'directory',
    delegated: 'User.Read Directory.Read.All Directory.ReadWrite.All',
  },
  'GET /oauth2PermissionGrants': {
    family: 'directory',
    delegated: 'Directory.Read.All DelegatedPermissionGrant.ReadWrite.All Directory.ReadWrite.All',
    application: 'Directory.Read.All DelegatedPermissionGrant.ReadWrite.All Directory.ReadWrite.All',
  },
  'GET /groups': {
    family: 'directory',
    delegated: `
      Group-NestingSupport.ReadWrite.All Group.ReadBasic.All Directory.Read.All Directory.ReadWrite.All
      Group-PreferredDataLocation.ReadWrite.All Group.ManageProtection.All Group.Read.All
      Group.ReadWrite.All GroupMember.Read.All`,
    application: `
      Group-NestingSupport.ReadWrite.All Group.ReadBasic.All Directory.Read.All Directory.ReadWrite.All
      Group-PreferredDataLocation.ReadWrite.All Group.ManageProtection.All Group.Read.All
      Group.ReadWrite.All GroupMember.Read.All`,
  },
  'GET /groups/{group}': {
    family: 'directory',
    delegated: `
      Group-NestingSupport.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
      Group-PreferredDataLocation.ReadWrite.All Group-XTenantIdentitySync.Read.All
      Group.ManageProtection.All Group.Read.All Group.ReadBasic.All Group.ReadWrite.All
      GroupMember.Read.All`,
    application: `
      Group-NestingSupport.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
      Group-PreferredDataLocation.ReadWrite.All Group-XTenantIdentitySync.Read.All
      Group.ManageProtection.All Group.Read.All Group.ReadBasic.All Group.ReadWrite.All
      GroupMember.Read.All`,
  },
  'GET /groups/{group}/members': {
    family: 'directory',
    delegated: `
      GroupMember.ReadBasic.All Directory.Read.All Group.Read.All Group.ReadBasic.All Group.ReadWrite.All
      GroupMember.Read.All GroupMember.ReadWrite.All`,
    application: `
      GroupMember.ReadBasic.All Directory.Read.All Group.Read.All Group.ReadBasic.All Group.ReadWrite.All
      GroupMember.Read.All GroupMember.ReadWrite.All`,
  },
  'GET /groups/{group}/owners': {
    family: 'directory',
    delegated: `
      Group.ReadWrite.All GroupMember.Read.All Directory.Read.All Group.Read.All GroupMember.ReadWrite.All`,
    application: `
      Group.ReadWrite.All GroupMember.Read.All Directory.Read.All Group.Read.All GroupMember.ReadWrite.All`,
  },
  'POST /groups/{group}/members/$ref': {
    family: 'directory',
    delegated: 'GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All',
    application: 'GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All',
  },
  'POST /groups/{group}/owners/$ref': {
    family: 'directory',
    delegated: 'Group.ReadWrite.All Directory.ReadWrite.All',
    application: 'Group.ReadWrite.All Directory.ReadWrite.All',
  },
  'DELETE /groups/{group}/members/{user}/$ref': {
    family: 'directory',
    delegated: 'GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All',
    application: 'GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All',
  },
  'GET /teams': {
    family: 'teams',
    delegated: 'Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
    application: 'Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
  },
  'GET /teams/{team}': {
    family: 'teams',
    delegated: `
      Team.ReadBasic.All TeamSettings.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
      Group.Read.All Group.ReadWrite.All TeamSettings.Read.All`,
    application: `
      TeamSettings.Read.Group TeamSettings.ReadWrite.Group Directory.Read.All Directory.ReadWrite.All
      Group.Read.All Group.ReadWrite.All Team.ReadBasic.All TeamSettings.Read.All
      TeamSettings.ReadWrite.All`,
  },
  'GET /teams/{team}/channels': {
    family: 'teams',
    delegated: `
      Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All`,
    application: `
      ChannelSettings.Read.Group Channel.ReadBasic.All ChannelSettings.Read.All
      ChannelSettings.ReadWrite.All ChannelSettings.ReadWrite.Group Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All`,
  },
  'GET /teams/{team}/allChannels': {
    family: 'teams',
    delegated: 'Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
    application: 'Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
  },
  'GET /teams/{team}/primaryChannel': {
    family: 'teams',
    delegated: 'Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
    application: `
      ChannelSettings.Read.Group Channel.ReadBasic.All ChannelSettings.Read.All
      ChannelSettings.ReadWrite.All ChannelSettings.ReadWrite.Group`,
  },
  'GET /teams/{team}/channels/{channel}': {
    family: 'teams',
    delegated: `
      Channel.ReadBasic.All ChannelSettings.ReadWrite.All ChannelSettings.Read.All Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All`,
    application: `
      ChannelSettings.Read.Group ChannelSettings.ReadWrite.Group Channel.ReadBasic.All
      ChannelSettings.Read.All ChannelSettings.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
      Group.Read.All Group.ReadWrite.All`,
  },
  'GET /appCatalogs/teamsApps': {
    family: 'teams',
    delegated: `
      AppCatalog.Submit AppCatalog.Read.All AppCatalog.ReadWrite.All Directory.Read.All
      Directory.ReadWrite.All`,
    application: 'AppCatalog.Read.All AppCatalog.ReadWrite.All',
  },
  'POST /appCatalogs/teamsApps': {
    family: 'teams',
    delegated: 'AppCatalog.Submit AppCatalog.ReadWrite.All Directory.ReadWrite.All',
  },
  'DELETE /appCatalogs/teamsApps/{app}': {
    family: 'teams',
    delegated: 'AppCatalog.Submit AppCatalog.ReadWrite.All Directory.ReadWrite.All',
  },
  'POST /appCatalogs/teamsApps/{app}/appDefinitions': {
    family: 'teams',
    delegated: 'AppCatalog.Submit AppCatalog.ReadWrite.All Directory.ReadWrite.All',
  },
  'GET /teams/{team}/installedApps': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadForTeam TeamsAppInstallation.ReadWriteSelfForTeam Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadWriteAndConsentForTeam
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam TeamsAppInstallation.ReadWriteForTeam`,
    application: `
      TeamsAppInstallation.Read.Group TeamsAppInstallation.ReadWriteSelfForTeam.All Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.Read.All
      TeamsAppInstallation.ReadForTeam.All TeamsAppInstallation.ReadWriteAndConsentForTeam.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All TeamsAppInstallation.ReadWriteForTeam.All`,
  },
  'POST /teams/{team}/installedApps': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForTeam Directory.ReadWrite.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadWriteAndConsentSelfForTeam
      TeamsAppInstallation.ReadWriteForTeam`,
    application: `
      TeamsAppInstallation.ReadWriteSelfForTeam.All Directory.ReadWrite.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.ReadWriteAndConsentForTeam.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All TeamsAppInstallation.ReadWriteForTeam.All`,
  },
  'GET /teams/{team}/installedApps/{installation}': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForTeam Directory.Read.All Directory.ReadWrite.All Group.Read.All
      Group.ReadWrite.All TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadForTeam
      TeamsAppInstallation.ReadForUser TeamsAppInstallation.ReadWriteAndConsentForTeam
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam TeamsAppInstallation.ReadWriteForTeam`,
    application: `
      TeamsAppInstallation.Read.Group TeamsAppInstallation.ReadWriteSelfForTeam.All Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.Read.All
      TeamsAppInstallation.ReadForTeam.All TeamsAppInstallation.ReadWriteAndConsentForTeam.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All TeamsAppInstallation.ReadWriteForTeam.All
      TeamsAppInstallation.ReadWriteSelfForTeam`,
  },
  'DELETE /teams/{team}/installedApps/{installation}': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForTeam Directory.ReadWrite.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadWriteForTeam`,
    application: `
      TeamsAppInstallation.ReadWriteSelfForTeam.All Directory.ReadWrite.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.ReadWriteForTeam.All`,
  },
  'POST /teams/{team}/installedApps/{installation}/upgrade': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForTeam Directory.ReadWrite.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadWriteAndConsentForTeam
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam TeamsAppInstallation.ReadWriteForTeam`,
    application: `
      TeamsAppInstallation.ReadWriteSelfForTeam.All Directory.ReadWrite.All Group.ReadWrite.All
      TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.ReadWriteAndConsentForTeam.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All TeamsAppInstallation.ReadWriteForTeam.All`,
  },
  'GET /teams/{team}/channels/{channel}/messages': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'POST /teams/{team}/channels/{channel}/messages': {
    family: 'teams',
    delegated: 'ChannelMessage.Send Group.ReadWrite.All',
    application: 'Teamwork.Migrate.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/delta': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'PATCH /teams/{team}/channels/{channel}/messages/{message}': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite Group.ReadWrite.All',
    application: 'ChannelMessage.UpdatePolicyViolation.All Group.ReadWrite.All Teamwork.Migrate.All',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/softDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/undoSoftDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/setReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/unsetReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/hostedContents': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/hostedContents/{content}/$value': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'PATCH /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite Group.ReadWrite.All',
    application: 'ChannelMessage.UpdatePolicyViolation.All Group.ReadWrite.All Teamwork.Migrate.All',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/softDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/undoSoftDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/setReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/unsetReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents/{content}/$value': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies': {
    family: 'teams',
    delegated: 'ChannelMessage.Send Group.ReadWrite.All',
    application: 'Teamwork.Migrate.All',
  },
};

const words = (list: string | undefined): string[] => list?.trim().split(/\s+/) ?? [];

export const permissions: ReadonlyMap<string, OperationPermissions> = new Map(
  Object.entries(published).map(([operation, row]) => [
    operation,
    { family: row.family, delegated: words(row.delegated), application: words(row.application) },
  ]),
);
