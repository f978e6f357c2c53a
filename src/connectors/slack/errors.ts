/**
 * Slack's error codes as what is certain about the call. Slack answers HTTP 200 with `ok: false` and a code (each
 * method's page lists its own); what is not in the table was refused.
 */
import { DeliveryError, type Failure } from '../../core/errors.ts';
import { defaultRetryMs, type Effect } from '../support/http.ts';

/** `lost`: Slack broke while doing it, so that a post may have happened. */
type Meaning = Failure | 'lost';

const meanings: Readonly<Record<string, Meaning>> = {
  invalid_auth: 'unauthorized',
  not_authed: 'unauthorized',
  account_inactive: 'unauthorized',
  token_revoked: 'unauthorized',
  token_expired: 'unauthorized',
  app_access_restricted: 'unauthorized',
  team_access_not_granted: 'unauthorized',

  ratelimited: 'busy',
  rate_limited: 'busy',
  message_limit_exceeded: 'busy',
  service_unavailable: 'busy',
  request_timeout: 'busy',
  team_added_to_org: 'busy',
  external_channel_migrating: 'busy',
  streaming_state_conflict: 'busy',

  fatal_error: 'lost',
  internal_error: 'lost',
  update_failed: 'lost',
  file_update_failed: 'lost',

  message_not_found: 'gone',
  thread_not_found: 'gone',
  file_not_found: 'gone',
  file_deleted: 'gone',

  edit_window_closed: 'spent',
};

const inviteAdvice = 'In Slack, open the channel and write “/invite @Mio”.';
const advices: Readonly<Record<string, string>> = {
  not_in_channel: inviteAdvice,
  channel_not_found: `The channel was deleted, or Mio was removed from it. ${inviteAdvice}`,
  is_archived: 'The Slack channel is archived. Unarchive it, or leave the universal channel.',
  missing_scope: 'Mio lacks a permission in Slack. Connect Slack again.',
  restricted_action: 'A workspace setting forbids posting here. Ask a Slack administrator to allow Mio to post.',
  restricted_action_read_only_channel:
    'Posting in this Slack channel is restricted. Allow Mio in the channel’s settings.',
  storage_limit_reached: 'The Slack workspace has no room for more files. Delete some, or choose a larger plan.',
  file_uploads_disabled: 'A workspace setting forbids files. Ask a Slack administrator to allow them.',
  file_uploads_except_images_disabled: 'A workspace setting forbids all files but pictures.',
  edit_window_closed: 'The workspace forbids edits after a while: what changed stands below the earlier version.',
  cant_update_message: 'Slack lets Mio change only what Mio posted.',
  cant_delete_message: 'Slack lets Mio delete only what Mio posted.',
};

/** @param code what `error` of Slack's answer said */
export function slackError(code: string, operation: string, effect: Effect, retryAfterMs?: number): DeliveryError {
  const meaning = meanings[code] ?? 'refused';
  const failure = meaning === 'lost' ? (effect === 'post' ? 'doubt' : 'busy') : meaning;
  const advice = advices[code] ?? (failure === 'unauthorized' ? 'Connect Slack again.' : undefined);
  return new DeliveryError(failure, code, {
    operation,
    ...(advice === undefined ? {} : { advice }),
    ...(code === 'file_upload_size_restricted' && { file: 'too_large' }),
    ...(failure === 'busy' ? { retryAfterMs: retryAfterMs ?? defaultRetryMs } : {}),
  });
}
