/**
 * What becomes of a conversation at its platform is told once, and then the platform has its answer. The real Mio process
 * is killed when it was answered, and nothing was followed yet: the next start follows it, and whoever is concerned is told.
 */
import assert from 'node:assert/strict';
import type { FaultRule } from '../../sandbox/kit/faults.ts';
import type { Act } from '../../sandbox/kit/platform.ts';
import type { Child } from '../../start/children.ts';
import { openPair, type TestPair } from '../support/pair.ts';
import { legTitles } from '../support/world.ts';

interface Story {
  readonly what: string;
  readonly deed: Pick<Act, 'do' | 'as'> & { readonly platform: 'slack' | 'teams' };
  /** Where its platform would have to be asked. */
  readonly look: FaultRule['route'];
  /** Where its platform tells of it. */
  readonly webhook: string;
  readonly notice: string;
}

const stories: readonly Story[] = [
  {
    what: 'an archived channel of Slack',
    deed: { platform: 'slack', as: 'eva', do: 'archive' },
    look: 'conversations.info',
    webhook: '/webhooks/slack/events',
    notice: 'Fabrikam on Slack is archived.',
  },
  {
    what: 'a channel of Slack with another id',
    deed: { platform: 'slack', as: 'eva', do: 'changeId' },
    look: 'conversations.info',
    webhook: '/webhooks/slack/events',
    notice: 'Fabrikam on Slack is back.',
  },
  {
    what: 'an archived team',
    deed: { platform: 'teams', as: 'ada', do: 'archiveTeam' },
    look: '/teams/',
    webhook: '/api/messages',
    notice: 'Contoso on Teams is archived.',
  },
];

/** Resolves when the process has written these words. */
const says = (mio: Child, words: string): Promise<void> =>
  new Promise((resolve) => {
    const look = () => mio.output().includes(words) && resolve();
    mio.process.stdout?.on('data', look);
    mio.process.stderr?.on('data', look);
    look();
  });

describe('killed before a change of a conversation was followed', () => {
  let pair: TestPair;
  beforeEach(async () => {
    pair = await openPair();
  });
  afterEach(() => pair.close());

  for (const { what, deed, look, webhook, notice } of stories)
    it(`${what} is followed after the next start`, async function () {
      this.timeout(60_000);
      const { sandbox } = pair;
      const told = () => sandbox.entries.filter(({ kind, text }) => kind === 'posted' && text?.includes(notice)).length;
      const mio = await pair.startMio();
      const { platform } = deed;
      const before = await answered(webhook);
      await sandbox.fault({ platform, kind: 'error', ...(look && { route: look }) });
      await sandbox.act({ ...deed, place: sandbox.placeOf(platform, legTitles[platform]) });
      await says(mio, 'could not be followed yet');
      assert.equal(await answered(webhook), before + 1);
      assert.equal(told(), 0);
      await mio.end('SIGKILL');
      await sandbox.fault({ kind: 'clear' });
      await pair.startMio();
      await sandbox.until('the notice', () => told() > 0);
      await sandbox.quiet(1_000);
      // Once on each of the other sides, and on its own where it is there.
      assert.equal(told(), deed.do === 'changeId' ? 3 : 2);
    });

  /** How often Mio has taken what was told there. */
  async function answered(route: string): Promise<number> {
    const metrics = await (await fetch(`${pair.mioUrl}/metrics`)).text();
    const line = `mio_webhooks_total{route="${route}",status="200"} `;
    return Number(
      metrics
        .split('\n')
        .find((text) => text.startsWith(line))
        ?.slice(line.length) ?? 0,
    );
  }
});
