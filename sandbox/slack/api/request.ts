/** What a Web API method is given once its caller is known, and what most methods ask first. */
import type { Kit } from '../../kit/platform.ts';
import type { Life } from '../life.ts';
import type { MethodRow } from '../methods.ts';
import type { Channel, ChannelKind, Installation, Message, Token } from '../model.ts';
import type { Store } from '../store.ts';
import type { Json, MessageWriter } from '../wire.ts';
import { type Arguments, SlackError } from './arguments.ts';

/** Everything that methods work with. */
export interface Workplace {
  readonly kit: Kit;
  readonly store: Store;
  readonly life: Life;
  readonly writer: MessageWriter;
}

export interface ApiRequest {
  readonly args: Arguments;
  readonly token: Token;
  readonly installation: Installation;
  readonly method: MethodRow;
}

export type Method = (request: ApiRequest) => Json;

export const missingScope = (needed: readonly string[], token: Token): SlackError =>
  new SlackError('missing_scope', { needed: needed.join(','), provided: token.scopes.join(',') });

/** Refuses a token that has none of the scopes. */
export function demandScope(needed: readonly string[], token: Token): void {
  if (needed.length > 0 && !needed.some((scope) => token.scopes.includes(scope))) throw missingScope(needed, token);
}

/** Of a method's scopes, those for this kind of conversation: `groups:read` says nothing about public channels. */
export function demandFamily(kind: ChannelKind, { method, token }: Pick<ApiRequest, 'method' | 'token'>): void {
  demandScope(familyScopes(kind, method, token), token);
}

export const familyScopes = (kind: ChannelKind, method: MethodRow, token: Token): readonly string[] =>
  method.scopes[token.kind].filter((scope) => scope.startsWith(`${kind}:`));

export const isMember = (channel: Channel, { token }: Pick<ApiRequest, 'token'>): boolean =>
  channel.members.includes(token.user);

/**
 * A conversation by id, as far as the caller may know of it.
 * @throws SlackError `channel_not_found`, `missing_scope`
 */
export function findChannel(store: Store, request: ApiRequest, id: string): Channel {
  const channel = store.channels.get(id);
  const known = channel?.team === request.token.team && (channel.kind === 'channels' || isMember(channel, request));
  if (!channel || !known) throw new SlackError('channel_not_found');
  demandFamily(channel.kind, request);
  return channel;
}

/** @throws SlackError `is_archived` */
export function demandOpen(channel: Channel): void {
  if (channel.archived) throw new SlackError('is_archived');
}

/** @throws SlackError `message_not_found` */
export function findMessage(store: Store, channel: Channel, ts: string): Message {
  const message = store.messages.get(channel.id, ts);
  if (!message || message.subtype === 'tombstone') throw new SlackError('message_not_found');
  return message;
}

/** A page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string;
}

/** Opaque to callers; base64 that always ends in `=`, so that nobody forgets to encode it. */
export function encodeCursor(key: string): string {
  const filled = `next:${key}`;
  return Buffer.from(filled.length % 3 === 0 ? `${filled};` : filled).toString('base64');
}

const decodeCursor = (cursor: string): string | undefined =>
  /^next:([^;]+);?$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];

/**
 * "Pagination": `limit` and `cursor` of a list in its own order.
 * @throws SlackError `invalid_cursor`, `invalid_limit`
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  args: Arguments,
  limits: { readonly usual: number; readonly most: number },
): Page<T> {
  const limit = Number(args.text('limit') || limits.usual);
  if (!Number.isInteger(limit) || limit < 0) throw new SlackError('invalid_limit');
  const size = Math.min(limit === 0 ? limits.usual : limit, limits.most);
  const cursor = args.text('cursor') ?? '';
  const from = cursor === '' ? 0 : items.findIndex((item) => keyOf(item) === decodeCursor(cursor));
  if (from === -1) throw new SlackError('invalid_cursor');
  const following = items[from + size];
  return {
    items: items.slice(from, from + size),
    next: following === undefined ? '' : encodeCursor(keyOf(following)),
  };
}
