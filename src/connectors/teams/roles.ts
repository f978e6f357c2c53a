/** The directory roles of an account, and those that a service user must have. */
import type { Graph } from './api.ts';
import { roles } from './scopes.ts';

const needed = [
  { role: roles.teamsAdministrator, name: 'Teams administrator' },
  { role: roles.applicationAdministrator, name: 'Application administrator' },
] as const;

/**
 * Template ids of the roles that are active. "List user transitiveMemberOf": roles that somebody is only eligible for
 * are not there.
 */
async function rolesOf<Owner>(graph: Graph<Owner>, owner: Owner, who: string): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  const call = { path: `/${who}/transitiveMemberOf`, operation: 'read roles' };
  for await (const page of graph.pages<{ roleTemplateId?: string | null }>(owner, call)) {
    for (const { roleTemplateId } of page) if (roleTemplateId) held.add(roleTemplateId.toLowerCase());
  }
  return held;
}

/** The names of the roles that are lacking. A Global administrator lacks none. */
const lacking = (held: ReadonlySet<string>): readonly string[] =>
  held.has(roles.globalAdministrator) ? [] : needed.filter(({ role }) => !held.has(role)).map(({ name }) => name);

/** The names of the roles that whoever is signed in would need as service user, and lacks. @throws DeliveryError */
export const missingRoles = async <Owner>(graph: Graph<Owner>, owner: Owner): Promise<readonly string[]> =>
  lacking(await rolesOf(graph, owner, 'me'));

/** Whether a person of the tenant has one of these roles. @throws DeliveryError */
export const isAdministrator = async <Owner>(graph: Graph<Owner>, owner: Owner, person: string): Promise<boolean> =>
  lacking(await rolesOf(graph, owner, `users/${person}`)).length < needed.length;
