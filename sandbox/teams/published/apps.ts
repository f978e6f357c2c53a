/** The app catalog and where its apps are: rows of Microsoft's published permission map of 2026-08-07. */
import type { Rows } from '../permissions.ts';

export const apps: Rows = {
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
  'DELETE /appCatalogs/teamsApps/{app}/appDefinitions/{definition}': {
    family: 'teams',
    delegated: 'AppCatalog.Submit AppCatalog.ReadWrite.All Directory.ReadWrite.All',
  },
  'GET /users/{user}/teamwork/installedApps': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadForUser TeamsAppInstallation.ReadWriteSelfForUser
      TeamsAppInstallation.ManageSelectedForUser TeamsAppInstallation.ReadWriteAndConsentForUser
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser TeamsAppInstallation.ReadWriteForUser
      TeamsAppInstallation.ReadWriteSelectedForUser`,
    application: `
      TeamsAppInstallation.ReadForUser.All TeamsAppInstallation.ReadWriteSelfForUser.All
      TeamsAppInstallation.ManageSelectedForUser.All TeamsAppInstallation.Read.All
      TeamsAppInstallation.Read.User TeamsAppInstallation.ReadWriteAndConsentForUser.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All TeamsAppInstallation.ReadWriteForUser.All
      TeamsAppInstallation.ReadWriteSelectedForUser.All`,
  },
  'POST /users/{user}/teamwork/installedApps': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForUser TeamsAppInstallation.ManageSelectedForUser
      TeamsAppInstallation.ReadWriteAndConsentForUser
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser TeamsAppInstallation.ReadWriteForUser
      TeamsAppInstallation.ReadWriteSelectedForUser`,
    application: `
      TeamsAppInstallation.ReadWriteSelfForUser.All TeamsAppInstallation.ManageSelectedForUser.All
      TeamsAppInstallation.ReadWriteAndConsentForUser.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All TeamsAppInstallation.ReadWriteForUser.All
      TeamsAppInstallation.ReadWriteSelectedForUser.All`,
  },
  'GET /users/{user}/teamwork/installedApps/{installation}': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadForUser TeamsAppInstallation.ReadWriteSelfForUser
      TeamsAppInstallation.ManageSelectedForUser TeamsAppInstallation.ReadWriteAndConsentForUser
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser TeamsAppInstallation.ReadWriteForUser
      TeamsAppInstallation.ReadWriteSelectedForUser`,
    application: `
      TeamsAppInstallation.ReadForUser.All TeamsAppInstallation.ReadWriteSelfForUser.All
      TeamsAppInstallation.ManageSelectedForUser.All TeamsAppInstallation.Read.All
      TeamsAppInstallation.Read.User TeamsAppInstallation.ReadWriteAndConsentForUser.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All TeamsAppInstallation.ReadWriteForUser.All
      TeamsAppInstallation.ReadWriteSelectedForUser.All`,
  },
  'DELETE /users/{user}/teamwork/installedApps/{installation}': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForUser TeamsAppInstallation.ManageSelectedForUser
      TeamsAppInstallation.ReadWriteAndConsentForUser
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser TeamsAppInstallation.ReadWriteForUser
      TeamsAppInstallation.ReadWriteSelectedForUser`,
    application: `
      TeamsAppInstallation.ReadWriteSelfForUser.All TeamsAppInstallation.ManageSelectedForUser.All
      TeamsAppInstallation.ReadWriteAndConsentForUser.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All TeamsAppInstallation.ReadWriteForUser.All
      TeamsAppInstallation.ReadWriteSelectedForUser.All`,
  },
  'POST /users/{user}/teamwork/installedApps/{installation}/upgrade': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadWriteSelfForUser TeamsAppInstallation.ManageSelectedForUser
      TeamsAppInstallation.ReadWriteAndConsentForUser
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser TeamsAppInstallation.ReadWriteForUser
      TeamsAppInstallation.ReadWriteSelectedForUser`,
    application: `
      TeamsAppInstallation.ReadWriteSelfForUser.All TeamsAppInstallation.ManageSelectedForUser.All
      TeamsAppInstallation.ReadWriteAndConsentForUser.All
      TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All TeamsAppInstallation.ReadWriteForUser.All
      TeamsAppInstallation.ReadWriteSelectedForUser.All`,
  },
  'GET /users/{user}/teamwork/installedApps/{installation}/chat': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadForUser TeamsAppInstallation.ReadWriteForUser
      TeamsAppInstallation.ReadWriteSelectedForUser TeamsAppInstallation.ReadWriteSelfForUser`,
    application: `
      TeamsAppInstallation.ReadForUser.All TeamsAppInstallation.Read.All TeamsAppInstallation.Read.User
      TeamsAppInstallation.ReadWriteForUser.All TeamsAppInstallation.ReadWriteSelectedForUser.All
      TeamsAppInstallation.ReadWriteSelfForUser.All`,
  },
  'GET /teams/{team}/channels/{channel}/enabledApps': {
    family: 'teams',
    delegated: `
      TeamsAppInstallation.ReadForTeam TeamsAppInstallation.ManageSelectedForTeam
      TeamsAppInstallation.ReadWriteForTeam`,
    application: `
      TeamsAppInstallation.Read.Group TeamsAppInstallation.ManageSelectedForTeam.All
      TeamsAppInstallation.Read.All TeamsAppInstallation.ReadForTeam.All
      TeamsAppInstallation.ReadWriteForTeam.All`,
  },
  'POST /teams/{team}/channels/{channel}/enabledApps/$ref': {
    family: 'teams',
    delegated: 'TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadWriteForTeam',
    application: 'TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.ReadWriteForTeam.All',
  },
  'DELETE /teams/{team}/channels/{channel}/enabledApps/{app}/$ref': {
    family: 'teams',
    delegated: 'TeamsAppInstallation.ManageSelectedForTeam TeamsAppInstallation.ReadWriteForTeam',
    application: 'TeamsAppInstallation.ManageSelectedForTeam.All TeamsAppInstallation.ReadWriteForTeam.All',
  },
  /** Absent from the map; the page "Update teamsApp" has it, with the role of an administrator of Teams. */
  'PATCH /appCatalogs/teamsApps/{app}/appDefinitions/{definition}': {
    family: 'teams',
    delegated: 'AppCatalog.ReadWrite.All',
  },
};
