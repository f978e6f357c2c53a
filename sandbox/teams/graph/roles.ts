/** Directory roles that the simulated operations ask for. Page "Microsoft Entra built-in roles". */
import type { Caller } from './operation.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const teamsAdministrator = '69091246-20e8-4a56-aa4d-066075b2a7a8';

export const roleNames: Readonly<Record<string, string>> = {
  [globalAdministrator]: 'Global Administrator',
  [teamsAdministrator]: 'Teams Administrator',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'Application Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
};

/** Global administrators can do all that Teams administrators can. */
export const administersTeams = (caller: Caller): boolean =>
  caller.directoryRoles.some((role) => role === teamsAdministrator || role === globalAdministrator);
