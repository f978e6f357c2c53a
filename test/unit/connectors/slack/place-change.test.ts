/** What Slack tells of a channel as a whole: which change it is a hint at. */
import assert from 'node:assert/strict';
import { placeChangeOf } from '../../../../src/connectors/slack/place-change.ts';
import type { Json } from '../../../../src/connectors/support/json.ts';
import type { ConnectionId } from '../../../../src/core/model.ts';
import { openSlackWorld, signedRequest } from './support.ts';

const ts = '1712345700.000100';
const told = { connection: 'slack-1', conversation: 'C0GENERAL', at: 1_712_345_700_000 };
const channel = 'C0GENERAL';

describe('an event about a channel of Slack', () => {
  const table: readonly [event: Json, expected: object | undefined][] = [
    [{ type: 'channel_archive', channel }, { kind: 'archived' }],
    [{ type: 'group_archive', channel }, { kind: 'archived' }],
    [{ type: 'channel_unarchive', channel }, { kind: 'reopened' }],
    [{ type: 'group_unarchive', channel }, { kind: 'reopened' }],
    [{ type: 'channel_deleted', channel }, { kind: 'deleted' }],
    [{ type: 'group_deleted', channel }, { kind: 'deleted' }],
    [{ type: 'channel_left', channel }, { kind: 'removed' }],
    [{ type: 'group_left', channel }, { kind: 'removed' }],
    [
      { type: 'channel_rename', channel: { id: channel, name: 'ops' } },
      { kind: 'renamed', title: '#ops' },
    ],
    [
      { type: 'group_rename', channel: { id: channel, name: 'ops' } },
      { kind: 'renamed', title: '#ops' },
    ],
    [
      { type: 'channel_id_changed', old_channel_id: channel, new_channel_id: 'C0SHARED1' },
      { kind: 'moved', to: 'C0SHARED1' },
    ],
    [{ type: 'channel_id_changed', old_channel_id: channel, new_channel_id: 7 }, undefined],
    [{ type: 'channel_rename', channel: { id: channel } }, undefined],
    [{ type: 'channel_archive', channel: '../C0GENERAL' }, undefined],
    [{ type: 'channel_created', channel: { id: channel, name: 'ops' } }, undefined],
    [{ type: 'constructor', channel }, undefined],
  ];
  for (const [event, expected] of table)
    it(`${JSON.stringify(event)} is ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(
        placeChangeOf({ ...event, event_ts: ts }, 'slack-1' as ConnectionId),
        expected && { ...told, ...expected },
      ));

  it('is handed on as it comes, and is no message', async () => {
    const world = await openSlackWorld();
    try {
      const event = { type: 'channel_archive', channel, event_ts: ts };
      const envelope = {
        type: 'event_callback',
        team_id: 'T0ACME001',
        api_app_id: 'A0RELAY01',
        event_id: 'Ev0MADEUP1',
        authorizations: [{ team_id: 'T0ACME001' }],
      };
      const receipt = await world.connector.receive(signedRequest(JSON.stringify({ ...envelope, event })));
      assert.deepEqual(receipt, { reply: { status: 200 }, changes: [{ ...told, kind: 'archived' }] });
    } finally {
      await world.close();
    }
  });
});
