/** Microsoft Teams as Mio sees it: the bot speaks, the service user listens, and both sign in to one tenant. */
import type { Administration } from '../../core/bot/administration.ts';
import type { TeamsDirectory } from '../../core/bot/teams-directory.ts';
import type { Connector, WebhookRequest } from '../../core/connector.ts';
import type { Microsoft } from '../../core/microsoft.ts';
import type { PersonId, Place } from '../../core/model.ts';
import { createSignedInPeople, type SignedInPeople } from '../../core/people/signed-in.ts';
import type { Connection } from '../../core/records.ts';
import type { Speaker } from '../../core/speaker.ts';
import { createConnections } from '../support/connections.ts';
import { forPerson, patiently } from '../support/for-person.ts';
import { createHealthBook } from '../support/health.ts';
import { createHearing } from '../support/hearing.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { createCredentials } from '../support/token.ts';
import { createActing } from './acting.ts';
import { createAdministration } from './administration.ts';
import { createGraph } from './api.ts';
import { createBotEndpoint, type LoadBot } from './bot.ts';
import { budgets, capabilities } from './capabilities.ts';
import { createCertificates } from './certificates.ts';
import { createChannelFiles } from './channel-files.ts';
import { createTeamsDirectory } from './directory.ts';
import { createEntra } from './entra.ts';
import { createFactBook, factsOf } from './facts.ts';
import { createFiles } from './files.ts';
import { createHistory } from './history.ts';
import { createIdentityCheck, tenantMetadataUrl } from './identity.ts';
import { isGuid, personId, webUrl } from './ids.ts';
import { createInstaller } from './install.ts';
import { createInstallations } from './installations.ts';
import { createSigningKeys } from './keys.ts';
import { parseTeams } from './markup.ts';
import { createTeamsMembers } from './members.ts';
import { isMember } from './membership.ts';
import { createMessenger } from './messenger.ts';
import { createBotClient, createOutbound } from './outbound.ts';
import { createOutgoing } from './outgoing.ts';
import { patientGraph } from './patient-graph.ts';
import { createPeople } from './people.ts';
import { createPeopleSignIn } from './people-sign-in.ts';
import { createPersonGraph, type PersonGraph } from './person-graph.ts';
import { createPeopleTokens, type PeopleTokens } from './person-tokens.ts';
import { createTeamsPlaces } from './places.ts';
import { react } from './reacting.ts';
import { createReceive } from './receive.ts';
import { render, renderFiles } from './render.ts';
import { isAdministrator } from './roles.ts';
import { createRoster } from './roster.ts';
import { cacheField, createSignIn, type Registration } from './sign-in.ts';
import { createSubscriptionCalls } from './subscription-calls.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTokens } from './tokens.ts';
import type { Bot } from './turns.ts';
import { botMetadataUrl, createActivityGuard, createChangeTrackingCheck, entraMetadataUrl } from './verify.ts';
import { vetServiceUser } from './vetting.ts';

export interface TeamsSettings extends Registration {
  /** When the app's password ends, where the operator told; UTC milliseconds. */
  readonly passwordEndsAt?: number;
}

/** What the bot's use cases need of Teams for people who talk to it. */
export interface TeamsPeople {
  readonly microsoft: Microsoft;
  readonly signedIn: SignedInPeople;
  readonly tokens: PeopleTokens;
  /** Graph with a person's own token. */
  readonly graph: PersonGraph;
  /** Whether the speaker has a role of a service user; false where that can't be told. */
  isAdministrator(speaker: Speaker): Promise<boolean>;
}

export interface TeamsConnector extends Connector {
  readonly people: TeamsPeople;
  readonly administration: Administration;
  readonly directory: TeamsDirectory;
  /** Whether somebody is in that channel now. @throws DeliveryError where Teams does not say */
  isIn(place: Place, person: PersonId): Promise<boolean>;
  /** The bot; loaded at the first use. */
  bot(): Promise<Bot>;
}

/** @throws Error where a setting is missing: an empty secret must never verify anything. */
export function createTeamsConnector(parts: ConnectorParts, settings: TeamsSettings, loadBot: LoadBot): TeamsConnector {
  if (!isGuid(settings.appId)) throw new Error('the Teams app id is not a GUID');
  if (!isGuid(settings.tenantId)) throw new Error('the Teams tenant id is not a GUID');
  if (settings.appPassword.trim() === '') throw new Error('the Teams app has no password');

  const { appId, tenantId } = settings;
  const connections = createConnections('teams', parts);
  const credentials = createCredentials(parts);
  const health = createHealthBook('Microsoft Teams');
  const entra = createEntra(settings, parts.egress, parts.clock);
  const signIn = createSignIn(settings, entra, parts.egress);
  const tokens = createTokens(signIn, credentials, parts.clock);
  const graph = createGraph(parts, {
    take: (connection, age) => tokens.serviceUser(connection, age),
    spent: (connection) => tokens.spent(connection),
    watch: (connection, call) => health.watch(connection.id, call),
  });
  const asked = patientGraph(graph, patiently(parts.clock));
  const facts = createFactBook(parts, connections);
  const certificates = createCertificates(parts, credentials);
  const installer = createInstaller({ ...parts, appId }, asked, connections, facts);
  const hearing = createHearing({
    ...parts,
    advice: ({ connection }) =>
      `Teams does not show this channel to ${connections.held(connection)?.installer ?? 'the service user'} any more. Ask an owner to add that account to the team again. If the channel was deleted, leave the universal channel.`,
  });
  const calls = createSubscriptionCalls(parts, graph, tokens, certificates);
  const subscriptions = createSubscriptions(
    parts,
    connections,
    {
      ...calls,
      create: (connection, place, former) => hearing.subscribing(place, () => calls.create(connection, place, former)),
    },
    async (place) => installer.join(await connections.required(place.connection), place),
  );
  const administration = createAdministration({
    ...parts,
    appId,
    graph: asked,
    tokens,
    certificates,
    facts,
    granted: async (connection) => signIn.granted(await credentials.open(connection, cacheField)),
    ...(settings.passwordEndsAt === undefined ? {} : { secretEndsAt: settings.passwordEndsAt }),
  });
  const history = createHistory(graph, appId);
  const places = createTeamsPlaces(asked);
  const members = createTeamsMembers(asked);
  const people = createPeople(graph, connections, parts.clock);
  const botClient = createBotClient(parts, tokens);
  const files = createFiles(parts, graph);
  const botEndpoint = createBotEndpoint(
    {
      ...parts,
      registration: settings,
      guard: createActivityGuard(settings, createSigningKeys(botMetadataUrl, parts.egress, parts.clock), parts.clock),
      tokens,
      client: botClient,
      connections,
      facts,
      installations: createInstallations(parts.records, tenantId),
      messenger: createMessenger(botClient, settings),
    },
    loadBot,
  );
  const entraKeys = createSigningKeys(entraMetadataUrl, parts.egress, parts.clock);
  const notifications = createReceive(
    { ...parts, appId, tenantId },
    connections,
    subscriptions,
    certificates,
    createChangeTrackingCheck(settings, entraKeys, parts.clock),
  );

  const tenantKeys = createSigningKeys(tenantMetadataUrl(tenantId.toLowerCase()), parts.egress, parts.clock);
  const identities = createIdentityCheck(settings, parts.publicUrl, tenantKeys, parts.clock);
  const microsoft = createPeopleSignIn({ ...parts, registration: settings, entra, identities });
  const signedIn = createSignedInPeople(parts);
  const acts = (person: PersonId): boolean => signedIn.acts({ tenant: tenantId.toLowerCase(), person });
  const peopleTokens = createPeopleTokens(signedIn, microsoft.renew, parts.clock);
  const personGraph = createPersonGraph(parts, peopleTokens);
  const acting = createActing({ ...parts, acts, people: peopleTokens, serviceUser: tokens });
  const mayPut = (connection: Connection, person: PersonId): boolean =>
    acts(person) || uploadingServiceUser(connection) === person;
  const outgoing = createOutgoing(
    createOutbound(botClient, createRoster(botClient, connections, parts.clock), health),
    createChannelFiles({ ...parts, reading: graph, acting, mayPut }),
  );

  async function isAdministratorOfTenant(speaker: Speaker): Promise<boolean> {
    const connection = await connections.byAccount(speaker.tenant);
    return connection !== undefined && (await isAdministrator(asked, connection, speaker.person).catch(() => false));
  }

  /** After a new consent, what was remembered of an earlier sign-in no longer holds: its token lacks what was added. */
  function learn(connection: Connection): void {
    connections.learn(connection);
    credentials.forget(connection.id);
    tokens.forget(connection);
  }

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
    administration,
    directory: createTeamsDirectory(asked, personGraph),
    // Teams has names for its own that a bot can't use; a picture may stand in the text.
    emoji: async (_connection, emoji) => (emoji.picture === undefined ? undefined : emoji),
    isIn: async ({ connection, conversation }, person) =>
      isMember(botClient, await connections.required(connection), conversation, person),
    bot: botEndpoint.bot,
    platform: 'teams',
    people: {
      microsoft,
      signedIn,
      tokens: peopleTokens,
      graph: personGraph,
      isAdministrator: isAdministratorOfTenant,
    },
    budgets,
    capabilities,
    parse: (markup) => parseTeams({ contentType: 'html', content: markup }),
    reactionsIn: 'copy',
    // Teams takes no picture as data in the first message of a thread, and the author's name stands there.
    filesIn: 'answer',

    async start() {
      await signedIn.load();
      await subscriptions.start();
    },
    stop: () => subscriptions.stop(),
    onGap: (listener) => subscriptions.onGap(listener),

    receive,

    authorize: (request) => signIn.authorize(request),
    redeem: (request) => signIn.redeem(request),
    vet: (grant) => vetServiceUser(microsoft, grant),
    async establish(connection) {
      const before = connections.held(connection.id);
      const isAnother = before !== undefined && factsOf(before).serviceUser !== factsOf(connection).serviceUser;
      if (isAnother) await subscriptions.handOver(before, () => learn(connection));
      else learn(connection);
      await installer.establish(connection);
    },
    learn,
    health: (connection) => health.of(connection),
    unheard: (place) => hearing.unheard(place),

    places: (connection) => forPerson(async () => installer.places(await connections.required(connection))),
    look: async (place) => places.look(await forPerson(() => connections.required(place.connection)), place),
    members: async (place, most) => members.members(await connections.required(place.connection), place, most),
    search: async (id, text, most) => members.search(await connections.required(id), text, most),
    async prepare(place) {
      await installer.join(await connections.required(place.connection), place);
      await forPerson(() => subscriptions.want(place));
    },
    async release(place) {
      hearing.forget(place);
      await subscriptions.drop(place);
    },

    linkTo({ connection, conversation, message }) {
      const tenant = connections.held(connection)?.account;
      return tenant && webUrl(tenant, conversation, message);
    },
    fetch: async (ref) => history.fetch(await connections.required(ref.connection), ref),
    async *list(place, since, paced) {
      yield* hearing.listing(place, history.list(await connections.required(place.connection), place, since, paced));
    },
    find: async (place, root, since) => history.find(await connections.required(place.connection), place, root, since),

    render,
    renderFiles,
    uploader(place, own) {
      if (own !== undefined && acts(own)) return own;
      return uploadingServiceUser(connections.held(place.connection));
    },
    react: async (ref, _root, vote) => react(acting, await connections.required(ref.connection), ref, vote),
    open: async (ref, _root, file) => files.open(await connections.required(ref.connection), ref, file),
    post: (place, rendered, options) =>
      connections.use(place.connection, (connection) => outgoing.post(connection, place, rendered, options)),
    edit: async (ref, rendered) => outgoing.edit(await connections.required(ref.connection), ref, rendered),
    remove: async (ref) => outgoing.remove(await connections.required(ref.connection), ref),

    person: (connection, id) => people.person(connection, id),
    mail: (connection, id) => people.mail(connection, id),
    byMail: (connection, mail) => people.byMail(connection, mail),
    picture: (connection, id) => people.picture(connection, id),
  };
}

/** The service user, where an administrator lets it put files into channels for people without an account there. */
function uploadingServiceUser(connection: Connection | undefined): PersonId | undefined {
  if (!connection) return undefined;
  const { fidelity, serviceUser } = factsOf(connection);
  return fidelity === true && serviceUser !== undefined ? personId(serviceUser) : undefined;
}
