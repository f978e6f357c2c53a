/** A target record as it begins, and the names of what it stands for. */
import { hash } from 'node:crypto';
import type { Rendered } from '../connector.ts';
import type { LegId, MessageRef, Place } from '../model.ts';
import type { TargetRecord } from './store.ts';
import type { SendTask } from './tasks.ts';

/** Equal hashes mean equal appearance; of a message of files, the same files: for a new name of its author it stays. */
export const hashOf = ({ payload, files }: Rendered): string =>
  hash('sha256', JSON.stringify(files ? files.map(({ id, name }) => [id, name]) : payload), 'base64url');

/** The same for every attempt, so that a late first attempt is recognised. */
export const deliveryKey = (ref: MessageRef, part: number, leg: LegId): string =>
  hash('sha256', `${ref.connection} ${ref.conversation} ${ref.message} ${part} ${leg}`, 'base64url').slice(0, 22);

export const newTarget = (
  { ref, receivedAt }: SendTask,
  part: number,
  at: Place & { readonly leg: LegId },
): TargetRecord => ({
  connection: ref.connection,
  conversation: ref.conversation,
  message: ref.message,
  revision: 0,
  part,
  leg: at.leg,
  place: { connection: at.connection, conversation: at.conversation },
  state: 'queued',
  attempt: 0,
  target: null,
  shown: null,
  version: 0,
  reason: null,
  receivedAt,
  sentAt: null,
  doneAt: null,
  targetAt: null,
});
