/** A new name of a place stands in the ledger of the sandbox, whichever platform the place is on. */
import assert from 'node:assert/strict';
import { createSandbox, type Sandbox } from '../../../sandbox/index.ts';
import type { Act } from '../../../sandbox/kit/platform.ts';

const renames: readonly {
  readonly platform: Act['platform'];
  readonly as: string;
  readonly author: string;
  readonly place: string;
  readonly name: string;
  readonly deed?: Act['do'];
  readonly titles: readonly string[];
}[] = [
  {
    platform: 'teams',
    as: 'ada',
    author: 'Ada Nowak',
    place: 'Operations / Incidents',
    name: 'War room',
    titles: ['Operations / War room'],
  },
  {
    platform: 'teams',
    as: 'ada',
    author: 'Ada Nowak',
    place: 'Operations / Incidents',
    name: 'Night shift',
    deed: 'renameTeam',
    titles: ['Night shift / General', 'Night shift / Incidents', 'Night shift / Launch'],
  },
  {
    platform: 'slack',
    as: 'eva',
    author: 'Eva Lindqvist',
    place: 'fabrikam #contoso-incidents',
    name: 'war-room',
    titles: ['fabrikam #war-room'],
  },
  { platform: 'webex', as: 'grace', author: 'Grace Kim', place: 'Incidents', name: 'War room', titles: ['War room'] },
];

describe('a new name of a place', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await createSandbox({ product: { publicUrl: 'https://mio.example', url: 'http://127.0.0.1:1' } });
  });
  afterEach(() => sandbox.close());

  for (const { platform, as, author, place: before, name, deed = 'rename', titles } of renames) {
    it(`is in the ledger as the seed has it: ${platform}, ${deed}`, async () => {
      const { place } = sandbox.places().find((one) => one.platform === platform && one.title === before)!;
      await sandbox.act({ platform, as, do: deed, place, name });
      const titleOf = (wanted: string) =>
        sandbox.places().find((one) => one.platform === platform && one.place === wanted)?.title;
      const entries = sandbox.ledger.after(0).filter(({ kind }) => kind === 'renamed');
      assert.deepEqual(entries.map(({ text }) => text).toSorted(), titles);
      assert.deepEqual(new Set(entries.map((entry) => entry.author)), new Set([author]));
      for (const entry of entries) assert.equal(entry.text, titleOf(entry.place));
    });
  }
});
