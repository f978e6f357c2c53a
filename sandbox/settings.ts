/** The sandbox's settings, from the environment and the command line. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface SandboxSettings {
  readonly port: number;
  readonly folder: string;
  readonly limits: number;
  readonly record: string | undefined;
  readonly product: { readonly publicUrl: string; readonly url: string };
}

/** A setting that can't be used; the message names it and gives one that can. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const wrong = (name: string, given: string, right: string) =>
  new SettingError(`${name} is “${given}”. It must be like this: ${name}=${right}`);

function port(name: string, text: string, example: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number;
  throw wrong(name, text, example);
}

function publicUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.username === '') return url.origin;
  throw wrong('MIO_PUBLIC_URL', text, 'https://mio.example');
}

function limits(text: string): number {
  const factor = text === 'published' ? 1 : Number(text);
  if (Number.isFinite(factor) && factor > 0) return factor;
  throw new SettingError(`--limits is “${text}”. It must be “published” or a factor: --limits 1000`);
}

/** @throws SettingError */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): SandboxSettings {
  let values: { record?: string; limits?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options: { record: { type: 'string' }, limits: { type: 'string' } } }));
  } catch (cause) {
    throw new SettingError(`${(cause as Error).message} Known are: --record FILE.har, --limits published|1000`);
  }
  const own = port('SANDBOX_PORT', env['SANDBOX_PORT'] || '4010', '4010');
  const product = port('PORT', env['PORT'] || '3978', '3978');
  if (own === product)
    throw new SettingError(
      `SANDBOX_PORT and PORT are both ${own}. They must differ, such as SANDBOX_PORT=4010 PORT=3978`,
    );
  return {
    port: own,
    folder: join(env['MIO_DATA'] || 'data', 'sandbox'),
    limits: limits(values.limits ?? '1000'),
    record: values.record,
    product: {
      publicUrl: publicUrl(env['MIO_PUBLIC_URL'] || 'https://mio.example'),
      url: `http://127.0.0.1:${product}`,
    },
  };
}
