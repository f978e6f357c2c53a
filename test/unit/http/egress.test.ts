import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { EgressError } from '../../../src/core/ports.ts';
import { createEgress, platformOrigins, realOrigins, sandboxOrigins } from '../../../src/http/egress.ts';
import { openPlatform, type ScriptedPlatform } from '../../support/platform.ts';

describe('the only way out', () => {
  let platform: ScriptedPlatform;
  let egress: ReturnType<typeof createEgress>;
  before(async () => {
    platform = await openPlatform();
    egress = createEgress({ origins: sandboxOrigins(platform.url), deadlineMs: 200 });
  });
  after(async () => {
    await egress.close();
    await platform.close();
  });
  beforeEach(() => platform.respond(() => ({ json: { ok: true } })));

  const request = (url: string) => egress.request({ method: 'GET', url, headers: { authorization: 'Bearer a-token' } });

  for (const [listed, prefix] of Object.entries(platformOrigins)) {
    const origin = listed.replace('*', 'contoso-my');
    it(`leads ${origin} to ${prefix}, path and query as they are`, async () => {
      const { status, body } = await request(`${origin}/a%2Fb/c?d=%20e&f`);
      assert.equal(status, 200);
      assert.equal(body.toString(), '{"ok":true}');
      assert.equal(platform.asked[0]?.path, `${prefix}/a%2Fb/c`);
      assert.equal(platform.asked[0]?.query.get('d'), ' e');
    });
  }

  for (const url of [
    'https://slack.com.evil.test/api/auth.test',
    'https://slack.com@evil.test/',
    'https://slack.com:444/',
    'https://SLACK.com/',
    'https://evil.test/slack.com',
    'https://sub.slack.com/',
    'http://slack.com/',
    'https://127.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    '//slack.com/',
    '',
  ]) {
    it(`refuses ${url || 'nothing'}, by every way`, async () => {
      const refused = (error: unknown) =>
        error instanceof EgressError && error.code === 'refused_origin' && !error.sent;
      await assert.rejects(request(url), refused);
      assert.throws(() => egress.browserUrl(url), refused);
      await assert.rejects(async () => egress.fetch(url), refused);
      assert.equal(platform.asked.length, 0);
    });
  }

  it('follows no redirect: a token goes where it was meant to go and no further', async () => {
    platform.respond(() => ({ status: 302, headers: { location: 'https://graph.microsoft.com/elsewhere' } }));
    assert.equal((await request('https://slack.com/api/x')).status, 302);
    assert.equal((await egress.fetch('https://slack.com/api/x')).status, 302);
    assert.equal(platform.asked.length, 2);
  });

  it('says that a broken connection may have got there', async () => {
    platform.respond(() => 'cut');
    await assert.rejects(
      request('https://slack.com/api/x'),
      (error) => error instanceof EgressError && error.sent && error.code === 'cut',
    );
  });

  it('says that an answer that never comes may have got there', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const impatient = createEgress({
      origins: new Map([['https://slack.com', `http://127.0.0.1:${port}`]]),
      deadlineMs: 50,
    });
    try {
      const waiting = impatient.request({ method: 'POST', url: 'https://slack.com/api/x', body: 'text of a message' });
      await assert.rejects(waiting, (error) => error instanceof EgressError && error.sent && error.code === 'deadline');
    } finally {
      await impatient.close();
      silent.closeAllConnections();
      silent.close();
    }
  });

  describe('towards a platform that', () => {
    let server: Server;
    let origins: Map<string, string>;
    let answer: (response: ServerResponse) => void;
    let asked: number;
    before(async () => {
      server = createServer((_, response) => {
        asked += 1;
        answer(response);
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      origins = new Map([['https://slack.com', `http://127.0.0.1:${port}`]]);
    });
    beforeEach(() => {
      asked = 0;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });
    const get = (of: typeof egress) => of.request({ method: 'GET', url: 'https://slack.com/api/x' });

    it('goes on dripping does not wait for the end', async () => {
      answer = (response) => {
        const drip = setInterval(() => response.write(' '), 10);
        response.once('close', () => clearInterval(drip));
      };
      const impatient = createEgress({ origins, deadlineMs: 100 });
      await assert.rejects(
        get(impatient),
        (error) => error instanceof EgressError && error.sent && error.code === 'deadline',
      );
      await impatient.close();
    });

    it('is slow is waited for as long as the call says, and where it says nothing as long as is usual', async () => {
      const waiting: (() => void)[] = [];
      answer = (response) => void waiting.push(() => response.end('{}'));
      const usual = createEgress({ origins, usualMs: 50 });
      const patient = usual.request({ method: 'GET', url: 'https://slack.com/api/x', deadlineMs: 60_000 });
      await assert.rejects(get(usual), (error) => error instanceof EgressError && error.code === 'deadline');
      for (const respond of waiting) respond();
      assert.equal((await patient).status, 200);
      await usual.close();
    });

    it('is slow is waited for no longer than any call may take, whatever the call says, and files neither', async () => {
      answer = () => undefined;
      const impatient = createEgress({ origins, deadlineMs: 50 });
      const patient = { method: 'GET', url: 'https://slack.com/api/x', deadlineMs: 60_000 } as const;
      const late = (error: unknown) => error instanceof EgressError && error.code === 'deadline';
      await assert.rejects(impatient.request(patient), late);
      await assert.rejects(impatient.stream({ ...patient, limit: 1_000 }), late);
      await impatient.close();
    });

    it('B9 answers without end takes no more of it than a call may have', async () => {
      const page = Buffer.alloc(1024 * 1024, ' ');
      answer = (response) => {
        const more = () => {
          while (response.write(page));
        };
        response.on('drain', more);
        more();
      };
      const hurried = createEgress({ origins, deadlineMs: 10_000 });
      await assert.rejects(get(hurried), (error) => error instanceof EgressError && error.code === 'too_large');
      await hurried.close();
    });

    it('has no connection free does not send what is late already', async () => {
      answer = () => undefined;
      const narrow = createEgress({ origins, deadlineMs: 100, connectionsPerOrigin: 1 });
      const first = get(narrow);
      const second = get(narrow);
      await assert.rejects(first, (error) => error instanceof EgressError && error.sent);
      await assert.rejects(second, (error) => error instanceof EgressError && !error.sent && error.code === 'deadline');
      answer = (response) => response.end('{}');
      assert.equal((await get(narrow)).status, 200);
      await narrow.close();
      assert.equal(asked, 2, 'the first and the last');
    });
  });

  it('waits no longer for vendors’ clients, whatever they say of it', async () => {
    platform.respond(() => 'silence');
    for (const more of [{}, { signal: undefined }, { signal: new AbortController().signal }]) {
      const waiting = egress.fetch('https://slack.com/api/x', more as RequestInit);
      await assert.rejects(waiting, { name: 'TimeoutError' });
    }
    const gone = AbortSignal.abort(new Error('they left'));
    await assert.rejects(egress.fetch('https://slack.com/api/x', { signal: gone }), /they left/);
  });

  it('says for certain that nobody was there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const lost = createEgress({ origins: new Map([['https://slack.com', `http://127.0.0.1:${port}`]]) });
    const waiting = lost.request({ method: 'POST', url: 'https://slack.com/api/x?code=secret-code' });
    await assert.rejects(waiting, (error) => {
      assert.ok(error instanceof EgressError);
      assert.equal(error.sent, false);
      assert.equal(error.code, 'unreachable');
      // What is logged of it names the place, and nothing of what was sent there.
      assert.match(error.message, /^https:\/\/slack\.com can’t be reached/);
      assert.doesNotMatch(JSON.stringify(error), /secret-code/);
      return true;
    });
    await lost.close();
  });

  it('goes to the platforms themselves where nothing stands for them', () => {
    for (const [origin, target] of realOrigins()) assert.equal(origin, target);
  });
});
