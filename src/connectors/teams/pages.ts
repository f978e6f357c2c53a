/** Where an administrator looks at an item of the settings check, or mends it: the exact page where there is one. */
import type { CheckName } from '../../core/bot/use-cases.ts';

export interface PageValues {
  readonly appId: string;
  readonly publicUrl: string;
  readonly serviceUser?: string;
  readonly catalogId?: string;
}

const teams = 'https://admin.teams.microsoft.com';
const entra = 'https://entra.microsoft.com/#view';
const registration = (blade: string, appId: string) =>
  `${entra}/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${blade}/appId/${appId}/isMSAApp~/false`;

/** In the catalog the app's own page; the list of all apps before that. */
const appPage = ({ catalogId }: PageValues) =>
  `${teams}/policies/manage-apps${catalogId === undefined ? '' : `/${catalogId}`}`;

/** Signing in is done in the chat, and the certificate is Mio's own affair: neither has a page. */
const pages: Readonly<Partial<Record<CheckName, (values: PageValues) => string>>> = {
  roles: ({ serviceUser }) =>
    serviceUser === undefined
      ? `${entra}/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`
      : `${entra}/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/AdministrativeRole/userId/${serviceUser}`,
  consents: ({ appId }) => registration('CallAnAPI', appId),
  catalog_entry: appPage,
  install_probe: () => `${teams}/policies/app-permission`,
  teams_joined: () => `${teams}/teams/manage`,
  webhook: ({ publicUrl }) => `${publicUrl}/healthz`,
  client_secret: ({ appId }) => registration('Credentials', appId),
  permission_policy: () => `${teams}/policies/app-permission`,
  setup_policy: () => `${teams}/policies/app-setup`,
  org_settings: () => `${teams}/policies/manage-apps`,
  app_allowed: appPage,
};

export const pageOf = (check: CheckName, values: PageValues): string | undefined => pages[check]?.(values);
