/** An integration other than Mio, which posts into Webex as whoever consented to it. */
import { demo } from '../../sandbox/seed.ts';
import type { World } from './world.ts';

interface WebexApp {
  /** `POST /v1/messages`. `place`: of the sandbox. @throws Error where Webex refuses */
  post(place: string, message: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Signs in over HTTP as the person would. */
export async function connectWebexApp(world: World, person: string): Promise<WebexApp> {
  const { webexClientId = '', webexClientSecret = '', publicUrl = '' } = world.sandbox.app();
  const base = `${world.sandbox.url}/webex/v1`;
  const common = { client_id: webexClientId, redirect_uri: `${publicUrl}/oauth/webex/callback` };
  const consent = new URLSearchParams({
    ...common,
    response_type: 'code',
    scope: 'spark:kms spark:messages_read spark:messages_write',
    state: 's',
    account: demo.people.find(({ id }) => id === person)?.mail ?? '',
    decision: 'accept',
  });
  const back = await fetch(`${base}/authorize?${consent}`, { redirect: 'manual' });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const form = new URLSearchParams({
    ...common,
    grant_type: 'authorization_code',
    client_secret: webexClientSecret,
    code,
  });
  const tokens = (await (await fetch(`${base}/access_token`, { method: 'POST', body: form })).json()) as {
    access_token: string;
  };
  return {
    async post(place, message) {
      const answer = await fetch(`${base}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ roomId: roomId(place), ...message }),
      });
      if (!answer.ok) throw new Error(`Webex answered ${answer.status}: ${await answer.text()}`);
    },
  };
}

const roomId = (place: string): string => Buffer.from(`ciscospark://us/ROOM/${place}`).toString('base64url');
