/**
 * Consent and administration: "Installing with OAuth", then what a workspace has to offer. No PKCE: an app takes it only
 * once somebody made it a public client in its settings, which can't be undone ("Using PKCE"). What holds a code to its
 * attempt is the state, which is good once and in one browser; what holds it to Mio is the client secret.
 */

import type { PlaceInfo } from '../../core/connector.ts';
import type { AuthorizeRequest, Grant, RedeemRequest } from '../../core/consent.ts';
import { UserError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import { type Json, object, text } from '../support/json.ts';
import type { Credentials } from '../support/token.ts';
import type { AdministrationCall } from './administration.ts';
import { conversationId } from './ids.ts';
import { administrationError } from './refusals.ts';

/** Bot scopes, each for a method or event that Mio uses; Slack's page of each method names them. */
export const botScopes = [
  'channels:history',
  'groups:history',
  'channels:read',
  'groups:read',
  'channels:join',
  'channels:manage',
  'chat:write',
  'chat:write.customize',
  'users:read',
  'users:read.email',
  'reactions:read',
  'emoji:read',
  'files:read',
  'files:write',
];

export interface InstallSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appId?: string;
}

export interface Install {
  authorize(request: AuthorizeRequest): string;
  redeem(request: RedeemRequest): Promise<Grant>;
  establish(connection: Connection): Promise<void>;
  prepare(connection: Connection, place: Place): Promise<void>;
}

export function createInstall(call: AdministrationCall, settings: InstallSettings, credentials: Credentials): Install {
  const callAs = async (connection: Connection, method: string, args: Record<string, unknown> = {}) =>
    call(method, args, await credentials.open(connection, 'token'));

  return {
    authorize({ state, redirectUri }) {
      const query = new URLSearchParams({
        client_id: settings.clientId,
        scope: botScopes.join(','),
        state,
        redirect_uri: redirectUri,
      });
      return `https://slack.com/oauth/v2/authorize?${query}`;
    },

    async redeem({ code, redirectUri }) {
      const answer = await call('oauth.v2.access', {
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        code,
        redirect_uri: redirectUri,
      });
      const grant = grantOf(answer, settings.appId);
      const self = await call('auth.test', {}, grant.secrets['token']);
      const facts = { ...grant.facts, botUserId: self['user_id'], botId: self['bot_id'], url: self['url'] };
      return { ...grant, facts };
    },

    async establish(connection) {
      credentials.forget(connection.id);
      const self = await callAs(connection, 'auth.test');
      if (self['team_id'] !== connection.account || self['bot_id'] !== textFact(connection, 'botId')) {
        throw administrationError('auth.test', 'other_account');
      }
    },

    async prepare(connection, place) {
      const answer = await callAs(connection, 'conversations.info', { channel: place.conversation });
      const channel = object(answer['channel']) ?? {};
      const obstacle = obstacleOf(channel);
      if (obstacle) throw new UserError('failed_dependency', 'the Slack channel can’t become a leg', obstacle);
      if (channel['is_member'] !== true)
        await callAs(connection, 'conversations.join', { channel: place.conversation });
    },
  };
}

function grantOf(answer: Json, appId: string | undefined): Grant {
  const team = object(answer['team']);
  const account = text(team?.['id']);
  const token = text(answer['access_token']);
  const app = text(answer['app_id']);
  if (answer['is_enterprise_install'] === true || !account) {
    throw administrationError('oauth.v2.access', 'enterprise_install');
  }
  // A token that dies within hours would be a connection that dies within hours.
  if (answer['expires_in'] !== undefined) throw administrationError('oauth.v2.access', 'token_rotation_enabled');
  if (!token || !app || (appId !== undefined && app !== appId)) {
    throw administrationError('oauth.v2.access', 'other_app');
  }
  return {
    account,
    name: text(team?.['name']) ?? account,
    installer: text(object(answer['authed_user'])?.['id']) ?? '',
    secrets: { token },
    facts: { appId: app, scope: answer['scope'] },
  };
}

export function placeInfo(channel: Json): PlaceInfo[] {
  const conversation = conversationId(channel['id']);
  if (!conversation) return [];
  const obstacle = obstacleOf(channel);
  const archived = channel['is_archived'] === true;
  return [
    {
      conversation,
      title: titleOf(channel) ?? `#${conversation}`,
      ...(obstacle && { obstacle }),
      ...(archived && { archived }),
    },
  ];
}

/** As people write it: `#incidents`. */
export function titleOf(channel: Json): string | undefined {
  const name = text(channel['name']);
  return name === undefined ? undefined : `#${name}`;
}

function obstacleOf(channel: Json): string | undefined {
  if (channel['is_archived'] === true) return 'The channel is archived. Unarchive it in Slack first.';
  if (channel['is_im'] === true || channel['is_mpim'] === true) return 'This is a direct message, not a channel.';
  if (channel['is_private'] === true && channel['is_member'] !== true) {
    return 'The channel is private. In Slack, open it and write “/invite @Mio”, then try again.';
  }
  return undefined;
}
