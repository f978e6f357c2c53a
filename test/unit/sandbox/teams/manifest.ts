/** The package of an app with a bot, as small as the catalog takes it. */
import { strToU8, zipSync } from 'fflate';

export const externalId = '0f2c6a51-7d3e-4b98-a1c0-5e9f8d7b6a43';
export const botId = '7d3f5a90-6c1e-4b28-9f47-0e5d8c2b1a10';
export const manifest = {
  id: externalId,
  version: '1.0.0',
  name: { short: 'Mio' },
  description: { short: 'One conversation', full: 'One conversation across platforms' },
  bots: [{ botId, scopes: ['team', 'personal'] }],
};

export const packageOf = (content: object): Uint8Array<ArrayBuffer> =>
  zipSync({ 'manifest.json': strToU8(JSON.stringify(content)) }) as Uint8Array<ArrayBuffer>;
