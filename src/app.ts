/**
 * The composition root: the only file that knows everyone. Nothing here is global, and nothing else builds a
 * collaborator.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import packageJson from '../package.json' with { type: 'json' };
import { createSlackConnector } from './connectors/slack/index.ts';
import type { ConnectorParts } from './connectors/support/parts.ts';
import { createTeamsConnector } from './connectors/teams/index.ts';
import { createWebexConnector } from './connectors/webex/index.ts';
import { createAttemptSweep } from './core/attempt-sweep.ts';
import { createAccountsDesk } from './core/bot/accounts.ts';
import { createChannelDesk } from './core/bot/channels.ts';
import type { Desk } from './core/bot/desk.ts';
import { createLinking } from './core/bot/linking.ts';
import type { Messenger } from './core/bot/occasions.ts';
import { Rights } from './core/bot/rights.ts';
import { createServiceUser } from './core/bot/service-user.ts';
import { createSettingsDesk } from './core/bot/settings.ts';
import { createSignInDesk } from './core/bot/sign-in.ts';
import { Audit } from './core/channels/audit.ts';
import { Channels } from './core/channels/channels.ts';
import { Connections } from './core/channels/connections.ts';
import { Following } from './core/channels/following.ts';
import { Invitations } from './core/channels/invitations.ts';
import { Legs } from './core/channels/legs.ts';
import { noticeFor } from './core/channels/notices.ts';
import { Organizations } from './core/channels/organizations.ts';
import { PlaceChanges } from './core/channels/place-changes.ts';
import { Previews } from './core/channels/previews.ts';
import { Proving } from './core/channels/proving.ts';
import type { Connector } from './core/connector.ts';
import { createFileGate } from './core/files/gate.ts';
import { createGuard, type Guard } from './core/files/guard.ts';
import { createFileLinks } from './core/files/links.ts';
import { createVisitors } from './core/files/visitors.ts';
import { createIds } from './core/identifiers.ts';
import { type ConnectionId, type Platform, platforms } from './core/model.ts';
import { createAccountStore } from './core/people/account-store.ts';
import { createAccountIndex } from './core/people/accounts.ts';
import { createPeopleMap } from './core/people/people.ts';
import type { Clock, Log, Random } from './core/ports.ts';
import type { Connection } from './core/records.ts';
import { Relay } from './core/relay/relay.ts';
import { createResealing } from './core/resealing.ts';
import { createSigner } from './core/signed.ts';
import { createSigningKey } from './core/signing-key.ts';
import { systemClock } from './core/time.ts';
import { createVault, parseMasterKey, parseMasterKeys } from './core/vault.ts';
import type { HealthAnswer } from './http/contract.ts';
import { createEgress, realOrigins } from './http/egress.ts';
import { Files } from './http/files.ts';
import { createInvitationPages } from './http/invitation.ts';
import { createMetrics } from './http/metrics.ts';
import { Pictures, pictureSource } from './http/pictures.ts';
import { createServer } from './http/server.ts';
import { clamdAddress, createClamd } from './scanner/clamd.ts';
import type { Values } from './settings/settings.ts';
import { createSqliteStorage } from './storage/sqlite/index.ts';
import { checkKeys, checkWorld } from './store-checks.ts';

export interface AppOptions {
  readonly log: Log;
  /** Where the platforms' origins really are; the real ones where missing. */
  readonly origins?: ReadonlyMap<string, string>;
  /** The simulated world that the store belongs to; a store of another one is refused. */
  readonly world?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** The origin of a page that stands for Teams in a browser: the sandbox's. */
  readonly teamsHost?: string;
  /** Loopback in sandbox mode; everywhere in production, behind a proxy that ends TLS. */
  readonly host?: string;
  /** Stay `starting` until `release` is called: somebody still prepares what is to be relayed. */
  readonly hold?: boolean;
  /** How long a platform may take to answer; 10 s where missing. */
  readonly deadlineMs?: number;
  /** How long an event may take to be durable; 1 s where missing. */
  readonly commitDeadlineMs?: number;
}

export interface App {
  /** Opens the store, listens, repairs. Resolves with the port when every lane is released. @throws SettingsError */
  start(): Promise<number>;
  release(): void;
  /** Ends what is in flight, within 8 s. What waits stays in the store. */
  stop(): Promise<void>;
  readonly health: () => HealthAnswer;
  /** What the bot can have done, for callers in this process. */
  readonly desk: Desk;
}

const stopWithin = 8_000;

export function createApp(values: Values, options: AppOptions): App {
  const { log, clock = systemClock, random = randomBytes, host = '0.0.0.0' } = options;
  const masterKey = parseMasterKey(values.MIO_KEY);
  const olderKeys = parseMasterKeys(values.MIO_KEY_OLD);
  const publicUrl = values.MIO_PUBLIC_URL;
  mkdirSync(values.MIO_DATA, { recursive: true, mode: 0o700 });

  const metrics = createMetrics();
  const egress = createEgress({
    origins: options.origins ?? realOrigins(),
    ...(options.deadlineMs !== undefined && { deadlineMs: options.deadlineMs }),
  });
  const { commitDeadlineMs } = options;
  const storage = createSqliteStorage({
    folder: values.MIO_DATA,
    clock,
    log,
    ...(commitDeadlineMs !== undefined && { commitDeadlineMs }),
  });
  const { records, relay: store } = storage;
  const vault = createVault(masterKey, random, olderKeys);
  const resealing = createResealing({ records, vault, log });
  const stopping = new AbortController();
  const newId = createIds(clock, random);
  const signingKey = createSigningKey({ records, vault, random, log, masterKeys: [masterKey, ...olderKeys] });
  const pictures = new Pictures(signingKey.keys, publicUrl);

  const accountIndex = createAccountIndex((who) => teams.people.signedIn.acts(who));
  const accountStore = createAccountStore({ records, vault, clock, index: accountIndex });

  const parts: ConnectorParts = { egress, records, vault, clock, random, log, metrics, publicUrl };
  /** With the first authentic activity: dialogs and cards take as long to load as the rest of Mio. */
  const loadBot = async (messenger: Messenger) => {
    const [{ createBot }, { createCards }] = await Promise.all([
      import('../dialogs/index.ts'),
      import('../cards/index.ts'),
    ]);
    return createBot({ desk, records, messenger, createCards, clock, log, random });
  };
  const teams = createTeamsConnector(
    parts,
    {
      appId: values.TEAMS_APP_ID,
      appPassword: values.TEAMS_APP_PASSWORD,
      tenantId: values.TEAMS_TENANT_ID,
      ...(values.TEAMS_APP_PASSWORD_EXPIRES && { passwordEndsAt: Date.parse(values.TEAMS_APP_PASSWORD_EXPIRES) }),
    },
    loadBot,
  );
  const slack = createSlackConnector(
    parts,
    {
      clientId: values.SLACK_CLIENT_ID,
      clientSecret: values.SLACK_CLIENT_SECRET,
      signingSecret: values.SLACK_SIGNING_SECRET,
    },
    accountStore,
  );
  const webex = createWebexConnector(parts, {
    clientId: values.WEBEX_CLIENT_ID,
    clientSecret: values.WEBEX_CLIENT_SECRET,
  });
  const audit = new Audit(records, clock);
  const scanner = values.MIO_SCANNER === '' ? undefined : createClamd(clamdAddress(values.MIO_SCANNER));
  /** With a scanner, the only way to a file. */
  const guarded: Guard = scanner
    ? createGuard({ scanner, records, audit, metrics, clock, log })
    : (connector) => connector;
  const connectors: Record<Platform, Connector> = {
    teams: guarded(teams),
    slack: guarded(slack),
    webex: guarded(webex),
  };

  const { microsoft, signedIn, isAdministrator } = teams.people;
  const files = new Files({
    links: createFileLinks(signingKey.keys),
    gate: createFileGate({ records, store, connectors, isIn: (place, person) => teams.isIn(place, person) }),
    visitors: createVisitors({ microsoft, vault, clock, random, publicUrl }),
    clock,
    publicUrl,
    secure: options.world === undefined,
  });
  const relay = new Relay({
    store,
    records,
    connectors,
    clock,
    log,
    metrics,
    jitter: Math.random,
    pace: Number(values.MIO_PACE),
    pictureUrl: (ref, author) => pictures.url(ref.connection, author),
    fileUrl: (ref, file, leg) => files.linkTo(ref, file, leg),
    people: createPeopleMap({ connectors, clock }),
    accounts: accountIndex,
    scannerAnswers: () => scanner?.answers() ?? Promise.resolve(true),
    noticeFor: (channel, name) => noticeFor(records, channel, name),
  });
  for (const platform of platforms) connectors[platform].onGap?.((place) => relay.gap(place));

  const organizations = new Organizations({ records, audit, clock, random, newId });
  const known = new Map<ConnectionId, Platform>();
  const connected = (connection: Connection) => {
    known.set(connection.id, connection.platform);
    accountIndex.connected(connection);
  };
  const connections = new Connections({
    records,
    audit,
    vault,
    clock,
    random,
    newId,
    connectors,
    publicUrl,
    connected,
    established: ({ id }) => relay.connected(id),
  });
  const serviceUser = createServiceUser({
    records,
    organizations,
    connections,
    audit,
    health: (connection) => teams.health(connection),
    serviceUserOf: teams.directory.serviceUserOf,
    isAdministrator,
  });
  const linking = createLinking({
    records,
    audit,
    connectors,
    store: accountStore,
    index: accountIndex,
    people: signedIn,
  });
  const signIn = createSignInDesk({
    records,
    vault,
    clock,
    random,
    microsoft,
    people: signedIn,
    serviceUser,
    linking,
    publicUrl,
    consentStates: createSigner('mio consent', signingKey.keys),
  });
  const legs = new Legs({ records, clock, log, newId, connectors });
  const channels = new Channels({ records, audit, clock, newId, legs, relay });
  const invitations = new Invitations({ records, audit, clock, random, channels, publicUrl });
  const following = new Following({ records, audit, clock, legs, relay });
  const placeChanges = new PlaceChanges({
    records,
    audit,
    clock,
    log,
    newId,
    connectors,
    legs,
    relay,
    following,
  });
  for (const platform of platforms) connectors[platform].onPlaceChange?.((change) => void placeChanges.follow(change));
  const { directory } = teams;
  const rights = new Rights({ records, clock, directory });
  const desk: Desk = {
    signIn,
    accounts: createAccountsDesk({
      records,
      connectors,
      rights,
      people: signedIn,
      index: accountIndex,
      linking,
      signIn,
    }),
    channels: createChannelDesk({
      records,
      clock,
      log,
      connectors,
      directory,
      legs,
      channels,
      invitations,
      following,
    }),
    settings: createSettingsDesk({
      administration: teams.administration,
      records,
      audit,
      serviceUser,
      clock,
      log,
      isAdministrator: async (speaker) => rights.isAdministrator(await rights.seat(speaker)),
    }),
  };
  signIn.onOutcome((outcome) => {
    teams
      .bot()
      .then((bot) => bot.signInEnded(outcome))
      .catch((err: unknown) => log.warn({ err }, 'how a sign-in ended could not be told'));
  });

  let phase: 'starting' | 'ready' | 'stopping' = 'starting';
  let held = options.hold ?? false;
  const ill = () => [...known].some(([id, platform]) => connectors[platform].health(id).state !== 'connected');
  const health = (): HealthAnswer => ({
    status: phase !== 'ready' ? phase : held ? 'starting' : ill() ? 'degraded' : 'ready',
    version: packageJson.version,
    pid: process.pid,
  });

  const server = createServer({
    connectors,
    accept: (events) => relay.accept(events),
    api: {
      organizations,
      connections,
      channels,
      invitations,
      previews: new Previews({ records, connectors, addressing: relay.addressing }),
      connectors,
      operatorKey: values.MIO_OPERATOR_KEY,
    },
    connections,
    signIn,
    invitation: createInvitationPages({
      preview: (code) => invitations.preview(code),
      proving: new Proving({ records, clock, random, vault, connectors, invitations, publicUrl }),
      secure: options.world === undefined,
      clock,
      publicUrl,
      appId: values.TEAMS_APP_ID,
    }),
    pictures: pictureSource(pictures, records, connectors),
    files,
    metrics,
    health,
    gauges: () => {
      metrics.set('mio_queue_length', relay.queued);
      metrics.set('mio_sealed_with_old_keys', resealing.left);
      for (const [id, platform] of known)
        metrics.set('mio_connection_health', connectors[platform].health(id).state === 'connected' ? 1 : 0, {
          platform,
          connection: id,
        });
    },
    log,
    secure: options.world === undefined,
    ...(options.teamsHost !== undefined && { teamsHost: options.teamsHost }),
  });

  return {
    health,
    desk,
    async start() {
      await storage.open();
      if (options.world !== undefined) await checkWorld(records, options.world, values.MIO_DATA);
      await checkKeys(resealing);
      await signingKey.load();
      await audit.load();
      await accountStore.load();
      await relay.load();
      const port = await server.listen(Number(values.PORT), host);
      await Promise.all(platforms.map((platform) => connectors[platform].start()));
      await relay.start();
      await channels.recover();
      for (const { body } of await records.list('connection')) connected(body);
      void scanner?.answers().then((ok) => ok || log.warn({}, 'the virus scanner does not answer: files are held'));
      phase = 'ready';
      log.info({ port, status: health().status }, 'Mio is listening');
      void resealing.run(stopping.signal);
      // What nobody came back for in the run before.
      createAttemptSweep({ records, clock }).arm();
      return port;
    },
    release() {
      held = false;
    },
    async stop() {
      phase = 'stopping';
      stopping.abort();
      const orderly = async () => {
        await Promise.all([server.close(), relay.stop(), ...platforms.map((platform) => connectors[platform].stop())]);
        await storage.close();
        await egress.close();
      };
      await Promise.race([orderly(), new Promise<void>((resolve) => setTimeout(resolve, stopWithin).unref())]);
    },
  };
}
