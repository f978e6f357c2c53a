/**
 * Slack with several workspaces in which everything has the same id: the people, Mio's bot, the events, the messages of
 * people and those of Mio, and where a test wants it the channels. What tells them apart is the team that an event
 * names, and the token that a call brings.
 */
import { createHmac } from 'node:crypto';
import { type Asked, openPlatform } from './platform.ts';

export const person = 'U0SAME0001';
const bot = { botId: 'B0SAMEMIO1', botUser: 'U0SAMEMIO1', app: 'A0SAMEMIO1' } as const;

type Fields = Readonly<Record<string, unknown>>;

interface Message {
  readonly ts: string;
  readonly text: string;
  readonly by: 'person' | 'mio';
  /** The name that Mio gave it. */
  readonly username?: string;
  readonly thread?: string;
  readonly edited?: string;
  readonly reactions: readonly string[];
}

export interface Shown {
  readonly text: string;
  /** As Mio names the author; missing where a person of the workspace wrote it. */
  readonly author?: string;
  /** Of the message that it answers. */
  readonly answers?: string;
}

interface Workspace {
  readonly team: string;
  readonly channel: string;
  readonly messages: Map<string, Message>;
  posts: number;
}

export interface EqualWorkspaces {
  readonly url: string;
  readonly signingSecret: string;
  /** People write at this moment, and later; Mio in between. */
  readonly since: number;
  /** What was asked with which team's token; calls with nobody's are there as `nobody`. */
  readonly calls: readonly { readonly team: string; readonly method: string; readonly body: string }[];
  /** Every message that stands in a workspace, oldest first. */
  shown(team: string): readonly Shown[];
  /** The id of what Mio posted there with such a text. */
  copy(team: string, text: string): string | undefined;
  /** A person writes, rewrites, removes or reacts: what Slack sends, signed. `n` names the event, in every workspace alike. */
  post(team: string, n: number, ts: string, text: string, thread?: string): SignedEvent;
  edit(team: string, n: number, ts: string, text: string): SignedEvent;
  remove(team: string, n: number, ts: string): SignedEvent;
  react(team: string, n: number, ts: string, name: string): SignedEvent;
  close(): Promise<void>;
}

export interface SignedEvent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The `ts` of a moment, so many milliseconds and microseconds after another. */
export const tsAt = (since: number, ms: number, micros = 0): string => {
  const at = since + ms;
  return `${Math.floor(at / 1_000)}.${String(at % 1_000).padStart(3, '0')}${String(micros).padStart(3, '0')}`;
};

/** @param channels the one of each team; a code named after the team is what a browser brings back from the page of consent */
export async function openEqualWorkspaces(
  channels: Readonly<Record<string, string>>,
  now: () => number,
): Promise<EqualWorkspaces> {
  const platform = await openPlatform();
  const signingSecret = 'equal-workspaces-signing-secret';
  const since = Math.ceil(now() / 1_000) * 1_000;
  const workspaces = new Map<string, Workspace>();
  for (const [team, channel] of Object.entries(channels))
    workspaces.set(team, { team, channel, messages: new Map(), posts: 0 });
  const calls: { team: string; method: string; body: string }[] = [];

  platform.respond((asked) => {
    const method = asked.path.split('/').at(-1) ?? '';
    const given = argumentsOf(asked);
    const team = /^Bearer xoxb-(\w+)$/.exec(String(asked.headers['authorization'] ?? ''))?.[1] ?? 'nobody';
    calls.push({ team, method, body: asked.body });
    if (method === 'oauth.v2.access') return { json: granted(String(given['code'])) };
    const workspace = workspaces.get(team);
    return { json: workspace ? answered(workspace, method, given) : { ok: false, error: 'invalid_auth' } };
  });

  function answered(workspace: Workspace, method: string, given: Fields): Fields {
    const { team, channel, messages } = workspace;
    const ts = String(given['ts'] ?? '');
    const found = messages.get(ts);
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          team_id: team,
          team: team,
          user_id: bot.botUser,
          bot_id: bot.botId,
          url: `https://${team.toLowerCase()}.slack.com/`,
        };
      case 'conversations.list':
        return { ok: true, channels: [about(workspace)], response_metadata: { next_cursor: '' } };
      case 'conversations.info':
        return given['channel'] === channel
          ? { ok: true, channel: about(workspace) }
          : { ok: false, error: 'channel_not_found' };
      case 'users.info':
        return { ok: true, user: member(team) };
      case 'users.lookupByEmail':
        return given['email'] === mailOf(team)
          ? { ok: true, user: member(team) }
          : { ok: false, error: 'users_not_found' };
      case 'emoji.list':
        return { ok: true, emoji: {} };
      case 'conversations.history':
        return page(
          [...messages.values()].filter(({ thread }) => !thread),
          given,
          messages,
        );
      case 'conversations.replies': {
        const thread = [...messages.values()].filter((one) => one.ts === ts || one.thread === ts);
        return thread.length > 0 ? page(thread, given, messages) : { ok: false, error: 'thread_not_found' };
      }
      case 'chat.postMessage': {
        workspace.posts += 1;
        const posted = tsAt(since, workspace.posts, 500);
        const { text, username, thread_ts: thread } = given;
        messages.set(posted, {
          ts: posted,
          text: String(text),
          by: 'mio',
          reactions: [],
          ...(typeof username === 'string' && { username }),
          ...(typeof thread === 'string' && { thread }),
        });
        return { ok: true, channel, ts: posted };
      }
      case 'chat.update':
        if (found?.by !== 'mio') return { ok: false, error: 'message_not_found' };
        messages.set(ts, { ...found, text: String(given['text']) });
        return { ok: true, channel, ts };
      case 'chat.delete':
        return found?.by === 'mio' && messages.delete(ts)
          ? { ok: true, channel, ts }
          : { ok: false, error: 'message_not_found' };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  function signed(team: string, n: number, event: Fields): SignedEvent {
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: team,
      api_app_id: bot.app,
      event_id: `Ev0SAME${n}`,
      authorizations: [{ enterprise_id: null, team_id: team, user_id: bot.botUser, is_bot: true }],
      event,
    });
    const timestamp = String(Math.floor(now() / 1_000));
    const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
    return { body, headers: { 'content-type': 'application/json', ...headers } };
  }

  const messagesOf = (team: string) => workspaces.get(team)!.messages;
  const message = (team: string, fields: Fields) => ({
    type: 'message',
    channel: channels[team],
    channel_type: 'channel',
    ...fields,
  });
  /** A moment after everything that was written. */
  const later = (n: number) => tsAt(since, 20_000 + n, 1);

  return {
    url: platform.url,
    signingSecret,
    since,
    calls,
    shown: (team) =>
      [...messagesOf(team).values()].map(({ text, by, username, thread }) => ({
        text,
        ...(by === 'mio' && { author: username ?? 'Mio' }),
        ...(thread !== undefined && { answers: messagesOf(team).get(thread)?.text ?? 'nothing' }),
      })),
    copy: (team, text) => [...messagesOf(team).values()].find((one) => one.by === 'mio' && one.text === text)?.ts,
    post(team, n, ts, text, thread) {
      messagesOf(team).set(ts, { ts, text, by: 'person', reactions: [], ...(thread && { thread }) });
      return signed(
        team,
        n,
        message(team, { user: person, text, ts, event_ts: ts, ...(thread && { thread_ts: thread }) }),
      );
    },
    edit(team, n, ts, text) {
      const before = messagesOf(team).get(ts)!;
      const edited = later(n);
      messagesOf(team).set(ts, { ...before, text, edited });
      const inner = { type: 'message', user: person, ts };
      return signed(
        team,
        n,
        message(team, {
          subtype: 'message_changed',
          ts: edited,
          event_ts: edited,
          message: { ...inner, text, edited: { user: person, ts: edited } },
          previous_message: { ...inner, text: before.text },
        }),
      );
    },
    remove(team, n, ts) {
      messagesOf(team).delete(ts);
      const removed = later(n);
      return signed(
        team,
        n,
        message(team, {
          subtype: 'message_deleted',
          ts: removed,
          event_ts: removed,
          deleted_ts: ts,
          previous_message: { ts, user: person },
        }),
      );
    },
    react(team, n, ts, name) {
      const before = messagesOf(team).get(ts)!;
      messagesOf(team).set(ts, { ...before, reactions: [...before.reactions, name] });
      const item = { type: 'message', channel: channels[team], ts };
      return signed(team, n, { type: 'reaction_added', user: person, reaction: name, item, event_ts: later(n) });
    },
    close: () => platform.close(),
  };
}

const granted = (team: string): Fields => ({
  ok: true,
  access_token: `xoxb-${team}`,
  token_type: 'bot',
  scope: 'chat:write',
  app_id: bot.app,
  bot_user_id: bot.botUser,
  team: { id: team, name: team },
  enterprise: null,
  is_enterprise_install: false,
  authed_user: { id: person },
});

const about = ({ team, channel }: Workspace): Fields => ({
  id: channel,
  name: `room-of-${team.toLowerCase()}`,
  is_member: true,
});
const mailOf = (team: string): string => `pat@${team.toLowerCase()}.example`;
/** One id, and another person in each workspace. */
export const nameOf = (team: string): string => `Pat ${team}`;
const member = (team: string): Fields => ({
  id: person,
  profile: { display_name: nameOf(team), real_name: nameOf(team), email: mailOf(team) },
});

/** Slack's own client sends forms, the rest JSON; what reads has its arguments in the query. */
function argumentsOf({ query, body, headers }: Asked): Fields {
  if (String(headers['content-type']).startsWith('application/json')) return JSON.parse(body) as Fields;
  return { ...Object.fromEntries(query), ...Object.fromEntries(new URLSearchParams(body)) };
}

function page(found: readonly Message[], given: Fields, all: ReadonlyMap<string, Message>): Fields {
  const { oldest = '0', latest = '9999999999.999999' } = given as { oldest?: string; latest?: string };
  const messages = found
    .filter(({ ts }) => ts >= oldest && ts <= latest)
    .map((one) => written(one, all))
    .sort((one, other) => (String(one['ts']) < String(other['ts']) ? 1 : -1));
  return { ok: true, messages, has_more: false };
}

function written(
  { ts, text, by, username, thread, edited, reactions }: Message,
  all: ReadonlyMap<string, Message>,
): Fields {
  const latest = [...all.values()]
    .filter((one) => one.thread === ts)
    .map((one) => one.ts)
    .sort()
    .at(-1);
  return {
    type: 'message',
    ts,
    text,
    ...(by === 'person' ? { user: person } : { subtype: 'bot_message', bot_id: bot.botId, app_id: bot.app, username }),
    ...((thread ?? latest) && { thread_ts: thread ?? ts }),
    ...(latest && { latest_reply: latest, reply_count: 1 }),
    ...(edited && { edited: { user: person, ts: edited } }),
    ...(reactions.length > 0 && { reactions: reactions.map((name) => ({ name, users: [person], count: 1 })) }),
  };
}
