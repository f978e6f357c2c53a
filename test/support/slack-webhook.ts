/** Webhooks as Slack makes them, for a test that wants to spoil one. */
import { createHmac, randomUUID } from 'node:crypto';
import type { World } from './world.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Eva writes in the demo's Slack channel. @param more replaces fields of the event, `envelope` of what is around it */
export function slackEvent(world: World, text: string, more: Fields = {}, envelope: Fields = {}): string {
  const now = world.clock.now();
  const ts = `${Math.floor(now / 1000)}.${String(now % 1000).padStart(3, '0')}100`;
  const team = 'T0FABRIKAM';
  const user = 'U0EVA00001';
  return JSON.stringify({
    type: 'event_callback',
    team_id: team,
    api_app_id: world.sandbox.app()['slackAppId'],
    event_id: `Ev${randomUUID()}`,
    authorizations: [{ enterprise_id: null, team_id: team, user_id: user, is_bot: true }],
    event: { type: 'message', channel: 'C0CONTOSOI', user, text, ts, event_ts: ts, channel_type: 'channel', ...more },
    ...envelope,
  });
}

/** The headers that make it genuine. */
export function slackSignature(world: World, body: string | Buffer, at = world.clock.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const secret = world.sandbox.app()['slackSigningSecret'] ?? '';
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}
