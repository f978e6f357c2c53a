/** A code snippet of Teams: what stands on the other side is the code, in a block with its language. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

describe('a code snippet', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const code = 'def f(x):\n  return x < 1 and "<b>&amp;</b>"';
  const snippet = { language: 'python', code };
  const from = 'Ada Nowak (Teams)';

  it('arrives as code below the words', async () => {
    const place = world.placeOf('teams');
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'post', place, text: 'Try this:', snippet });
    for (const side of ['slack', 'webex'] as const)
      await world.until(
        () => `the code in ${side} instead of ${JSON.stringify(world.shown(side))}`,
        () => world.shown(side).some((line) => line.from === from && line.text.endsWith(code)),
      );
    const [slack, webex] = [world.last('slack'), world.last('webex')];
    assert.match(slack.rich, /rich_text_preformatted/);
    assert.match(webex.rich, /<pre><code class="language-python">/);
  });
});
