/** A file that Webex scans for longer than a moment: its message waits, and arrives with it whole. */
import { openWorld, type World } from '../support/world.ts';

describe('a file that is scanned for ten seconds', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  it('arrives under its name, and in its turn', async () => {
    const base64 = Buffer.from('hello').toString('base64');
    const files = [{ name: 'slow-scan report.pdf', type: 'application/pdf', base64 }];
    await world.as('grace').on('webex').post({ text: 'the report', files });
    await world.as('grace').on('webex').post('what do you think?');
    const shown = () =>
      world
        .shown('slack')
        .flatMap(({ text, files: shared = [] }) => [text, ...shared].filter((part) => part !== ''))
        .join(' | ');
    await world.until(
      () => `the report and the question in Slack instead of ${shown()}`,
      () => shown() === 'the report | slow-scan report.pdf | what do you think?',
    );
  });
});
