/** Reading channel messages. Pages "List channel messages", "List replies", "Get chatMessage"; delta by its old contract. */
import type { Answer } from '../../kit/router.ts';
import type { Chain } from '../messages.ts';
import type { TeamsTenant } from '../tenant.ts';
import { conversationOf, messageOf } from './conversation.ts';
import { badRequest } from './errors.ts';
import { expands, link, tokenOf, topOf } from './odata.ts';
import { collection, entity, type GraphRequest, metadata, type Operations, ok } from './operation.ts';
import { knowsNewMembers, messageResource, type Resource } from './resources.ts';

/** `$top`: 20 unless told, 50 at most. */
const standardTop = 20;
const maxTop = 50;
/** Replies that come with a root in one answer. */
const inlineReplies = 200;
/** Delta goes back eight months. */
const deltaReachMs = 243 * 24 * 3600 * 1000;

/** Before which change a page of a list goes on. */
interface ListToken {
  readonly before: number;
}
/** After which change a page of a delta goes on, with the options that only its first call carries. */
interface DeltaToken {
  readonly after: number;
  readonly top: number;
  readonly expand: boolean;
}

export function readingOperations(tenant: TeamsTenant): Operations {
  const chainResource = (request: GraphRequest, chain: Chain, expand: boolean): Resource => {
    const root = messageResource(tenant, chain.root, knowsNewMembers(request.headers));
    if (!expand) return root;
    const newest = chain.replies.toReversed();
    const replies = newest.slice(0, inlineReplies).map((reply) => messageResource(tenant, reply));
    const replyList = `${request.address.replace(/\/delta(\(\))?$/, '')}/${chain.root.id}/replies`;
    const last = newest[inlineReplies - 1];
    const more = newest.length > inlineReplies && last !== undefined;
    return {
      ...root,
      'replies@odata.count': replies.length,
      ...(more
        ? {
            'replies@odata.nextLink': link(
              { ...request, address: replyList, query: new URLSearchParams() },
              '$skiptoken',
              { before: Number(last.id) },
            ),
          }
        : {}),
      replies,
    };
  };

  const list = (request: GraphRequest): Answer => {
    const { channel, context } = conversationOf(tenant, request);
    const top = topOf(request.query, standardTop, maxTop);
    const before = tokenOf<ListToken>(request.query, '$skiptoken')?.before ?? Number.POSITIVE_INFINITY;
    const chains = tenant.chains(channel).filter((chain) => chain.change < before);
    const value = chains.slice(0, top);
    const more = chains.length > top;
    return collection(
      context,
      value.map((chain) => chainResource(request, chain, expands(request.query, 'replies'))),
      more ? { '@odata.nextLink': link(request, '$skiptoken', { before: value.at(-1)!.change }) } : {},
    );
  };

  const replies = (request: GraphRequest): Answer => {
    const conversation = conversationOf(tenant, request);
    const root = messageOf(tenant, request, conversation);
    const top = topOf(request.query, standardTop, maxTop);
    const before = tokenOf<ListToken>(request.query, '$skiptoken')?.before ?? Number.POSITIVE_INFINITY;
    const all = tenant.chain(conversation.channel, root.id)?.replies ?? [];
    const older = all.filter((reply) => reply.created < before).toReversed();
    const value = older.slice(0, top);
    const more = older.length > top;
    return collection(
      `${conversation.context}('${root.id}')/replies`,
      value.map((reply) => messageResource(tenant, reply)),
      more ? { '@odata.nextLink': link(request, '$skiptoken', { before: value.at(-1)!.created }) } : {},
    );
  };

  const delta = (request: GraphRequest, now: number): Answer => {
    const { channel } = conversationOf(tenant, request);
    const token = tokenOf<DeltaToken>(request.query, '$deltatoken') ?? tokenOf<DeltaToken>(request.query, '$skiptoken');
    const { after, top, expand } = token ?? {
      after: Math.max(modifiedAfter(request.query), now - deltaReachMs),
      top: topOf(request.query, standardTop, maxTop),
      expand: expands(request.query, 'replies'),
    };
    const changed = tenant
      .chains(channel)
      .filter((chain) => chain.change > after)
      .toReversed();
    const value = changed.slice(0, top);
    const next: DeltaToken = { after: value.at(-1)?.change ?? after, top, expand };
    const bare = { ...request, query: new URLSearchParams() };
    const links =
      changed.length > top
        ? { '@odata.nextLink': link(bare, '$skiptoken', next) }
        : { '@odata.deltaLink': link(bare, '$deltatoken', next) };
    return ok({
      '@odata.context': metadata('Collection(chatMessage)'),
      ...links,
      value: value.map((chain) => ({
        '@odata.type': '#microsoft.graph.chatMessage',
        ...chainResource(request, chain, expand),
      })),
    });
  };

  const one = (request: GraphRequest): Answer => {
    const conversation = conversationOf(tenant, request);
    const message = messageOf(tenant, request, conversation);
    const context =
      message.replyTo === null ? conversation.context : `${conversation.context}('${message.replyTo}')/replies`;
    return entity(context, messageResource(tenant, message, knowsNewMembers(request.headers)));
  };

  const base = '/teams/{team}/channels/{channel}/messages';
  return {
    [`GET ${base}`]: { limit: 'listMessages', handle: list },
    [`GET ${base}/delta`]: { limit: 'otherGet', handle: (request) => delta(request, request.now) },
    [`GET ${base}/{message}`]: { limit: 'otherGet', handle: one },
    [`GET ${base}/{message}/replies`]: { limit: 'otherGet', handle: replies },
    [`GET ${base}/{message}/replies/{reply}`]: { limit: 'otherGet', handle: one },
  };
}

/** `$filter=lastModifiedDateTime gt {time}`, the only filter of delta; it looks at the whole chain. */
function modifiedAfter(query: URLSearchParams): number {
  const filter = query.get('$filter');
  if (filter === null) return 0;
  const at = Date.parse(/^lastModifiedDateTime gt ([0-9TZ:.+-]+)$/.exec(filter.trim())?.[1] ?? '');
  if (Number.isNaN(at)) throw badRequest('The filter must be of the form lastModifiedDateTime gt {time}.');
  return at;
}
