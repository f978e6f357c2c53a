/** Teams and channels: rows of Microsoft's published permission map of 2026-08-07. */
import type { Rows } from '../permissions.ts';

export const teams: Rows = {
  'GET /me/joinedTeams': {
    family: 'teams',
    delegated: `
      Team.ReadBasic.All AgentIdUser.ReadWrite.All AgentIdUser.ReadWrite.IdentityParentedBy
      Directory.Read.All Directory.ReadWrite.All TeamSettings.Read.All TeamSettings.ReadWrite.All
      User.Read.All User.ReadWrite.All`,
    application: 'Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
  },
  'GET /teams': {
    family: 'teams',
    delegated: 'Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
    application: 'Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
  },
  'GET /teams/{team}': {
    family: 'teams',
    delegated: `
      Team.ReadBasic.All TeamSettings.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
      Group.Read.All Group.ReadWrite.All TeamSettings.Read.All`,
    application: `
      TeamSettings.Read.Group TeamSettings.ReadWrite.Group Directory.Read.All Directory.ReadWrite.All
      Group.Read.All Group.ReadWrite.All Team.ReadBasic.All TeamSettings.Read.All
      TeamSettings.ReadWrite.All`,
  },
  'GET /teams/{team}/channels': {
    family: 'teams',
    delegated: `
      Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All`,
    application: `
      ChannelSettings.Read.Group Channel.ReadBasic.All ChannelSettings.Read.All
      ChannelSettings.ReadWrite.All ChannelSettings.ReadWrite.Group Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All`,
  },
  'GET /teams/{team}/allChannels': {
    family: 'teams',
    delegated: 'Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
    application: 'Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
  },
  'GET /teams/{team}/primaryChannel': {
    family: 'teams',
    delegated: 'Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
    application: `
      ChannelSettings.Read.Group Channel.ReadBasic.All ChannelSettings.Read.All
      ChannelSettings.ReadWrite.All ChannelSettings.ReadWrite.Group`,
  },
  'GET /teams/{team}/channels/{channel}': {
    family: 'teams',
    delegated: `
      Channel.ReadBasic.All ChannelSettings.ReadWrite.All ChannelSettings.Read.All Directory.Read.All
      Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All`,
    application: `
      ChannelSettings.Read.Group ChannelSettings.ReadWrite.Group Channel.ReadBasic.All
      ChannelSettings.Read.All ChannelSettings.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
      Group.Read.All Group.ReadWrite.All`,
  },
  'GET /teams/{team}/channels/{channel}/members': {
    family: 'teams',
    delegated: 'ChannelMember.Read.All ChannelMember.ReadWrite.All Group.Read.All',
    application: `
      ChannelMember.Read.Group ChannelMember.Read.All ChannelMember.ReadWrite.All
      ChannelMember.ReadWrite.Group`,
  },
};
