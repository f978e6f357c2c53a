/** The two pages of connecting a platform: one that sends the browser there, one that it comes back to. */
import type { Connections } from '../core/channels/connections.ts';
import { UserError } from '../core/errors.ts';
import { type Platform, platformNames } from '../core/model.ts';
import { cookieIn } from './cookies.ts';
import { page } from './page.ts';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const cookieName = 'mio_oauth';

export async function startPage(
  connections: Connections,
  platform: Platform,
  query: URLSearchParams,
  secure: boolean,
): Promise<PageAnswer> {
  return await shown(async () => {
    const { redirect, cookie } = await connections.begin(platform, query.get('ticket') ?? '');
    const attributes = `Path=/oauth/${platform}; HttpOnly; SameSite=Lax; Max-Age=600${secure ? '; Secure' : ''}`;
    return {
      status: 302,
      headers: {
        location: redirect,
        'set-cookie': `${cookieName}=${cookie}; ${attributes}`,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
      body: '',
    };
  });
}

export async function callbackPage(
  connections: Connections,
  platform: Platform,
  query: URLSearchParams,
  cookies: string | undefined,
): Promise<PageAnswer> {
  return await shown(async () => {
    const connection = await connections.complete(platform, {
      state: query.get('state') ?? '',
      cookie: cookieIn(cookies, cookieName),
      code: query.get('code'),
      refused: query.has('error'),
    });
    const name = platformNames[platform];
    return page(
      200,
      `${name} is connected`,
      `${connection.name} is now connected to Mio as ${connection.installer}. You can close this window.`,
    );
  });
}

async function shown(work: () => Promise<PageAnswer>): Promise<PageAnswer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return page(400, 'This did not work', error.advice);
  }
}
