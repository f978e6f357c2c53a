import assert from 'node:assert/strict';
import { fileLine } from '../../../../src/connectors/support/file-line.ts';
import type { FileReason } from '../../../../src/core/files/reasons.ts';
import { sizeText } from '../../../../src/core/files/sizes.ts';
import type { Platform } from '../../../../src/core/model.ts';
import { a, p } from '../../content/build.ts';

describe('the line of a file', () => {
  const sizes: readonly [bytes: number, text: string][] = [
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1.0 KB'],
    [9_949, '9.9 KB'],
    [9_951, '10 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [1_240_000, '1.2 MB'],
    [25_000_000, '25 MB'],
    [1_500_000_000, '1.5 GB'],
    [5e15, '5000 TB'],
  ];
  for (const [bytes, text] of sizes) it(`says ${text} of ${bytes}`, () => assert.equal(sizeText(bytes), text));

  const link = 'https://mio.example/files/x';
  it('names it, its size where that is known, and where to open it', () => {
    assert.deepEqual(fileLine({ id: 'x', name: 'a.txt', size: 5, link }), p('📎 a.txt (5 bytes) · ', a(link, 'Open')));
    assert.deepEqual(fileLine({ id: 'x', name: 'a.txt', link }), p('📎 a.txt · ', a(link, 'Open')));
  });

  const reasons: readonly [why: FileReason, to: Platform, words: string][] = [
    ['too_large', 'webex', 'too large for Webex'],
    ['too_large', 'teams', 'too large for Teams'],
    ['empty', 'slack', 'Slack takes no empty files'],
    ['not_shown', 'teams', 'Teams can’t show it'],
    ['closed', 'slack', 'its platform does not let Mio open it'],
    ['elsewhere', 'slack', 'not one of its channel’s own files; ask its author to upload it there'],
    ['gone', 'slack', 'removed where it came from'],
    ['blocked', 'slack', 'blocked by the virus scan of its own platform'],
    ['infected', 'webex', 'held: the virus scanner found something in it; ask its author'],
    ['unscanned', 'webex', 'held until the virus scanner answers again'],
    ['unscannable', 'webex', 'held: too large for the virus scanner; ask its author, or an administrator'],
    ['source_unauthorized', 'webex', 'its platform does not let Mio in; it comes once that is connected again'],
    ['source_busy', 'webex', 'its platform does not hand it out now; it comes later'],
    ['not_brought', 'slack', 'could not be brought to Slack'],
  ];
  for (const [why, to, words] of reasons) {
    it(`says why it is not there itself: ${words}`, () =>
      assert.deepEqual(
        fileLine({ id: 'x', name: 'a.txt', link }, { why, to }),
        p('📎 a.txt · ', a(link, 'Open'), ` – ${words}`),
      ));
  }
});
