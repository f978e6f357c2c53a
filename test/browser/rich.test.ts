/** One rich message on all three clients side by side: kept as a picture, for the documents as well. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { platformNames } from '../support/world.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { visit } from './support/visit.ts';

const chromium = findChromium();
const folder = join(import.meta.dirname, 'screenshots');

/** As Teams' client sends it. */
const message = [
  '<h2>Rollback of 2.14 <emoji alt="🚧" title="Construction"></emoji></h2>',
  '<p>Checkout is <b>down</b> in the EU, <i>not</i> in the US, since <s>09:30</s> 09:41. ',
  'Watch <a href="https://status.contoso.example/4711">the status page</a>.</p>',
  '<ol><li>Drain <code>eu-west</code></li><li>Roll back<ul><li>the gateway</li><li>prices by region</li></ul></li></ol>',
  '<codeblock class="JavaScript"><code>const region = regions[0]</code></codeblock>',
  '<blockquote><p>Who needs more than one?</p></blockquote>',
  '<table><tbody><tr><th>Region</th><th>Orders a minute</th></tr>',
  '<tr><td>EU</td><td><b>0</b></td></tr><tr><td>US</td><td>412</td></tr></tbody></table>',
].join('');

describe('a rich message', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  before(() => mkdirSync(folder, { recursive: true }));
  it('is shown by every client as people there write, and kept as a picture', async () => {
    await stage.demo.act({ platform: 'teams', as: 'ada', do: 'post', html: message });
    await stage.demo.arrives('Orders a minute');
    for (const colorScheme of ['light', 'dark'] as const) {
      const here = await visit(stage.browser, stage.demo.url, { colorScheme, viewport: { width: 1500, height: 1000 } });
      for (const platform of platformNames) {
        const shown = here.client(platform).message('Rollback of 2.14 🚧');
        await shown.locator('strong, b').filter({ hasText: 'down' }).waitFor();
        await shown.getByRole('link', { name: 'the status page' }).waitFor();
        assert.equal(await shown.locator('blockquote').count(), 1, platform);
        assert.ok((await shown.locator('li').count()) >= 4, platform);
      }
      await here.page.screenshot({ path: join(folder, `rich-${colorScheme}.actual.png`), animations: 'disabled' });
      await here.close();
      assert.deepEqual(here.problems, []);
    }
  });
});
