/** The service user belongs to the tenant: its sign-in is the tenant's Teams connection, whoever brought it about. */
import type { Connections } from '../channels/connections.ts';
import type { Organizations } from '../channels/organizations.ts';
import type { Grant, Health } from '../connector.ts';
import { UserError } from '../errors.ts';
import type { ConnectionId, OrganizationId } from '../model.ts';
import type { Connection, Records } from '../records.ts';
import type { Speaker } from './speaker.ts';

export interface ServiceUser {
  standing(speaker: Speaker): Promise<ServiceUserStanding>;
  /** Makes the grant the tenant's connection; an organization too, where the tenant has none. @throws UserError */
  link(speaker: Speaker, account: string, grant: Grant, nameOfOrganization: NameOfOrganization): Promise<Connection>;
}

export interface ServiceUserStanding {
  /** Whether the tenant has one whose sign-in is good, as far as is known. */
  readonly connected: boolean;
  /** Whether there is one, and the speaker is somebody whom it concerns. */
  readonly concerns: boolean;
}

/** Asked only where it is needed; what it does not know is named as the grant is. */
type NameOfOrganization = () => Promise<string | undefined>;

export interface ServiceUserParts {
  readonly records: Records;
  readonly organizations: Pick<Organizations, 'create'>;
  readonly connections: Pick<Connections, 'adopt'>;
  readonly health: (connection: ConnectionId) => Health;
  /** Whether a person holds one of the roles that a service user must have; false where that can't be known. */
  readonly isAdministrator: (speaker: Speaker) => Promise<boolean>;
}

/** Of an organization. */
const longestName = 100;

export function createServiceUser(parts: ServiceUserParts): ServiceUser {
  const { records, organizations, connections, health, isAdministrator } = parts;
  const making = new Map<string, Promise<OrganizationId>>();

  async function connectionOf(tenant: string): Promise<Connection | undefined> {
    const stored = await records.list('connection');
    return stored.find(({ body }) => body.platform === 'teams' && body.account === tenant)?.body;
  }

  /** Two who link at the same time must not make two organizations. */
  function organizationFor(grant: Grant, name: NameOfOrganization, actor: string): Promise<OrganizationId> {
    const make = async () =>
      (await organizations.create((await name())?.trim().slice(0, longestName) || grant.name, actor)).organization.id;
    const made = making.get(grant.account) ?? make();
    making.set(grant.account, made);
    made.catch(() => making.delete(grant.account));
    return made;
  }

  return {
    async standing(speaker) {
      const connection = await connectionOf(speaker.tenant);
      if (!connection) return { connected: false, concerns: false };
      const concerns = await isAdministrator(speaker);
      // Asked afterwards: that question has just tried the sign-in.
      return { connected: health(connection.id).state !== 'bad_credentials', concerns };
    },

    async link(speaker, account, grant, name) {
      const actor = `${speaker.name || speaker.person}, as ${account}`;
      const known = await connectionOf(grant.account);
      const organization = known?.organization ?? (await organizationFor(grant, name, actor));
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
