/** Places get another name while somebody looks at them on the sandbox’s page. */
import assert from 'node:assert/strict';
import { platformNames } from '../support/world.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { soon, type Visit, visit } from './support/visit.ts';

const chromium = findChromium();

const renames = {
  teams: { as: 'ada', name: 'War room', shown: 'Operations / War room' },
  slack: { as: 'eva', name: 'war-room', shown: '#war-room' },
  webex: { as: 'grace', name: 'The war room', shown: 'The war room' },
} as const;

describe('a place with another name, on the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;

  before(async () => {
    here = await visit(stage.browser, stage.demo.url);
  });
  afterEach(() => assert.deepEqual(here.forgive(), []));

  for (const platform of platformNames) {
    it(`shows it at once, and is joined as before: ${platform}`, async () => {
      const { as, name, shown } = renames[platform];
      const { all } = here.client(platform);
      await all.locator('.joined', { hasText: 'Joined by Mio' }).waitFor();
      await stage.demo.act({ platform, as, do: 'rename', name });
      const chosen = all.locator('.place-bar select option:checked');
      await soon(here.page, async () => assert.equal(await chosen.textContent(), shown));
      assert.equal(await all.locator('.joined').textContent(), 'Joined by Mio');
    });
  }
});
