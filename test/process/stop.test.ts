/** The real processes end when asked to, refuse what must not be, and say why. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Burst, faultsOf, hasArrived, writeBurst } from '../support/bursts.ts';
import { openPair, type TestPair } from '../support/pair.ts';

const script = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function outcomeOf(path: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [script(path)], { env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, words };
}

describe('processes', () => {
  let pair: TestPair;
  before(async () => {
    pair = await openPair();
  });
  after(() => pair.close());

  it('F23 SIGTERM under load: ends within 10 s, and what was under way is finished by the next start', async function () {
    this.timeout(90_000);
    const burst: Burst = { name: 'orderly', count: 100 };
    const mio = await pair.startMio();
    const writing = writeBurst(burst, pair.post);
    await pair.sandbox.until(
      'some copies',
      (entries) => entries.filter(({ text }) => text?.includes('orderly ')).length > 100,
    );
    const asked = performance.now();
    assert.equal(await mio.end('SIGTERM'), 0);
    assert.ok(performance.now() - asked < 10_000, `it took ${performance.now() - asked} ms`);
    await writing;
    const next = await pair.startMio();
    await pair.sandbox.until('all of them', (entries) => hasArrived(burst, entries), 60_000);
    await pair.sandbox.quiet(1_000);
    await next.end('SIGTERM');
    assert.deepEqual(faultsOf(burst, pair.sandbox.entries), []);
  });

  it('F18 a second Mio on the same store refuses, says why, and does the first no harm', async function () {
    this.timeout(30_000);
    const first = await pair.startMio();
    const second = pair.spawnMio();
    assert.equal(await second.exited, 1);
    assert.match(second.output(), /Another Mio is running/);
    const { status } = (await (await fetch(`${pair.mioUrl}/healthz`)).json()) as { status: string };
    await first.end('SIGTERM');
    assert.equal(status, 'ready');
  });

  it('a file where the data folder should be is told of in words', async () => {
    const { code, words } = await outcomeOf('start/mio.ts', {
      MIO_DATA: script('package.json'),
      SANDBOX_PORT: new URL(pair.sandboxUrl).port,
    });
    assert.equal(code, 1);
    assert.match(words, /MIO_DATA .*a file is in its place.*Example: MIO_DATA=/);
    assert.doesNotMatch(words, / at /);
  });

  it('a production start without credentials refuses, naming each with an example', async () => {
    const { code, words } = await outcomeOf('start/mio.ts', { NODE_ENV: 'production', MIO_DATA: pair.folder });
    assert.equal(code, 1);
    for (const name of [
      'MIO_PUBLIC_URL',
      'MIO_KEY',
      'MIO_OPERATOR_KEY',
      'TEAMS_APP_ID',
      'SLACK_SIGNING_SECRET',
      'WEBEX_CLIENT_SECRET',
    ]) {
      assert.match(words, new RegExp(`${name} is missing.*Example: ${name}=`));
    }
  });

  for (const [path, env, name] of [
    ['start/mio.ts', { PORT: 'many' }, 'PORT'],
    ['start/mio.ts', { SANDBOX_PORT: '-1' }, 'SANDBOX_PORT'],
    ['sandbox/cli.ts', { PORT: '70000' }, 'PORT'],
    ['sandbox/cli.ts', { SANDBOX_PORT: 'x' }, 'SANDBOX_PORT'],
  ] as const) {
    it(`${path} with ${JSON.stringify(env)} refuses, naming the setting and a right value`, async () => {
      const { code, words } = await outcomeOf(path, {
        MIO_DATA: pair.folder,
        SANDBOX_PORT: new URL(pair.sandboxUrl).port,
        ...env,
      });
      assert.equal(code, 1);
      assert.match(words, new RegExp(`${name}.*${name}=\\d+`));
    });
  }
});

describe('the start command', () => {
  const command = [process.execPath, script('start/index.ts')];

  for (const [what, work, ends] of [
    ['1 where Mio is killed, as by Node where memory runs out', 'process.abort()', 1],
    [
      '0 where Mio is ended as asked, before it could end by itself',
      'console.log(1);await new Promise(() => setInterval(() => {}, 1_000))',
      0,
    ],
  ] as const) {
    it(`ends with ${what}`, async () => {
      const inMio = `if (process.argv[1].endsWith('mio.ts')) { ${work} }`;
      const env = {
        PATH: process.env['PATH'],
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(inMio)}`,
      };
      const [file = '', ...parameters] = [...command, 'mio'];
      const started = spawn(file, parameters, { env, stdio: ['ignore', 'pipe', 'ignore'] });
      started.stdout.once('data', () => started.kill('SIGTERM'));
      assert.deepEqual(await once(started, 'exit'), [ends, null]);
    });
  }

  const ways: readonly (readonly [how: string, command: readonly string[], env: Readonly<Record<string, string>>])[] = [
    ['', command, {}],
    // npm tells a shell to end, which tells nobody.
    [' to npm’s shell', ['sh', '-c', `"${command.join('" "')}"; exit $?`], { npm_lifecycle_event: 'start' }],
  ];
  for (const [how, [file = '', ...parameters], more] of ways) {
    it(`starts both, is ready within 10 s, and ends both within 10 s of SIGTERM${how}`, async function () {
      this.timeout(40_000);
      const pair = await openPair();
      const answers = (url: string) =>
        fetch(url).then(
          (answer) => answer.ok,
          () => false,
        );
      const until = async (holds: () => Promise<boolean>) => {
        while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
      };
      try {
        // The folder and the ports of a pair whose sandbox is gone.
        await pair.end();
        const { port } = new URL(pair.mioUrl);
        const { port: sandboxPort } = new URL(pair.sandboxUrl);
        const startedAt = performance.now();
        const places = { PORT: port, SANDBOX_PORT: sandboxPort, MIO_DATA: pair.folder };
        const both = spawn(file, parameters, {
          env: { PATH: process.env['PATH'], ...places, ...more },
          stdio: 'ignore',
        });
        const exited = once(both, 'exit');
        await until(() => answers(`${pair.mioUrl}/healthz`));
        assert.ok(performance.now() - startedAt < 10_000);
        const asked = performance.now();
        both.kill('SIGTERM');
        await exited;
        for (const url of [`${pair.mioUrl}/healthz`, pair.sandboxUrl]) await until(async () => !(await answers(url)));
        assert.ok(performance.now() - asked < 10_000);
      } finally {
        await pair.close();
      }
    });
  }
});
