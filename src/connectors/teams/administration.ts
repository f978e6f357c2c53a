/**
 * The settings check of Teams: one look per item, by the calls that Mio's permissions allow. What no API tells (policies
 * and org-wide settings of the Teams admin centre) is left to a person, with the page to look at.
 */
import type { Administration, Finding } from '../../core/bot/administration.ts';
import { probeTakes } from '../../core/bot/settings.ts';
import type { CheckName } from '../../core/bot/use-cases.ts';
import { fidelityFact } from '../../core/channels/connections.ts';
import { DeliveryError } from '../../core/errors.ts';
import { permissionsOf } from '../../core/permissions.ts';
import type { HttpResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { days, minutes } from '../../core/time.ts';
import { AppRefusedError } from '../support/app-refused.ts';
import { object, parseObject, text } from '../support/json.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { type Graph, graphOrigin } from './api.ts';
import { entryOf } from './catalog.ts';
import type { Certificates } from './certificates.ts';
import { graphFailure } from './errors.ts';
import { type FactBook, factsOf } from './facts.ts';
import { parseConversationId } from './ids.ts';
import { packageVersion } from './package.ts';
import { pageOf } from './pages.ts';
import { publishForPerson } from './publish.ts';
import { missingRoles } from './roles.ts';
import type { GraphTokens } from './tokens.ts';

export interface AdministrationParts extends Pick<ConnectorParts, 'records' | 'clock' | 'random' | 'publicUrl'> {
  readonly appId: string;
  /** When the client secret ends, as the operator knows it: no API tells. */
  readonly secretEndsAt?: number;
  readonly graph: Graph;
  readonly tokens: GraphTokens;
  readonly certificates: Pick<Certificates, 'endsAt'>;
  readonly facts: FactBook;
  /** What the service user's sign-in is good for now, as Microsoft says. @throws DeliveryError */
  readonly granted: (connection: Connection) => Promise<readonly string[]>;
}

/** A certificate is replaced a month before its end, so one that ends this soon was not. */
const certificateWarningMs = days(7);
const secretWarningMs = days(15);
/** How old an access token may be that shows that the sign-in is good. */
const tokenYoungerThanMs = minutes(1);
/** Shorter subscriptions are lengthened to this. "subscription resource type" */
const shortestSubscriptionMs = minutes(45);
const mostNames = 5;

const passed = (subject?: string): Finding => ({ result: 'passed', ...(subject === undefined ? {} : { subject }) });
const failed = (subject?: string): Finding => ({ result: 'failed', ...(subject === undefined ? {} : { subject }) });
const look: Finding = { result: 'look' };

type Probe = (connection: Connection) => Promise<Finding>;

export function createAdministration(parts: AdministrationParts): Administration {
  const { graph, tokens, records, clock, secretEndsAt } = parts;

  const signedIn: Probe = async (connection) => {
    try {
      await tokens.serviceUser(connection, { youngerThanMs: tokenYoungerThanMs });
      const call = { path: '/me', operation: 'read service user' };
      const { userPrincipalName } = await graph.read<{ userPrincipalName?: string | null }>(connection, call);
      return passed(userPrincipalName ?? connection.installer);
    } catch (error) {
      const ended = error instanceof DeliveryError && error.failure === 'unauthorized';
      if (ended && !(error instanceof AppRefusedError)) return failed(connection.installer);
      throw error;
    }
  };

  const roles: Probe = async (connection) => {
    const missing = await missingRoles(graph, connection);
    return missing.length === 0 ? passed() : failed(missing.join(', '));
  };

  const consents: Probe = async (connection) => {
    const granted = new Set(await parts.granted(connection));
    // What gives the refresh token is never listed among the scopes of the access token.
    const stages =
      connection.facts[fidelityFact] === true
        ? (['serviceUser', 'serviceUserFidelity'] as const)
        : (['serviceUser'] as const);
    const wanted = new Set(stages.flatMap((stage) => permissionsOf[stage]));
    const missing = [...wanted].filter((name) => name !== 'offline_access' && !granted.has(name));
    return missing.length === 0 ? passed() : failed(missing.join(', '));
  };

  const catalogEntry: Probe = async (connection) => {
    const wanted = await packageVersion();
    const entry = await entryOf(graph, connection, parts.appId, wanted);
    switch (entry.state) {
      case 'missing':
        return failed();
      case 'current':
        return passed(entry.version);
      case 'older':
        return failed(`${entry.version ?? '0'} < ${wanted}`);
      default:
        return failed(`${entry.version ?? wanted}, ${entry.state}`);
    }
  };

  /** Installs the app for the service user itself: what a policy forbids it, it forbids others. "Add app to user" */
  const installProbe: Probe = async (connection) => {
    const { catalogId, serviceUser } = factsOf(connection);
    if (catalogId === undefined || serviceUser === undefined) return failed();
    try {
      await graph.call(connection, {
        method: 'POST',
        path: `/users/${serviceUser}/teamwork/installedApps`,
        operation: 'install app for service user',
        body: { 'teamsApp@odata.bind': `${graphOrigin}/v1.0/appCatalogs/teamsApps/${catalogId}` },
        alsoFine: 409,
      });
      return passed();
    } catch (error) {
      if (error instanceof DeliveryError && error.failure === 'refused') return failed();
      throw error;
    }
  };

  const teamsJoined: Probe = async (connection) => {
    const wanted = new Map<string, string>();
    for (const { body } of await records.list('channel')) {
      for (const leg of body.legs) {
        if (leg.connection !== connection.id || leg.state === 'left') continue;
        wanted.set(parseConversationId(leg.conversation).team.toLowerCase(), leg.title);
      }
    }
    const count = wanted.size;
    const call = { path: '/me/joinedTeams', operation: 'list joined teams' };
    for await (const page of graph.pages<{ id: string }>(connection, call)) {
      for (const { id } of page) wanted.delete(id.toLowerCase());
    }
    return wanted.size === 0 ? passed(String(count)) : failed(someOf([...wanted.values()]));
  };

  /**
   * Has Graph prove that it reaches Mio: it makes a subscription only after its own request to the notification address
   * was answered. The subscription is ended at once. "Receive change notifications through webhooks"
   */
  const webhook: Probe = async (connection) => {
    const notificationUrl = `${parts.publicUrl}/webhooks/graph`;
    const made = await graph.call(connection, {
      method: 'POST',
      path: '/subscriptions',
      operation: 'probe webhook',
      deadlineMs: probeTakes('webhook'),
      body: {
        changeType: 'updated',
        notificationUrl,
        resource: '/groups',
        expirationDateTime: new Date(clock.now() + shortestSubscriptionMs).toISOString(),
        clientState: parts.random(32).toString('base64url'),
      },
      alsoFine: 400,
    });
    if (made.status === 400) {
      if (sawNoAnswer(made)) return failed(new URL(parts.publicUrl).host);
      throw graphFailure(made, 'probe webhook', 'repeatable', clock.now());
    }
    const { id } = JSON.parse(made.body.toString('utf8')) as { id: string };
    await graph.call(connection, { method: 'DELETE', path: `/subscriptions/${id}`, operation: 'end webhook probe' });
    return passed(new URL(parts.publicUrl).host);
  };

  const certificate: Probe = async (connection) => {
    const endsAt = await parts.certificates.endsAt(connection);
    // Made with the first channel: until then there is nothing that could end.
    return endsAt === undefined ? passed() : until(endsAt, certificateWarningMs);
  };

  /** What the operator knows of its end is believed only as long as Microsoft takes it. */
  const clientSecret: Probe = async (connection) => {
    const age = { youngerThanMs: tokenYoungerThanMs };
    const refusal = await tokens.serviceUser(connection, age).catch((error: unknown) => error);
    return refusal instanceof AppRefusedError ? failed() : secretFinding();
  };

  const secretFinding = (): Finding => (secretEndsAt === undefined ? look : until(secretEndsAt, secretWarningMs));

  function until(endsAt: number, warningMs: number): Finding {
    const date = new Date(endsAt).toISOString().slice(0, 10);
    return endsAt - clock.now() > warningMs ? passed(date) : failed(date);
  }

  const probes: Partial<Record<CheckName, Probe>> = {
    signed_in: signedIn,
    roles,
    consents,
    catalog_entry: catalogEntry,
    install_probe: installProbe,
    teams_joined: teamsJoined,
    webhook,
    certificate,
    client_secret: clientSecret,
  };

  const withoutConnection: Partial<Record<CheckName, () => Finding>> = {
    signed_in: () => failed(),
    client_secret: secretFinding,
  };

  return {
    async probe(check, connection) {
      const probe = probes[check];
      if (!probe) return look;
      if (connection) return probe(connection);
      return withoutConnection[check]?.() ?? look;
    },
    page: (check, connection) => pageOf(check, { ...parts, ...(connection ? factsOf(connection) : {}) }),
    publish: (connection) => publishForPerson(parts, connection),
  };
}

/** Graph says of its own request to the notification address that it was not answered as it should be. */
function sawNoAnswer(refusal: HttpResponse): boolean {
  const error = object(parseObject(refusal.body.toString('utf8'))?.['error']);
  return (
    error?.['code'] === 'ValidationError' || /^Subscription validation request/.test(text(error?.['message']) ?? '')
  );
}

/** Enough names to act on; how many more there are. */
const someOf = (names: readonly string[]): string =>
  [...names.slice(0, mostNames), ...(names.length > mostNames ? [`+${names.length - mostNames}`] : [])].join(', ');
