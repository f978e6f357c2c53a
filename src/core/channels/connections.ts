/**
 * Connecting a platform account by OAuth. An attempt is bound three ways: the ticket opens the start page once, the
 * state comes back once, and only to the browser that the start page set a cookie in; so that nobody can slip a code of
 * their own into somebody else's attempt.
 */
import { type AttemptCookie, attemptLastsMs, type BroughtBack, cookieName, newAttempt, newSecret } from '../attempt.ts';
import { type AttemptStore, createAttemptStore } from '../attempt-store.ts';
import { untilSet } from '../compare-and-set.ts';
import type { Connector, PlaceInfo } from '../connector.ts';
import type { Grant } from '../consent.ts';
import { ConflictError, UserError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import type { NewId } from '../identifiers.ts';
import type { ConnectionId, OrganizationId, Platform } from '../model.ts';
import { platformNames } from '../model.ts';
import type { Clock, Random, Vault } from '../ports.ts';
import type { Connection, OAuthAttempt, Records } from '../records.ts';
import { credentialContext } from '../vault.ts';
import { type Actor, notFound, ownConnection, requireAdministrator } from './access.ts';
import type { Audit } from './audit.ts';

export interface ConnectionsParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly publicUrl: string;
  /** Told of every connection that was made, or made anew. */
  readonly connected: (connection: Connection) => void;
  /** Told once such a connection works. */
  readonly established?: (connection: Connection) => void;
}

/**
 * The fact that the service user of a Teams connection has consented to its optional stage, and an administrator wants
 * it used. It speaks of one account: another one has consented to nothing.
 */
export const fidelityFact = 'fidelity';

export class Connections {
  readonly #parts: ConnectionsParts;
  readonly #attempts: AttemptStore<'attempt'>;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
    this.#attempts = createAttemptStore({ ...parts, kind: 'attempt', used });
  }

  /** The address of the start page: good for one visit within ten minutes. @throws UserError */
  async connect(actor: Actor, platform: Platform): Promise<{ start: string }> {
    requireAdministrator(actor);
    const ticket = newSecret(this.#parts.random);
    await this.#open(ticket, { organization: actor.organization, platform, step: 'ticket' });
    return { start: `${this.#parts.publicUrl}/oauth/${platform}/start?ticket=${ticket}` };
  }

  /** Opens an attempt for one browser: where to send it, and what it must bring back. @throws UserError */
  async begin(platform: Platform, ticket: string): Promise<{ redirect: string; cookie: AttemptCookie }> {
    const { organization } = await this.#take(platform, ticket, 'ticket');
    const { state, verifier, challenge, cookie, browser } = newAttempt(this.#parts.random);
    const sealed = this.#parts.vault.seal(verifier, verifierContext(organization, state));
    await this.#open(state, { organization, platform, step: 'state', verifier: sealed, browser });
    const redirectUri = this.#redirectUri(platform);
    const redirect = await this.#parts.connectors[platform].authorize({ state, challenge, redirectUri });
    return { redirect, cookie };
  }

  /** The browser came back. @throws UserError when the attempt is not this browser's, or the platform said no */
  async complete(
    platform: Platform,
    back: Pick<BroughtBack, 'state' | 'cookie' | 'code' | 'error'>,
  ): Promise<Connection> {
    const attempt = await this.#take(platform, back.state, 'state', back.cookie(cookieName(back.state)));
    if (back.error !== null || !back.code) {
      throw new UserError(
        'forbidden',
        'consent was refused at the platform',
        `Nothing was connected. Start again and allow Mio in ${platformNames[platform]}.`,
        { obstacle: { reason: 'sign_in_cancelled' } },
      );
    }
    const verifier = this.#parts.vault.open(attempt.verifier ?? '', verifierContext(attempt.organization, back.state));
    const grant = await this.#parts.connectors[platform].redeem({
      code: back.code,
      verifier,
      redirectUri: this.#redirectUri(platform),
    });
    return await this.adopt(attempt.organization, platform, grant);
  }

  /**
   * Stores a grant, whichever way it was given, and makes the connection work. An account that will not do changes
   * nothing. @throws UserError
   */
  async adopt(
    organization: OrganizationId,
    platform: Platform,
    grant: Grant,
    actor = grant.installer,
  ): Promise<Connection> {
    const connector = this.#parts.connectors[platform];
    await connector.vet?.(grant);
    const connection = await this.#store(organization, platform, grant);
    this.#parts.connected(connection);
    await connector.establish(connection);
    this.#parts.established?.(connection);
    await this.#parts.audit.append({ organization, actor, act: 'connection.connect', subject: connection.id });
    return connection;
  }

  async list(actor: Actor): Promise<readonly Connection[]> {
    const all = await this.#parts.records.list('connection');
    return all.map(({ body }) => body).filter((connection) => connection.organization === actor.organization);
  }

  /** Conversations that could become legs. @throws UserError */
  async places(actor: Actor, id: ConnectionId): Promise<readonly PlaceInfo[]> {
    const connection = await ownConnection(this.#parts.records, actor, id);
    return await this.#parts.connectors[connection.platform].places(id);
  }

  /** Adds to what is known of a connection. @throws UserError where it is gone */
  async note(id: ConnectionId, facts: Connection['facts']): Promise<Connection> {
    const { records, connectors } = this.#parts;
    const connection = await untilSet(async () => {
      const stored = await records.get('connection', id);
      if (!stored) throw notFound('connection');
      const noted = { ...stored.body, facts: { ...stored.body.facts, ...facts } };
      await records.put('connection', id, noted, stored.revision);
      return noted;
    });
    connectors[connection.platform].learn?.(connection);
    return connection;
  }

  /** A platform account belongs to one connection: connecting it again renews that connection's tokens. */
  async #store(organization: OrganizationId, platform: Platform, grant: Grant): Promise<Connection> {
    const { records, clock, newId } = this.#parts;
    const id = await this.#claimAccount(platform, grant, newId<'connection'>());
    const known = await records.get('connection', id);
    if (known && known.body.organization !== organization) {
      throw new UserError(
        'conflict',
        'the account is connected by another organization',
        `${grant.name} is connected by another organization already. Ask its administrator to disconnect it first.`,
      );
    }
    const connection: Connection = {
      id,
      organization,
      platform,
      account: grant.account,
      name: grant.name,
      installer: grant.installer,
      facts: { ...(known && kept(known.body, grant)), ...grant.facts },
      createdAt: known?.body.createdAt ?? clock.now(),
    };
    for (const [field, secret] of Object.entries(grant.secrets)) await this.#seal(connection, field, secret);
    await records.put('connection', id, connection, known?.revision ?? 0);
    return connection;
  }

  async #claimAccount(platform: Platform, grant: Grant, fresh: ConnectionId): Promise<ConnectionId> {
    const id = accountId(platform, grant.account);
    try {
      await this.#parts.records.put('installation', id, { value: fresh }, 0);
      return fresh;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return (await this.#parts.records.get('installation', id))?.body.value as ConnectionId;
    }
  }

  async #seal(connection: Connection, field: string, secret: string): Promise<void> {
    const { records, vault } = this.#parts;
    const id = `${connection.id}/${field}`;
    const sealed = vault.seal(secret, credentialContext(connection, field));
    await records.put('credential', id, { sealed }, (await records.get('credential', id))?.revision ?? 0);
  }

  async #open(secret: string, attempt: Omit<OAuthAttempt, 'expiresAt'>): Promise<void> {
    await this.#attempts.open(secret, { ...attempt, expiresAt: this.#parts.clock.now() + attemptLastsMs });
  }

  /** Uses an attempt up. @throws UserError for whoever comes second, late, or from elsewhere */
  async #take(platform: Platform, secret: string, step: 'ticket' | 'state', cookie?: string): Promise<OAuthAttempt> {
    const fits = (attempt: OAuthAttempt) => attempt.platform === platform && attempt.step === step;
    const attempt = await this.#attempts.take(secret, fits, cookie);
    if (!attempt) throw spent();
    return attempt;
  }

  #redirectUri(platform: Platform): string {
    return `${this.#parts.publicUrl}/oauth/${platform}/callback`;
  }
}

/** Names the record that says which connection a platform's account belongs to. */
export const accountId = (platform: Platform, account: string): string => `account ${platform} ${account}`;

/** What was learned of the workspace holds, whoever connects it again. */
function kept({ facts, installer }: Connection, grant: Grant): Connection['facts'] {
  if (installer === grant.installer) return facts;
  const { [fidelityFact]: _, ...others } = facts;
  return others;
}

const used = ({ organization, platform, expiresAt }: OAuthAttempt): OAuthAttempt => ({
  organization,
  platform,
  step: 'used',
  expiresAt,
});

const spent = (): UserError =>
  new UserError(
    'bad_request',
    'unknown, used or expired attempt to connect',
    'This link was used already or is too old. Go back to Mio and connect again.',
    { obstacle: { reason: 'link_spent' } },
  );

const verifierContext = (organization: OrganizationId, state: string): string =>
  `${organization}|attempt|${sha256(state)}`;
