/** What stands against something, as an error with advice; and what an error of a platform says stands against it. */
import { DeliveryError, type Failure, UserError, type UserErrorCode } from './errors.ts';
import type { Obstacle, Reason } from './reasons.ts';

interface Meaning {
  readonly code: UserErrorCode;
  readonly advice: string;
}

const usual: Meaning = { code: 'failed_dependency', advice: 'Look at what stands against it, and try again.' };

/** For callers that know no language but this one; the bot says the obstacle in the speaker's. */
const meanings: Partial<Record<Reason, Meaning>> = {
  private_channel: { code: 'failed_dependency', advice: 'Choose a standard channel: Mio can’t join a private one.' },
  shared_channel: {
    code: 'failed_dependency',
    advice: 'Choose a standard channel: Teams tells Mio nothing of this one.',
  },
  archived_team: { code: 'failed_dependency', advice: 'Restore it in Teams first.' },
  already_linked: {
    code: 'conflict',
    advice: 'Leave the other universal channel first, or choose another conversation.',
  },
  place_gone: { code: 'not_found', advice: 'Choose a conversation that is still there.' },
  same_platform_account: { code: 'conflict', advice: 'Choose a conversation of another platform.' },
  service_user_missing: { code: 'failed_dependency', advice: 'Add the service user to the team in Teams.' },
  app_not_published: { code: 'failed_dependency', advice: 'Have an administrator publish Mio’s app to the catalog.' },
  platform_not_connected: { code: 'failed_dependency', advice: 'Have an administrator connect the platform first.' },
  connection_ill: { code: 'failed_dependency', advice: 'Have an administrator connect the platform again.' },
  name_unusable: { code: 'bad_request', advice: 'Choose another name.' },
  creation_unsupported: { code: 'failed_dependency', advice: 'Make the conversation there yourself, and choose it.' },
  not_team_owner: { code: 'forbidden', advice: 'Ask an owner of the team, or a Teams administrator.' },
  not_administrator: { code: 'forbidden', advice: 'Ask a Teams administrator.' },
  not_found: { code: 'not_found', advice: 'Look at the list: this one is not there.' },
  address_unusable: { code: 'bad_request', advice: 'Write one e-mail address.' },
  platform_unavailable: { code: 'unavailable', advice: 'Try again in a minute.' },
};

export function hindered(obstacle: Obstacle, cause?: unknown): UserError {
  const { code, advice } = meanings[obstacle.reason] ?? usual;
  return new UserError(code, `it can’t be done: ${obstacle.reason}`, advice, { obstacle, cause });
}

const reasonOf: Readonly<Record<Failure, Reason>> = {
  unauthorized: 'connection_ill',
  refused: 'connection_ill',
  gone: 'place_gone',
  spent: 'platform_unavailable',
  busy: 'platform_unavailable',
  doubt: 'platform_unavailable',
};

/**
 * The obstacle that an error of a platform's stands for; undefined where it is none that somebody could be told.
 * `platform` is what a person calls it.
 */
export function obstacleOf(error: unknown, platform: string): Obstacle | undefined {
  if (error instanceof UserError) {
    if (error.obstacle) return error.obstacle;
    if (error.cause instanceof DeliveryError) return obstacleOf(error.cause, platform);
    if (error.code === 'unavailable') return { reason: 'platform_unavailable', subject: platform };
    return error.code === 'failed_dependency' ? { reason: 'connection_ill', subject: platform } : undefined;
  }
  if (!(error instanceof DeliveryError)) return undefined;
  return { reason: reasonOf[error.failure], subject: platform };
}

/** Runs calls to a platform for somebody who waits for them. @throws UserError with an obstacle where it failed */
export async function asked<Result>(platform: string, calls: () => Promise<Result>): Promise<Result> {
  try {
    return await calls();
  } catch (error) {
    const obstacle = obstacleOf(error, platform);
    if (!obstacle || (error instanceof UserError && error.obstacle)) throw error;
    // What the platform's own connector advises says more than the obstacle does.
    if (error instanceof UserError)
      throw new UserError(error.code, error.message, error.advice, { obstacle, cause: error });
    throw hindered(obstacle, error);
  }
}
