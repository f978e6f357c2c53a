/** Records for the storage contract, each with only what a story is about. Ids are short: no engine may depend on their form. */
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  OrganizationId,
  Place,
} from '../../src/core/model.ts';
import type { Organization } from '../../src/core/records.ts';
import type { MessageRecord, NewEvent, TargetRecord } from '../../src/core/relay/store.ts';

export const slack: Place = { connection: 'c-slack' as ConnectionId, conversation: 'general' as ConversationId };
export const teams: Place = { connection: 'c-teams' as ConnectionId, conversation: 'incidents' as ConversationId };
export const lane = 'channel-1' as ChannelId;
export const legA = 'leg-a' as LegId;
export const legB = 'leg-b' as LegId;
export const id = (text: string) => text as MessageId;

export const event = (key: string, more: Partial<NewEvent> = {}): NewEvent => ({
  ...slack,
  message: id(`m-${key}`),
  key,
  lane,
  payload: `{"of":"${key}"}`,
  ...more,
});

export const message = (name: string, more: Partial<MessageRecord> = {}): MessageRecord => ({
  ...slack,
  message: id(name),
  revision: 0,
  version: 1,
  at: 1_000,
  root: null,
  removed: false,
  reactions: null,
  ...more,
});

export const target = (name: string, more: Partial<TargetRecord> = {}): TargetRecord => ({
  ...slack,
  message: id(name),
  revision: 0,
  part: 0,
  leg: legA,
  place: teams,
  state: 'queued',
  attempt: 0,
  target: null,
  shown: null,
  version: 1,
  reason: null,
  receivedAt: 1_000,
  sentAt: null,
  doneAt: null,
  targetAt: null,
  ...more,
});

export const organization = (name: string): Organization => ({
  id: 'o' as OrganizationId,
  name,
  keyHash: '00',
  createdAt: 1,
});
