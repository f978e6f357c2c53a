/**
 * Why something does not work, by a name that every language has words for: what it is, and what mends it. `subject` is
 * the one thing that the sentence is about: the name of a channel, a team, a platform, the missing roles.
 */
export const reasons = [
  // What stands against a conversation, or a side, of a universal channel.
  'private_channel',
  'shared_channel',
  'archived_team',
  'already_linked',
  'place_gone',
  'place_unusable',
  'same_platform_account',
  'service_user_missing',
  'app_not_published',
  'platform_not_connected',
  'connection_ill',
  'name_unusable',
  /** Several have the name that was typed. */
  'name_repeats',
  'creation_unsupported',
  // Rights.
  'not_team_owner',
  'not_administrator',
  'not_found',
  /** Words where only a yes or a no answers. */
  'yes_or_no',
  // Signing in.
  'sign_in_needed',
  'sign_in_cancelled',
  'sign_in_refused',
  'administrator_consent_needed',
  'wrong_tenant',
  'wrong_account',
  /** An account of another workspace than the one that it was asked for; `subject` is the right one. */
  'wrong_workspace',
  /** Another account than the service user's; `subject` is the service user. */
  'not_service_user',
  'roles_missing',
  'sign_in_expired',
  'link_spent',
  'code_wrong',
  // Invitations.
  'invitation_unusable',
  'invitation_own',
  'invitation_other_address',
  'address_unusable',
  // The world.
  'platform_unavailable',
  'busy_elsewhere',
] as const;
export type Reason = (typeof reasons)[number];

export interface Obstacle {
  readonly reason: Reason;
  readonly subject?: string;
}
