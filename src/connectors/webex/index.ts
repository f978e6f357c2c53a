/** Webex as a connector: each connection is a dedicated person of a customer's, who reads and posts. */
import type { Connector } from '../../core/connector.ts';
import { UserError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { createConnections } from '../support/connections.ts';
import { forPerson } from '../support/for-person.ts';
import { createHealthBook } from '../support/health.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { createCredentials } from '../support/token.ts';
import { createAccounts } from './accounts.ts';
import { createWebexApi } from './api.ts';
import { webexBudgets, webexCapabilities } from './capabilities.ts';
import { createConsent } from './consent.ts';
import { createWebexFiles } from './files.ts';
import { createHistory } from './history.ts';
import { createInstall } from './install.ts';
import { parseWebex } from './markup.ts';
import { createWebexMembers } from './members.ts';
import { createOutbound } from './outbound.ts';
import { createWebexPeople } from './people.ts';
import { createWebexPlaces, webexTitle } from './places.ts';
import { createReceive } from './receive.ts';
import { render, renderFiles } from './render.ts';
import { createTitles } from './titles.ts';
import { createWebexTokens } from './tokens.ts';
import { createWebexTransfers } from './transfers.ts';
import { createWatch } from './watch.ts';

export interface WebexSettings {
  readonly clientId: string;
  readonly clientSecret: string;
}

export function createWebexConnector(parts: ConnectorParts, settings: WebexSettings): Connector {
  const connections = createConnections('webex', parts);
  const credentials = createCredentials(parts);
  const health = createHealthBook('Webex');
  const tokens = createWebexTokens(parts, settings, credentials);
  const api = createWebexApi(parts, tokens, health);
  const people = createWebexPeople(api, connections, parts.clock);
  const consent = createConsent(parts, settings);
  const install = createInstall(consent, api);
  const titles = createTitles(api);
  const watch = createWatch(parts, connections, credentials, api, titles);
  const places = createWebexPlaces(api);
  const members = createWebexMembers(api);
  const transfers = createWebexTransfers(parts, tokens, health);
  const files = createWebexFiles(api, transfers, connections, parts.clock);
  const outbound = createOutbound(api, transfers, files);
  const history = createHistory(api, files);

  async function administering(id: ConnectionId): Promise<Connection> {
    const connection = await connections.byId(id);
    if (!connection) throw new UserError('not_found', 'no such Webex connection', 'Connect Webex first.');
    return connection;
  }

  return {
    platform: 'webex',
    budgets: webexBudgets,
    capabilities: webexCapabilities,
    parse: (markup) => parseWebex({ markdown: markup }),
    // Each edit of a copy is one of its ten.
    reactionsIn: 'answer',
    filesIn: 'conversation',

    // The first look goes on behind the start: a platform that is down holds nobody up.
    async start() {
      watch.start();
    },
    stop: () => watch.stop(),
    onGap: watch.onGap,

    receive: createReceive(parts, connections, watch.secretOf, titles),

    async authorize(request) {
      return parts.egress.browserUrl(install.authorize(request));
    },
    redeem: install.redeem,
    async establish(connection) {
      connections.learn(connection);
      credentials.forget(connection.id);
      await install.confirm(connection);
      await forPerson(() => watch.establish(connection));
    },
    health: health.of,
    accounts: createAccounts(parts.egress, consent),

    places: async (id) => install.places(await administering(id)),
    look: async (place) => places.look(await administering(place.connection), place),
    titleFor: webexTitle,
    create: async (id, title) => places.create(await administering(id), title),
    members: async (place, most) => members.members(await connections.required(place.connection), place, most),
    search: async (id, text, most) => members.search(await connections.required(id), text, most),
    async prepare(place) {
      const connection = await administering(place.connection);
      await install.prepare(connection, place);
      await forPerson(() => titles.learn(connection, place));
    },
    // The relay person stays a member: they were added by a person, who may take them out again.
    async release() {},

    open: async (ref, _root, file) => files.open(await connections.required(ref.connection), ref, file),
    fetch: async (ref) => history.fetch(await connections.required(ref.connection), ref),
    async *list(place, since, paced) {
      yield* history.list(await connections.required(place.connection), place, since, paced);
    },
    find: async (place, root, since) => outbound.find(await connections.required(place.connection), place, root, since),

    render,
    renderFiles,
    post: (place, rendered, options) =>
      connections.use(place.connection, (connection) => outbound.post(connection, place, rendered, options)),
    edit: async (ref, rendered) => outbound.edit(await connections.required(ref.connection), ref, rendered),
    remove: async (ref) => outbound.remove(await connections.required(ref.connection), ref),

    person: async (connection, id) => people.person(await connections.required(connection), id),
    mail: async (connection, id) => people.mail(await connections.required(connection), id),
    byMail: async (connection, mail) => people.byMail(await connections.required(connection), mail),
  } satisfies Connector;
}
