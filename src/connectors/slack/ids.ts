/**
 * Every id of Slack is made and read here. A message is named by its `ts` inside its channel: a decimal with six places
 * that is never read as a float ("conversations.history"). As whole microseconds it also serves as a version.
 */
import type { ConversationId, MessageId, PersonId } from '../../core/model.ts';

const channelForm = /^[CGD][A-Z0-9]{1,40}$/;
const timestampForm = /^\d{10}\.\d{6}$/;
const fileForm = /^F[A-Z0-9]{1,40}$/;
const accountForm = /^[UWB][A-Z0-9]{1,40}$/;

export function conversationId(value: unknown): ConversationId | undefined {
  return typeof value === 'string' && channelForm.test(value) ? (value as ConversationId) : undefined;
}

export function messageId(value: unknown): MessageId | undefined {
  return typeof value === 'string' && timestampForm.test(value) ? (value as MessageId) : undefined;
}

/** A user (`U…`, `W…`) or, for what apps post, their bot (`B…`). */
export function personId(value: unknown): PersonId | undefined {
  return typeof value === 'string' && accountForm.test(value) ? (value as PersonId) : undefined;
}

export function fileId(value: unknown): string | undefined {
  return typeof value === 'string' && fileForm.test(value) ? value : undefined;
}

/** Of a `ts`: whole microseconds, below 2^53 until the year 2255. */
export function microseconds(ts: MessageId): number {
  return Number(ts.slice(0, 10)) * 1_000_000 + Number(ts.slice(11));
}

/** Of a `ts`: UTC milliseconds. */
export function milliseconds(ts: MessageId): number {
  return Math.floor(microseconds(ts) / 1000);
}

/** The `ts` at the beginning of a millisecond, for `oldest`. */
export function timestamp(ms: number): string {
  const whole = Math.max(0, Math.floor(ms));
  return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}000`;
}

/**
 * The address of a message for people of the workspace. "chat.getPermalink" answers the same without being asked.
 * @param workspace as `auth.test` names it: `https://fabrikam.slack.com/`
 */
export function permalink(
  workspace: unknown,
  conversation: string,
  message: MessageId,
  root: MessageId | null,
): string | undefined {
  if (typeof workspace !== 'string' || !workspace.startsWith('https://')) return undefined;
  const thread = root === null || root === message ? '' : `?thread_ts=${root}&cid=${conversation}`;
  return `${workspace.replace(/\/$/, '')}/archives/${conversation}/p${message.replace('.', '')}${thread}`;
}
