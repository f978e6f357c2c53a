import assert from 'node:assert/strict';
import type { Client } from '@microsoft/microsoft-graph-client';
import { echo, graphError, operations, people, publicUrl, startTeams, type TeamsSandbox } from './support.ts';

interface Notification {
  readonly value: readonly {
    readonly subscriptionId: string;
    readonly changeType: string;
    readonly clientState: string;
    readonly resource: string;
    readonly resourceData: { readonly id: string; readonly 'members@delta'?: readonly object[] };
  }[];
}

const minute = 60_000;
const notify = '/graph/notify';
const mioTeam = '1f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b11';

describe('Graph: subscriptions to groups', () => {
  let sandbox: TeamsSandbox;
  let graph: Client;
  beforeEach(async () => {
    sandbox = await startTeams();
    graph = await sandbox.graph('mio-service');
  });
  afterEach(() => sandbox.close());

  const inMinutes = (minutes: number): string => new Date(sandbox.clock.now() + minutes * minute).toISOString();
  const wanted = (change: object = {}): object => ({
    changeType: 'updated,deleted',
    notificationUrl: `${publicUrl}${notify}`,
    resource: '/groups',
    expirationDateTime: inMinutes(41_760),
    clientState: 'secret',
    ...change,
  });
  const subscribe = (body: object, client = graph): Promise<{ readonly id: string }> =>
    client.api('/subscriptions').post(body);
  const heard = async () => (await sandbox.bodies<Notification>(notify)).flatMap(({ value }) => value);
  const act = (as: string, deed: object, place = operations) =>
    sandbox.teams.act({ platform: 'teams', as, place, ...deed } as Parameters<TeamsSandbox['teams']['act']>[0]);

  it('are made after the handshake, renewed and ended; nobody asks for a lifecycle address', async () => {
    let asked = 0;
    sandbox.product = (request, response, body) => {
      asked += 1;
      echo(request, response, body);
    };
    const { id } = await subscribe(wanted());
    assert.equal(asked, 1);
    sandbox.clock.advance(30 * minute);
    const renewed = await graph.api(`/subscriptions/${id}`).patch({ expirationDateTime: inMinutes(41_760) });
    assert.equal(renewed.expirationDateTime, inMinutes(41_760).replace('.000Z', 'Z'));
    await graph.api(`/subscriptions/${id}`).delete();
    assert.deepEqual((await graph.api('/subscriptions').get()).value, []);
  });

  it('are not made where nobody echoes', async () => {
    sandbox.product = (_request, response) => {
      response.writeHead(404);
      response.end();
    };
    await assert.rejects(subscribe(wanted()), graphError(400, 'ValidationError'));
  });

  const refusals: readonly [string, () => object, number, string][] = [
    ['more than 29 days', () => wanted({ expirationDateTime: inMinutes(41_761) }), 400, 'InvalidRequest'],
    ['resource data', () => wanted({ includeResourceData: true }), 400, 'InvalidRequest'],
    [
      'a group that is not there',
      () => wanted({ resource: '/groups/9f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b99' }),
      404,
      'Request_ResourceNotFound',
    ],
    [
      'something of a group that is not told',
      () => wanted({ resource: `/groups/${operations}/drive` }),
      400,
      'InvalidRequest',
    ],
  ];
  for (const [what, body, status, code] of refusals) {
    it(`are refused with ${what}`, () => assert.rejects(subscribe(body()), graphError(status, code)));
  }

  it('take Group.Read.All', async () => {
    // A token holds whatever was consented to before.
    await sandbox.close();
    sandbox = await startTeams();
    const reader = await sandbox.graph('ada', 'User.Read Directory.Read.All');
    await assert.rejects(
      subscribe(wanted(), reader),
      graphError(403, 'Forbidden', /API requires one of 'Group\.Read\.All'/),
    );
  });

  it('exist once for the same resource and kinds of change, however it is written', async () => {
    await subscribe(wanted());
    await assert.rejects(subscribe(wanted({ resource: 'groups' })), graphError(409, 'Conflict'));
    await subscribe(wanted({ changeType: 'updated' }));
    await subscribe(wanted({ resource: `/groups/${operations}/members` }));
  });

  it('tell who came and who went, with their ids', async () => {
    const { id } = await subscribe(wanted({ resource: `/groups/${operations}/members` }));
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${people.service}` };
    await graph.api(`/groups/${operations}/members/$ref`).post(member);
    await graph.api(`/groups/${mioTeam}/members/$ref`).post(member);
    await graph.api(`/groups/${operations}/members/${people.service}/$ref`).delete();
    const told = await heard();
    assert.ok(told.every((one) => one.subscriptionId === id && one.clientState === 'secret'));
    assert.deepEqual(
      told.map(({ changeType, resource, resourceData }) => [changeType, resource, resourceData['members@delta']]),
      [
        ['updated', `Groups/${operations}`, [{ id: people.service }]],
        ['updated', `Groups/${operations}`, [{ id: people.service, '@removed': 'deleted' }]],
      ],
    );
  });

  it('tell of another name, and of a group’s end only when it can’t be restored any more', async () => {
    await subscribe(wanted());
    await subscribe(wanted({ resource: `/groups/${mioTeam}` }));
    await act('ada', { do: 'renameTeam', name: 'Operations and more' });
    await act('ada', { do: 'deleteTeam' });
    await act('ada', { do: 'purgeTeam' });
    const told = await heard();
    assert.deepEqual(
      told.map(({ changeType, resourceData }) => [changeType, resourceData.id, resourceData['members@delta']]),
      [
        ['updated', operations, undefined],
        ['updated', operations, undefined],
        ['deleted', operations, undefined],
      ],
    );
  });

  it('say nothing of messages', async () => {
    await subscribe(wanted());
    await sandbox.act({ as: 'ada', do: 'post', text: 'hello' });
    assert.deepEqual(await heard(), []);
  });
});
