import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '../../../../sandbox/index.ts';
import { readSettings } from '../../../../sandbox/settings.ts';

const product = { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:9' };

describe('the sandbox as a whole', () => {
  it('has all three worlds, in which people write to one another', async () => {
    const sandbox = await createSandbox({ product });
    try {
      const place = (title: string) => sandbox.places().find((one) => one.title === title)?.place ?? '';
      for (const [platform, title, as] of [
        ['teams', 'Operations / Incidents', 'ada'],
        ['slack', 'fabrikam #contoso-incidents', 'farid'],
        ['webex', 'Incidents', 'grace'],
      ] as const) {
        const hands = sandbox.as(as).on(platform);
        const root = await hands.post(place(title), 'first');
        const reply = await hands.reply(place(title), root, 'second');
        await hands.edit(place(title), reply, 'second, better');
        const shown = sandbox.view(platform, place(title));
        assert.deepEqual(
          shown.map(({ text, root: of, edited }) => [text, of, edited]),
          [
            ['first', null, false],
            ['second, better', root, true],
          ],
          title,
        );
        await hands.remove(place(title), reply);
      }
      assert.deepEqual(
        sandbox.ledger.after(0).map(({ platform, kind }) => `${platform} ${kind}`),
        ['teams', 'slack', 'webex'].flatMap((platform) =>
          ['posted', 'posted', 'edited', 'removed'].map((kind) => `${platform} ${kind}`),
        ),
      );
      sandbox.reset();
      assert.deepEqual(sandbox.view('webex', place('Incidents')), []);
    } finally {
      await sandbox.close();
    }
  });

  it('goes on after a restart where it stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    try {
      const first = await createSandbox({ product, folder });
      const place = first.places().find(({ title }) => title === 'Incidents')?.place ?? '';
      await first.as('eva').on('webex').post(place, 'still here');
      const app = first.app();
      await first.close();

      const second = await createSandbox({ product, folder });
      assert.deepEqual(second.app(), app);
      assert.deepEqual(
        second.view('webex', place).map(({ text }) => text),
        ['still here'],
      );
      assert.equal(second.ledger.after(0).length, 1);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says that its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    await assert.rejects(createSandbox({ product, port: (holder.address() as AddressInfo).port }), {
      code: 'EADDRINUSE',
    });
    holder.close();
  });
});

describe('the sandbox’s settings', () => {
  it('are those of the demo where nothing is set', () => {
    assert.deepEqual(readSettings({}, []), {
      port: 4010,
      folder: join('data', 'sandbox'),
      limits: 1000,
      record: undefined,
      product: { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:3978' },
    });
  });

  it('are taken from the environment and the command line', () => {
    const settings = readSettings(
      { SANDBOX_PORT: '5010', PORT: '5978', MIO_DATA: '/var/mio', MIO_PUBLIC_URL: 'https://chat.example/' },
      ['--record', 'day.har', '--limits', 'published'],
    );
    assert.deepEqual(settings, {
      port: 5010,
      folder: '/var/mio/sandbox',
      limits: 1,
      record: 'day.har',
      product: { publicUrl: 'https://chat.example', url: 'http://127.0.0.1:5978' },
    });
  });

  for (const [env, args, words] of [
    [{ SANDBOX_PORT: 'high' }, [], /SANDBOX_PORT is “high”.*SANDBOX_PORT=4010/],
    [{ PORT: '70000' }, [], /PORT is “70000”.*PORT=3978/],
    [{ PORT: '4010' }, [], /must differ/],
    [{ MIO_PUBLIC_URL: 'http://mio.example' }, [], /MIO_PUBLIC_URL=https:/],
    [{}, ['--limits', 'none'], /--limits 1000/],
    [{}, ['--speed', '1'], /--record FILE.har/],
  ] as const) {
    it(`are refused when wrong: ${JSON.stringify(env)} ${args.join(' ')}`, () => {
      assert.throws(() => readSettings(env, args), { name: 'SettingError', message: words });
    });
  }
});

describe('the sandbox’s command', () => {
  const cli = join(import.meta.dirname, '../../../../sandbox/cli.ts');

  it('refuses a wrong setting with one line', async () => {
    const child = spawn(process.execPath, [cli], { env: { ...process.env, SANDBOX_PORT: 'x' } });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [status] = await once(child, 'close');
    assert.equal(status, 1);
    assert.equal(said, 'SANDBOX_PORT is “x”. It must be like this: SANDBOX_PORT=4010\n');
  });

  it('starts, prints its address, and ends when asked to', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const free = String((holder.address() as AddressInfo).port);
    holder.close();
    await once(holder, 'close');
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'));
    try {
      const child = spawn(process.execPath, [cli], { env: { ...process.env, SANDBOX_PORT: free, MIO_DATA: folder } });
      const [line] = await once(child.stdout, 'data');
      assert.match(String(line), new RegExp(`http://127\\.0\\.0\\.1:${free}`));
      child.kill('SIGTERM');
      const [status] = await once(child, 'exit');
      assert.equal(status, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
