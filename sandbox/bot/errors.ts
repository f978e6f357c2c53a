/**
 * The connector's errors. "Send proactive messages", "Rate limiting", "Format your bot messages": status and code as
 * those pages list them.
 */
import type { Answer } from '../kit/router.ts';

const table = {
  Unauthorized: [401, 'Authorization has been denied for this request.'],
  BadSyntax: [400, 'The request is not valid: $'],
  BadArgument: [400, 'An argument is not valid: $'],
  MessageWritesBlocked: [403, 'Message writes are blocked in this conversation.'],
  Forbidden: [403, 'The bot may change its own messages only.'],
  BotNotInConversationRoster: [403, 'The bot is not part of the conversation roster.'],
  ConversationNotFound: [404, 'Conversation not found.'],
  ActivityNotFoundInConversation: [404, 'The activity was not found in the conversation.'],
  MemberNotFoundInConversation: [404, 'The member was not found in the conversation.'],
  MessageSizeTooBig: [413, 'Message size too large.'],
} satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

export type ConnectorCode = keyof typeof table;

export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorCode;
  readonly status: number;

  /** `detail` says what exactly is not valid. */
  constructor(code: ConnectorCode, detail = '') {
    const [status, message] = table[code];
    super(message.replace('$', () => detail));
    this.code = code;
    this.status = status;
  }
}

export function errorAnswer({ status, code, message }: ConnectorError): Answer {
  return { status, body: { error: { code, message } } };
}

export function throttled(retryAfterSeconds: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { error: { code: 'TooManyRequests', message: 'API calls quota exceeded.' } },
  };
}

export function failed(status: number): Answer {
  return { status, body: { error: { code: 'ServiceError', message: 'The service is temporarily unavailable.' } } };
}
