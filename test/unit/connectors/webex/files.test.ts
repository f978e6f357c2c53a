/** Files are told by their names, which stand in the headers of the files alone. */
import assert from 'node:assert/strict';
import { plainText } from '../../../../src/core/content/plain.ts';
import type { Answer } from '../../../support/platform.ts';
import { openWebexWorld, type WebexWorld } from './support.ts';

const base = 'https://webexapis.com/v1';

describe('a Webex message with files', () => {
  let world: WebexWorld;
  beforeEach(async () => {
    world = await openWebexWorld();
  });
  afterEach(() => world.close());

  /** Webex tells of a message with these files, and answers so to each look at one. */
  function say(files: readonly string[], ...answers: readonly Answer[]): void {
    const left = [...answers];
    const json = {
      id: 'Y2lz-1',
      roomId: 'Y2lz-room1',
      personId: 'Y2lz-ana',
      created: '2026-01-12T09:00:00.000Z',
      text: 'look',
      files,
    };
    world.webex.respond(({ method }) => (method === 'HEAD' ? left.shift() : { json }));
  }
  async function read(): Promise<string> {
    const state = await world.connector.fetch(world.ref('Y2lz-1'), null);
    return state?.is === 'present' ? plainText(state.content) : 'gone';
  }
  const named = (name: string): Answer => ({ headers: { 'content-disposition': `attachment; filename="${name}"` } });
  const looks = () => world.webex.asked.filter(({ method }) => method === 'HEAD').map(({ path }) => path);

  it('shows its name, asked for once', async () => {
    say([`${base}/contents/Y2lz-c1`], named('plan.pdf'));
    assert.equal(await read(), 'look\n📎 plan.pdf');
    assert.equal(await read(), 'look\n📎 plan.pdf');
    assert.deepEqual(looks(), ['/v1/contents/Y2lz-c1']);
  });

  it('waits a moment for the scan', async () => {
    say([`${base}/contents/Y2lz-c1`], { status: 423, headers: { 'retry-after': '1' } }, named('plan.pdf'));
    const seen = read();
    while (looks().length < 2) await world.parts.clock.advance(500);
    assert.equal(await seen, 'look\n📎 plan.pdf');
  });

  it('goes without the name of a file that is locked for longer, infected or gone', async () => {
    say([`${base}/contents/Y2lz-c1`, `${base}/contents/Y2lz-c2`], { status: 410 }, { status: 404 });
    assert.equal(await read(), 'look\n📎 file\n📎 file');
    say([`${base}/contents/Y2lz-c3`], ...Array.from({ length: 3 }, () => ({ status: 423 })));
    const seen = read();
    while (looks().length < 3) await world.parts.clock.advance(500);
    assert.equal(await seen, 'look\n📎 file');
  });

  it('takes the token nowhere else', async () => {
    say(['https://attacker.example/v1/contents/a', `${base}/contents/../people/me`, `${base}/contents/a?b`, 'x']);
    assert.equal(await read(), `look${'\n📎 file'.repeat(4)}`);
    assert.deepEqual(looks(), []);
  });
});
