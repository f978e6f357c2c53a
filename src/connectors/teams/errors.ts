/**
 * What Graph and the Bot Connector mean by their errors. Both answer `{error: {code, message}}`; the message may quote
 * what was sent, so only the code and the status are read.
 */
import { DeliveryError, type Failure } from '../../core/errors.ts';
import type { HttpResponse } from '../../core/ports.ts';
import { type Effect, failureOfStatus, retryAfterMs } from '../support/http.ts';
import { object, parseObject, text } from '../support/json.ts';

interface Meaning {
  readonly failure: Failure;
  readonly advice?: string;
}

/** "Microsoft Graph error responses and resource types"; by status, where it differs from what HTTP says. */
const graphMeanings: Readonly<Record<string, Meaning>> = {
  '401': { failure: 'unauthorized', advice: 'Connect Microsoft Teams again, signed in as the service user.' },
  '403': {
    failure: 'refused',
    advice:
      'The service user may not do this in Teams. See that it is a member of the team and still has its administrator roles.',
  },
  '413': { failure: 'refused', advice: 'The message is too large for Teams. Send it in parts.' },
  /** Of a site in SharePoint: its storage, or the tenant's, is full. "Error response codes for OneDrive" */
  '507': { failure: 'refused', advice: 'SharePoint has no room left for files of this team.' },
};

/** Of an edit or a removal it means the message; of a reply, that its thread is gone. */
const threadGone = 'ActivityNotFoundInConversation';

/** "Send proactive messages" and "Optimize your bot with rate limiting in Teams"; by code, else by status. */
const botMeanings: Readonly<Record<string, Meaning>> = {
  '401': {
    failure: 'unauthorized',
    advice: 'Microsoft does not accept the bot’s sign-in. Check TEAMS_APP_ID and TEAMS_APP_PASSWORD.',
  },
  '403': {
    failure: 'refused',
    advice: 'Teams does not let Mio post there. See that the Mio app is installed in the team.',
  },
  BotNotInConversationRoster: {
    failure: 'refused',
    advice: 'Mio was removed from this team. Add the Mio app to the team again.',
  },
  BotDisabledByAdmin: {
    failure: 'refused',
    advice: 'A Teams administrator has blocked Mio. Allow the app in the admin center.',
  },
  ConversationBlockedByUser: { failure: 'refused', advice: 'This person has blocked Mio.' },
  MessageWritesBlocked: { failure: 'refused', advice: 'Teams has blocked Mio from writing there. Ask a team owner.' },
  ConversationNotFound: { failure: 'gone', advice: 'The channel no longer exists in Teams.' },
  [threadGone]: { failure: 'gone', advice: 'The message no longer exists in Teams.' },
  /** Teams asks for another try after a conflict inside. */
  '412': { failure: 'busy' },
  '413': { failure: 'refused', advice: 'The message is too large for Teams. Send it in parts.' },
};

export const graphFailure = (response: HttpResponse, operation: string, effect: Effect, now: number): DeliveryError =>
  failureFrom(graphMeanings, response, operation, effect, now);

export const botFailure = (response: HttpResponse, operation: string, effect: Effect, now: number): DeliveryError =>
  failureFrom(botMeanings, response, operation, effect, now);

function failureFrom(
  meanings: Readonly<Record<string, Meaning>>,
  response: HttpResponse,
  operation: string,
  effect: Effect,
  now: number,
): DeliveryError {
  const code = errorCode(response);
  const meaning = (code === undefined ? undefined : meanings[code]) ?? meanings[String(response.status)];
  const meant = meaning?.failure ?? failureOfStatus(response.status, effect);
  // Nothing was to be changed by a post: what is gone is the place to post to, unless it was a thread.
  const isPlace = meant === 'gone' && effect === 'post' && code !== threadGone;
  const failure = isPlace ? 'refused' : meant;
  return new DeliveryError(failure, code ?? String(response.status), {
    operation,
    status: response.status,
    ...(meaning?.advice === undefined ? {} : { advice: meaning.advice }),
    retryAfterMs: failure === 'busy' ? retryAfterMs(response.headers, now) : undefined,
  });
}

/** The platform's own code, where the body holds one that looks like a code: it goes into logs and labels. */
export function errorCode(response: HttpResponse): string | undefined {
  const code = text(object(parseObject(response.body.toString('utf8'))?.['error'])?.['code']);
  return code !== undefined && /^[A-Za-z0-9_.]{1,64}$/.test(code) ? code : undefined;
}
