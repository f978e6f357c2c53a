/** The demo as `npm start` gives it: the real sandbox and the real Mio, each a process of its own, in a new folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from '../../../sandbox/kit/platform.ts';
import { createPair } from '../../../start/children.ts';
import { type LedgerEntry, type PlatformName, SandboxClient } from '../../../start/sandbox-client.ts';
import { legTitles, platformNames } from '../../support/world.ts';

export interface Demo {
  readonly url: string;
  /** A person does something in the demo's channel, or where `place` says; answers the message's id. */
  act(act: Omit<Act, 'place'> & { readonly place?: string }): Promise<string>;
  placeOf(platform: PlatformName, title: string): string;
  /** The message that shows this text on a platform; waits for it. */
  find(platform: PlatformName, text: string): Promise<string>;
  /** Waits until every client has shown this. */
  arrives(text: string): Promise<void>;
  /** Ends the sandbox as an operator does; the answer starts it again. */
  stopSandbox(): Promise<() => Promise<unknown>>;
  /** The same with Mio. */
  stopMio(): Promise<() => Promise<unknown>>;
  close(): Promise<void>;
}

export async function openDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-page-'));
  const pair = await createPair(folder);
  let sandbox = await pair.startSandbox();
  const client = await SandboxClient.open(pair.sandboxUrl);
  await pair.startMio();
  const shows = (platform: PlatformName, text: string) => (entry: LedgerEntry) =>
    entry.platform === platform && entry.text?.includes(text) === true;
  const arrives = (text: string) =>
    client.until(`“${text}” everywhere`, (all) => platformNames.every((platform) => all.some(shows(platform, text))));
  await arrives('now connects Contoso');

  return {
    url: `${pair.sandboxUrl}/`,
    act: (act) => client.act({ place: client.placeOf(act.platform, legTitles[act.platform]), ...act }),
    placeOf: (platform, title) => client.placeOf(platform, title),
    async find(platform, text) {
      await client.until(`“${text}” on ${platform}`, (all) => all.some(shows(platform, text)));
      return client.entries.find(shows(platform, text))?.message ?? '';
    },
    arrives,
    async stopSandbox() {
      await sandbox.end('SIGTERM');
      return async () => {
        sandbox = await pair.startSandbox();
      };
    },
    async stopMio() {
      await pair.endMio('SIGTERM');
      return () => pair.startMio();
    },
    async close() {
      client.close();
      await pair.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
