/** Who is whom by what they proved: the index that the relay asks in the midst of a message. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ConnectionId, OrganizationId, PersonId, Platform } from '../../../src/core/model.ts';
import { type AccountIndex, createAccountIndex, linkedId, ownerId } from '../../../src/core/people/accounts.ts';
import { createSignedInPeople, type SignedInPeople } from '../../../src/core/people/signed-in.ts';
import type { Connection, LinkedAccount } from '../../../src/core/records.ts';
import { createVault } from '../../../src/core/vault.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';

const connection = (id: string, platform: Platform, account: string): Connection => ({
  id: id as ConnectionId,
  organization: 'organization-1' as OrganizationId,
  platform,
  account,
  name: account,
  installer: 'somebody',
  facts: {},
  createdAt: 0,
});
const places = {
  teams: connection('teams-1', 'teams', 'tenant-1'),
  otherTenant: connection('teams-2', 'teams', 'tenant-2'),
  slack: connection('slack-1', 'slack', 'T1'),
  otherSlack: connection('slack-2', 'slack', 'T2'),
  webex: connection('webex-1', 'webex', 'org-1'),
};
type Place = keyof typeof places;

const ada = { tenant: 'tenant-1', person: 'ada' as PersonId };
const side = (place: Place) => ({ connection: places[place].id, platform: places[place].platform });

interface World {
  readonly index: AccountIndex;
  /** Who signed in to the bot. */
  readonly people: SignedInPeople;
}

/** Ada, with everything linked. */
async function openWorld(): Promise<World> {
  const people = createSignedInPeople({
    records: createMemoryRecords(),
    vault: createVault(randomBytes(32), (bytes) => randomBytes(bytes)),
    clock: createTestClock(),
  });
  const index = createAccountIndex((who) => people.acts(who));
  for (const place of Object.values(places)) index.connected(place);
  for (const stage of ['signUp', 'accountSync'] as const) {
    await people.link({ ...ada, account: 'ada@contoso.example', secret: 'secret' }, stage);
  }
  link(index, 'slack', 'U1');
  link(index, 'otherSlack', 'U2');
  link(index, 'webex', 'P1');
  return { index, people };
}

function link(index: AccountIndex, place: Place, person: string, more: Partial<LinkedAccount> = {}): void {
  const { id, platform } = places[place];
  const account = { owner: ownerId(ada), platform, connection: id, person: person as PersonId, name: person };
  index.account(linkedId(places[place], person as PersonId), { ...account, expired: false, linkedAt: 0, ...more });
}

const unlink = (index: AccountIndex, place: Place, person: string) =>
  index.account(linkedId(places[place], person as PersonId), undefined);

const everywhere: readonly [Place, string][] = [
  ['teams', 'ada'],
  ['slack', 'U1'],
  ['otherSlack', 'U2'],
  ['webex', 'P1'],
];

describe('linked accounts', () => {
  for (const [from, person] of everywhere) {
    for (const [to, expected] of everywhere) {
      it(`${from} → ${to}: ${expected}`, async () => {
        const { index } = await openWorld();
        assert.equal(index.linked(side(from), person as PersonId, side(to)), expected);
      });
    }
  }

  const changes: readonly [why: string, change: (world: World) => unknown, from: Place, who: string, to: Place][] = [
    ['somebody else’s', () => {}, 'slack', 'U9', 'teams'],
    ['the same id in another workspace', () => {}, 'otherSlack', 'U1', 'teams'],
    ['the same person id in another tenant', () => {}, 'otherTenant', 'ada', 'slack'],
    ['another tenant', () => {}, 'slack', 'U1', 'otherTenant'],
    ['a stage that was taken back', ({ people }) => people.leave(ada, 'accountSync'), 'slack', 'U1', 'teams'],
    [
      'a sign-in to Teams that has expired',
      async ({ people }) => people.expire((await people.get(ada))!),
      'slack',
      'U1',
      'teams',
    ],
    ['signed out', ({ people }) => people.forget(ada), 'slack', 'U1', 'teams'],
    ['a token that has expired', ({ index }) => link(index, 'slack', 'U1', { expired: true }), 'teams', 'ada', 'slack'],
    ['taken back', ({ index }) => unlink(index, 'slack', 'U1'), 'teams', 'ada', 'slack'],
    ['taken back at the source', ({ index }) => unlink(index, 'slack', 'U1'), 'slack', 'U1', 'teams'],
    [
      'taken over by somebody',
      ({ index }) => link(index, 'slack', 'U1', { owner: 'tenant-1/ben' }),
      'teams',
      'ada',
      'slack',
    ],
  ];
  for (const [why, change, from, who, to] of changes) {
    it(`nobody: ${why}`, async () => {
      const world = await openWorld();
      await change(world);
      assert.equal(world.index.linked(side(from), who as PersonId, side(to)), undefined);
    });
  }

  it('a token that has expired still tells who it was', async () => {
    const { index } = await openWorld();
    link(index, 'slack', 'U1', { expired: true });
    assert.equal(index.linked(side('slack'), 'U1' as PersonId, side('teams')), 'ada');
  });

  it('another account in the same workspace takes the first one’s place, whichever is heard of first', async () => {
    const { index } = await openWorld();
    link(index, 'slack', 'U3');
    unlink(index, 'slack', 'U1');
    assert.equal(index.linked(side('teams'), ada.person, side('slack')), 'U3');
    unlink(index, 'slack', 'U3');
    assert.equal(index.linked(side('teams'), ada.person, side('slack')), undefined);
  });

  it('a connection that is not known links nobody', async () => {
    const { index } = await openWorld();
    const nowhere = { connection: 'new' as ConnectionId, platform: 'slack' } as const;
    assert.equal(index.linked(nowhere, 'U1' as PersonId, side('teams')), undefined);
  });
});
