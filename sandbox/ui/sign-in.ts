/**
 * Teams' sign-in window: opens the page of a bot's sign-in button, and is the host of the Teams client library there,
 * as far as signing in needs one. "Add authentication to your bot", "Use external OAuth providers" (teams-js
 * `authentication.notifySuccess`).
 */

/** What teams-js sends to its host: a call with arguments, answered under the same ids. */
interface HostCall {
  readonly id: number;
  readonly uuid?: unknown;
  readonly uuidAsString?: string;
  readonly func: string;
  readonly args?: readonly unknown[];
}

const size = { width: 600, height: 700 };
const watchMs = 400;

/** A frame of the authentication kind, in a web client, that offers nothing besides. */
const initialized = ['authentication', 'web', JSON.stringify({ apiVersion: 4, supports: {} }), '2.0.0'];

/** Teams has one such window: the next one ends it. */
let before: Window | undefined;

/**
 * Waits for the code that the page brings back; undefined where the window was closed without one.
 * @throws Error where no window opens, or the page says that signing in failed
 */
export function signIn(url: string): Promise<string | undefined> {
  const { origin } = new URL(url);
  const left = window.screenX + Math.max(0, (window.outerWidth - size.width) / 2);
  before?.close();
  const opened = window.open(url, '_blank', `popup,width=${size.width},height=${size.height},left=${left}`);
  if (!opened) throw new Error('The browser did not open the sign-in window. Allow this page to open windows.');
  before = opened;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      opened.close();
      window.removeEventListener('message', hear);
      window.clearInterval(watch);
    };
    const watch = window.setInterval(() => {
      if (!opened.closed) return;
      end();
      resolve(undefined);
    }, watchMs);
    const hear = ({ source, origin: from, data }: MessageEvent<unknown>): void => {
      // Teams hears only the pages of the app's own domains.
      if (source !== opened || from !== origin || !isHostCall(data)) return;
      const { id, uuid, uuidAsString, func, args = [] } = data;
      if (func === 'initialize') opened.postMessage({ id, uuid, uuidAsString, args: initialized }, from);
      if (func === 'authentication.authenticate.success') {
        end();
        resolve(String(args[0] ?? ''));
      }
      if (func === 'authentication.authenticate.failure') {
        end();
        reject(new Error(`Signing in did not work: ${String(args[0] ?? 'no reason given')}`));
      }
    };
    window.addEventListener('message', hear);
  });
}

const isHostCall = (data: unknown): data is HostCall =>
  typeof data === 'object' && data !== null && typeof (data as HostCall).func === 'string';
