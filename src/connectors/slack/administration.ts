/**
 * Calls of consent and administration, through Slack's own client. Its retries and queues are off: the one who asked is a
 * person, and asks again.
 */
import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { type Json, object, text } from '../support/json.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { apiUrl } from './api.ts';
import { administrationError } from './refusals.ts';

/** @throws UserError with what a person can do */
export type AdministrationCall = (method: string, args: Record<string, unknown>, token?: string) => Promise<Json>;

export function createAdministrationCall({ egress }: Pick<ConnectorParts, 'egress'>): AdministrationCall {
  return async (method, args, token) => {
    const client = new WebClient(token, {
      slackApiUrl: apiUrl,
      fetch: egress.fetch,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      logger: silent,
    });
    try {
      return object(await client.apiCall(method, args)) ?? {};
    } catch (error) {
      throw administrationError(method, codeOf(error), error);
    }
  };
}

/** The platform's code, where Slack said no; what kind of silence it was, otherwise. */
function codeOf(error: unknown): string {
  const failure = object(error);
  switch (failure?.['code']) {
    case ErrorCode.PlatformError:
      return text(object(failure['data'])?.['error']) ?? 'unknown';
    case ErrorCode.RateLimitedError:
      return 'ratelimited';
    default:
      return 'no_answer';
  }
}

const nothing = () => {};
/** Slack's client would log requests on its own; Mio's log tells of outcomes. */
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};
