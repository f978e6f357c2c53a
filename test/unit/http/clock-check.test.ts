/** What the platforms' answers say of this machine's clock, over real HTTP, and what is made of it. */
import assert from 'node:assert/strict';
import { minutes, seconds } from '../../../src/core/time.ts';
import { aheadBy, createClockCheck } from '../../../src/http/clock-check.ts';
import { createEgress, sandboxOrigins } from '../../../src/http/egress.ts';
import { createTestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';
import { openPlatform, type ScriptedPlatform } from '../../support/platform.ts';

const slack = 'https://slack.com';
const webex = 'https://webexapis.com';

describe('F14 this machine’s clock', () => {
  let platform: ScriptedPlatform;
  before(async () => {
    platform = await openPlatform();
  });
  after(() => platform.close());

  let close: () => Promise<void>;
  afterEach(() => close());

  /** `wrong`: how far a clock is ahead of the right time: Mio's, or that of a platform, by where its origin leads. */
  function open() {
    const time = createTestClock();
    const log = createTestLog();
    const counted: string[] = [];
    const metrics = {
      count: (name: string, labels = {}) => void counted.push(`${name} ${JSON.stringify(labels)}`),
      observe() {},
      set() {},
    };
    const wrong = { mio: 0, '/slack': 0, '/webex': 0 };
    const clock = { ...time, now: () => time.now() + wrong.mio };
    const clockCheck = createClockCheck({ clock, log, metrics });
    const egress = createEgress({ origins: sandboxOrigins(platform.url), clockCheck });
    platform.respond(({ path }) => {
      const own = path.startsWith('/slack') ? wrong['/slack'] : wrong['/webex'];
      return { json: {}, headers: { date: new Date(time.now() + own).toUTCString() } };
    });
    close = () => egress.close();
    const ask = (origin = slack) => egress.request({ method: 'GET', url: `${origin}/a` });
    return { time, wrong, log, counted, clockCheck, ask };
  }
  const alarm = 'mio_alarms_total {"kind":"clock"}';

  for (const [ahead, words] of [
    [minutes(10), '(599|600) s ahead of that of https://slack.com'],
    [-minutes(10), '(599|600) s behind that of https://slack.com'],
    [seconds(125), '12[45] s ahead of'],
    [-minutes(60), '3[56]\\d\\d s behind'],
  ] as const) {
    it(`F14 ${ahead / 1_000} s ahead: an alarm within a minute, with advice, and quiet again once it is right`, async () => {
      const { time, wrong, log, counted, clockCheck, ask } = open();
      await ask();
      assert.deepEqual([counted, clockCheck.doubted()], [[], false]);
      wrong.mio = ahead;
      await time.advance(minutes(1));
      for (let call = 0; call < 3; call += 1) await ask();
      assert.deepEqual([counted, clockCheck.doubted()], [[alarm], true]);
      assert.match(log.text(), new RegExp(`^error: this machine’s clock is ${words}`));
      assert.match(log.text(), /NTP.*Slack and Teams are refused/);
      // As long as it lasts, nothing more is said of it.
      await time.advance(minutes(10));
      await ask();
      assert.deepEqual([counted, clockCheck.doubted()], [[alarm], true]);

      wrong.mio = 0;
      for (let call = 0; call < 3; call += 1) {
        await time.advance(minutes(1));
        await ask();
      }
      assert.deepEqual([counted, clockCheck.doubted()], [[alarm], false]);
      assert.equal(log.all().split('agree again').length, 2);
    });
  }

  it('F14 60 s off, either way: nothing', async () => {
    const { time, wrong, log, counted, ask } = open();
    for (const ahead of [seconds(60), -seconds(60)]) {
      wrong.mio = ahead;
      await time.advance(minutes(5));
      await ask();
    }
    assert.deepEqual([counted, log.all()], [[], '']);
  });

  it('is looked at once a minute, at the first answer that comes', async () => {
    const { time, wrong, counted, ask } = open();
    await ask();
    wrong['/slack'] = minutes(10);
    await time.advance(seconds(59));
    await ask();
    assert.deepEqual(counted, []);
    await time.advance(seconds(1));
    await ask();
    assert.deepEqual(counted, [alarm]);
  });

  it('one that hovers about the limit is told of once', async () => {
    const { time, wrong, counted, ask } = open();
    for (const ahead of [121, 119, 122, 118, 121]) {
      wrong.mio = seconds(ahead);
      await time.advance(minutes(2));
      await ask();
    }
    assert.deepEqual(counted, [alarm]);
  });

  it('F14 a platform whose own clock is wrong is named, and nobody’s clock is called right', async () => {
    const { time, wrong, log, counted, clockCheck, ask } = open();
    wrong['/webex'] = -minutes(10);
    await ask(slack);
    await ask(webex);
    assert.deepEqual([counted, clockCheck.doubted()], [[alarm], false]);
    assert.match(log.text(), /^error: this machine’s clock is (599|600) s ahead of that of https:\/\/webexapis\.com/);
    assert.match(log.text(), /Other platforms agree with this machine’s clock/);
    assert.doesNotMatch(log.text(), /slack/);
    wrong['/webex'] = 0;
    await time.advance(minutes(1));
    await ask(webex);
    assert.match(log.all(), /agree again.*webexapis/);
  });

  it('F14 a clock that jumps is not thought right because the platforms agreed before', async () => {
    const { time, wrong, log, clockCheck, ask } = open();
    await ask(slack);
    await ask(webex);
    wrong.mio = -minutes(60);
    await ask(slack);
    assert.equal(clockCheck.doubted(), true);
    assert.match(log.text(), /Set this machine’s clock/);
    wrong.mio = 0;
    await time.advance(minutes(1));
    await ask(webex);
    assert.equal(clockCheck.doubted(), false);
  });

  describe('and one answer', () => {
    const date = 'Mon, 14 Sep 2026 08:00:00 GMT';
    const there = Date.parse(date);
    for (const [what, headers, sentAt, receivedAt, ahead] of [
      ['that comes at once', { date }, there, there, 0],
      ['that was on its way for five minutes', { date }, there - minutes(2), there + minutes(3), 0],
      ['of a second that is not over', { date }, there + 999, there + 1_010, 0],
      ['from the past', { date }, there + minutes(10), there + minutes(10), minutes(10) - 1_000],
      ['from the future', { date }, there - minutes(11), there - minutes(10), -minutes(10)],
      ['during which the clock was set back', { date }, there + minutes(10), there, undefined],
      ['out of a cache', { date, age: '600' }, there + minutes(10), there + minutes(10), undefined],
      ['without a date', {}, there, there, undefined],
      ['with another word in its place', { date: 'soon' }, there, there, undefined],
    ] as const) {
      it(`${what}: ${ahead === undefined ? 'says nothing' : `${ahead / 1_000} s ahead`}`, () => {
        assert.equal(aheadBy(headers, sentAt, receivedAt), ahead);
      });
    }
  });
});
