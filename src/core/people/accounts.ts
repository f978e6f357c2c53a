/**
 * Whose accounts on several platforms are one person's, because that person proved both and lets Mio act with them. Not
 * by mail address: whoever keeps a directory may write any address into it, and would act as somebody else.
 */
import type { ConnectionId, PersonId } from '../model.ts';
import type { Connection, LinkedAccount, SignedInPerson } from '../records.ts';
import type { Side } from './people.ts';

export interface LinkedAccounts {
  /** The account on the other side whose owner is this person's, and whose tokens are good as far as is known. At once. */
  linked(from: Side, person: PersonId, to: Side): PersonId | undefined;
}

/** Id of the `person` record of somebody who signed in to the bot: an owner of accounts. */
export const ownerId = ({ tenant, person }: Pick<SignedInPerson, 'tenant' | 'person'>): string => `${tenant}/${person}`;

/** Id of an `account` record, and of the credential that belongs to it. */
export const linkedId = ({ platform, account }: Pick<Connection, 'platform' | 'account'>, person: PersonId): string =>
  `${platform}/${account}/${person}`;

/** Everything that `linked` has to know, in memory: the relay asks in the midst of a message. */
export interface AccountIndex extends LinkedAccounts {
  connected(connection: Connection): void;
  /** As the record of an account is now; undefined where it is gone. */
  account(id: string, account: LinkedAccount | undefined): void;
  /** The accounts of an owner, by the connection of their workspace. */
  of(owner: string): ReadonlyMap<ConnectionId, LinkedAccount>;
}

const noAccounts: ReadonlyMap<ConnectionId, LinkedAccount> = new Map();

/** @param acts whether Mio may act with somebody's account in Teams */
export function createAccountIndex(acts: (who: Pick<SignedInPerson, 'tenant' | 'person'>) => boolean): AccountIndex {
  const connections = new Map<ConnectionId, Pick<Connection, 'platform' | 'account'>>();
  const accounts = new Map<string, LinkedAccount>();
  const byOwner = new Map<string, Map<ConnectionId, LinkedAccount>>();

  /** Whoever writes in Teams is the owner; elsewhere, whoever proved that the account is theirs. */
  function ownerOf(side: Side, person: PersonId): string | undefined {
    const workspace = connections.get(side.connection);
    if (!workspace) return undefined;
    return side.platform === 'teams'
      ? ownerId({ tenant: workspace.account, person })
      : accounts.get(linkedId(workspace, person))?.owner;
  }

  function usableIn(side: Side, owner: string): PersonId | undefined {
    if (side.platform === 'teams') {
      const tenant = connections.get(side.connection)?.account;
      if (tenant === undefined || !owner.startsWith(`${tenant}/`)) return undefined;
      const person = owner.slice(tenant.length + 1) as PersonId;
      return acts({ tenant, person }) ? person : undefined;
    }
    const account = byOwner.get(owner)?.get(side.connection);
    return account && !account.expired ? account.person : undefined;
  }

  /** Another account of theirs may stand in its place already. */
  function leave({ owner, connection, person }: LinkedAccount): void {
    const own = byOwner.get(owner);
    if (own?.get(connection)?.person === person) own.delete(connection);
    if (own?.size === 0) byOwner.delete(owner);
  }

  return {
    linked(from, person, to) {
      const owner = ownerOf(from, person);
      return owner === undefined ? undefined : usableIn(to, owner);
    },

    connected({ id, platform, account }) {
      connections.set(id, { platform, account });
    },

    account(id, account) {
      const before = accounts.get(id);
      if (before) leave(before);
      if (!account) return void accounts.delete(id);
      accounts.set(id, account);
      const own = byOwner.get(account.owner) ?? new Map<ConnectionId, LinkedAccount>();
      byOwner.set(account.owner, own.set(account.connection, account));
    },

    of: (owner) => byOwner.get(owner) ?? noAccounts,
  };
}
