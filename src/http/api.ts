/**
 * `/api/v1`: the use cases over HTTP, for the set-up of the demo now and the portal later. Who calls is known by a key:
 * the operator's makes organizations; an organization's acts as its administrator.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../core/channels/access.ts';
import type { Channels, LegRule } from '../core/channels/channels.ts';
import type { Connections } from '../core/channels/connections.ts';
import { withHearing } from '../core/channels/hearing.ts';
import type { Invitations } from '../core/channels/invitations.ts';
import type { Organizations } from '../core/channels/organizations.ts';
import type { Asker, Previews } from '../core/channels/previews.ts';
import type { Connector } from '../core/connector.ts';
import { StoreUnavailableError, UserError, type UserErrorCode } from '../core/errors.ts';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  InvitationId,
  LegId,
  OrganizationId,
  Place,
  Platform,
} from '../core/model.ts';
import { platforms } from '../core/model.ts';
import type { Connection } from '../core/records.ts';
import type {
  ConnectionAnswer,
  ErrorAnswer,
  EveryoneRequest,
  InvitationRequest,
  NoticesRequest,
  TombstonesRequest,
} from './contract.ts';

export interface ApiParts {
  readonly organizations: Organizations;
  readonly connections: Connections;
  readonly channels: Channels;
  readonly invitations: Invitations;
  readonly previews: Previews;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly operatorKey: string;
}

export interface ApiRequest {
  readonly parameters: Readonly<Record<string, string>>;
  /** Bearer token of the Authorization header. */
  readonly key: string | undefined;
  /** Reads it: nobody who has no key is told what a body should be like. @throws UserError where it is not JSON */
  readonly body: () => Promise<unknown>;
}

/** What a route is given, once it is known who calls. */
interface ApiCall {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Who may call a route, and what it knows of them. */
interface Callers {
  readonly operator: 'operator';
  readonly administrator: Actor;
  readonly either: Asker;
}

type Who = keyof Callers;
type RouteFor<For extends Who> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly who: For;
  readonly handle: (parts: ApiParts, call: ApiCall, caller: Callers[For]) => Promise<unknown>;
};

export type ApiRoute = { readonly [For in Who]: RouteFor<For> }[Who];

/** Characters: the most that any of the platforms takes of a person ("Truncating really long messages", Slack). */
const longestText = 40_000;
const mostFiles = 20;

/** As zod has what may be missing. */
type Unset<Body> = { readonly [Field in keyof Body]: Body[Field] | undefined };

const file = z.strictObject({ name: z.string().max(1_000), type: z.string().max(200), size: z.int().nonnegative() });
const place = z.strictObject({ connection: z.string(), conversation: z.string() });
const bodies = {
  organization: z.strictObject({ name: z.string() }),
  connection: z.strictObject({ platform: z.enum(platforms) }),
  channel: z.strictObject({ name: z.string(), places: z.array(place) }),
  leave: z.strictObject({ leg: z.string().optional() }),
  everyone: z.strictObject({ allowed: z.boolean() }) satisfies z.ZodType<EveryoneRequest>,
  notices: z.strictObject({ wanted: z.boolean() }) satisfies z.ZodType<NoticesRequest>,
  tombstones: z.strictObject({ wanted: z.boolean() }) satisfies z.ZodType<TombstonesRequest>,
  invitation: z.strictObject({ address: z.string().optional() }) satisfies z.ZodType<Unset<InvitationRequest>>,
  acceptance: z.strictObject({ code: z.string(), places: z.array(place) }),
  preview: z.strictObject({
    channel: z.string(),
    leg: z.string(),
    text: z.string().max(longestText),
    author: z.strictObject({ name: z.string().max(200), picture: z.url().max(2_000).optional() }).optional(),
    files: z.array(file).max(mostFiles).optional(),
  }),
};

/** What an administrator decides about a leg of their own, on or off. */
const legRule = <Body>(rule: LegRule, schema: z.ZodType<Body>, isOn: (body: Body) => boolean): ApiRoute => ({
  method: 'PUT',
  path: `/api/v1/channels/:channel/legs/:leg/${rule}`,
  who: 'administrator',
  handle: async (parts, call, actor) => {
    const on = isOn(parse(schema, call.body));
    const [channel, leg] = [parameter<ChannelId>(call, 'channel'), parameter<LegId>(call, 'leg')];
    return await parts.channels.decide(actor, channel, leg, rule, on);
  },
});

export const apiRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/api/v1/organizations',
    who: 'operator',
    handle: async ({ organizations }, { body }) => {
      const { organization, key } = await organizations.create(parse(bodies.organization, body).name);
      return { id: organization.id, name: organization.name, key };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/organizations',
    who: 'operator',
    handle: async ({ organizations }) => (await organizations.list()).map(({ id, name }) => ({ id, name })),
  },
  {
    method: 'POST',
    path: '/api/v1/organizations/:organization/key',
    who: 'operator',
    handle: async ({ organizations }, call) => {
      const { organization, key } = await organizations.renewKey(parameter<OrganizationId>(call, 'organization'));
      return { id: organization.id, name: organization.name, key };
    },
  },
  {
    method: 'POST',
    path: '/api/v1/connections',
    who: 'administrator',
    handle: async (parts, call, actor) =>
      parts.connections.connect(actor, parse(bodies.connection, call.body).platform),
  },
  {
    method: 'GET',
    path: '/api/v1/connections',
    who: 'administrator',
    handle: async (parts, _, actor) =>
      (await parts.connections.list(actor)).map((connection) => describe(parts, connection)),
  },
  {
    method: 'GET',
    path: '/api/v1/connections/:connection/places',
    who: 'administrator',
    handle: async (parts, call, actor) => parts.connections.places(actor, parameter<ConnectionId>(call, 'connection')),
  },
  {
    method: 'GET',
    path: '/api/v1/channels',
    who: 'administrator',
    handle: async (parts, _, actor) =>
      (await parts.channels.list(actor)).map((view) => withHearing(parts.connectors, view)),
  },
  {
    method: 'POST',
    path: '/api/v1/channels',
    who: 'administrator',
    handle: async (parts, call, actor) => {
      const { name, places } = parse(bodies.channel, call.body);
      return parts.channels.create(actor, name, places.map(asPlace));
    },
  },
  {
    method: 'GET',
    path: '/api/v1/channels/:channel',
    who: 'administrator',
    handle: async (parts, call, actor) =>
      withHearing(parts.connectors, await parts.channels.view(actor, parameter<ChannelId>(call, 'channel'))),
  },
  {
    method: 'POST',
    path: '/api/v1/channels/:channel/pause',
    who: 'administrator',
    handle: async (parts, call, actor) => parts.channels.pause(actor, parameter<ChannelId>(call, 'channel')),
  },
  {
    method: 'POST',
    path: '/api/v1/channels/:channel/resume',
    who: 'administrator',
    handle: async (parts, call, actor) => parts.channels.resume(actor, parameter<ChannelId>(call, 'channel')),
  },
  {
    method: 'POST',
    path: '/api/v1/channels/:channel/leave',
    who: 'administrator',
    handle: async (parts, call, actor) => {
      const { leg } = parse(bodies.leave, call.body ?? {});
      return parts.channels.leave(actor, parameter<ChannelId>(call, 'channel'), leg as LegId | undefined);
    },
  },
  legRule('everyone', bodies.everyone, ({ allowed }) => allowed),
  legRule('notices', bodies.notices, ({ wanted }) => wanted),
  legRule('tombstones', bodies.tombstones, ({ wanted }) => wanted),
  {
    method: 'POST',
    path: '/api/v1/channels/:channel/invitations',
    who: 'administrator',
    handle: async (parts, call, actor) => {
      const { address } = parse(bodies.invitation, call.body ?? {});
      return parts.invitations.invite(actor, parameter<ChannelId>(call, 'channel'), address);
    },
  },
  {
    method: 'POST',
    path: '/api/v1/invitations/accept',
    who: 'administrator',
    handle: async (parts, call, actor) => {
      const { code, places } = parse(bodies.acceptance, call.body);
      return parts.invitations.accept(actor, code, places.map(asPlace));
    },
  },
  {
    method: 'POST',
    path: '/api/v1/preview',
    who: 'either',
    handle: async (parts, call, asker) => {
      const { channel, leg, ...written } = parse(bodies.preview, call.body);
      return {
        legs: await parts.previews.of(asker, { ...written, channel: channel as ChannelId, leg: leg as LegId }),
      };
    },
  },
  {
    method: 'DELETE',
    path: '/api/v1/invitations/:invitation',
    who: 'administrator',
    handle: async (parts, call, actor) => {
      await parts.invitations.revoke(actor, parameter<InvitationId>(call, 'invitation'));
      return {};
    },
  },
];

/** Complete by its type: a new code does not compile without its status. */
const statusOf: Readonly<Record<UserErrorCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  failed_dependency: 424,
  unavailable: 503,
};

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves one call. Never throws for what a caller did wrong; other errors are the caller's to log. */
export async function serveApi(parts: ApiParts, route: ApiRoute, request: ApiRequest): Promise<ApiAnswer> {
  try {
    return { status: 200, body: await handled(parts, route, request) };
  } catch (error) {
    if (error instanceof StoreUnavailableError) return { ...refusal(stalled()), headers: { 'retry-after': '1' } };
    if (!(error instanceof UserError)) throw error;
    return refusal(error);
  }
}

async function handled(parts: ApiParts, route: ApiRoute, { parameters, key, body }: ApiRequest): Promise<unknown> {
  const call = async () => ({ parameters, body: await body() });
  switch (route.who) {
    case 'operator': {
      if (!isOperator(parts, key)) throw unauthenticated();
      return await route.handle(parts, await call(), 'operator');
    }
    case 'administrator': {
      const actor = await actorOf(parts, key);
      return await route.handle(parts, await call(), actor);
    }
    case 'either': {
      const asker = isOperator(parts, key) ? 'operator' : await actorOf(parts, key);
      return await route.handle(parts, await call(), asker);
    }
  }
}

function refusal({ code, message, advice }: UserError): ApiAnswer {
  const body: ErrorAnswer = { error: { code, message, advice } };
  return { status: statusOf[code], body };
}

async function actorOf({ organizations }: ApiParts, key: string | undefined): Promise<Actor> {
  const actor = key ? await organizations.byKey(key) : undefined;
  if (!actor) throw unauthenticated();
  return actor;
}

function isOperator({ operatorKey }: ApiParts, key: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(key ?? ''), digest(operatorKey));
}

const stalled = () =>
  new UserError(
    'unavailable',
    'nothing can be stored at present',
    'Try again in a moment. If it lasts, look at the disk that holds Mio’s data folder.',
  );

const unauthenticated = () =>
  new UserError(
    'unauthenticated',
    'no key, or a wrong one',
    'Send the key as “Authorization: Bearer …”. An organization’s key is shown once, when the organization is made.',
  );

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  throw new UserError('bad_request', `invalid body: ${fields}`, `Correct these fields: ${fields}`);
}

const parameter = <T extends string>(call: ApiCall, name: string): T => (call.parameters[name] ?? '') as T;

const asPlace = ({ connection, conversation }: z.infer<typeof place>): Place => ({
  connection: connection as ConnectionId,
  conversation: conversation as ConversationId,
});

function describe({ connectors }: ApiParts, connection: Connection): ConnectionAnswer {
  const { state, advice } = connectors[connection.platform].health(connection.id);
  return {
    id: connection.id,
    platform: connection.platform,
    name: connection.name,
    health: state,
    ...(advice && { advice }),
  };
}
