/** Scripts of Mio's pages, from its own origin: named by their content, so that a browser may keep them for ever. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface Asset {
  readonly path: string;
  /** "Subresource Integrity": a browser runs exactly these bytes. */
  readonly integrity: string;
  readonly bytes: Buffer;
}

const resolve = createRequire(import.meta.url).resolve;

function asset(name: string, file: string): Asset {
  const bytes = readFileSync(file);
  const digest = (algorithm: string) => createHash(algorithm).update(bytes);
  const version = digest('sha256').digest('hex').slice(0, 16);
  return { path: `/assets/${name}/${version}.js`, integrity: `sha384-${digest('sha384').digest('base64')}`, bytes };
}

export const signInScripts: readonly Asset[] = [
  asset('teams-js', resolve('@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js')),
  asset('sign-in', join(import.meta.dirname, 'browser', 'sign-in.js')),
];

export const invitationScript: Asset = asset('invitation', join(import.meta.dirname, 'browser', 'invitation.js'));

export const assetHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
