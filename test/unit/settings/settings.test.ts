import assert from 'node:assert/strict';
import {
  isSandboxMode,
  parseSettings,
  type Setting,
  SettingsError,
  settingsTable,
} from '../../../src/settings/settings.ts';
import { wholeEnvironment as whole } from '../../support/settings.ts';

const rows: readonly Setting[] = settingsTable;

const faultsOf = (environment: Readonly<Record<string, string | undefined>>): string => {
  try {
    parseSettings(environment);
    return '';
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
};

describe('settings', () => {
  it('takes them all, and every sample of what is no secret', () => assert.deepEqual(parseSettings(whole), whole));

  for (const { env, sample, secret } of rows) {
    if (secret)
      it(`the sample of ${env}, which everybody knows, is refused`, () =>
        assert.match(faultsOf({ ...whole, [env]: sample }), new RegExp(`^${env} is the example`)));
  }

  it('a key that was used although it is a sample can be replaced', () => {
    const { sample = '' } = rows.find(({ env }) => env === 'MIO_KEY') ?? {};
    assert.equal(faultsOf({ ...whole, MIO_KEY_OLD: sample }), '');
  });

  it('what stands around a value is not part of it', () => {
    const padded = Object.fromEntries(Object.entries(whole).map(([env, value]) => [env, ` ${value}\r\n`]));
    assert.deepEqual(parseSettings(padded), whole);
  });

  for (const { env, fallback, sample } of rows) {
    if (fallback === undefined) {
      it(`without ${env} it refuses, naming it and an example`, () => {
        const message = faultsOf({ ...whole, [env]: undefined });
        assert.ok(message.startsWith(`${env} is missing.`));
        assert.ok(message.endsWith(`Example: ${env}=${sample}`));
        for (const blank of ['', ' ', ' '.repeat(32)]) assert.equal(faultsOf({ ...whole, [env]: blank }), message);
      });
    } else {
      it(`without ${env} it takes ${fallback || 'nothing'}`, () => {
        assert.equal(parseSettings({ ...whole, [env]: undefined })[env as 'PORT'], fallback);
      });
    }
  }

  for (const [env, wrong] of [
    ['PORT', 'many'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['MIO_PUBLIC_URL', 'http://mio.contoso.example'],
    ['MIO_PUBLIC_URL', 'https://mio.contoso.example/path'],
    ['MIO_PUBLIC_URL', 'mio.contoso.example'],
    ['MIO_PUBLIC_URL', 'https://mio.contoso.example/'],
    ['MIO_PUBLIC_URL', 'https://mio contoso'],
    ['MIO_PUBLIC_URL', 'https://mio.contoso.example:99999'],
    ['MIO_PUBLIC_URL', 'https://user:word@mio.contoso.example'],
    ['MIO_PUBLIC_URL', 'https://mio\t.contoso.example'],
    ['MIO_KEY', 'c2hvcnQ='],
    ['MIO_KEY', 'ab'.repeat(31)],
    ['MIO_KEY', `${'A'.repeat(42)}!=`],
    ['MIO_KEY_OLD', 'c2hvcnQ='],
    ['MIO_KEY_OLD', `${'ab'.repeat(32)},`],
    ['TEAMS_APP_PASSWORD_EXPIRES', 'next year'],
    ['TEAMS_APP_PASSWORD_EXPIRES', '2027-13-01'],
    ['TEAMS_APP_PASSWORD_EXPIRES', '2027-02-31'],
    ['MIO_OPERATOR_KEY', 'short'],
    ['MIO_OPERATOR_KEY', 'correct horse battery staple and more'],
    ['MIO_PACE', '0'],
    ['MIO_PACE', 'fast'],
    ['MIO_LOG', 'loud'],
    ['TEAMS_APP_ID', 'mio'],
    ['TEAMS_TENANT_ID', 'contoso.onmicrosoft.com'],
  ] as const) {
    it(`${env}=${wrong} is refused, naming it and an example`, () => {
      const message = faultsOf({ ...whole, [env]: wrong });
      assert.match(message, new RegExp(`^${env} is .*Example: ${env}=`));
    });
  }

  it('tells of every fault at once, a line each', () => {
    assert.equal(faultsOf({}).split('\n').length, rows.filter(({ fallback }) => fallback === undefined).length);
  });

  it('repeats no value: it may be a secret', () =>
    assert.doesNotMatch(faultsOf({ ...whole, MIO_OPERATOR_KEY: 'hunter2' }), /hunter2/));

  it('the sandbox is for where no credential is set, and never in production', () => {
    assert.equal(isSandboxMode({}), true);
    assert.equal(isSandboxMode({ PORT: '1', MIO_DATA: 'x' }), true);
    assert.equal(isSandboxMode({ NODE_ENV: 'production' }), false);
    for (const { env, credential } of rows) assert.equal(isSandboxMode({ [env]: 'x' }), credential !== true, env);
    assert.equal(isSandboxMode({ SLACK_CLIENT_ID: ' ' }), true);
  });
});
