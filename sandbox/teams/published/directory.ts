/** People, groups, roles and consents: rows of Microsoft's published permission map of 2026-08-07. */
import type { Rows } from '../permissions.ts';

export const directory: Rows = {
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
  'GET /users/{user}/memberOf': {
    family: 'directory',
    delegated: `
      User.Read Directory.Read.All Directory.ReadWrite.All Group.ReadBasic.All GroupMember.Read.All
      GroupMember.ReadBasic.All`,
    application: 'Directory.Read.All Directory.ReadWrite.All Group.ReadBasic.All GroupMember.ReadBasic.All',
  },
  'GET /users/{user}/transitiveMemberOf': {
    family: 'directory',
    delegated: `
      User.Read Directory.Read.All Directory.ReadWrite.All Group.Read.All Group.ReadBasic.All
      GroupMember.Read.All GroupMember.ReadBasic.All User.Read.All`,
    application: `
      User.Read.All Directory.Read.All Directory.ReadWrite.All Group.Read.All Group.ReadBasic.All
      GroupMember.Read.All GroupMember.ReadBasic.All`,
  },
  'GET /organization': {
    family: 'directory',
    delegated: `
      DeviceManagementServiceConfig.Read.All DeviceManagementConfiguration.Read.All
      DeviceManagementConfiguration.ReadWrite.All DeviceManagementServiceConfig.ReadWrite.All
      Directory.Read.All Directory.ReadWrite.All Organization.Read.All Organization.ReadWrite.All
      User.Read User.Read.All`,
    application: `
      DeviceManagementServiceConfig.Read.All DeviceManagementConfiguration.Read.All
      DeviceManagementConfiguration.ReadWrite.All DeviceManagementServiceConfig.ReadWrite.All
      Directory.Read.All Directory.ReadWrite.All Organization.Read.All Organization.ReadWrite.All
      User.Read.All`,
  },
};
