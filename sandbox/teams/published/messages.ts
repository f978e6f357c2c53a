/** Channel messages: rows of Microsoft's published permission map of 2026-08-07. */
import type { Rows } from '../permissions.ts';

export const messages: Rows = {
  'GET /teams/{team}/channels/{channel}/messages': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'POST /teams/{team}/channels/{channel}/messages': {
    family: 'teams',
    delegated: 'ChannelMessage.Send Group.ReadWrite.All',
    application: 'Teamwork.Migrate.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/delta': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'PATCH /teams/{team}/channels/{channel}/messages/{message}': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite Group.ReadWrite.All',
    application: 'ChannelMessage.UpdatePolicyViolation.All Group.ReadWrite.All Teamwork.Migrate.All',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/softDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/undoSoftDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/setReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/unsetReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/hostedContents': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/hostedContents/{content}/$value': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'PATCH /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite Group.ReadWrite.All',
    application: 'ChannelMessage.UpdatePolicyViolation.All Group.ReadWrite.All Teamwork.Migrate.All',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/softDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/undoSoftDelete': {
    family: 'teams',
    delegated: 'ChannelMessage.ReadWrite',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/setReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/unsetReaction': {
    family: 'teams',
    delegated: 'ChannelMessage.Send',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents/{content}/$value': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies': {
    family: 'teams',
    delegated: 'ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
    application: 'ChannelMessage.Read.Group ChannelMessage.Read.All Group.Read.All Group.ReadWrite.All',
  },
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies': {
    family: 'teams',
    delegated: 'ChannelMessage.Send Group.ReadWrite.All',
    application: 'Teamwork.Migrate.All',
  },
};
