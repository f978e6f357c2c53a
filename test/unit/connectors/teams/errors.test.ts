import assert from 'node:assert/strict';
import { botFailure, graphFailure } from '../../../../src/connectors/teams/errors.ts';

const now = Date.UTC(2026, 8, 14);
const response = (status: number, code?: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: Buffer.from(
    code === undefined ? 'not JSON at all' : JSON.stringify({ error: { code, message: 'the text of a message' } }),
  ),
});

describe('what Microsoft’s errors mean', () => {
  for (const [from, status, code, effect, failure] of [
    ['bot', 401, 'Unauthorized', 'post', 'unauthorized'],
    ['bot', 403, 'BotNotInConversationRoster', 'post', 'refused'],
    ['bot', 403, undefined, 'post', 'refused'],
    ['bot', 404, 'ConversationNotFound', 'post', 'refused'],
    ['bot', 404, 'ActivityNotFoundInConversation', 'post', 'gone'],
    ['bot', 404, 'ActivityNotFoundInConversation', 'repeatable', 'gone'],
    ['bot', 412, undefined, 'post', 'busy'],
    ['bot', 413, 'MessageSizeTooBig', 'post', 'refused'],
    ['bot', 429, undefined, 'post', 'busy'],
    ['bot', 500, undefined, 'post', 'doubt'],
    ['bot', 502, undefined, 'post', 'doubt'],
    ['bot', 503, undefined, 'repeatable', 'busy'],
    ['bot', 504, undefined, 'post', 'doubt'],
    ['bot', 400, 'BadArgument', 'post', 'refused'],
    ['graph', 401, 'InvalidAuthenticationToken', 'repeatable', 'unauthorized'],
    ['graph', 403, 'Forbidden', 'repeatable', 'refused'],
    ['graph', 404, 'NotFound', 'repeatable', 'gone'],
    ['graph', 409, 'Conflict', 'post', 'refused'],
    ['graph', 429, 'TooManyRequests', 'repeatable', 'busy'],
    ['graph', 503, undefined, 'repeatable', 'busy'],
    ['graph', 503, undefined, 'post', 'doubt'],
  ] as const) {
    it(`${from} ${status} ${code ?? ''} on ${effect === 'post' ? 'a post' : 'anything else'} is ${failure}`, () => {
      const error = (from === 'bot' ? botFailure : graphFailure)(response(status, code), 'try', effect, now);
      assert.equal(error.failure, failure);
      assert.equal(error.code, code ?? String(status));
      assert.doesNotMatch(error.message + error.advice, /text of a message/);
    });
  }

  it('keeps when to come back', () => {
    assert.equal(botFailure(response(429, undefined, { 'retry-after': '7' }), 'post', 'post', now).retryAfterMs, 7_000);
    const at = new Date(now + 20_000).toUTCString();
    assert.equal(
      graphFailure(response(503, undefined, { 'retry-after': at }), 'list', 'repeatable', now).retryAfterMs,
      20_000,
    );
  });

  it('takes no code that does not look like one', () => {
    assert.equal(graphFailure(response(400, 'a code with "quotes"\n'), 'list', 'repeatable', now).code, '400');
  });
});
