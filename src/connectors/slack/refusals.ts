/** What a person can do when Slack refuses consent or administration. */
import { UserError, type UserErrorCode } from '../../core/errors.ts';

interface Refused {
  readonly code: UserErrorCode;
  readonly advice: string;
}

const again: Refused = {
  code: 'bad_request',
  advice: 'The consent could not be used (too late, or twice). Start again.',
};
const registration: Refused = {
  code: 'failed_dependency',
  advice: 'Compare client id, client secret and redirect address with the Slack app’s settings.',
};
const reconnect: Refused = {
  code: 'failed_dependency',
  advice: 'Slack no longer accepts Mio’s token. Connect Slack again.',
};
const invite: Refused = {
  code: 'failed_dependency',
  advice: 'Mio can’t see this channel. If it is private, open it in Slack and write “/invite @Mio”, then try again.',
};

const refusals: Readonly<Record<string, Refused>> = {
  invalid_code: again,
  code_already_used: again,
  bad_redirect_uri: registration,
  bad_client_secret: registration,
  invalid_client_id: registration,
  oauth_authorization_url_mismatch: registration,
  other_app: registration,
  token_rotation_enabled: {
    code: 'failed_dependency',
    advice: 'The Slack app has token rotation on, which Mio can’t use. Make an app without it and connect again.',
  },
  missing_user_scope: {
    code: 'failed_dependency',
    advice: 'The account was not given. Start again and allow what Slack’s page lists.',
  },
  enterprise_install: {
    code: 'failed_dependency',
    advice: 'Mio was installed for the whole enterprise. Choose one workspace on Slack’s page instead.',
  },
  cannot_install_an_org_installed_app: {
    code: 'failed_dependency',
    advice:
      'Mio is installed for the whole enterprise. Ask a Slack administrator to remove that, and connect a workspace.',
  },
  other_account: {
    code: 'conflict',
    advice: 'The stored token belongs to another workspace. Connect Slack again.',
  },
  invalid_auth: reconnect,
  not_authed: reconnect,
  account_inactive: reconnect,
  token_revoked: reconnect,
  token_expired: reconnect,
  missing_scope: { code: 'failed_dependency', advice: 'Mio lacks a permission in Slack. Connect Slack again.' },
  channel_not_found: invite,
  method_not_supported_for_channel_type: invite,
  is_archived: { code: 'failed_dependency', advice: 'The channel is archived. Unarchive it in Slack first.' },
  too_many_members: { code: 'failed_dependency', advice: 'The channel has as many members as Slack allows.' },
  ratelimited: { code: 'unavailable', advice: 'Slack asks for a pause. Try again in a minute.' },
};

const unknown: Refused = { code: 'unavailable', advice: 'Slack did not answer as it should. Try again in a minute.' };

export function administrationError(method: string, code: string, cause?: unknown): UserError {
  const { code: kind, advice } = refusals[code] ?? unknown;
  return new UserError(kind, `slack ${method}: ${code}`, advice, { cause });
}
