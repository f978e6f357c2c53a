/** What Microsoft calls the things that Mio asks for. The delegated permissions themselves are in core/permissions. */
import type { Permission } from '../../core/permissions.ts';

/** The bot's own token. "Authenticate requests with the Bot Connector API" */
export const botScope = 'https://api.botframework.com/.default';

/** Every permission of Graph that was consented to. "Scopes and permissions in the Microsoft identity platform" */
export const graphDefaultScope = 'https://graph.microsoft.com/.default';

/** The one permission of Mio's own API: Teams' single sign-on asks for it. */
export const singleSignOnScope = 'access_as_user';

/** "Scopes and permissions in the Microsoft identity platform": those of OpenID Connect have no resource in front. */
export const scopeUrl = (permission: Permission): string =>
  permission === 'offline_access' ? permission : `https://graph.microsoft.com/${permission}`;

/** "Microsoft Entra built-in roles": template ids, the same in every tenant. */
export const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  teamsAdministrator: '69091246-20e8-4a56-aa4d-066075b2a7a8',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
} as const;
