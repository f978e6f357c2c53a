/** FL-10: many large files at once, of two tenants, through Mio in a process of its own; Slack and Webex are bare HTTP. */
import assert from 'node:assert/strict';
import { percentile } from '../../bench/support/load.ts';
import { shareFiles } from '../../bench/support/tenants.ts';

describe('FL-10 fifty files of 25 MB at once, of two tenants', () => {
  it('all arrive, in less than 400 MiB, while a text of one of them takes less than two seconds', async function () {
    this.timeout(90_000);
    const { files, memory, textMs } = await shareFiles({ files: 50, size: 25_000_000 });
    assert.equal(files, 50);
    assert.ok(memory < 400, `${memory} MiB`);
    assert.ok(textMs.length >= 20, `only ${textMs.length} texts`);
    assert.ok(percentile(textMs, 0.99) < 2_000, `${percentile(textMs, 0.99)} ms`);
  });
});
