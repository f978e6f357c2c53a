/** What people do with teams and channels as such. What their client would grey out is refused as an ActError. */
import { type Act, ActError, type Made } from '../kit/platform.ts';
import type { StoredTeam } from './members.ts';
import type { TeamsTenant } from './tenant.ts';
import type { TeamsUser } from './world.ts';

type PlaceDeed = (tenant: TeamsTenant, act: Act) => Made;

const renameChannel: PlaceDeed = inActiveTeam((tenant, { team, user, act }) => {
  const channel = ownChannel(team, user, act);
  return madeChannel(team, tenant.renameChannel(channel, freeName(team, act), user.id).id);
});

export const placeDeeds: Readonly<Partial<Record<Act['do'], PlaceDeed>>> = {
  createTeam(tenant, act) {
    const owner = userOf(tenant, act.as).id;
    const people = (act.people ?? []).map((person) => userOf(tenant, person).id);
    return madeTeam(
      tenant.createTeam({ name: nameOf(act), owner, members: [...people, ...tenant.crowd(act.crowd ?? 0)] }),
    );
  },
  renameTeam: asOwner((tenant, { team, user, act }) => madeTeam(tenant.renameTeam(team.id, nameOf(act), user.id))),
  archiveTeam: asOwner((tenant, { team, user }) => {
    if (team.archived) throw new ActError('archived', 'The team is archived already.');
    return madeTeam(tenant.setArchived(team.id, true, user.id));
  }),
  unarchiveTeam: asOwner((tenant, { team, user }) => {
    if (!team.archived) throw new ActError('not_archived', 'The team is not archived.');
    return madeTeam(tenant.setArchived(team.id, false, user.id));
  }),
  deleteTeam: asOwner((tenant, { team, user }) => madeTeam(tenant.deleteTeam(team.id, user.id))),
  restoreTeam: (tenant, act) => {
    const { team, user } = deletedTeam(tenant, act);
    return madeTeam(tenant.restoreTeam(team.id, user.id));
  },
  purgeTeam: (tenant, act) => {
    const { team, user } = deletedTeam(tenant, act);
    return madeTeam(tenant.purgeTeam(team.id, user.id));
  },
  createChannel: inActiveTeam((tenant, { team, user, act }) => {
    const members = (act.people ?? []).map((person) => userOf(tenant, person).id);
    const channel = { name: freeName(team, act), kind: act.kind ?? 'standard', members };
    return madeChannel(team, tenant.createChannel(team.id, channel, user.id).id);
  }),
  renameChannel,
  rename: renameChannel,
  deleteChannel: inActiveTeam((tenant, { team, user, act }) =>
    madeChannel(team, tenant.deleteChannel(ownChannel(team, user, act), user.id).id),
  ),
  restoreChannel: inActiveTeam((tenant, { team, user, act }) => {
    if (!team.deletedChannels.some(({ id }) => id === act.place))
      throw new ActError('not_removed', 'The channel is not deleted.');
    return madeChannel(team, tenant.restoreChannel(team.id, act.place, user.id).id);
  }),
  addMember: asOwner((tenant, { team, user, act }) => {
    for (const person of someone(act)) tenant.addMember(team.id, userOf(tenant, person).id, user.id);
    return madeTeam(team);
  }),
  removeMember: asOwner((tenant, { team, user, act }) => {
    for (const person of someone(act)) tenant.removeMember(team.id, userOf(tenant, person).id, user.id);
    return madeTeam(team);
  }),
};

interface Standing {
  readonly act: Act;
  readonly user: TeamsUser;
  readonly team: StoredTeam;
}

const madeTeam = ({ id, channels: [general] }: StoredTeam): Made => ({
  message: '',
  team: id,
  ...(general === undefined ? {} : { place: general.id }),
});
const madeChannel = ({ id }: StoredTeam, place: string): Made => ({ message: '', team: id, place });

function inTeam(tenant: TeamsTenant, act: Act): Standing {
  const user = userOf(tenant, act.as);
  const team = tenant
    .teams()
    .flatMap(({ id }) => tenant.team(id) ?? [])
    .find(({ id, channels, deletedChannels }) =>
      [id, ...[...channels, ...deletedChannels].map((one) => one.id)].includes(act.place),
    );
  if (team === undefined) throw new ActError('unknown_place', `There is no team or channel ${act.place} in Teams.`);
  if (!team.members.includes(user.id)) throw new ActError('not_a_member', `${user.displayName} is not in this team.`);
  return { act, user, team };
}

function asOwner(deed: (tenant: TeamsTenant, standing: Standing) => Made): PlaceDeed {
  return (tenant, act) => {
    const standing = inTeam(tenant, act);
    requireOwner(standing);
    return deed(tenant, standing);
  };
}

function inActiveTeam(deed: (tenant: TeamsTenant, standing: Standing) => Made): PlaceDeed {
  return (tenant, act) => {
    const standing = inTeam(tenant, act);
    if (standing.team.archived) throw new ActError('archived', 'The team is archived: it can be read only.');
    return deed(tenant, standing);
  };
}

function requireOwner({ team, user }: Pick<Standing, 'team' | 'user'>): void {
  if (!team.owners.includes(user.id)) throw new ActError('not_an_owner', 'Only an owner of the team can do this.');
}

function deletedTeam(tenant: TeamsTenant, act: Act): Standing {
  const user = userOf(tenant, act.as);
  const team = tenant.deletedTeam(act.place);
  if (team === undefined) throw new ActError('not_removed', 'There is no such deleted team.');
  requireOwner({ team, user });
  return { act, user, team };
}

/** A channel other than General, which is always there, and one that the person can see. */
function ownChannel({ channels }: StoredTeam, user: TeamsUser, { place }: Act): string {
  const index = channels.findIndex(({ id }) => id === place);
  const members = channels[index]?.members;
  if (index < 0 || (members !== null && !members?.includes(user.id)))
    throw new ActError('unknown_place', `There is no channel ${place} in Teams.`);
  if (index === 0) throw new ActError('general', 'The General channel can’t be changed.');
  return place;
}

function userOf(tenant: TeamsTenant, person: string): TeamsUser {
  const user = tenant.userByPerson(person);
  if (user === undefined) throw new ActError('unknown_person', `${person} is not in Teams.`);
  return user;
}

function nameOf({ name }: Act): string {
  if (name !== undefined && name.trim() !== '') return name.trim();
  throw new ActError('no_name', 'What is it called? `name` is missing.');
}

function freeName({ channels }: StoredTeam, act: Act): string {
  const name = nameOf(act);
  if (channels.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    throw new ActError('name_taken', 'The team has a channel of this name already.');
  return name;
}

function someone({ people = [] }: Act): readonly string[] {
  if (people.length > 0) return people;
  throw new ActError('nobody', 'Who? `people` is missing.');
}
