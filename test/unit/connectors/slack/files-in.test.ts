/** Which files a message has, as Slack tells of them. */
import assert from 'node:assert/strict';
import { filesOf } from '../../../../src/connectors/slack/files-in.ts';
import { type Inbound, readEvent } from '../../../../src/connectors/slack/inbound.ts';
import type { Json } from '../../../../src/connectors/support/json.ts';
import type { ConnectionId, SourceFile } from '../../../../src/core/model.ts';
import fixtures from '../../../fixtures/slack/events.json' with { type: 'json' };

const picture = { id: 'F0PIC', name: 'cat.png', mimetype: 'image/png', size: 67, mode: 'hosted' };
const plan = { id: 'F0PLAN', name: 'plan.pdf', mimetype: 'application/pdf', size: 1200, mode: 'hosted' };
const foreign: Json = { name: 'from afar.txt', mimetype: 'text/plain', size: 5, mode: 'hosted' };
const known = {
  user: () => undefined,
  channel: () => undefined,
  emoji: () => undefined,
  file: (id: string) => (id === 'F0FOREIGN' ? foreign : undefined),
};

describe('the files of a Slack message', () => {
  const table: readonly [what: string, file: unknown, expected: SourceFile | undefined][] = [
    ['a picture', picture, { id: 'F0PIC', name: 'cat.png', type: 'image/png', size: 67, inline: true }],
    ['a file', plan, { id: 'F0PLAN', name: 'plan.pdf', type: 'application/pdf', size: 1200 }],
    [
      'a drawing that could run',
      { ...picture, mimetype: 'image/svg+xml' },
      { ...slim(picture), type: 'image/svg+xml' },
    ],
    ['a snippet', { ...plan, mode: 'snippet' }, { ...slim(plan), type: 'application/pdf' }],
    ['without a name', { id: 'F1', title: 'A title' }, { id: 'F1', name: 'A title' }],
    ['without any', { id: 'F1', size: -1 }, { id: 'F1', name: 'file' }],
    ['deleted', { ...plan, mode: 'tombstone' }, undefined],
    ['beyond the plan’s limit', { ...plan, mode: 'hidden_by_limit' }, undefined],
    ['of another service', { ...plan, is_external: true }, undefined],
    ['a canvas', { ...plan, mode: 'quip' }, undefined],
    ['whose id is a path', { ...plan, id: '../../x' }, undefined],
    [
      'of another organization',
      { id: 'F0FOREIGN', file_access: 'check_file_info' },
      { id: 'F0FOREIGN', name: 'from afar.txt', type: 'text/plain', size: 5 },
    ],
    [
      'of another organization that tells nothing',
      { id: 'F0X', file_access: 'check_file_info' },
      { id: 'F0X', name: 'file' },
    ],
    ['that is closed to Mio', { id: 'F0X', file_access: 'access_denied' }, undefined],
    ['that is no object', 'F0X', undefined],
  ];
  for (const [what, file, expected] of table) {
    it(what, () => assert.deepEqual(filesOf({ files: [file] }, known), expected ? [expected] : []));
  }

  it('keep their author’s order', () => {
    assert.deepEqual(
      filesOf({ files: [plan, picture, plan] }, known).map(({ id }) => id),
      ['F0PLAN', 'F0PIC', 'F0PLAN'],
    );
  });

  describe('follow a change of the message', () => {
    const message = { type: 'message', user: 'U0ALICE01', ts: '1712345678.000100', text: 'see' };
    const changed = (before: Json, after: Json): Inbound => {
      const event = {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        channel: 'C0GENERAL',
        ts: '1712345690.000200',
        event_ts: '1712345690.000200',
        message: { ...message, ...after },
        previous_message: { ...message, ...before },
      };
      const identity = { appId: 'A0RELAY01', botId: 'B0RELAY01', botUserId: 'U0RELAYBOT' };
      return readEvent(event, fixtures.edited.event_id, {
        connection: 'slack-1' as ConnectionId,
        identity,
        names: known,
      });
    };
    const edited = { edited: { user: 'U0ALICE01', ts: '1712345689.000000' } };
    const rows: readonly [what: string, before: Json, after: Json, expected: string][] = [
      [
        'one deleted, which Slack calls no edit',
        { files: [plan, picture] },
        { files: [{ ...plan, mode: 'tombstone' }, picture] },
        'edited 1712345690000200 F0PIC',
      ],
      ['one taken out', { files: [plan, picture] }, { files: [plan] }, 'edited 1712345690000200 F0PLAN'],
      ['the last one taken out', { files: [plan] }, {}, 'edited 1712345690000200'],
      [
        'one taken out by an edit',
        { files: [plan, picture] },
        { files: [plan], ...edited },
        'edited 1712345689000000 F0PLAN',
      ],
      ['one added by an edit', {}, { files: [plan], ...edited }, 'edited 1712345689000000 F0PLAN'],
      ['none of them, a link unfurled', { files: [plan] }, { files: [plan] }, 'changed, but not by an edit'],
    ];
    for (const [what, before, after, expected] of rows) {
      it(what, () => {
        const inbound = changed(before, after);
        const state = inbound.is === 'event' ? inbound.event.inline : undefined;
        const seen =
          inbound.is === 'event' && state?.is === 'present'
            ? [inbound.event.kind, state.version, ...(state.files ?? []).map(({ id }) => id)].join(' ')
            : inbound.is === 'ignored' && inbound.why;
        assert.equal(seen, expected);
      });
    }
  });
});

function slim({ id, name, size }: typeof plan): Pick<SourceFile, 'id' | 'name' | 'size'> {
  return { id, name, size };
}
