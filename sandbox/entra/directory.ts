/** The tenant and its people, as sign-in sees them: which path names it, who an account is, who may consent to what. */
import { applicationAdministrator } from '../seed.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import { EntraError } from './errors.ts';
import { permissions } from './permissions.ts';

/** Roles that may consent, for anybody, to any delegated permission. "Microsoft Entra built-in roles". */
const consentingRoles: readonly string[] = [
  applicationAdministrator,
  '158c047a-c907-4556-b7ef-446551a6b5f7', // Cloud Application Administrator
  '62e90394-69f5-4237-9190-012177145e10', // Global Administrator
  'e8611ab8-c189-46e8-94e1-60213ab1f814', // Privileged Role Administrator
];

export interface Directory {
  /** What a path's tenant segment means. `named` is false for `common` and `organizations`. @throws EntraError 90002 */
  tenant(segment: string): { readonly id: string; readonly named: boolean };
  /** By mail (which is the user name as well) or object id. */
  account(hint: string): TeamsUser | undefined;
  accounts(): readonly TeamsUser[];
  userById(id: string): TeamsUser | undefined;
}

export function createDirectory(world: TeamsWorld): Directory {
  const { id, domain } = world.tenant;
  const accounts = () => world.users().filter((user) => user.tenant === id);
  return {
    tenant(segment) {
      const name = segment.toLowerCase();
      if (name === id || name === domain) return { id, named: true };
      if (name === 'common' || name === 'organizations') return { id, named: false };
      throw new EntraError(90002, segment);
    },
    account: (hint) => accounts().find((user) => user.mail.toLowerCase() === hint.toLowerCase() || user.id === hint),
    accounts,
    userById: (user) => world.user(user),
  };
}

export function mayConsentForAll(user: TeamsUser): boolean {
  return user.roles.some((role) => consentingRoles.includes(role));
}

/** The permissions among these that this person may not grant. */
export function beyondConsent(user: TeamsUser, names: readonly string[]): readonly string[] {
  return mayConsentForAll(user) ? [] : names.filter((name) => permissions.get(name)?.consenter !== 'user');
}
