/** Where posts go, on each platform: for faults that strike them alone. */
import type { PlatformName } from './world.ts';

export const postRoutes: Readonly<Record<PlatformName, string>> = {
  teams: 'POST /teams/v3/conversations',
  slack: 'POST /api/chat.postMessage',
  webex: 'POST /v1/messages',
};
