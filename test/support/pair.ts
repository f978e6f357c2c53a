/** The real processes for a test: a sandbox and Mio beside it, with a data folder of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPair, type Pair } from '../../start/children.ts';
import { SandboxClient } from '../../start/sandbox-client.ts';
import { writers } from './people.ts';
import { legTitles, type PlatformName } from './world.ts';

export interface TestPair extends Pair {
  readonly sandbox: SandboxClient;
  post(platform: PlatformName, text: string): Promise<string>;
  close(): Promise<void>;
}

/** The sandbox runs; Mio is for the test to start. */
export async function openPair(): Promise<TestPair> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-pair-'));
  const pair = await createPair(folder);
  await pair.startSandbox();
  const sandbox = await SandboxClient.open(pair.sandboxUrl);
  return {
    ...pair,
    sandbox,
    post(platform, text) {
      const place = sandbox.placeOf(platform, legTitles[platform]);
      return sandbox.act({ platform, as: writers[platform].person, do: 'post', place, text });
    },
    async close() {
      sandbox.close();
      await pair.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
