/** Posting, editing, deleting and reacting as the token's user. Pages "Send chatMessage", "Update chatMessage". */
import { type Importance, importances } from '../../kit/platform.ts';
import type { Answer } from '../../kit/router.ts';
import type { KeptFile } from '../files.ts';
import type { NewHosted } from '../hosted.ts';
import { allowListed, elements, parseHtml } from '../html.ts';
import type { NewMessage } from '../messages.ts';
import type { TeamsTenant } from '../tenant.ts';
import { messageOf, openConversation, ownMessage, writer } from './conversation.ts';
import { badRequest, GraphError } from './errors.ts';
import { entity, type GraphRequest, noContent, type Operations, objectBody, optionalString } from './operation.ts';
import { messageResource, type Resource } from './resources.ts';

/** The whole message with markup, mentions and attachments. */
const maxMessageBytes = 28 * 1024;
/** With its pictures. */
const maxRequestBytes = 4 * 1024 * 1024;

type Content = Pick<NewMessage, 'contentType' | 'content'> &
  Required<Pick<NewMessage, 'attachments' | 'mentions' | 'files'>>;

export function writingOperations(tenant: TeamsTenant): Operations {
  const post = (request: GraphRequest): Answer => {
    const user = writer(request);
    const conversation = openConversation(tenant, request);
    const replyTo = request.params['message'] === undefined ? null : messageOf(tenant, request, conversation).id;
    const body = objectBody(request);
    const importance = optionalString(body, 'importance') ?? 'normal';
    if (!isImportance(importance)) throw badRequest(`Invalid value '${importance}' for property 'importance'.`);
    const message = tenant.post({
      ...contentOf(tenant, request, body),
      team: conversation.team.id,
      channel: conversation.channel,
      replyTo,
      author: { user: user.id },
      hosted: hostedIn(body),
      subject: optionalString(body, 'subject') ?? null,
      importance,
    });
    const context = replyTo === null ? conversation.context : `${conversation.context}('${replyTo}')/replies`;
    return entity(context, messageResource(tenant, message), 201);
  };

  const patch = (request: GraphRequest): Answer => {
    const { channel, id } = ownMessage(tenant, request);
    tenant.edit(channel, id, contentOf(tenant, request, objectBody(request)));
    return noContent;
  };
  const softDelete = (request: GraphRequest): Answer => {
    const { channel, id, deleted } = ownMessage(tenant, request);
    if (deleted === null) tenant.remove(channel, id);
    return noContent;
  };
  const undoSoftDelete = (request: GraphRequest): Answer => {
    const { channel, id, deleted } = ownMessage(tenant, request);
    if (deleted !== null) tenant.restore(channel, id);
    return noContent;
  };
  const reaction =
    (act: 'react' | 'unreact') =>
    (request: GraphRequest): Answer => {
      const user = writer(request);
      const { channel, id } = messageOf(tenant, request, openConversation(tenant, request));
      const emoji = optionalString(objectBody(request), 'reactionType');
      if (!emoji) throw badRequest("Property 'reactionType' is missing.");
      tenant[act](channel, id, user.id, legacyReactions[emoji] ?? emoji);
      return noContent;
    };

  const base = '/teams/{team}/channels/{channel}/messages';
  const changes = ['', '/replies/{reply}'].flatMap((reply) => {
    const message = `${base}/{message}${reply}`;
    return [
      [`PATCH ${message}`, patch],
      [`POST ${message}/softDelete`, softDelete],
      [`POST ${message}/undoSoftDelete`, undoSoftDelete],
      [`POST ${message}/setReaction`, reaction('react')],
      [`POST ${message}/unsetReaction`, reaction('unreact')],
    ] as const;
  });
  return {
    [`POST ${base}`]: { limit: 'postMessage', handle: post },
    [`POST ${base}/{message}/replies`]: { limit: 'postMessage', handle: post },
    ...Object.fromEntries(changes.map(([operation, handle]) => [operation, { limit: 'otherWrite' as const, handle }])),
  };
}

const isImportance = (value: string): value is Importance => (importances as readonly string[]).includes(value);

/** Words that older clients send in the place of the character. */
const legacyReactions: Readonly<Record<string, string>> = {
  like: '👍',
  heart: '❤️',
  laugh: '😆',
  surprised: '😮',
  sad: '🙁',
  angry: '😡',
};

/** The checked content of a message that a client sent. @throws GraphError 400 or 413 */
function contentOf(tenant: TeamsTenant, request: GraphRequest, message: Readonly<Record<string, unknown>>): Content {
  const { hostedContents: _, ...counted } = message;
  if (Buffer.byteLength(JSON.stringify(counted)) > maxMessageBytes || request.body.length > maxRequestBytes) {
    throw new GraphError(413, 'RequestEntityTooLarge', 'The request body is too large.');
  }
  const body = message['body'];
  if (typeof body !== 'object' || body === null) throw badRequest("Missing body content: property 'body' is required.");
  const given = body as Readonly<Record<string, unknown>>;
  const contentType = optionalString(given, 'contentType')?.toLowerCase() ?? 'text';
  if (contentType !== 'text' && contentType !== 'html')
    throw badRequest(`Invalid value '${contentType}' for property 'contentType'.`);
  const sent = optionalString(given, 'content') ?? '';
  const attachments = listOf(message, 'attachments');
  const mentions = listOf(message, 'mentions');
  if (sent.trim() === '' && attachments.length === 0) throw badRequest('Missing body content.');
  const nodes = contentType === 'html' ? parseHtml(sent) : [];
  for (const { attributes } of elements(nodes, 'at')) {
    if (mentions.some(({ id }) => String(id) === attributes['id'])) continue;
    throw badRequest(
      `Neither Body nor adaptive card content contains marker for mention with Id '${attributes['id'] ?? ''}'.`,
    );
  }
  for (const { attributes } of elements(nodes, 'attachment')) {
    if (attachments.some(({ id }) => id === attributes['id'])) continue;
    throw badRequest(`No attachment with Id '${attributes['id'] ?? ''}' is in the message.`);
  }
  const files = attachments.flatMap((one) => referencedFile(tenant, one));
  return { contentType, content: contentType === 'html' ? allowListed(sent) : sent, attachments, mentions, files };
}

/**
 * The file that a reference is of, known by the GUID in its eTag. Page "Send chatMessage in a channel or a chat", example
 * with file attachments. @throws GraphError 400 where the two do not fit
 */
function referencedFile(tenant: TeamsTenant, { id, contentType, contentUrl }: Resource): readonly KeptFile[] {
  if (contentType !== 'reference') return [];
  const item = tenant.drives.at(String(contentUrl));
  const file = item?.file == null ? undefined : tenant.files.get(item.file);
  if (item === undefined || file === undefined) throw badRequest('The file of the attachment was not found.');
  if (String(id).toLowerCase() !== item.guid.toLowerCase())
    throw badRequest(`The attachment id '${String(id)}' is not the one in the eTag of its file.`);
  return [file];
}

/** Page "Send chatMessage in a channel or a chat", example with inline images. @throws GraphError 400 */
function hostedIn(message: Readonly<Record<string, unknown>>): NewHosted[] {
  return listOf(message, 'hostedContents').map((one, index) => {
    const temporaryId = one['@microsoft.graph.temporaryId'];
    const { contentBytes, contentType } = one;
    if (typeof temporaryId !== 'string' || typeof contentBytes !== 'string' || typeof contentType !== 'string')
      throw badRequest('A hosted content lacks its temporary id, its bytes or its type.');
    return { temporaryId, name: `image ${index + 1}`, type: contentType, bytes: Buffer.from(contentBytes, 'base64') };
  });
}

function listOf(message: Readonly<Record<string, unknown>>, name: string): readonly Resource[] {
  const value = message[name] ?? [];
  if (Array.isArray(value)) return value as Resource[];
  throw badRequest(`Property '${name}' must be a collection.`);
}
