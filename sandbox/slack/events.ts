/**
 * "The Events API" over HTTP: signed envelopes to the app's one request URL, tried again at about once, after a minute
 * and after five. An event goes out only for an installed app that holds the scope and subscribed to it, and, in a
 * channel, only while the bot is a member.
 */
import { createHmac } from 'node:crypto';
import type { OutgoingWebhook, WebhookAnswer } from '../kit/deliver.ts';
import type { Kit } from '../kit/platform.ts';
import { eventsPerWorkspace } from './methods.ts';
import type { Channel } from './model.ts';
import { appId, type Store } from './store.ts';
import { eventName, subscribedEvents } from './subscriptions.ts';
import type { Json } from './wire.ts';

export interface Events {
  /** To the app as installed in a workspace, if it holds one of the scopes (none asked: always). */
  toApp(team: string, event: Json, scopes?: readonly string[]): void;
  /** As `toApp`, if the bot is in the channel. */
  inChannel(channel: Channel, event: Json, scopes: readonly string[]): void;
  /** "url_verification": asks the request URL for proof, once; what comes meanwhile waits. */
  verify(): void;
  close(): void;
}

const timeoutMs = 3000;
const retryAfterMs: readonly number[] = [0, 60_000, 300_000];
const minuteMs = 60_000;

export const requestUrlOf = (kit: Kit): string => `${kit.product.publicUrl}/webhooks/slack/events`;

/** "Verifying requests from Slack": `v0=` and the HMAC-SHA256 of `v0:{timestamp}:{body}`. */
export const signature = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

export function createEvents(kit: Kit, store: Store, subscribed = subscribedEvents): Events {
  const verified = kit.state.collection<boolean>('slack.verified');
  const url = requestUrlOf(kit);
  let waiting: (() => void)[] | null = null;
  let closed = false;
  const limitedMinutes = new Map<string, number>();

  const webhook = (body: string, headers: Readonly<Record<string, string>> = {}): OutgoingWebhook => {
    const timestamp = Math.floor(kit.clock.now() / 1000);
    return {
      platform: 'slack',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature(store.app.signingSecret, timestamp, body),
        ...headers,
      },
      body,
      timeoutMs,
    };
  };

  const verify = async (): Promise<void> => {
    const challenge = kit.random(24).toString('base64url');
    const request = { token: store.app.verificationToken, challenge, type: 'url_verification' };
    const answer = await kit.deliver.call(webhook(JSON.stringify(request)));
    const events = waiting ?? [];
    waiting = null;
    if (closed) return;
    if (!proves(answer, challenge)) {
      console.error(`sandbox: Slack could not verify ${url}: no events until it answers the challenge`);
      return;
    }
    verified.set(url, true);
    for (const send of events) send();
  };

  const whenVerified = (send: () => void): void => {
    if (verified.get(url)) send();
    else if (waiting) waiting.push(send);
    else {
      waiting = [send];
      void verify();
    }
  };

  const deliver = (lane: string, envelope: Json): void => {
    const body = JSON.stringify(envelope);
    kit.deliver.event(lane, retryAfterMs, (n, previous) => {
      if (previous?.headers['x-slack-no-retry'] === '1') return null;
      return webhook(
        body,
        n === 0 ? {} : { 'x-slack-retry-num': String(n), 'x-slack-retry-reason': reasonOf(previous) },
      );
    });
  };

  /** "app_rate_limited": beyond the hourly cap events are dropped, and the app is told once a minute. */
  const capped = (team: string): boolean => {
    if (kit.limits.take(`slack:events:${team}`, eventsPerWorkspace) === 0) return false;
    const minute = Math.floor(kit.clock.now() / minuteMs) * (minuteMs / 1000);
    if (limitedMinutes.get(team) !== minute) {
      limitedMinutes.set(team, minute);
      const { verificationToken: token } = store.app;
      deliver(`slack:${team}`, {
        token,
        type: 'app_rate_limited',
        team_id: team,
        minute_rate_limited: minute,
        api_app_id: appId,
      });
    }
    return true;
  };

  const send = (lane: string, team: string, event: Json, scopes: readonly string[]): void => {
    const installed = store.installations.get(team);
    if (!installed?.active || !subscribed.includes(eventName(event))) return;
    if (scopes.length > 0 && !scopes.some((scope) => installed.scopes.includes(scope))) return;
    const envelope = {
      token: store.app.verificationToken,
      team_id: team,
      context_team_id: team,
      context_enterprise_id: null,
      api_app_id: appId,
      event,
      type: 'event_callback',
      event_id: store.newId('Ev'),
      event_time: Math.floor(kit.clock.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: team, user_id: installed.botUser, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${kit.random(24).toString('base64url')}`,
    };
    whenVerified(() => {
      if (!capped(team)) deliver(lane, envelope);
    });
  };

  return {
    toApp: (team, event, scopes = []) => send(`slack:${team}`, team, event, scopes),
    inChannel(channel, event, scopes) {
      const bot = store.installations.get(channel.team)?.botUser;
      if (bot !== undefined && channel.members.includes(bot)) {
        send(`slack:${channel.id}`, channel.team, event, scopes);
      }
    },
    verify: () => whenVerified(() => undefined),
    close() {
      closed = true;
    },
  };
}

/** The challenge may come back as JSON, as a form or as plain text. */
function proves(answer: WebhookAnswer, challenge: string): boolean {
  if (answer.status !== 200) return false;
  const body = answer.body.trim();
  return body === challenge || new URLSearchParams(body).get('challenge') === challenge || fromJson(body) === challenge;
}

function fromJson(body: string): unknown {
  try {
    return (JSON.parse(body) as { challenge?: unknown } | null)?.challenge;
  } catch {
    return undefined;
  }
}

const reasonOf = (previous: WebhookAnswer | undefined): string =>
  previous === undefined || previous.status === 0 ? 'http_timeout' : 'http_error';
