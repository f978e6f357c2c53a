/** The sandbox's page: the files that `npm run prepare` built. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

const missingPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title>
<h1>The sandbox is running; its page has not been built</h1>
<p>Run <code>npm run prepare</code> once, then load this page again. The control API is described at
<a href="/_sandbox/openapi.json">/_sandbox/openapi.json</a>.</p></html>`;

export interface PageFile {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** @param folder `dist/sandbox`. Answers undefined for what is not a file of the page. */
export async function readPage(folder: string, path: string): Promise<PageFile | undefined> {
  const name = path === '/' ? 'index.html' : normalize(path).slice(1);
  const type = types[extname(name)];
  if (!type || name.startsWith('..')) return undefined;
  try {
    const body = await readFile(join(folder, name));
    // Names of built files hold a hash of their content; the page that names them must be fresh.
    const age = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return {
      status: 200,
      headers: { 'content-type': type, 'cache-control': age, 'x-content-type-options': 'nosniff' },
      body,
    };
  } catch {
    if (path !== '/') return undefined;
    return { status: 503, headers: { 'content-type': types['.html'] ?? '' }, body: missingPage };
  }
}
