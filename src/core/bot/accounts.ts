/** What the bot can have done with people's own accounts: which there are, and the way to each of them. */
import type { Connector } from '../connector.ts';
import type { ConnectionId, Platform } from '../model.ts';
import { hindered } from '../obstacles.ts';
import { type AccountIndex, ownerId } from '../people/accounts.ts';
import type { SignedInPeople } from '../people/signed-in.ts';
import type { Connection, Records } from '../records.ts';
import { type Linking, signInNeeded } from './linking.ts';
import type { Rights, Seat } from './rights.ts';
import type { SignInPages } from './sign-in.ts';
import type { AccountChoice, AccountUseCases } from './use-cases.ts';

interface AccountUseCasesParts {
  readonly records: Records;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'accounts'>>>;
  readonly rights: Rights;
  readonly people: SignedInPeople;
  readonly index: AccountIndex;
  readonly linking: Linking;
  readonly signIn: Pick<SignInPages, 'open'>;
}

export function createAccountUseCases(parts: AccountUseCasesParts): AccountUseCases {
  const { records, connectors, rights, people, index, linking, signIn } = parts;

  /** The organization's own, those that share a universal channel with the speaker, and where they are linked already. */
  async function workspacesOf(seat: Seat): Promise<readonly Connection[]> {
    const own = index.of(ownerId(seat.speaker));
    const shared = new Set<ConnectionId>();
    for (const { body } of await records.list('channel')) {
      if (!(await rights.sees(seat, body))) continue;
      for (const leg of body.legs) if (leg.state !== 'left') shared.add(leg.connection);
    }
    const all = (await records.list('connection')).map(({ body }) => body);
    return all.filter(
      ({ id, organization, platform }) =>
        connectors[platform].accounts !== undefined &&
        (organization === seat.connection.organization || shared.has(id) || own.has(id)),
    );
  }

  return {
    async mine(speaker) {
      const seat = await rights.seat(speaker);
      const [person, workspaces] = await Promise.all([people.get(speaker), workspacesOf(seat)]);
      const isLinked = person?.stages.includes('accountSync') ?? false;
      const own = index.of(ownerId(speaker));
      const others = workspaces.map(({ id, platform, name }): AccountChoice => {
        const account = own.get(id);
        const state = account ? stateOf(account) : 'not_linked';
        return { connection: id, platform, workspace: name, state, ...(account && { account: account.name }) };
      });
      const inTeams: AccountChoice = {
        platform: 'teams',
        workspace: seat.connection.name,
        state: person && isLinked ? stateOf(person) : 'not_linked',
        ...(person && isLinked && { account: person.account }),
      };
      return [inTeams, ...others];
    },

    async offer(speaker, connection) {
      const seat = await rights.seat(speaker);
      if (!(await people.get(speaker))) throw signInNeeded();
      const found = (await workspacesOf(seat)).find(({ id }) => id === connection);
      if (!found) throw hindered({ reason: 'not_found' });
      const url = await signIn.open(speaker, 'accountSync', connection);
      return { platform: found.platform, workspace: found.name, url };
    },

    async unlink(speaker, connection) {
      if (connection === undefined) await linking.unlinkInTeams(speaker);
      else await linking.unlink(speaker, connection);
    },
  };
}

const stateOf = ({ expired }: { readonly expired: boolean }) => (expired ? 'expired' : 'linked');
