/** The composition root: the only file that knows every folder. Nothing here is global. */
import { randomBytes } from 'node:crypto';
import packageJson from '../package.json' with { type: 'json' };
import { createSlackConnector } from './connectors/slack/index.ts';
import type { ConnectorParts } from './connectors/support/parts.ts';
import { createTeamsConnector } from './connectors/teams/index.ts';
import { createWebexConnector } from './connectors/webex/index.ts';
import { createAttemptSweep } from './core/attempt-sweep.ts';
import { Changes } from './core/bot/changes.ts';
import { createBotUseCases } from './core/bot/index.ts';
import type { Messenger } from './core/bot/occasions.ts';
import type { BotUseCases } from './core/bot/use-cases.ts';
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
import { createClockCheck } from './http/clock-check.ts';
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
import { checkKeys, checkWorld, makeFolder } from './store-checks.ts';

interface AppOptions {
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
  /** Resolves when nothing can be stored any more: the process is to end, and to be started again. */
  readonly lost: Promise<void>;
  /** What the bot can have done, for callers in this process. */
  readonly useCases: BotUseCases;
}

const stopWithin = 8_000;

export function createApp(values: Values, options: AppOptions): App {
  const { log, clock = systemClock, random = randomBytes, host = '0.0.0.0' } = options;
  const masterKey = parseMasterKey(values.MIO_KEY);
  const olderKeys = parseMasterKeys(values.MIO_KEY_OLD);
  const publicUrl = values.MIO_PUBLIC_URL;
  makeFolder(values.MIO_DATA);

  const metrics = createMetrics();
  const clockCheck = createClockCheck({ clock, log, metrics });
  const egress = createEgress({
    origins: options.origins ?? realOrigins(),
    clockCheck,
    ...(options.deadlineMs !== undefined && { deadlineMs: options.deadlineMs }),
  });
  const { commitDeadlineMs } = options;
  const lost = Promise.withResolvers<void>();
  const storage = createSqliteStorage({
    folder: values.MIO_DATA,
    clock,
    log,
    ...(commitDeadlineMs !== undefined && { commitDeadlineMs }),
    lost: lost.resolve,
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
    return createBot({ useCases, records, messenger, createCards, clock, log, random });
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

  const files = new Files({
    links: createFileLinks(signingKey.keys),
    gate: createFileGate({ records, store, connectors, isIn: (place, person) => teams.isIn(place, person) }),
    visitors: createVisitors({ microsoft: teams.people.microsoft, vault, clock, random, publicUrl }),
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

  const shared = { records, audit, vault, clock, random, log, newId, connectors, publicUrl };
  const organizations = new Organizations(shared);
  const platformOf = new Map<ConnectionId, Platform>();
  const connected = (connection: Connection) => {
    platformOf.set(connection.id, connection.platform);
    accountIndex.connected(connection);
  };
  const connections = new Connections({ ...shared, connected, established: ({ id }) => relay.connected(id) });
  const legs = new Legs(shared);
  const channels = new Channels({ ...shared, legs, relay });
  const invitations = new Invitations({ ...shared, channels });
  const following = new Following({ ...shared, legs, channels });
  const placeChanges = new PlaceChanges({ ...shared, store, relay, following });
  const changes = new Changes({ ...shared, store, directory: teams.directory, following });
  const hints = [placeChanges.hints, changes.hints];
  const useCases = createBotUseCases({
    ...shared,
    teams,
    organizations,
    connections,
    accountStore,
    accountIndex,
    legs,
    channels,
    invitations,
    changes,
    consentStates: createSigner('mio consent', signingKey.keys),
  });
  const { signIn } = useCases;
  signIn.onOutcome((outcome) => {
    teams
      .bot()
      .then((bot) => bot.signInEnded(outcome))
      .catch((err: unknown) => log.warn({ err }, 'how a sign-in ended could not be told'));
  });

  let phase: 'starting' | 'ready' | 'stopping' = 'starting';
  let held = options.hold ?? false;
  const ill = () =>
    storage.health() === 'failing' ||
    clockCheck.doubted() ||
    [...platformOf].some(([id, platform]) => connectors[platform].health(id).state !== 'connected');
  const status = () => (storage.health() === 'closed' ? 'stopping' : held ? 'starting' : ill() ? 'degraded' : 'ready');
  const health = (): HealthAnswer => ({
    status: phase === 'ready' ? status() : phase,
    version: packageJson.version,
    pid: process.pid,
  });

  const server = createServer({
    connectors,
    accept: (events) => relay.accept(events),
    takeChange: (change) => placeChanges.take(change),
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
    pictures: pictureSource({ pictures, records, connectors, clock }),
    files,
    metrics,
    health,
    gauges: () => {
      metrics.set('mio_queue_length', relay.queued);
      metrics.set('mio_sealed_with_old_keys', resealing.left);
      for (const platform of platforms) {
        const own = [...platformOf.keys()].filter((id) => platformOf.get(id) === platform);
        const working = own.filter((id) => connectors[platform].health(id).state === 'connected').length;
        metrics.set('mio_connection_health', working, { platform, state: 'connected' });
        metrics.set('mio_connection_health', own.length - working, { platform, state: 'failing' });
      }
    },
    log,
    secure: options.world === undefined,
    ...(options.teamsHost !== undefined && { teamsHost: options.teamsHost }),
  });

  return {
    health,
    lost: lost.promise,
    useCases,
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
      for (const kept of hints) await kept.recover();
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
      for (const kept of hints) kept.stop();
      const orderly = async () => {
        await Promise.all([server.close(), relay.stop(), ...platforms.map((platform) => connectors[platform].stop())]);
        await storage.close();
        await egress.close();
      };
      await Promise.race([orderly(), new Promise<void>((resolve) => setTimeout(resolve, stopWithin).unref())]);
    },
  };
}
