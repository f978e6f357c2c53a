/**
 * The Web API methods that this workspace server speaks, as Slack's method pages of August 2026 publish them: which
 * scopes suffice (any one of a list), rate limit tier, whether a JSON body is taken, and the arguments. Nothing outside
 * this table is answered, and no argument outside it is read.
 */
import type { LimitRow } from '../kit/limits.ts';

export interface MethodRow {
  readonly scopes: { readonly bot: readonly string[]; readonly user: readonly string[] };
  readonly limit: LimitRow;
  /** Takes `application/json`; every method takes form bodies. */
  readonly json: boolean;
  readonly args: readonly string[];
  readonly required: readonly string[];
}

const minute = 60_000;

/** "Rate limits": calls per minute, per method, workspace and app. */
const tiers = { t1: 1, t2: 20, t3: 50, t4: 100 } as const;

/** Methods of the "special" tier, each with a rule of its own. */
const special = {
  'auth.test': 600,
  'chat.getPermalink': 300,
  'chat.postMessage': 600,
  'oauth.v2.access': 600,
} as const;

/** "Rate limits", posting messages: one a second and channel. */
export const postsPerChannel: LimitRow = { calls: 1, everyMs: 1000 };

/** "app_rate_limited": deliveries per hour, workspace and app. */
export const eventsPerWorkspace: LimitRow = { calls: 30_000, everyMs: 60 * minute };

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

/** `args`: names parted by spaces, required ones marked with `!`. */
function row(
  calls: number,
  body: 'json' | 'form',
  scopes: { readonly bot: string; readonly user: string },
  args: string,
): MethodRow {
  const marked = words(args);
  return {
    scopes: { bot: words(scopes.bot), user: words(scopes.user) },
    limit: { calls, everyMs: minute },
    json: body === 'json',
    args: marked.map((name) => name.replace('!', '')),
    required: marked.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1)),
  };
}

const both = (scopes: string) => ({ bot: scopes, user: scopes });
const none = both('');
const read = both('groups:read im:read mpim:read channels:read');
const history = both('groups:history im:history mpim:history channels:history');
const manage = {
  bot: 'groups:write im:write mpim:write channels:write channels:manage',
  user: 'groups:write im:write mpim:write channels:write',
};
const invite = {
  bot: 'channels:write.invites groups:write.invites channels:manage groups:write im:write mpim:write',
  user: 'channels:write.invites groups:write.invites channels:write groups:write im:write mpim:write',
};
const { t1, t2, t3, t4 } = tiers;

const table = {
  'apps.uninstall': row(t1, 'form', none, 'client_id! client_secret!'),
  'auth.revoke': row(t3, 'form', none, 'test'),
  'auth.test': row(special['auth.test'], 'json', none, ''),
  'bots.info': row(t3, 'form', both('users:read'), 'bot team_id'),
  'chat.delete': row(t3, 'json', both('chat:write'), 'ts! channel! as_user'),
  'chat.getPermalink': row(special['chat.getPermalink'], 'form', none, 'channel! message_ts!'),
  'chat.postMessage': row(
    special['chat.postMessage'],
    'json',
    both('chat:write'),
    'channel! as_user attachments blocks current_draft_last_updated_ts icon_emoji icon_url link_names markdown_text metadata mrkdwn parse reply_broadcast text thread_ts unfurl_links unfurl_media username',
  ),
  'chat.update': row(
    t3,
    'json',
    both('chat:write'),
    'ts! channel! as_user attachments blocks file_ids link_names markdown_text metadata parse reply_broadcast text unfurled_attachments',
  ),
  'conversations.archive': row(t2, 'json', manage, 'channel!'),
  'conversations.create': row(t2, 'json', manage, 'name! is_private team_id'),
  'conversations.history': row(
    t3,
    'json',
    history,
    'channel! cursor include_all_metadata inclusive latest limit oldest',
  ),
  'conversations.info': row(t3, 'form', read, 'channel! include_locale include_num_members'),
  'conversations.invite': row(t3, 'json', invite, 'channel! users! force'),
  'conversations.join': row(t3, 'json', { bot: 'channels:join', user: 'channels:write' }, 'channel!'),
  'conversations.kick': row(
    t3,
    'json',
    { bot: 'groups:write channels:manage', user: 'groups:write channels:write' },
    'channel! user',
  ),
  'conversations.leave': row(t3, 'json', manage, 'channel!'),
  'conversations.list': row(t2, 'form', read, 'cursor exclude_archived limit team_id types'),
  'conversations.members': row(t4, 'form', read, 'channel! cursor limit'),
  'conversations.open': row(
    t3,
    'json',
    {
      bot: 'channels:manage groups:write im:write mpim:write',
      user: 'channels:write groups:write im:write mpim:write',
    },
    'channel prevent_creation return_im users',
  ),
  'conversations.rename': row(t2, 'json', manage, 'channel! name!'),
  'conversations.replies': row(
    t3,
    'form',
    history,
    'channel! ts! cursor include_all_metadata inclusive latest limit oldest',
  ),
  'conversations.unarchive': row(t2, 'json', manage, 'channel!'),
  'emoji.list': row(t2, 'form', both('emoji:read'), 'include_categories'),
  'files.completeUploadExternal': row(
    t4,
    'json',
    both('files:write'),
    'files! blocks channel_id channels icon_emoji icon_url initial_comment thread_ts username',
  ),
  'files.delete': row(t3, 'json', both('files:write'), 'file!'),
  'files.getUploadURLExternal': row(t4, 'form', both('files:write'), 'length! filename! alt_txt snippet_type'),
  'files.info': row(t4, 'form', both('files:read'), 'file! count cursor limit page'),
  'oauth.v2.access': row(
    special['oauth.v2.access'],
    'form',
    none,
    'assertion client_id client_secret code code_verifier grant_type redirect_uri refresh_token',
  ),
  'reactions.add': row(t3, 'json', both('reactions:write'), 'name! timestamp! channel!'),
  'reactions.get': row(t3, 'form', both('reactions:read'), 'channel file file_comment full timestamp'),
  'reactions.remove': row(t2, 'json', both('reactions:write'), 'name! channel file file_comment timestamp'),
  'team.info': row(t3, 'json', both('team:read'), 'domain team'),
  'users.conversations': row(t3, 'form', read, 'cursor exclude_archived exclude_muted limit team_id types user'),
  'users.getPresence': row(t3, 'form', both('users:read'), 'user'),
  'users.info': row(t4, 'form', both('users:read'), 'user! include_locale'),
  'users.list': row(t2, 'form', both('users:read'), 'cursor include_locale limit team_id'),
  'users.lookupByEmail': row(t3, 'form', both('users:read.email'), 'email!'),
} as const;

export type MethodName = keyof typeof table;

export const methods: Readonly<Record<MethodName, MethodRow>> = table;

export const methodNames = Object.keys(table) as MethodName[];
