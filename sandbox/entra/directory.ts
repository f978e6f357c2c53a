/** The tenant and its people, as sign-in sees them: which path names it, who an account is, who may consent to what. */

import type { Kit } from '../kit/platform.ts';
import type { PolicyValue } from '../kit/policies.ts';
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
  /**
   * By mail (which is the user name as well) or object id. Where the path names the tenant, a guest is who they are there;
   * elsewhere people are who they are at home.
   * @throws EntraError 50020 for somebody of another tenant who is no guest of the named one
   */
  account(hint: string, at: { readonly named: boolean }): TeamsUser | undefined;
  /** Those whom the sign-in page offers: the tenant's own people, without its crowds and guests. */
  accounts(): readonly TeamsUser[];
  userById(id: string): TeamsUser | undefined;
}

export function createDirectory({ seed }: Kit, world: TeamsWorld): Directory {
  const { id, domain } = world.tenant;
  const visitors: readonly TeamsUser[] = (seed.teams.visitors ?? []).map(({ id: object, name, mail, tenant }) => ({
    id: object,
    person: mail,
    displayName: name,
    mail,
    tenant,
    roles: [],
    locale: 'en-US',
  }));
  const accounts = () => world.users().filter(({ person }) => seed.teams.users[person] !== undefined);
  const isCalled = (hint: string) => (user: TeamsUser) =>
    user.mail.toLowerCase() === hint.toLowerCase() || user.id === hint;
  return {
    tenant(segment) {
      const name = segment.toLowerCase();
      if (name === id || name === domain) return { id, named: true };
      if (name === 'common' || name === 'organizations') return { id, named: false };
      throw new EntraError(90002, segment);
    },
    account(hint, { named }) {
      const here = world.users().find((user) => isCalled(hint)(user) && (named || user.home === undefined));
      const visitor = visitors.find(isCalled(hint));
      if (here !== undefined || visitor === undefined) return here;
      if (named) throw new EntraError(50020, `${visitor.mail} does not exist in tenant '${world.tenant.name}'`);
      return visitor;
    },
    accounts,
    userById: (user) => world.user(user) ?? visitors.find(isCalled(user)),
  };
}

export function mayConsentForAll(user: TeamsUser): boolean {
  return user.roles.some((role) => consentingRoles.includes(role));
}

/** The permissions among these that this person may not grant, as the tenant's policy for user consent has it. */
export function beyondConsent(
  user: TeamsUser,
  names: readonly string[],
  policy: PolicyValue<'entra.userConsent'>,
): readonly string[] {
  if (mayConsentForAll(user)) return [];
  return policy === 'none' ? names : names.filter((name) => permissions.get(name)?.consenter !== 'user');
}
