/** Webhooks from the platforms to the product. */
import { Agent } from 'undici';
import type { SandboxClock } from './clock.ts';
import type { FaultRule, Faults } from './faults.ts';
import type { Product } from './platform.ts';
import type { Recorder } from './record.ts';

export interface OutgoingWebhook {
  readonly platform: FaultRule['platform'];
  /** The product's public address, as it was registered: `https://mio.example/webhooks/slack/events`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** What the product answered; status 0 where no answer came in time. */
export interface WebhookAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Delivery {
  /** One attempt, without faults: handshakes, whose answer matters. */
  call(webhook: OutgoingWebhook): Promise<WebhookAnswer>;
  /**
   * An event: faults apply (withheld, delayed, duplicated, shuffled with its neighbours). `attempt` makes the request for
   * the n-th attempt (0, 1, 2…: signatures and retry headers differ) and is asked again after each of `retryAfterMs`
   * while the product does not answer 2xx. Events of one `lane` are started in order. Resolves never with an error.
   * From the second attempt on, `previous` is what the last one was answered; null stops the retries.
   */
  event(
    lane: string,
    retryAfterMs: readonly number[],
    attempt: (n: number, previous?: WebhookAnswer) => OutgoingWebhook | null,
  ): void;
  /** Resolves when nothing is on its way; a retry whose time has not come is not. */
  idle(): Promise<void>;
}

/** What delivering needs from the world around it. */
export interface DeliveryParts {
  readonly clock: SandboxClock;
  readonly faults: Pick<Faults, 'strike'>;
  readonly random: (bytes: number) => Buffer;
  readonly product: Product;
  readonly recorder?: Recorder | undefined;
}

interface Event {
  readonly retryAfterMs: readonly number[];
  readonly attempt: (n: number, previous?: WebhookAnswer) => OutgoingWebhook | null;
}

const noAnswer: WebhookAnswer = { status: 0, headers: {}, body: '' };
const deliveryFaults = ['delay', 'duplicate', 'withhold', 'shuffle'] as const;
/** An unanswered event holds up the next one of its lane no longer than this. */
const laneWaitMs = 1000;
const shuffleWindowMs = 250;

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());

export function createDelivery(parts: DeliveryParts): Delivery & { close(): Promise<void> } {
  const { clock, faults, product } = parts;
  const agent = new Agent({ connections: 64, pipelining: 1 });
  const lanes = new Map<string, Promise<void>>();
  const timers = new Set<() => void>();
  let idlers: (() => void)[] = [];
  let underWay = 0;
  let closed = false;

  const begin = () => {
    underWay += 1;
    return () => {
      underWay -= 1;
      if (underWay > 0) return;
      for (const resolve of idlers) resolve();
      idlers = [];
    };
  };
  const later = (ms: number, action: () => void) => {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel);
      action();
    });
    timers.add(cancel);
  };

  const call = async (webhook: OutgoingWebhook): Promise<WebhookAnswer> => {
    const target = product.local(webhook.url);
    if (target === null || closed) return noAnswer;
    const startedAt = clock.now();
    const { origin, pathname, search } = new URL(target);
    try {
      const { statusCode, headers, body } = await agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers: webhook.headers,
        body: webhook.body,
        signal: AbortSignal.timeout(webhook.timeoutMs),
      });
      const flat = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
      );
      const answer = { status: statusCode, headers: flat, body: await body.text() };
      parts.recorder?.add({
        platform: 'delivery',
        path: pathname + search,
        startedAt,
        method: 'POST',
        url: target,
        requestHeaders: webhook.headers,
        requestBody: Buffer.from(webhook.body),
        status: answer.status,
        responseHeaders: flat,
        responseBody: Buffer.from(answer.body),
      });
      return answer;
    } catch {
      return noAnswer;
    }
  };

  const run = async (event: Event, n: number, previous?: WebhookAnswer): Promise<void> => {
    const end = begin();
    try {
      const webhook = event.attempt(n, previous);
      const answer = webhook && (await call(webhook));
      const wait = event.retryAfterMs[n];
      const settled = answer === null || (answer.status >= 200 && answer.status < 300);
      if (settled || wait === undefined || closed) return;
      if (wait === 0) await run(event, n + 1, answer);
      else later(wait, () => void run(event, n + 1, answer));
    } catch (cause) {
      console.error('sandbox: a webhook could not be made', cause);
    } finally {
      end();
    }
  };
  const enqueue = (lane: string, event: Event) => {
    const end = begin();
    const turn = (lanes.get(lane) ?? Promise.resolve()).then(() => {
      const attempted = run(event, 0);
      end();
      return Promise.race([attempted, pause(laneWaitMs)]);
    });
    lanes.set(lane, turn);
    void turn.then(() => lanes.get(lane) === turn && lanes.delete(lane));
  };
  const postpone = (ms: number, event: Event) => {
    const end = begin();
    later(ms, () => {
      void run(event, 0);
      end();
    });
  };

  return {
    call,
    event(lane, retryAfterMs, attempt) {
      const event: Event = { retryAfterMs, attempt };
      const first = attempt(0);
      if (!first) return;
      const { platform, url } = first;
      const local = product.local(url);
      const struck = local === null ? [] : faults.strike(platform, new URL(local).pathname, deliveryFaults);
      const has = (kind: FaultRule['kind']) => struck.find((rule) => rule.kind === kind);
      if (has('withhold')) return;
      const delay = has('delay');
      const shuffle = has('shuffle');
      for (let copies = has('duplicate') ? 2 : 1; copies > 0; copies -= 1) {
        if (delay) postpone(delay.ms ?? 1000, event);
        // Each one late by chance: whichever events fall into one window change places.
        else if (shuffle) postpone(((shuffle.ms ?? shuffleWindowMs) * parts.random(2).readUInt16BE()) / 0xffff, event);
        else enqueue(lane, event);
      }
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
    async close() {
      closed = true;
      for (const cancel of timers) cancel();
      timers.clear();
      await agent.destroy();
    },
  };
}
