/** What Teams says in a channel by itself: where, about whom, and for whom it has which name. */
import assert from 'node:assert/strict';
import type { Client } from '@microsoft/microsoft-graph-client';
import { incidents, messagesOf, people, startTeams, type TeamsSandbox } from './support.ts';

const general = '19:OpsGeneral0000000000000000000000000000000002@thread.tacv2';

interface Said {
  readonly id: string;
  readonly messageType: string;
  readonly from: unknown;
  readonly body: { readonly content: string };
  readonly eventDetail: {
    readonly '@odata.type': string;
    readonly members?: readonly { readonly id: string; readonly displayName: unknown }[];
    readonly initiator: { readonly user: { readonly id: string } };
    readonly channelDisplayName?: string;
  } | null;
}

describe('system events of Teams', () => {
  let sandbox: TeamsSandbox;
  let graph: Client;
  beforeEach(async () => {
    sandbox = await startTeams();
    graph = await sandbox.graph('ada');
  });
  afterEach(() => sandbox.close());

  const said = async (channel: string, prefer?: string): Promise<readonly Said[]> => {
    const request = graph.api(messagesOf(channel));
    if (prefer !== undefined) request.header('Prefer', prefer);
    return ((await request.get()) as { value: Said[] }).value;
  };
  const known = 'include-unknown-enum-members';
  const kindOf = ({ eventDetail }: Said) => eventDetail?.['@odata.type'].replace('#microsoft.graph.', '');

  it('say in the General channel who left and came back, and in no other', async () => {
    await sandbox.act({ as: 'ben', do: 'leave' });
    await sandbox.act({ as: 'ben', do: 'join' });
    const [joined, left, ...more] = await said(general, known);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [left, joined].map((one) => one && kindOf(one)),
      ['membersDeletedEventMessageDetail', 'membersAddedEventMessageDetail'],
    );
    for (const { messageType, from, body, eventDetail } of [left!, joined!]) {
      assert.deepEqual([messageType, from, body.content], ['systemEventMessage', null, '<systemEventMessage/>']);
      assert.deepEqual(
        eventDetail?.members?.map(({ id, displayName }) => [id, displayName]),
        [[people.ben, null]],
      );
      assert.equal(eventDetail?.initiator.user.id, people.ben);
    }
    assert.deepEqual(await said(incidents, known), []);
  });

  it('say who did it, where it was somebody else', async () => {
    await sandbox.act({ as: 'ada', do: 'removeMember', people: ['ben'] });
    const [left] = await said(general, known);
    assert.equal(left?.eventDetail?.initiator.user.id, people.ada);
  });

  it('say a new name in the channel that has it', async () => {
    await sandbox.act({ as: 'ada', do: 'rename', name: 'War room' });
    const [renamed] = await said(incidents, known);
    assert.equal(renamed && kindOf(renamed), 'channelRenamedEventMessageDetail');
    assert.equal(renamed?.eventDetail?.channelDisplayName, 'War room');
    assert.deepEqual(await said(general, known), []);
  });

  it('have no name for those who did not ask for it', async () => {
    await sandbox.act({ as: 'ben', do: 'leave' });
    const [left] = await said(general);
    assert.equal(left?.messageType, 'unknownFutureValue');
    const one = (await graph
      .api(`${messagesOf(general)}/${left?.id}`)
      .header('Prefer', known)
      .get()) as Said;
    assert.equal(one.messageType, 'systemEventMessage');
  });

  it('are no messages of people: the client that tests look at shows none', async () => {
    await sandbox.act({ as: 'ben', do: 'leave' });
    assert.deepEqual(sandbox.teams.view(general), []);
  });
});
