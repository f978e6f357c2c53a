/** An environment with every setting in it, for tests that are about some of them. */
import { type Setting, settingsTable } from '../../src/settings/settings.ts';

const rows: readonly Setting[] = settingsTable;

/** Formed like the example, and not it: nobody may use what everybody knows. */
const secretLike = (sample: string): string =>
  [...sample]
    .reverse()
    .join('')
    .replace(/^(=*)(.*)$/, '$2$1');

export const wholeEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  rows.map(({ env, sample, secret }) => [env, secret ? secretLike(sample) : sample]),
);
