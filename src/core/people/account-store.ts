/**
 * Accounts that people linked, and their sealed secrets. A secret is written before the record that speaks of it, and
 * outlives it for a moment, so that nobody is ever shown as linked without any; the index hears of every change.
 */

import { untilSet } from '../compare-and-set.ts';
import type { AccountGrant } from '../consent.ts';
import { DeliveryError } from '../errors.ts';
import type { PersonId } from '../model.ts';
import type { Clock, Vault } from '../ports.ts';
import type { Connection, LinkedAccount, Records } from '../records.ts';
import { type AccountIndex, linkedId } from './accounts.ts';

type Workspace = Pick<Connection, 'platform' | 'account'>;

/** How a connector comes by what people gave it. */
export interface AccountSecrets {
  /**
   * Runs a call with an account's secrets. Where the platform no longer takes them, the account has expired.
   * @throws DeliveryError `unauthorized` where nobody linked it, or its secrets are no longer good; what the call throws
   */
  use<Result>(
    workspace: Workspace,
    person: PersonId,
    call: (secrets: AccountGrant['secrets']) => Promise<Result>,
  ): Promise<Result>;
}

export interface AccountStore extends AccountSecrets {
  /** Fills the index with what is stored. */
  load(): Promise<void>;
  /** Takes the place of whoever had linked that account before: the newest proof counts. */
  link(owner: string, connection: Connection, grant: AccountGrant): Promise<void>;
  /** Forgets the account and its secrets. */
  remove(workspace: Workspace, person: PersonId): Promise<void>;
}

/** What the secrets of an account are sealed with: nothing moved between accounts opens. Its id begins with its platform. */
export const accountContext = (id: string): string => `account|${id}`;

interface AccountStoreParts {
  readonly records: Records;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly index: AccountIndex;
}

export function createAccountStore({ records, vault, clock, index }: AccountStoreParts): AccountStore {
  const put = <Kind extends 'account' | 'credential'>(
    kind: Kind,
    id: string,
    body: Parameters<typeof records.put<Kind>>[2],
  ) => untilSet(async () => records.put(kind, id, body, (await records.get(kind, id))?.revision ?? 0));

  const drop = (kind: 'account' | 'credential', id: string) =>
    untilSet(async () => {
      const stored = await records.get(kind, id);
      if (stored) await records.remove(kind, id, stored.revision);
    });

  /** Of that linking alone: whoever linked it anew meanwhile gave other secrets. */
  async function expire(id: string, { linkedAt }: LinkedAccount): Promise<void> {
    await untilSet(async () => {
      const stored = await records.get('account', id);
      if (!stored || stored.body.linkedAt !== linkedAt) return;
      const expired = { ...stored.body, expired: true };
      await records.put('account', id, expired, stored.revision);
      index.account(id, expired);
    });
  }

  function opened(sealed: string, id: string): AccountGrant['secrets'] | undefined {
    try {
      return JSON.parse(vault.open(sealed, accountContext(id))) as AccountGrant['secrets'];
    } catch {
      return undefined;
    }
  }

  return {
    async load() {
      for (const { body } of await records.list('connection')) index.connected(body);
      for (const { id, body } of await records.list('account')) index.account(id, body);
    },

    async link(owner, connection, { person, name, secrets }) {
      const id = linkedId(connection, person);
      if (Object.keys(secrets).length > 0)
        await put('credential', id, { sealed: vault.seal(JSON.stringify(secrets), accountContext(id)) });
      const { platform, id: workspace } = connection;
      const account = { owner, platform, connection: workspace, person, name, expired: false, linkedAt: clock.now() };
      await put('account', id, account);
      index.account(id, account);
    },

    async remove(workspace, person) {
      const id = linkedId(workspace, person);
      await drop('account', id);
      index.account(id, undefined);
      await drop('credential', id);
    },

    async use(workspace, person, call) {
      const id = linkedId(workspace, person);
      const [account, credential] = await Promise.all([records.get('account', id), records.get('credential', id)]);
      if (!account || account.body.expired) throw unusable('not_linked');
      const secrets = credential && opened(credential.body.sealed, id);
      try {
        if (!secrets) throw unusable('credential_unreadable');
        return await call(secrets);
      } catch (error) {
        if (error instanceof DeliveryError && error.failure === 'unauthorized') await expire(id, account.body);
        throw error;
      }
    },
  };
}

const unusable = (code: string): DeliveryError =>
  new DeliveryError('unauthorized', code, {
    operation: 'use a linked account',
    advice: 'Link the account again, in the chat with Mio.',
  });
