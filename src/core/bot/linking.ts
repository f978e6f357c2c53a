/**
 * Linking accounts of other workspaces to whoever signed in to the bot, and taking that back. What a person gave is told
 * to their platform as forgotten first, as far as it listens; that it does not listen keeps nobody linked.
 */
import type { Audit } from '../channels/audit.ts';
import type { Connector } from '../connector.ts';
import type { AccountGrant, AccountSignIn } from '../consent.ts';
import { UserError } from '../errors.ts';
import type { ConnectionId, Platform } from '../model.ts';
import { hindered } from '../obstacles.ts';
import type { AccountStore } from '../people/account-store.ts';
import { type AccountIndex, linkedId, ownerId } from '../people/accounts.ts';
import type { SignedInPeople } from '../people/signed-in.ts';
import type { Connection, LinkedAccount, Records } from '../records.ts';
import { actorOf, type Speaker } from '../speaker.ts';
import type { AccountLinked } from './use-cases.ts';

export interface LinkingParts {
  readonly records: Records;
  readonly audit: Pick<Audit, 'append'>;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'accounts'>>>;
  readonly store: AccountStore;
  readonly index: AccountIndex;
  readonly people: SignedInPeople;
}

/** A workspace in which people can link accounts. */
interface LinkableWorkspace {
  readonly connection: Connection;
  readonly signIn: AccountSignIn;
}

export interface Linking {
  /** @throws UserError `not_found` where no account can be linked */
  workspace(id: ConnectionId): Promise<LinkableWorkspace>;
  /** @throws UserError `sign_in_needed` where the speaker has signed out meanwhile */
  link(speaker: Speaker, id: ConnectionId, grant: AccountGrant): Promise<AccountLinked>;
  /** The speaker's own account in Teams was linked, by signing in. */
  linkedInTeams(speaker: Speaker): Promise<void>;
  /** Does nothing where there is no such account. */
  unlink(speaker: Speaker, id: ConnectionId): Promise<void>;
  /** The speaker's own in Teams. */
  unlinkInTeams(speaker: Speaker): Promise<void>;
  /** Everything that the speaker linked elsewhere. */
  forget(speaker: Speaker): Promise<void>;
}

export function createLinking({ records, audit, connectors, store, index, people }: LinkingParts): Linking {
  /** The acts of people of a tenant are those of its organization; without a connection there is none. */
  async function note(speaker: Speaker, act: 'account.link' | 'account.unlink', subject: string): Promise<void> {
    const stored = await records.list('connection');
    const own = stored.find(({ body }) => body.platform === 'teams' && body.account === speaker.tenant);
    if (!own) return;
    await audit.append({ organization: own.body.organization, actor: actorOf(speaker), act, subject });
  }

  async function linkable(id: ConnectionId): Promise<LinkableWorkspace | undefined> {
    const connection = (await records.get('connection', id))?.body;
    const signIn = connection && connectors[connection.platform].accounts;
    return signIn && { connection, signIn };
  }

  async function workspace(id: ConnectionId): Promise<LinkableWorkspace> {
    const found = await linkable(id);
    if (found) return found;
    throw hindered({ reason: 'not_found' });
  }

  async function drop(speaker: Speaker, { connection: id, person }: LinkedAccount): Promise<void> {
    const found = await linkable(id);
    if (!found) return;
    const subject = linkedId(found.connection, person);
    // At once: the platform may take its time.
    index.account(subject, undefined);
    await found.signIn.revoke(found.connection, person);
    await store.remove(found.connection, person);
    await note(speaker, 'account.unlink', subject);
  }

  return {
    workspace,

    async link(speaker, id, grant) {
      if (!(await people.get(speaker))) throw signInNeeded();
      const { connection } = await workspace(id);
      const owner = ownerId(speaker);
      const before = index.of(owner).get(id);
      await store.link(owner, connection, grant);
      // One account for each workspace: the earlier one is another person there.
      if (before && before.person !== grant.person) await drop(speaker, before);
      await note(speaker, 'account.link', linkedId(connection, grant.person));
      return { platform: connection.platform, workspace: connection.name, account: grant.name };
    },

    linkedInTeams: (speaker) => note(speaker, 'account.link', inTeams(speaker)),

    async unlink(speaker, id) {
      const account = index.of(ownerId(speaker)).get(id);
      if (account) await drop(speaker, account);
    },

    async unlinkInTeams(speaker) {
      if (await people.leave(speaker, 'accountSync')) await note(speaker, 'account.unlink', inTeams(speaker));
    },

    async forget(speaker) {
      for (const account of [...index.of(ownerId(speaker)).values()]) await drop(speaker, account);
    },
  };
}

const inTeams = ({ tenant, person }: Speaker): string => linkedId({ platform: 'teams', account: tenant }, person);

export const signInNeeded = (): UserError =>
  new UserError('unauthenticated', 'the speaker has not signed in', 'Sign in to Mio, then try again.', {
    obstacle: { reason: 'sign_in_needed' },
  });
