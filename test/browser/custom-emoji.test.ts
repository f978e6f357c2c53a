/** An emoji that a workspace made itself, on all three clients: a picture among the letters where it crosses as one. */
import assert from 'node:assert/strict';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { soon, visit } from './support/visit.ts';

const chromium = findChromium();

describe('a custom emoji on the page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  it('is a picture in Slack and Teams, as large as the letters, and its name in Webex', async () => {
    await stage.demo.act({ platform: 'slack', as: 'eva', do: 'post', text: 'Then :shipit: it' });
    await stage.demo.act({ platform: 'slack', as: 'eva', do: 'post', text: ':shipit:' });
    await stage.demo.arrives(':shipit:');
    const here = await visit(stage.browser, stage.demo.url);
    for (const platform of ['slack', 'teams'] as const) {
      const emoji = here.client(platform).messages.getByRole('img', { name: ':shipit:' });
      await emoji.nth(1).waitFor();
      const isLoaded = (picture: { readonly naturalWidth?: number }) => (picture.naturalWidth ?? 0) > 0;
      await soon(here.page, async () => {
        assert.ok(await emoji.first().evaluate(isLoaded), platform);
        const { width = 0, height = 0 } = (await emoji.first().boundingBox()) ?? {};
        assert.deepEqual([width, height], [20, 20], platform);
      });
    }
    await here.client('webex').message('Then :shipit: it').last().waitFor();
    assert.equal(await here.client('webex').messages.getByRole('img', { name: ':shipit:' }).count(), 0);
    await here.close();
    assert.deepEqual(here.problems, []);
  });
});
