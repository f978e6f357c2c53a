/** Microsoft Teams as Mio sees it: the bot speaks, the service user listens, and both sign in to one tenant. */
import type { Connector, WebhookRequest } from '../../core/connector.ts';
import { createConnections } from '../support/connections.ts';
import { forPerson } from '../support/for-person.ts';
import { createHealthBook } from '../support/health.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { createCredentials } from '../support/token.ts';
import { createGraph } from './api.ts';
import { createBotEndpoint } from './bot.ts';
import { budgets, capabilities } from './capabilities.ts';
import { createCertificates } from './certificates.ts';
import { createFactBook } from './facts.ts';
import { isGuid } from './ids.ts';
import { createInstaller } from './install.ts';
import { createSigningKeys } from './keys.ts';
import { renderTeams } from './markup.ts';
import { createNotifications } from './notifications.ts';
import { type BotPayload, createBotClient, createOutbound } from './outbound.ts';
import { createPeople } from './people.ts';
import { createReader } from './read.ts';
import { createSignIn, type Registration } from './sign-in.ts';
import { createSubscriptionCalls } from './subscription-calls.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTokens } from './tokens.ts';
import { botMetadataUrl, createActivityGuard, createChangeTrackingCheck, entraMetadataUrl } from './verify.ts';

export type TeamsSettings = Registration;

/** @throws Error where a setting is missing: an empty secret must never verify anything. */
export function createTeamsConnector(parts: ConnectorParts, settings: TeamsSettings): Connector {
  if (!isGuid(settings.appId)) throw new Error('the Teams app id is not a GUID');
  if (!isGuid(settings.tenantId)) throw new Error('the Teams tenant id is not a GUID');
  if (settings.appPassword.trim() === '') throw new Error('the Teams app has no password');

  const { appId, tenantId } = settings;
  const connections = createConnections('teams', parts);
  const credentials = createCredentials(parts);
  const health = createHealthBook('Microsoft Teams');
  const signIn = createSignIn(settings, parts.egress, parts.clock);
  const tokens = createTokens(signIn, credentials, parts.clock);
  const graph = createGraph(parts, tokens, health);
  const facts = createFactBook(parts, connections);
  const certificates = createCertificates(parts, credentials);
  const subscriptions = createSubscriptions(
    parts,
    connections,
    createSubscriptionCalls(parts, graph, tokens, certificates),
  );
  const installer = createInstaller({ ...parts, appId }, graph, connections, facts);
  const reader = createReader(graph, appId);
  const people = createPeople(graph, connections, parts.clock);
  const botClient = createBotClient(parts, tokens);
  const outbound = createOutbound(botClient, health);
  const botEndpoint = createBotEndpoint({
    registration: settings,
    guard: createActivityGuard(settings, createSigningKeys(botMetadataUrl, parts.egress, parts.clock), parts.clock),
    tokens,
    bot: botClient,
    connections,
    facts,
    log: parts.log,
  });
  const entraKeys = createSigningKeys(entraMetadataUrl, parts.egress, parts.clock);
  const notifications = createNotifications(
    { ...parts, appId, tenantId },
    connections,
    subscriptions,
    certificates,
    createChangeTrackingCheck(settings, entraKeys, parts.clock),
  );

  function receive(request: WebhookRequest) {
    switch (request.route) {
      case 'messages':
        return botEndpoint.receive(request);
      case 'notifications':
      case 'lifecycle':
        return notifications.receive(request);
      default:
        return Promise.resolve({ reply: { status: 404 } });
    }
  }

  return {
    platform: 'teams',
    budgets,
    capabilities,

    start: () => subscriptions.start(),
    stop: () => subscriptions.stop(),
    onGap: (listener) => subscriptions.onGap(listener),

    receive,

    authorize: (request) => signIn.authorize(request),
    redeem: (request) => signIn.redeem(request),
    async establish(connection) {
      // A new consent: what was remembered of an earlier sign-in no longer holds.
      connections.learn(connection);
      credentials.forget(connection.id);
      tokens.forget(connection);
      await installer.establish(connection);
    },
    health: (connection) => health.of(connection),

    places: (connection) => forPerson(async () => installer.places(await connections.required(connection))),
    async prepare(place) {
      await installer.join(await connections.required(place.connection), place);
      await forPerson(() => subscriptions.want(place));
    },
    release: (place) => subscriptions.drop(place),

    fetch: async (ref) => reader.fetch(await connections.required(ref.connection), ref),
    async *list(place, since) {
      yield* reader.list(await connections.required(place.connection), place, since);
    },
    find: async (place, root, since) => reader.find(await connections.required(place.connection), place, root, since),

    render: (draft) => renderTeams(draft).map(({ html, text }) => ({ payload: { html } satisfies BotPayload, text })),
    post: async (place, rendered, options) =>
      outbound.post(await connections.required(place.connection), place, rendered, options),
    edit: async (ref, rendered) => outbound.edit(await connections.required(ref.connection), ref, rendered),
    remove: async (ref) => outbound.remove(await connections.required(ref.connection), ref),

    person: (connection, id) => people.person(connection, id),
    picture: (connection, id) => people.picture(connection, id),
  };
}
