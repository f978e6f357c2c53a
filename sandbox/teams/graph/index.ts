/** The simulated Microsoft Graph v1.0: authentication, permissions, limits and `$batch` round the operations. */
import type { Entra } from '../../entra/index.ts';
import type { Kit } from '../../kit/platform.ts';
import type { Answer, Call, Router } from '../../kit/router.ts';
import { uuid } from '../catalog.ts';
import { permissions } from '../permissions.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { UploadSessions } from '../upload-sessions.ts';
import { appOperations } from './apps.ts';
import { type BatchItem, batch } from './batch.ts';
import { directoryOperations } from './directory.ts';
import { driveOperations } from './drives.ts';
import { badRequest, errorAnswer, forbidden, GraphError, notPrivileged, type Trace, throttled } from './errors.ts';
import { hostedOperations } from './hosted.ts';
import { installedOperations } from './installed.ts';
import { bucketsOf } from './limits.ts';
import { createNotifier } from './notifier.ts';
import { type Caller, type GraphRequest, graphRoot, type Operation, type Operations } from './operation.ts';
import { organizationOperations } from './organization.ts';
import { matcher } from './paths.ts';
import { readingOperations } from './reading.ts';
import { createSubscriptionStore } from './subscription-store.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { teamOperations } from './teams.ts';
import { writingOperations } from './writing.ts';

export interface Graph {
  mount(router: Router): void;
  close(): void;
}

export const graphPrefix = '/graph';
const version = '/v1.0';
/** What the beta alone has a page for is reached there as well; nothing else is. */
const beta = '/beta';
const isInBeta = (path: string): boolean => /\/enabledApps(\/|$)/i.test(path);

/** One call as it comes in, alone or in a batch. Its path begins below the version. */
interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly json: unknown;
}

export function createGraph(kit: Kit, entra: Entra, tenant: TeamsTenant, uploads: UploadSessions): Graph {
  const subscriptions = createSubscriptionStore(kit);
  const notifier = createNotifier(kit, entra, tenant, subscriptions);
  const operations: Operations = {
    ...directoryOperations(kit, tenant),
    ...teamOperations(tenant),
    ...organizationOperations(tenant, entra),
    ...appOperations(kit, tenant),
    ...installedOperations(kit, tenant),
    ...readingOperations(tenant),
    ...hostedOperations(tenant),
    ...driveOperations(tenant, uploads),
    ...writingOperations(tenant),
    ...subscriptionOperations(kit, tenant, subscriptions, notifier),
  };
  const match = matcher(Object.keys(operations));

  const callerOf = async (authorization: string | undefined): Promise<Caller> => {
    const claims = await entra.verify(authorization, 'graph');
    if (claims === undefined) {
      const text =
        authorization === undefined
          ? 'Access token is empty.'
          : 'Lifetime validation failed, the token is expired or invalid.';
      throw new GraphError(401, 'InvalidAuthenticationToken', text);
    }
    if (claims.tid !== tenant.tenant.id) {
      const text = `The tenant for tenant guid '${claims.tid}' does not exist.`;
      throw new GraphError(401, 'OrganizationFromTenantGuidNotFound', text);
    }
    const user = claims.oid === undefined ? undefined : tenant.user(claims.oid);
    return {
      app: claims.appid,
      tenant: claims.tid,
      user,
      scopes: claims.scp,
      roles: claims.roles,
      directoryRoles: claims.wids ?? user?.roles ?? [],
      tokenExpires: claims.exp * 1000,
    };
  };

  const withinLimits = (operation: Operation, caller: Caller, params: GraphRequest['params']): void => {
    const resource = params['channel'] ?? params['team'] ?? params['group'];
    const by = { app: caller.app, tenant: caller.tenant, resource, user: caller.user?.id };
    const waits = bucketsOf(operation.limit, by).map(({ key, row }) => kit.limits.take(key, row));
    const wait = Math.max(...waits);
    if (wait > 0) throw throttled(Math.ceil(wait / 1000));
  };

  const answer = async (incoming: Incoming, caller: Caller): Promise<Answer> => {
    const found = match(incoming.method, incoming.path);
    const operation = found && operations[found.operation];
    if (found === undefined || operation === undefined) {
      const segment = incoming.path.split('/').filter(Boolean).at(-1) ?? '';
      throw badRequest(`Resource not found for the segment '${segment}'.`);
    }
    withinLimits(operation, caller, found.params);
    permitted(found.operation, caller);
    const { query, headers, body, json, path } = incoming;
    const address = `${graphRoot}${path}`;
    return operation.handle({
      caller,
      params: found.params,
      query,
      headers,
      body,
      json,
      address,
      now: kit.clock.now(),
    });
  };

  /** Runs one call to its answer: errors in Graph's envelope, ids and version in the headers. */
  const exchange = async (headers: Incoming['headers'], work: () => Promise<Answer>): Promise<Answer> => {
    const requestId = uuid(kit);
    const trace: Trace = {
      now: kit.clock.now(),
      requestId,
      clientRequestId: headers['client-request-id'] ?? requestId,
    };
    let result: Answer;
    try {
      result = await work();
    } catch (error) {
      if (error instanceof GraphError) result = errorAnswer(error, trace);
      else if (error instanceof URIError) result = errorAnswer(badRequest('Malformed address.'), trace);
      else throw error;
    }
    const ids = { 'request-id': trace.requestId, 'client-request-id': trace.clientRequestId, 'OData-Version': '4.0' };
    const json = typeof result.body === 'object' && !Buffer.isBuffer(result.body);
    const type = json ? { 'content-type': odataJson } : {};
    return { ...result, headers: { ...type, ...ids, ...result.headers } };
  };

  const single = (call: Call): Promise<Answer> =>
    exchange(call.headers, async () => {
      const { method, query, headers, body } = call;
      const [, at = '', path = ''] = /^(\/[^/]*)([^?]*)/.exec(call.path) ?? [];
      if (at === beta && !isInBeta(path))
        throw badRequest(`Resource not found for the segment '${path.split('/')[1]}'.`);
      return answer(
        { method, path, query, headers, body, json: call.json() },
        await callerOf(headers['authorization']),
      );
    });

  const batched = (call: Call): Promise<Answer> =>
    exchange(call.headers, async () => {
      const caller = await callerOf(call.headers['authorization']);
      return batch(call.json(), (item: BatchItem) => {
        const { method, url, headers, body } = item;
        const [path = '', search = ''] = url.split('?');
        const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
        return exchange(headers, () =>
          answer({ method, path, query: new URLSearchParams(search), headers, body: bytes, json: body }, caller),
        );
      });
    });

  const plain = (error: GraphError): Answer => {
    const requestId = uuid(kit);
    return errorAnswer(error, { now: kit.clock.now(), requestId, clientRequestId: requestId });
  };

  return {
    mount(router) {
      const section = router.section({
        prefix: graphPrefix,
        platform: 'teams',
        recordAs: 'graph',
        throttled: (seconds) => plain(throttled(seconds)),
        failed: (status) => plain(new GraphError(status, 'UnknownError', '')),
        notFound: (call) => plain(badRequest(`Resource not found for the segment '${call.path.split('/').at(-1)}'.`)),
      });
      for (const operation of Object.keys(operations)) {
        const [method = '', pattern = ''] = operation.split(' ');
        section.on(method, version + pattern, single);
      }
      section.on('POST', `${version}/$batch`, batched);
      // Other spellings of the same paths: any case, and OData's key form.
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        section.on(method, `${version}/{rest*}`, single);
        section.on(method, `${beta}/{rest*}`, single);
      }
    },
    close: () => notifier.close(),
  };
}

const odataJson = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** @throws GraphError 403 where the token holds none of the permissions that are published for the operation */
function permitted(operation: string, { user, scopes, roles }: Caller): void {
  const published = permissions.get(operation);
  if (published === undefined) return;
  const [needed, held] = user === undefined ? [published.application, roles] : [published.delegated, scopes];
  if (needed.some((permission) => held.includes(permission))) return;
  if (user === undefined && isWrite.test(operation)) return;
  if (published.family === 'directory') throw notPrivileged();
  const [one, many] = user === undefined ? ['role', 'Roles'] : ['scope', 'Scopes'];
  throw forbidden(
    `Missing ${one} permissions on the request. API requires one of '${needed.join(', ')}'. ${many} on the request '${held.join(', ')}'`,
  );
}

/** Message writes refuse an application's token in words of their own. */
const isWrite = /^(POST|PATCH) .*\/messages/;
