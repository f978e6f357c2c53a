/** The service user belongs to the tenant: its sign-in is the tenant's Teams connection, whoever brought it about. */
import type { Audit } from '../channels/audit.ts';
import { type Connections, fidelityFact } from '../channels/connections.ts';
import type { Organizations } from '../channels/organizations.ts';
import type { Health } from '../connector.ts';
import type { Grant } from '../consent.ts';
import { UserError } from '../errors.ts';
import type { MicrosoftGrant } from '../microsoft.ts';
import { type ConnectionId, type OrganizationId, type PersonId, platformNames } from '../model.ts';
import { hindered } from '../obstacles.ts';
import type { Connection, Records } from '../records.ts';
import { actorOf, type Speaker } from '../speaker.ts';

export interface ServiceUser {
  standing(speaker: Speaker): Promise<ServiceUserStanding>;
  /** Makes the grant the tenant's connection; an organization too, where the tenant has none. @throws UserError */
  link(speaker: Speaker, account: string, grant: Grant, nameOfOrganization: NameOfOrganization): Promise<Connection>;
  /**
   * The account that may consent to the optional stage, which is the service user's own, as Microsoft names it.
   * @throws UserError `platform_not_connected`, `not_administrator`
   */
  widening(speaker: Speaker): Promise<string>;
  /** Whether the grant is of the service user. @throws UserError `not_service_user` */
  checkWidening(grant: MicrosoftGrant): Promise<void>;
  /** Switches the optional stage on. @throws UserError as both above do */
  widen(speaker: Speaker, grant: MicrosoftGrant): Promise<void>;
  /** Switches it off. @throws UserError as `widening` does */
  narrow(speaker: Speaker): Promise<void>;
}

interface ServiceUserStanding {
  /** Whether the tenant has one whose sign-in is good, as far as is known. */
  readonly connected: boolean;
  /** Whether there is one, and the speaker is somebody whom it concerns. */
  readonly concerns: boolean;
  /** Whether its optional stage is on. */
  readonly fidelity: boolean;
}

/** Asked only where it is needed; what it does not know is named as the grant is. */
type NameOfOrganization = () => Promise<string | undefined>;

export interface ServiceUserParts {
  readonly records: Records;
  readonly organizations: Pick<Organizations, 'create'>;
  readonly connections: Pick<Connections, 'adopt' | 'note'>;
  readonly audit: Pick<Audit, 'append'>;
  /** Entra object id of a connection's service user. */
  readonly serviceUserOf: (connection: Connection) => PersonId | undefined;
  readonly health: (connection: ConnectionId) => Health;
  /** Whether a person holds one of the roles that a service user must have; false where that can't be known. */
  readonly isAdministrator: (speaker: Speaker) => Promise<boolean>;
}

/** Of an organization. */
const longestName = 100;

export function createServiceUser(parts: ServiceUserParts): ServiceUser {
  const { records, organizations, connections, audit, health, isAdministrator, serviceUserOf } = parts;
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

  /** The connection, for those who may change what its service user does. @throws UserError */
  async function governed(speaker: Speaker): Promise<Connection> {
    const connection = await connectionOf(speaker.tenant);
    if (!connection) throw hindered({ reason: 'platform_not_connected', subject: platformNames.teams });
    if (await isAdministrator(speaker)) return connection;
    throw hindered({ reason: 'not_administrator' });
  }

  async function checkWidening({ tenant, person }: MicrosoftGrant): Promise<void> {
    const connection = await connectionOf(tenant);
    if (connection && serviceUserOf(connection) === person) return;
    throw hindered({ reason: 'not_service_user', ...(connection && { subject: connection.installer }) });
  }

  async function setFidelity(speaker: Speaker, { id, organization }: Connection, on: boolean): Promise<void> {
    await connections.note(id, { [fidelityFact]: on });
    const act = on ? 'connection.fidelity.on' : 'connection.fidelity.off';
    await audit.append({ organization, actor: actorOf(speaker), act, subject: id });
  }

  return {
    async standing(speaker) {
      const connection = await connectionOf(speaker.tenant);
      if (!connection) return { connected: false, concerns: false, fidelity: false };
      const concerns = await isAdministrator(speaker);
      // Asked afterwards: that question has just tried the sign-in.
      const connected = health(connection.id).state !== 'bad_credentials';
      return { connected, concerns, fidelity: connection.facts[fidelityFact] === true };
    },

    widening: async (speaker) => (await governed(speaker)).installer,
    checkWidening,

    async widen(speaker, grant) {
      const connection = await governed(speaker);
      await checkWidening(grant);
      // What was given is left: Microsoft's consent holds for the sign-in that the connection has already.
      await setFidelity(speaker, connection, true);
    },

    narrow: async (speaker) => setFidelity(speaker, await governed(speaker), false),

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
