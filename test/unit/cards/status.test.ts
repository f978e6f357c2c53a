/** What the status of a universal channel says of sides where something does not cross. */
import assert from 'node:assert/strict';
import { createCards } from '../../../cards/index.ts';
import type { ChannelView } from '../../../src/core/channels/access.ts';
import type { ChannelId, ConnectionId, ConversationId, LegId } from '../../../src/core/model.ts';

describe('the status', () => {
  const leg = { id: 'l' as LegId, connection: 'k' as ConnectionId, conversation: 'v' as ConversationId };
  const teams = { ...leg, platform: 'teams', title: 'Operations / Incidents' } as const;
  const slack = { ...leg, platform: 'slack', title: '#incidents' } as const;
  const partner = { organization: 'Fabrikam', platform: 'webex' } as const;
  const statusOf = (view: Pick<ChannelView, 'legs' | 'partners'>, state: ChannelView['state'] = 'active') =>
    createCards('en').status({ channel: { id: 'c' as ChannelId, name: 'x', state, hosted: true, ...view } }).text;

  it('says of a side that it is archived, and whether anything still crosses', () => {
    const archived = { ...teams, suspended: true } as const;
    const alone = statusOf({ legs: [archived], partners: [partner] });
    assert.match(alone, /Teams: Operations \/ Incidents \(archived: nothing crosses there\)/);
    assert.match(alone, /State: Stopped: a side is archived/);
    assert.match(statusOf({ legs: [archived], partners: [partner] }, 'paused'), /State: Paused/);
    assert.match(statusOf({ legs: [archived, slack], partners: [partner] }), /State: Running/);
    assert.doesNotMatch(statusOf({ legs: [teams], partners: [partner] }), /archived/);
  });

  it('says of a side that it is not let in any more, and who can mend that', () => {
    const closed = { ...teams, unheard: 'for whoever reads English and runs Mio' };
    const told = statusOf({ legs: [closed, slack], partners: [partner] });
    assert.match(told, /State: One side cannot be read/);
    assert.match(told, /Teams: Operations \/ Incidents \(cannot be read: nothing crosses from there\)/);
    assert.match(told, /Ask an owner of the team to add the account/);
    assert.match(statusOf({ legs: [closed], partners: [partner] }, 'paused'), /State: Paused/);
    const archived = statusOf({ legs: [{ ...closed, suspended: true }, slack], partners: [partner] });
    assert.doesNotMatch(archived, /cannot be read|Ask an owner/);
  });
});
