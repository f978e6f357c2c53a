/**
 * Connecting a platform account by OAuth. An attempt is bound three ways: the ticket opens the start page once, the
 * state comes back once, and only to the browser that the start page set a cookie in; so that nobody can slip a code of
 * their own into somebody else's attempt.
 */
import { createHash } from 'node:crypto';
import { untilSet } from '../compare-and-set.ts';
import type { Connector, PlaceInfo } from '../connector.ts';
import type { Grant } from '../consent.ts';
import { ConflictError, UserError } from '../errors.ts';
import type { NewId } from '../identifiers.ts';
import type { ConnectionId, OrganizationId, Platform } from '../model.ts';
import { platformNames } from '../model.ts';
import type { Clock, Random, Vault } from '../ports.ts';
import type { Connection, OAuthAttempt, Records, Stored } from '../records.ts';
import { minutes } from '../time.ts';
import { credentialContext } from '../vault.ts';
import { type Actor, notFound, ownConnection, requireAdministrator } from './access.ts';
import type { Audit } from './audit.ts';
import { sameHash, sha256 } from './organizations.ts';

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

const attemptLasts = minutes(10);

/**
 * The fact that the service user of a Teams connection has consented to its optional stage, and an administrator wants
 * it used. It speaks of one account: another one has consented to nothing.
 */
export const fidelityFact = 'fidelity';

export class Connections {
  readonly #parts: ConnectionsParts;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
  }

  /** The address of the start page: good for one visit within ten minutes. @throws UserError */
  async connect(actor: Actor, platform: Platform): Promise<{ start: string }> {
    requireAdministrator(actor);
    const ticket = this.#secret();
    await this.#attempt(ticket, { organization: actor.organization, platform, step: 'ticket' });
    return { start: `${this.#parts.publicUrl}/oauth/${platform}/start?ticket=${ticket}` };
  }

  /** Opens an attempt for one browser: where to send it, and what it must bring back. @throws UserError */
  async begin(platform: Platform, ticket: string): Promise<{ redirect: string; cookie: string }> {
    const attempt = await this.#take(platform, ticket, 'ticket');
    const state = this.#secret();
    const cookie = this.#secret();
    const verifier = this.#secret();
    await this.#attempt(state, {
      organization: attempt.organization,
      platform,
      step: 'state',
      verifier: this.#parts.vault.seal(verifier, verifierContext(attempt.organization, state)),
      browser: sha256(cookie),
    });
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const redirect = await this.#parts.connectors[platform].authorize({
      state,
      challenge,
      redirectUri: this.#redirectUri(platform),
    });
    return { redirect, cookie };
  }

  /** The browser came back. @throws UserError when the attempt is not this browser's, or the platform said no */
  async complete(
    platform: Platform,
    back: { state: string; cookie: string; code: string | null; refused: boolean },
  ): Promise<Connection> {
    const attempt = await this.#take(platform, back.state, 'state', back.cookie);
    if (back.refused || !back.code) {
      throw new UserError(
        'forbidden',
        'consent was refused at the platform',
        `Nothing was connected. Start again and allow Mio in ${platformNames[platform]}.`,
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

  /** Stores a grant, whichever way it was given, and makes the connection work. @throws UserError */
  async adopt(
    organization: OrganizationId,
    platform: Platform,
    grant: Grant,
    actor = grant.installer,
  ): Promise<Connection> {
    const connection = await this.#store(organization, platform, grant);
    this.#parts.connected(connection);
    await this.#parts.connectors[platform].establish(connection);
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

  async #attempt(secret: string, attempt: Omit<OAuthAttempt, 'expiresAt'>): Promise<void> {
    const expiresAt = this.#parts.clock.now() + attemptLasts;
    await this.#parts.records.put('attempt', sha256(secret), { ...attempt, expiresAt }, 0);
  }

  /** Uses an attempt up: whoever comes second, late, or from elsewhere gets nothing. */
  async #take(platform: Platform, secret: string, step: 'ticket' | 'state', cookie?: string): Promise<OAuthAttempt> {
    const stored = await this.#parts.records.get('attempt', sha256(secret));
    if (!stored || !this.#isGood(stored, platform, step, cookie)) throw spent();
    try {
      await this.#parts.records.put('attempt', stored.id, { ...stored.body, step: 'used' }, stored.revision);
    } catch (error) {
      if (error instanceof ConflictError) throw spent();
      throw error;
    }
    return stored.body;
  }

  #isGood({ body }: Stored<'attempt'>, platform: Platform, step: string, cookie?: string): boolean {
    if (body.platform !== platform || body.step !== step || body.expiresAt <= this.#parts.clock.now()) return false;
    return body.browser === undefined || sameHash(body.browser, sha256(cookie ?? ''));
  }

  #redirectUri(platform: Platform): string {
    return `${this.#parts.publicUrl}/oauth/${platform}/callback`;
  }

  #secret(): string {
    return this.#parts.random(32).toString('base64url');
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

const spent = (): UserError =>
  new UserError(
    'bad_request',
    'unknown, used or expired attempt to connect',
    'This link was used already or is too old. Go back to Mio and connect again.',
  );

const verifierContext = (organization: OrganizationId, state: string): string =>
  `${organization}|attempt|${sha256(state)}`;
