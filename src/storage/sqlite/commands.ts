/**
 * What the main thread asks of the writer: one small tuple per write, because an array of such tuples is what crosses
 * between threads most cheaply. Every command answers one whole number.
 */

/** An interned id by its number where that is known to be committed, else as it is. */
export type NameKey = number | string;
export type PlaceKey = number | readonly [connection: string, conversation: string];

export type Command =
  | Accept
  | readonly [is: 'settle', sequence: number]
  | readonly [is: 'countUnlinked', connection: NameKey, day: string]
  | PutMessage
  | PutTarget
  | readonly [is: 'renamePlace', connection: string, from: string, to: string]
  | readonly [is: 'putRecord', kind: string, id: string, body: string, expected: number]
  | readonly [is: 'removeRecord', kind: string, id: string, expected: number]
  | readonly [is: 'purgeEvents', from: number, to: number, before: number]
  | readonly [is: 'purgeMessages', from: number, to: number, before: number];

export type Accept = readonly [
  is: 'accept',
  key: string,
  connection: NameKey,
  lane: NameKey,
  place: PlaceKey,
  message: string,
  at: number,
  payload: string,
];

export type PutMessage = readonly [
  is: 'putMessage',
  place: PlaceKey,
  message: string,
  expected: number,
  version: number,
  at: number,
  root: string | null,
  removed: number,
  reactions: string | null,
];

export type PutTarget = readonly [
  is: 'putTarget',
  sourcePlace: PlaceKey,
  message: string,
  leg: NameKey,
  part: number,
  expected: number,
  place: PlaceKey,
  state: number,
  attempt: number,
  target: string | null,
  shown: string | null,
  version: number,
  reason: string | null,
  receivedAt: number,
  sentAt: number | null,
  doneAt: number | null,
  targetAt: number | null,
];

/** The answer of a compare-and-set that found something else, and of an accepted event whose key had been seen. */
export const refused = -1;
/** The answer of a command that held a value which no store could keep, such as a fraction where a whole number belongs. */
export const impossible = -2;

/** From the worker: it is ready, it can't start, one batch's answers, one batch that was not committed, it has closed. */
export type Report =
  | readonly [is: 'ready', sqlite: string]
  | readonly [is: 'unable', message: string]
  | readonly [is: 'committed', answers: readonly number[]]
  | readonly [is: 'failed', message: string]
  | readonly [is: 'closed'];

/** To the worker: a batch to commit, or null to close. */
export type Order = readonly Command[] | null;

export interface WorkerData {
  readonly folder: string;
  readonly now: number;
}
