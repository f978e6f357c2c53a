/** Bare HTTP targets that answer as the platforms do, and note what arrived when. */
import { serve } from './raw-http.ts';
import { numberIn } from './slack-load.ts';

export interface Targets {
  readonly port: number;
  /** Forgets what arrived; resolves when every message of a run of `count`, numbered from `first`, arrived `copies` times. */
  expect(first: number, count: number, copies: number): Promise<void>;
  /** When the last copy of a message arrived, in ms of `performance.now()`. */
  arrival(number: number): number;
  close(): Promise<void>;
}

/** What an address answers beside posts: tokens, keys, people. Undefined: not a fixed address. */
export type FixedAnswers = (method: string, path: string) => string | undefined;

/** A list of what was written in a space of Webex: nobody wrote anything. */
const listOfSpace = /^\/v1\/messages\?/;

export async function startTargets(fixed: FixedAnswers): Promise<Targets> {
  const arrivals = new Map<number, number>();
  let first = 0;
  let outstanding = 0;
  let done: (() => void) | null = null;
  let serial = 0;

  const note = (body: string): void => {
    const number = numberIn(body);
    if (Number.isNaN(number) || number < first) return;
    arrivals.set(number, performance.now());
    outstanding -= 1;
    if (outstanding === 0) done?.();
  };

  const answers: readonly (readonly [RegExp, (serial: number) => string])[] = [
    [/\/v3\/conversations/, (n) => `{"id":"${1_700_000_000_000 + n}","activityId":"${1_700_000_000_000 + n}"}`],
    [
      /\/api\/chat\.postMessage/,
      (n) =>
        `{"ok":true,"channel":"C","ts":"${1_700_000_000 + Math.floor(n / 1e6)}.${String(n % 1e6).padStart(6, '0')}"}`,
    ],
    [
      /\/v1\/messages/,
      (n) =>
        `{"id":"message-${n}","roomId":"room","roomType":"group","personId":"relay","created":"2026-11-23T08:00:00.000Z"}`,
    ],
  ];

  const server = await serve((method, path, body) => {
    const answer = method === 'POST' ? answers.find(([pattern]) => pattern.test(path)) : undefined;
    if (answer) {
      note(body);
      serial += 1;
      return { body: answer[1](serial) };
    }
    const text = fixed(method, path) ?? (listOfSpace.test(path) ? '{"items":[]}' : undefined);
    return text === undefined ? { status: 404, body: '{}' } : { body: text };
  });

  return {
    port: server.port,
    close: server.close,
    arrival: (number) => arrivals.get(number) ?? Number.NaN,
    expect(from, count, copies) {
      arrivals.clear();
      first = from;
      outstanding = count * copies;
      return new Promise((resolve) => (done = resolve));
    },
  };
}
