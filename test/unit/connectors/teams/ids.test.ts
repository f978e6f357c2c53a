import assert from 'node:assert/strict';
import {
  conversationId,
  messageId,
  messagePath,
  parseConversationId,
  parseMessageId,
  parseResource,
  rootOf,
  webUrl,
} from '../../../../src/connectors/teams/ids.ts';
import type { ConversationId, MessageId } from '../../../../src/core/model.ts';
import { channelId, teamId } from './support/microsoft.ts';

describe('ids of Teams', () => {
  const channel = { team: teamId, channel: channelId };

  it('comes back from a conversation id, whatever the case of the team', () => {
    assert.deepEqual(parseConversationId(conversationId(channel)), channel);
    assert.equal(conversationId({ ...channel, team: teamId.toUpperCase() }), conversationId(channel));
  });

  for (const [what, id] of [
    ['an empty id', ''],
    ['a channel without a team', channelId],
    ['a third part', `${teamId}/${channelId}/x`],
    ['a path that climbs', `${teamId}/../me`],
    ['a chat', `${teamId}/19:4c7e19b0d2a84f5e9b36a1d07f82c5e3@thread.v2`],
  ] as const) {
    it(`refuses ${what} as a conversation id`, () => {
      assert.throws(() => parseConversationId(id as ConversationId), /not a Teams conversation id/);
    });
  }

  for (const [id, address, root] of [
    ['1789374682417', { root: null, id: '1789374682417' }, '1789374682417'],
    ['1789374682417/1789374785902', { root: '1789374682417', id: '1789374785902' }, '1789374682417'],
  ] as const) {
    it(`knows ${id} and its root`, () => {
      assert.deepEqual(parseMessageId(id as MessageId), address);
      assert.equal(messageId(address), id);
      assert.equal(rootOf(id as MessageId), root);
    });
  }

  for (const id of ['', 'x', '1/2/3', '1/', '/1', '1?x=1', '12345678901234567']) {
    it(`refuses ${JSON.stringify(id)} as a message id`, () => {
      assert.throws(() => parseMessageId(id as MessageId), /not a Teams message id/);
    });
  }

  it('makes a path of a root and of a reply', () => {
    assert.equal(messagePath(channel, { root: null, id: '1' }), `/teams/${teamId}/channels/${channelId}/messages/1`);
    assert.equal(
      messagePath(channel, { root: '1', id: '2' }),
      `/teams/${teamId}/channels/${channelId}/messages/1/replies/2`,
    );
  });

  describe('the resource of a notification', () => {
    const base = `teams('${teamId}')/channels('${channelId}')/messages('1789374682417')`;

    it('names a root', () => {
      assert.deepEqual(parseResource(base), { ...channel, root: null, id: '1789374682417' });
    });
    it('names a reply, with or without a slash in front', () => {
      const reply = { ...channel, root: '1789374682417', id: '1789374785902' };
      assert.deepEqual(parseResource(`${base}/replies('1789374785902')`), reply);
      assert.deepEqual(parseResource(`/${base}/replies('1789374785902')`), reply);
    });
    for (const [what, resource] of [
      ['a climbing path', '../../me/messages'],
      ['an absolute address', `https://graph.microsoft.com/v1.0/${base}`],
      ['a chat', "chats('19:x@thread.v2')/messages('1')"],
      ['a query', `${base}?$expand=replies`],
      ['something behind', `${base}/hostedContents('1')`],
      ['two lines', `${base}\n`],
      ['no text', 17],
    ] as const) {
      it(`is not ${what}`, () => assert.equal(parseResource(resource), undefined));
    }
  });

  it('lead people to a message, and to an answer in its thread', () => {
    const place = conversationId(channel);
    const address = `https://teams.microsoft.com/l/message/${encodeURIComponent(channelId)}`;
    const query = (id: string) => `groupId=${teamId}&tenantId=contoso&createdTime=${id}&parentMessageId=17`;
    assert.equal(webUrl('contoso', place, '17' as MessageId), `${address}/17?${query('17')}`);
    assert.equal(webUrl('contoso', place, '17/18' as MessageId), `${address}/18?${query('18')}`);
  });
});
