/** The bot's use cases, from what the rest of Mio gives them. All of them ask the same memory who may do what. */
import type { Connections } from '../channels/connections.ts';
import type { Organizations } from '../channels/organizations.ts';
import type { Connector } from '../connector.ts';
import type { Microsoft } from '../microsoft.ts';
import type { Platform } from '../model.ts';
import type { AccountStore } from '../people/account-store.ts';
import type { AccountIndex } from '../people/accounts.ts';
import type { SignedInPeople } from '../people/signed-in.ts';
import { createAccountUseCases } from './accounts.ts';
import type { Administration } from './administration.ts';
import { type ChannelUseCasesParts, createChannelUseCases } from './channels.ts';
import { createLinking, type LinkingParts } from './linking.ts';
import { Rights } from './rights.ts';
import { createServiceUser, type ServiceUserParts } from './service-user.ts';
import { createSettingsUseCases } from './settings.ts';
import { createSignInUseCases, type SignInPages, type SignInParts } from './sign-in.ts';
import type { TeamsDirectory } from './teams-directory.ts';
import type { BotUseCases, SignInUseCases } from './use-cases.ts';

/** What only Teams knows of its people and its administration. */
interface Teams extends Pick<ServiceUserParts, 'health'> {
  readonly directory: TeamsDirectory;
  readonly administration: Administration;
  readonly people: Pick<ServiceUserParts, 'isAdministrator'> & {
    readonly microsoft: Microsoft;
    readonly signedIn: SignedInPeople;
  };
}

interface BotUseCasesParts
  extends Omit<ChannelUseCasesParts, 'directory' | 'rights'>,
    Pick<SignInParts, 'vault' | 'random' | 'publicUrl' | 'consentStates'>,
    Pick<LinkingParts, 'audit'> {
  readonly teams: Teams;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly organizations: Organizations;
  readonly connections: Connections;
  readonly accountStore: AccountStore;
  readonly accountIndex: AccountIndex;
}

export function createBotUseCases(
  parts: BotUseCasesParts,
): BotUseCases & { readonly signIn: SignInUseCases & SignInPages } {
  const { teams, accountStore: store, accountIndex: index } = parts;
  const { directory, administration } = teams;
  const { microsoft, signedIn: people, isAdministrator } = teams.people;
  const rights = new Rights({ ...parts, directory });
  const serviceUser = createServiceUser({
    ...parts,
    health: (connection) => teams.health(connection),
    serviceUserOf: directory.serviceUserOf,
    isAdministrator,
  });
  const linking = createLinking({ ...parts, store, index, people });
  const signIn = createSignInUseCases({ ...parts, microsoft, people, serviceUser, linking });
  return {
    signIn,
    accounts: createAccountUseCases({ ...parts, rights, people, index, linking, signIn }),
    channels: createChannelUseCases({ ...parts, directory, rights }),
    settings: createSettingsUseCases({
      ...parts,
      administration,
      serviceUser,
      isAdministrator: async (speaker) => rights.isAdministrator(await rights.seat(speaker)),
    }),
  };
}
