/** Slack as a connector: one app of Mio's, installed in many workspaces, each a connection with a bot token. */
import type { Connector } from '../../core/connector.ts';
import { UserError } from '../../core/errors.ts';
import type { ConnectionId, Place } from '../../core/model.ts';
import type { AccountSecrets } from '../../core/people/account-store.ts';
import type { Connection } from '../../core/records.ts';
import { createConnections } from '../support/connections.ts';
import { createHealthBook } from '../support/health.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { linkedPlaces } from '../support/places.ts';
import { createCredentials } from '../support/token.ts';
import { createAccounts, tokenField } from './accounts.ts';
import { createAdministrationCall } from './administration.ts';
import { createSlackApi } from './api.ts';
import { slackBudgets, slackCapabilities } from './capabilities.ts';
import { createDownloads } from './downloads.ts';
import { createEmojiLists, ownEmoji } from './emoji-list.ts';
import { createHistory } from './history.ts';
import { permalink } from './ids.ts';
import { createInstall } from './install.ts';
import { noNames } from './markup-names.ts';
import { parseTyped } from './markup-typed.ts';
import { createSlackMembers } from './members.ts';
import { createOutbound } from './outbound.ts';
import { createSlackPeople } from './people.ts';
import { createSlackPlaces, slackTitle } from './places.ts';
import { createReact } from './reacting.ts';
import { createReceive } from './receive.ts';
import { render, renderFiles } from './render.ts';
import { createThreads } from './threads.ts';
import { createUploads } from './uploads.ts';

export interface SlackSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** Events of any other app are refused; where missing, each connection's own grant decides. */
  readonly appId?: string;
}

/** @throws Error where the signing secret is empty: it would make every forgery genuine. */
export function createSlackConnector(
  parts: ConnectorParts,
  settings: SlackSettings,
  secrets: AccountSecrets,
): Connector {
  if (settings.signingSecret === '') throw new Error('the Slack signing secret is empty');
  const connections = createConnections('slack', parts);
  const credentials = createCredentials(parts);
  const health = createHealthBook('Slack');
  const api = createSlackApi(parts, credentials, health);
  const emoji = createEmojiLists(api, connections, parts.clock);
  const people = createSlackPeople(api, connections, parts.clock, emoji);
  const call = createAdministrationCall(parts);
  const install = createInstall(call, settings, credentials);
  const person = people.person;
  const accounts = createAccounts({ egress: parts.egress, call, settings, secrets, person });
  const react = createReact(api, secrets);
  const places = createSlackPlaces(api, parts.clock);
  const members = createSlackMembers(api, people, connections, parts.clock);
  const outbound = createOutbound(api, createUploads(parts, api));
  const downloads = createDownloads(parts, api, credentials, health);
  const history = createHistory(api, people, createThreads(parts.clock));
  let onGap: (place: Place) => void = () => {};
  const receive = createReceive(parts, {
    connections,
    people,
    emoji,
    health,
    signingSecret: settings.signingSecret,
    appId: settings.appId,
    doubted(connection, suspects) {
      // The event names people, not tokens, and may come late: the token itself tells, and expires where it is no longer good.
      const ask = ({ [tokenField]: token = '' }) => api.act(token, 'auth.test', {});
      for (const suspect of suspects) void secrets.use(connection, suspect, ask).catch(() => {});
    },
    async missed(connection) {
      for (const place of await linkedPlaces(parts.records, connection.id)) onGap(place);
    },
  });

  async function administering(id: ConnectionId): Promise<Connection> {
    const connection = await connections.byId(id);
    if (!connection) throw new UserError('not_found', 'no such Slack connection', 'Connect Slack first.');
    return connection;
  }

  return {
    platform: 'slack',
    budgets: slackBudgets,
    capabilities: slackCapabilities,
    parse: (markup) => parseTyped(markup, noNames),
    reactionsIn: 'copy',
    filesIn: 'conversation',

    // Nothing goes on in the background: Slack pushes, and its bot tokens do not expire.
    async start() {
      await connections.all();
    },
    async stop() {},
    onGap(listener) {
      onGap = listener;
    },

    receive,

    async authorize(request) {
      return parts.egress.browserUrl(install.authorize(request));
    },
    redeem: install.redeem,
    async establish(connection) {
      connections.learn(connection);
      await install.establish(connection);
      health.set(connection.id, { state: 'connected' });
    },
    health: health.of,

    places: async (id) => places.list(await administering(id)),
    look: async (place) => places.look(await administering(place.connection), place),
    titleFor: slackTitle,
    create: async (id, title) => places.create(await administering(id), title),
    members: async (place, most) => members.members(await connections.required(place.connection), place, most),
    search: async (id, text, most) => members.search(await connections.required(id), text, most),
    accounts,
    react: async (ref, _root, vote) => react(await connections.required(ref.connection), ref, vote),

    prepare: async (place) => install.prepare(await administering(place.connection), place),
    // The bot stays where somebody may have invited it; what is not linked is neither stored nor sent.
    async release() {},

    linkTo: ({ connection, conversation, message }, root) =>
      permalink(connections.held(connection)?.facts['url'], conversation, message, root),
    fetch: async (ref, root) => history.fetch(await connections.required(ref.connection), ref, root),
    async *list(place, since, paced) {
      yield* history.list(await connections.required(place.connection), place, since, paced);
    },
    find: async (place, root, since) => outbound.find(await connections.required(place.connection), place, root, since),

    emoji: ownEmoji(emoji),

    open: async ({ connection, conversation }, _root, file) =>
      downloads.open(await connections.required(connection), conversation, file),

    render,
    renderFiles,
    post: async (place, rendered, options) =>
      outbound.post(await connections.required(place.connection), place, rendered, options),
    edit: async (ref, rendered) => outbound.edit(await connections.required(ref.connection), ref, rendered),
    remove: async (ref) => outbound.remove(await connections.required(ref.connection), ref),

    person: (connection, id) => connections.use(connection, (held) => people.person(held, id)),
    mail: async (connection, id) => people.mail(await connections.required(connection), id),
    byMail: async (connection, mail) => people.byMail(await connections.required(connection), mail),
  } satisfies Connector;
}
