/** Signed Slack events, as Slack sends them for a message that a person typed. */
import { createHmac } from 'node:crypto';
import { postBytes } from './raw-http.ts';

export const signingSecret = 'benchmark-signing-secret';
export const slackApp = 'A0BENCHMRK';
export const authors = 8;

export interface SlackPlace {
  readonly team: string;
  readonly channel: string;
}

/** The number is found again in what arrives at the targets. */
export const textOf = (number: number): string => `message ${number}.`;
export const numberIn = (text: string): number => {
  const at = text.indexOf('message ');
  return at < 0 ? Number.NaN : Number.parseInt(text.slice(at + 8), 10);
};

/** A message that a person posted, with whatever more the event says of it. */
export function slackRequest(number: number, { team, channel }: SlackPlace, now: number, more: object = {}): Buffer {
  const seconds = Math.floor(now / 1000);
  const ts = `${seconds}.${String(number % 1_000_000).padStart(6, '0')}`;
  const user = `U0AUTHOR${number % authors}`;
  const said = `${textOf(number)} The deployment of the payment service is `;
  const body = JSON.stringify({
    type: 'event_callback',
    token: 'legacy',
    team_id: team,
    api_app_id: slackApp,
    event: {
      type: 'message',
      channel,
      channel_type: 'channel',
      user,
      team,
      client_msg_id: `9b0c0000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      text: `${said}*done*, see <https://status.example/deployments/1482|the report>.`,
      blocks: [
        {
          type: 'rich_text',
          block_id: 'x1',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: said },
                { type: 'text', text: 'done', style: { bold: true } },
                { type: 'text', text: ', see ' },
                { type: 'link', url: 'https://status.example/deployments/1482', text: 'the report' },
                { type: 'text', text: '.' },
              ],
            },
          ],
        },
      ],
      ts,
      event_ts: ts,
      ...more,
    },
    event_id: `Ev${number}`,
    event_time: seconds,
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: 'U0MIOBOT01', is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    context_team_id: team,
  });
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex')}`;
  return postBytes(
    '/webhooks/slack/events',
    { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': signature },
    body,
  );
}
