/** A message, as Graph tells of it, as the core's source state. "chatMessage resource type" */
import type { Author, SourceState } from '../../core/model.ts';
import { type MessageContent, saidIn } from './content.ts';
import { appPersonId, type MessageAddress, messageId, personId, sameGuid } from './ids.ts';
import { type ChatReaction, reactionsOf } from './reactions.ts';
import type { SnippetCode } from './snippets.ts';

/** The fields that are read; Graph sends many more. */
export interface ChatMessage extends MessageContent {
  readonly id: string;
  readonly replyToId?: string | null;
  readonly etag?: string | null;
  readonly messageType?: string;
  readonly createdDateTime?: string | null;
  readonly lastModifiedDateTime?: string | null;
  readonly deletedDateTime?: string | null;
  readonly from?: {
    readonly user?: Identity | null;
    readonly application?: Identity | null;
  } | null;
  /** All of them, whatever changed. */
  readonly reactions?: readonly ChatReaction[] | null;
}

interface Identity {
  readonly id?: string;
  readonly displayName?: string | null;
}

/**
 * Whether people wrote it. The others: `systemEventMessage` and `unknownFutureValue` (joins, renames, calls: the same
 * thing by its new and its old name, see system-event.ts), `chatEvent` and `typing`.
 */
export const isWritten = (message: ChatMessage): boolean =>
  message.messageType === undefined || message.messageType === 'message';

export const addressOf = (message: ChatMessage): MessageAddress => ({
  root: message.replyToId || null,
  id: message.id,
});

export const isOurs = (message: ChatMessage, appId: string): boolean => sameGuid(message.from?.application?.id, appId);

const timeOf = (text: string | null | undefined): number => (text ? Date.parse(text) : Number.NaN) || 0;

/** A message id is the millisecond of its creation; the field has only its second in what notifications bring. */
export const createdAt = (message: ChatMessage): number => Number(message.id) || timeOf(message.createdDateTime);
export const changedAt = (message: ChatMessage): number =>
  Math.max(timeOf(message.lastModifiedDateTime), timeOf(message.deletedDateTime), createdAt(message));

/** The etag is the time of the last change in milliseconds, reactions included. */
export const versionOf = (message: ChatMessage): number => {
  const etag = /^[0-9]{1,16}$/.test(message.etag ?? '') ? Number(message.etag) : 0;
  return Math.max(etag, changedAt(message));
};

/** @param code of code snippets, which are told by their names without it */
export function stateOf(message: ChatMessage, appId: string, code?: SnippetCode): SourceState {
  const version = versionOf(message);
  if (message.deletedDateTime) return { is: 'removed', version };
  const { root, id } = addressOf(message);
  const { content, files } = saidIn(message, code);
  return {
    is: 'present',
    version,
    at: createdAt(message),
    author: authorOf(message, appId),
    root: root === null || root === id ? null : messageId({ root: null, id: root }),
    content,
    ...(files.length > 0 && { files }),
    ...(message.reactions && { reactions: reactionsOf(message.reactions, appId) }),
  };
}

function authorOf({ from }: ChatMessage, appId: string): Author {
  if (from?.user?.id) {
    return { id: personId(from.user.id), kind: 'person', ...nameOf(from.user) };
  }
  const id = from?.application?.id ?? 'unknown';
  return { id: appPersonId(id), kind: sameGuid(id, appId) ? 'us' : 'app', ...nameOf(from?.application) };
}

const nameOf = (identity: Identity | null | undefined): { name?: string } =>
  identity?.displayName ? { name: identity.displayName } : {};
