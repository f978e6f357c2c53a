/** The service user belongs to the tenant: its sign-in is the tenant's Teams connection, whoever brought it about. */
import type { Connections } from '../channels/connections.ts';
import type { Organizations } from '../channels/organizations.ts';
import type { Grant } from '../connector.ts';
import { UserError } from '../errors.ts';
import type { OrganizationId } from '../model.ts';
import type { Connection, Records } from '../records.ts';
import type { Speaker } from './speaker.ts';

export interface ServiceUser {
  /** Whether there is one, and the speaker is somebody whom it concerns. */
  shownTo(speaker: Speaker): Promise<boolean>;
  /** Makes the grant the tenant's connection; an organization too, where the tenant has none. @throws UserError */
  link(speaker: Speaker, account: string, grant: Grant): Promise<Connection>;
}

export interface ServiceUserParts {
  readonly records: Records;
  readonly organizations: Pick<Organizations, 'create'>;
  readonly connections: Pick<Connections, 'adopt'>;
  /** Whether a person holds one of the roles that a service user must have. */
  readonly isAdministrator: (speaker: Speaker) => Promise<boolean>;
}

export function createServiceUser(parts: ServiceUserParts): ServiceUser {
  const { records, organizations, connections, isAdministrator } = parts;
  const making = new Map<string, Promise<OrganizationId>>();

  async function connectionOf(tenant: string): Promise<Connection | undefined> {
    const stored = await records.list('connection');
    return stored.find(({ body }) => body.platform === 'teams' && body.account === tenant)?.body;
  }

  /** Two who link at the same time must not make two organizations. */
  function organizationFor(tenant: string, name: string, actor: string): Promise<OrganizationId> {
    const make = async () => (await organizations.create(name, actor)).organization.id;
    const made = making.get(tenant) ?? make();
    making.set(tenant, made);
    made.catch(() => making.delete(tenant));
    return made;
  }

  return {
    async shownTo(speaker) {
      return (await connectionOf(speaker.tenant)) !== undefined && (await isAdministrator(speaker));
    },

    async link(speaker, account, grant) {
      const actor = `${speaker.name || speaker.person}, as ${account}`;
      const known = await connectionOf(grant.account);
      const organization = known?.organization ?? (await organizationFor(grant.account, grant.name, actor));
      try {
        return await connections.adopt(organization, 'teams', grant, actor);
      } catch (error) {
        throw error instanceof UserError && !error.obstacle ? unestablished(error) : error;
      }
    },
  };
}

/** The roles were looked at before: what still fails is Microsoft's, and passes. */
const unestablished = ({ code, message, advice, cause }: UserError): UserError =>
  new UserError(code, message, advice, { cause, obstacle: { reason: 'platform_unavailable', subject: 'Microsoft' } });
